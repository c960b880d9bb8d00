// A JSON text as a tree, and the helpers that write one. Internal to shared/wire: the manifest is all it is for.
//
// @source RFC 8259
// @errors kMalformed with the offset of the character
// @owner  values
// @thread pure
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"

namespace sansfilm::wire::json {

struct Value {
  enum class Kind : std::uint8_t { kNull, kBool, kNumber, kText, kArray, kObject };
  Kind kind = Kind::kNull;
  bool truth = false;
  double number = 0.0;
  std::string text;
  std::vector<Value> items;                              // of an array; of an object: the values
  std::vector<std::string> names;                        // of an object, beside items

  [[nodiscard]] const Value* find(std::string_view name) const;  // nullptr: absent, or no object

  // A member of an object, or the fallback when it is absent or of another kind (or out of the integer's range).
  [[nodiscard]] std::string text_of(std::string_view name) const;
  [[nodiscard]] double number_of(std::string_view name, double fallback) const;
  [[nodiscard]] bool truth_of(std::string_view name, bool fallback) const;
  template <class T>
  [[nodiscard]] T integer_of(std::string_view name, T fallback) const {
    const Value* member = find(name);
    return member != nullptr ? member->as_integer(fallback) : fallback;
  }
  template <class T>
  [[nodiscard]] T as_integer(T fallback) const {
    constexpr double kExact = 9007199254740992.0;  // 2^53
    if (kind != Kind::kNumber || !(number >= -kExact && number <= kExact)) return fallback;
    const auto whole = static_cast<std::int64_t>(number);
    if (static_cast<double>(whole) != number || !std::in_range<T>(whole)) return fallback;
    return static_cast<T>(whole);
  }
};

[[nodiscard]] base::Result<Value> parse(std::string_view text);

// Writing. Numbers come back exactly; text that is not UTF-8 becomes U+FFFD byte by byte.
void append_text(std::string& out, std::string_view text);
void append_number(std::string& out, double number);

[[nodiscard]] std::string to_base64(base::Bytes bytes);
[[nodiscard]] base::Result<std::vector<std::uint8_t>> from_base64(std::string_view text);

// An object under construction: members that equal what the reader assumes are left out.
class ObjectWriter {
 public:
  explicit ObjectWriter(std::string& out) : out_(out) { out_ += '{'; }
  void end() { out_ += '}'; }

  std::string& member(std::string_view name);            // writes the name; the caller appends the value
  void text(std::string_view name, std::string_view value) {
    if (!value.empty()) append_text(member(name), value);
  }
  void number(std::string_view name, double value, double unless = 0.0) {
    if (value != unless) append_number(member(name), value);
  }
  void truth(std::string_view name, bool value, bool unless = false) {
    if (value != unless) member(name) += value ? "true" : "false";
  }

 private:
  std::string& out_;
  bool first_ = true;
};

}  // namespace sansfilm::wire::json
