// JSON, read and written. The only owner of yyjson.
//
// Reading gives a Document and cheap Values that point into it; a Value of the wrong kind, a missing key or index give
// the null Value, so that a chain of look-ups needs one check at its end. Writing is a Writer that is told what comes.
//
// @source RFC 8259 (2017)
// @errors kMalformed (offset = byte in the text), kOverBudget; kInvalidArgument when what was written is no UTF-8 or
//         not closed
// @owner  Document and Writer own their memory; a Value borrows from its Document, which must outlive it
// @thread a Document is immutable; one Writer per thread
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/budget.hpp"
#include "shared/base/result.hpp"

struct yyjson_doc;
struct yyjson_mut_doc;
struct yyjson_mut_val;
struct yyjson_val;

namespace sansfilm::json {

class Value {
 public:
  Value() = default;

  [[nodiscard]] bool is_null() const;  // also: there is no such value
  [[nodiscard]] bool is_object() const;
  [[nodiscard]] bool is_array() const;
  [[nodiscard]] std::optional<bool> boolean() const;
  [[nodiscard]] std::optional<std::int64_t> integer() const;  // also a real without a fraction
  [[nodiscard]] std::optional<double> number() const;
  [[nodiscard]] std::optional<std::string_view> string() const;

  [[nodiscard]] Value operator[](std::string_view key) const;  // of an object
  [[nodiscard]] std::size_t size() const;                      // of an array or object, else 0

  struct Member {
    std::string_view key;
    const yyjson_val* value = nullptr;
    [[nodiscard]] Value get() const { return Value(value); }
  };
  [[nodiscard]] std::vector<Value> items() const;      // of an array, else none
  [[nodiscard]] std::vector<Member> members() const;   // of an object, else none

 private:
  friend class Document;
  explicit Value(const yyjson_val* value) : value_(value) {}
  const yyjson_val* value_ = nullptr;
};

class Document {
 public:
  // Strict JSON; the text is copied. The budget pays for what the document takes.
  [[nodiscard]] static base::Result<Document> parse(std::string_view text, base::Budget& budget);
  [[nodiscard]] Value root() const;

 private:
  struct Free {
    void operator()(yyjson_doc* document) const;
  };
  std::unique_ptr<yyjson_doc, Free> document_;
};

class Writer {
 public:
  Writer();
  ~Writer();
  Writer(Writer&&) noexcept;
  Writer& operator=(Writer&&) noexcept;

  Writer& begin_object();
  Writer& begin_array();
  Writer& end();                      // of the innermost object or array
  Writer& key(std::string_view key);  // in an object, before each value

  Writer& string(std::string_view utf8);
  Writer& integer(std::int64_t value);
  Writer& unsigned_integer(std::uint64_t value);
  Writer& number(double value);  // null if it is not finite: JSON has no such number
  Writer& boolean(bool value);
  Writer& null();

  Writer& member(std::string_view name, std::string_view utf8) { return key(name).string(utf8); }
  Writer& member(std::string_view name, const char* utf8) { return key(name).string(utf8); }
  Writer& member(std::string_view name, std::int64_t value) { return key(name).integer(value); }
  Writer& member(std::string_view name, std::uint32_t value) { return key(name).integer(value); }
  Writer& member(std::string_view name, std::int32_t value) { return key(name).integer(value); }
  Writer& member(std::string_view name, std::uint64_t value) { return key(name).unsigned_integer(value); }
  Writer& member(std::string_view name, double value) { return key(name).number(value); }
  Writer& member(std::string_view name, bool value) { return key(name).boolean(value); }

  // The text; the writer is empty afterwards. Everything that began must have ended.
  [[nodiscard]] base::Result<std::string> finish(bool pretty = false);

 private:
  void add(yyjson_mut_val* value);
  void open(yyjson_mut_val* container);

  struct Free {
    void operator()(yyjson_mut_doc* document) const;
  };
  std::unique_ptr<yyjson_mut_doc, Free> document_;
  std::vector<yyjson_mut_val*> open_;
  yyjson_mut_val* key_ = nullptr;
  bool misused_ = false;
};

}  // namespace sansfilm::json
