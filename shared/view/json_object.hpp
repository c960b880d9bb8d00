// A JSON object as it is written, one member after the other.
// @owner  values
// @thread one caller
#pragma once

#include <cmath>
#include <cstdio>
#include <string>
#include <string_view>

#include "shared/view/shapes.hpp"

namespace sansfilm::view {

inline std::string number_json(double value) {
  char buffer[40];
  std::snprintf(buffer, sizeof buffer, "%.10g", std::isfinite(value) ? value : 0.0);
  return buffer;
}

class JsonObject {
 public:
  void text(const char* name, std::string_view value) {
    key(name);
    out_ += '"';
    for (const char c : value) append_escaped(c);
    out_ += '"';
  }
  void number(const char* name, double value) {
    key(name);
    out_ += number_json(value);
  }
  void boolean(const char* name, bool value) {
    key(name);
    out_ += value ? "true" : "false";
  }
  void raw(const char* name, const std::string& value) {
    key(name);
    out_ += value;
  }
  [[nodiscard]] std::string take() { return out_ + "}"; }

 private:
  void key(const char* name) {
    out_ += out_.size() > 1 ? ",\"" : "\"";
    out_ += name;
    out_ += "\":";
  }
  void append_escaped(char c) {
    if (c == '"' || c == '\\') {
      out_ += '\\';
      out_ += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char buffer[8];
      std::snprintf(buffer, sizeof buffer, "\\u%04x", static_cast<unsigned>(static_cast<unsigned char>(c)));
      out_ += buffer;
    } else {
      out_ += c;
    }
  }

  std::string out_ = "{";
};

inline std::string point_json(Point p) {
  JsonObject out;
  out.number("x", p.x);
  out.number("y", p.y);
  return out.take();
}

inline std::string area_json(const Rect& area) {
  JsonObject out;
  out.number("x", area.x);
  out.number("y", area.y);
  out.number("width", area.width);
  out.number("height", area.height);
  return out.take();
}

}  // namespace sansfilm::view
