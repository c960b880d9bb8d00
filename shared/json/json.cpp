#include "shared/json/json.hpp"

#include <yyjson.h>

#include <cmath>
#include <cstdlib>

namespace sansfilm::json {

namespace {

// yyjson reads through pointers that are not const; nothing here changes what they point to.
yyjson_val* mutable_pointer(const yyjson_val* value) { return const_cast<yyjson_val*>(value); }

constexpr double kLargestExactInteger = 9007199254740992.0;  // 2^53

}  // namespace

bool Value::is_null() const { return value_ == nullptr || yyjson_is_null(mutable_pointer(value_)); }
bool Value::is_object() const { return yyjson_is_obj(mutable_pointer(value_)); }
bool Value::is_array() const { return yyjson_is_arr(mutable_pointer(value_)); }

std::optional<bool> Value::boolean() const {
  if (!yyjson_is_bool(mutable_pointer(value_))) return std::nullopt;
  return yyjson_get_bool(mutable_pointer(value_));
}

std::optional<std::int64_t> Value::integer() const {
  yyjson_val* value = mutable_pointer(value_);
  if (yyjson_is_sint(value)) return yyjson_get_sint(value);
  if (yyjson_is_uint(value)) {
    const std::uint64_t number = yyjson_get_uint(value);
    if (number > static_cast<std::uint64_t>(INT64_MAX)) return std::nullopt;
    return static_cast<std::int64_t>(number);
  }
  if (yyjson_is_real(value)) {
    const double number = yyjson_get_real(value);
    if (std::trunc(number) != number || std::abs(number) > kLargestExactInteger) return std::nullopt;
    return static_cast<std::int64_t>(number);
  }
  return std::nullopt;
}

std::optional<double> Value::number() const {
  yyjson_val* value = mutable_pointer(value_);
  if (!yyjson_is_num(value)) return std::nullopt;
  return yyjson_get_num(value);
}

std::optional<std::string_view> Value::string() const {
  yyjson_val* value = mutable_pointer(value_);
  if (!yyjson_is_str(value)) return std::nullopt;
  return std::string_view(yyjson_get_str(value), yyjson_get_len(value));
}

Value Value::operator[](std::string_view key) const {
  return Value(yyjson_obj_getn(mutable_pointer(value_), key.data(), key.size()));
}

std::size_t Value::size() const {
  return is_array() || is_object() ? yyjson_get_len(mutable_pointer(value_)) : 0;
}

std::vector<Value> Value::items() const {
  std::vector<Value> out;
  if (!is_array()) return out;
  out.reserve(size());
  yyjson_arr_iter iterator = yyjson_arr_iter_with(mutable_pointer(value_));
  while (yyjson_val* item = yyjson_arr_iter_next(&iterator)) out.push_back(Value(item));
  return out;
}

std::vector<Value::Member> Value::members() const {
  std::vector<Member> out;
  if (!is_object()) return out;
  out.reserve(size());
  yyjson_obj_iter iterator = yyjson_obj_iter_with(mutable_pointer(value_));
  while (yyjson_val* key = yyjson_obj_iter_next(&iterator)) {
    out.push_back({std::string_view(yyjson_get_str(key), yyjson_get_len(key)), yyjson_obj_iter_get_val(key)});
  }
  return out;
}

void Document::Free::operator()(yyjson_doc* document) const { yyjson_doc_free(document); }

base::Result<Document> Document::parse(std::string_view text, base::Budget& budget) {
  SF_CHECK(budget.take_bytes(yyjson_read_max_memory_usage(text.size(), YYJSON_READ_NOFLAG)));
  yyjson_read_err error{};
  // Without YYJSON_READ_INSITU the text is not written to.
  Document out;
  out.document_.reset(yyjson_read_opts(const_cast<char*>(text.data()), text.size(), YYJSON_READ_NOFLAG, nullptr, &error));
  if (out.document_) return out;
  return base::Error{.code = base::ErrorCode::kMalformed, .detail = "the text is no JSON", .offset = error.pos};
}

Value Document::root() const { return Value(yyjson_doc_get_root(document_.get())); }

void Writer::Free::operator()(yyjson_mut_doc* document) const { yyjson_mut_doc_free(document); }

Writer::Writer() : document_(yyjson_mut_doc_new(nullptr)) {}
Writer::~Writer() = default;
Writer::Writer(Writer&&) noexcept = default;
Writer& Writer::operator=(Writer&&) noexcept = default;

void Writer::add(yyjson_mut_val* value) {
  if (open_.empty()) {
    misused_ = misused_ || yyjson_mut_doc_get_root(document_.get()) != nullptr;
    yyjson_mut_doc_set_root(document_.get(), value);
  } else if (yyjson_mut_is_arr(open_.back())) {
    misused_ = !yyjson_mut_arr_append(open_.back(), value) || misused_;
  } else {
    misused_ = !yyjson_mut_obj_add(open_.back(), key_, value) || misused_;
    key_ = nullptr;
  }
}

void Writer::open(yyjson_mut_val* container) {
  add(container);
  open_.push_back(container);
}

Writer& Writer::begin_object() { return open(yyjson_mut_obj(document_.get())), *this; }
Writer& Writer::begin_array() { return open(yyjson_mut_arr(document_.get())), *this; }

Writer& Writer::end() {
  misused_ = misused_ || open_.empty() || key_ != nullptr;
  if (!open_.empty()) open_.pop_back();
  return *this;
}

Writer& Writer::key(std::string_view key) {
  misused_ = misused_ || key_ != nullptr;
  key_ = yyjson_mut_strncpy(document_.get(), key.data() != nullptr ? key.data() : "", key.size());
  return *this;
}

Writer& Writer::string(std::string_view utf8) {
  add(yyjson_mut_strncpy(document_.get(), utf8.data() != nullptr ? utf8.data() : "", utf8.size()));
  return *this;
}

Writer& Writer::integer(std::int64_t value) { return add(yyjson_mut_sint(document_.get(), value)), *this; }
Writer& Writer::unsigned_integer(std::uint64_t value) { return add(yyjson_mut_uint(document_.get(), value)), *this; }

Writer& Writer::number(double value) {
  add(std::isfinite(value) ? yyjson_mut_real(document_.get(), value) : yyjson_mut_null(document_.get()));
  return *this;
}

Writer& Writer::boolean(bool value) { return add(yyjson_mut_bool(document_.get(), value)), *this; }
Writer& Writer::null() { return add(yyjson_mut_null(document_.get())), *this; }

base::Result<std::string> Writer::finish(bool pretty) {
  yyjson_write_err error{};
  std::size_t length = 0;
  char* text = nullptr;
  if (!misused_ && open_.empty()) {
    const yyjson_write_flag flags = pretty ? YYJSON_WRITE_PRETTY_TWO_SPACES : YYJSON_WRITE_NOFLAG;
    text = yyjson_mut_write_opts(document_.get(), flags, nullptr, &length, &error);
  }
  *this = Writer();
  if (text == nullptr) {
    return base::Error{.code = base::ErrorCode::kInvalidArgument, .detail = "what was written is not closed, or no UTF-8"};
  }
  std::string out(text, length);
  std::free(text);
  return out;
}

}  // namespace sansfilm::json
