// Result<T>: a value or an Error. The core's only way to fail; nothing in shared/ throws.
//
// @errors value() of a failed result is a defect of the caller: check first, or use SF_TRY / SF_CHECK.
// @owner  holds its value
#pragma once

#include <optional>
#include <utility>
#include <variant>

#include "shared/base/error.hpp"

namespace sansfilm::base {

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: implicit by design
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: implicit by design

  [[nodiscard]] bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  [[nodiscard]] T& value() & { return *std::get_if<0>(&state_); }
  [[nodiscard]] const T& value() const& { return *std::get_if<0>(&state_); }
  [[nodiscard]] T&& value() && { return std::move(*std::get_if<0>(&state_)); }
  [[nodiscard]] const Error& error() const { return *std::get_if<1>(&state_); }

  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}  // NOLINT: implicit by design

  [[nodiscard]] bool ok() const { return !error_.has_value(); }
  explicit operator bool() const { return ok(); }
  [[nodiscard]] const Error& error() const { return *error_; }

 private:
  std::optional<Error> error_;
};

using Status = Result<void>;

}  // namespace sansfilm::base

#define SF_CONCAT_INNER(a, b) a##b
#define SF_CONCAT(a, b) SF_CONCAT_INNER(a, b)

// SF_TRY(auto frame, decode(...)); declares `frame`, or returns the error from the enclosing function.
#define SF_TRY(declaration, expression)                                  \
  auto SF_CONCAT(sf_result_, __LINE__) = (expression);                   \
  if (!SF_CONCAT(sf_result_, __LINE__).ok()) return SF_CONCAT(sf_result_, __LINE__).error(); \
  declaration = std::move(SF_CONCAT(sf_result_, __LINE__)).value()

// SF_CHECK(status()); returns the error from the enclosing function, if there is one.
#define SF_CHECK(expression)                                             \
  do {                                                                   \
    if (auto sf_status = (expression); !sf_status.ok()) return sf_status.error(); \
  } while (false)
