// Writes JSON text. Commas are put by themselves; the caller keeps objects and arrays in balance.
// @source RFC 8259
// @units  UTF-8; bytes that are no UTF-8 become U+FFFD
// @thread one writer, one thread
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sansfilm::http {

class JsonText {
 public:
  void open_object() { begin_value(); out_ += '{'; fresh_ = true; }
  void close_object() { out_ += '}'; fresh_ = false; }
  void open_array() { begin_value(); out_ += '['; fresh_ = true; }
  void close_array() { out_ += ']'; fresh_ = false; }
  void key(std::string_view name);

  void value(std::string_view text) { begin_value(); append_quoted(text); }
  void value(const char* text) { value(std::string_view(text)); }
  void value(std::int64_t number) { begin_value(); out_ += std::to_string(number); }
  void value(bool truth) { begin_value(); out_ += truth ? "true" : "false"; }
  void null() { begin_value(); out_ += "null"; }

  template <class T>
  void member(std::string_view name, const T& content) {
    key(name);
    value(content);
  }

  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void begin_value();
  void append_quoted(std::string_view text);

  std::string out_;
  bool fresh_ = true;       // no comma before the next value
};


}  // namespace sansfilm::http
