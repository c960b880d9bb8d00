#include <doctest/doctest.h>

#include "shared/base/budget.hpp"
#include "shared/base/bytes.hpp"
#include "shared/base/checked.hpp"
#include "shared/base/result.hpp"

using namespace sansfilm::base;

namespace {

std::int64_t now_us = 0;
std::int64_t virtual_clock() { return now_us; }

Result<int> half(int value) {
  if (value % 2 != 0) return Error{ErrorCode::kInvalidArgument, "the value is odd"};
  return value / 2;
}

Result<int> quarter(int value) {
  SF_TRY(const int once, half(value));
  return half(once);
}

}  // namespace

TEST_CASE("a result carries its value or its error through SF_TRY") {
  CHECK(quarter(12).value() == 3);
  CHECK(quarter(6).error().code == ErrorCode::kInvalidArgument);
  CHECK(quarter(7).error().code == ErrorCode::kInvalidArgument);
}

TEST_CASE("an error says what is wrong, of what, where") {
  const Error error{.code = ErrorCode::kTruncated, .detail = "the value ends early", .offset = 1234,
                    .tag = 0x7FE00010, .marker = 0, .subject = "1.2.840.10008.1.2"};
  CHECK(describe(error) == "truncated: the value ends early [1.2.840.10008.1.2], (7FE0,0010), byte 1234");
  const Error plain{.code = ErrorCode::kCodec, .marker = 0xFF52};
  CHECK(describe(plain) == "codec: the codec refused the compressed data, marker FF52");
}

TEST_CASE("a budget refuses more bytes than are left and counts what comes back") {
  Budget budget({.bytes = 100});
  CHECK(budget.take_bytes(60).ok());
  CHECK(budget.take_bytes(41).error().code == ErrorCode::kOverBudget);
  budget.give_back_bytes(60);
  CHECK(budget.take_bytes(100).ok());
}

TEST_CASE("a picture that claims 65,535 x 65,535 x 32,767 pixels is over budget, not an overflow") {
  Budget budget;
  CHECK(budget.take_pixels(65535, 65535, 32767).error().code == ErrorCode::kOverBudget);
  CHECK(budget.take_pixels(~0ULL, ~0ULL, 2).error().code == ErrorCode::kOverBudget);
  CHECK(budget.take_pixels(4000, 5000).ok());
}

TEST_CASE("a budget with a clock stops a read whose time is up") {
  now_us = 1'000'000;
  Budget budget({.microseconds = 500}, virtual_clock);
  CHECK(budget.check_time().ok());
  now_us += 501;
  CHECK(budget.check_time().error().code == ErrorCode::kTimeout);
}

TEST_CASE("sizes that overflow are said to overflow") {
  CHECK(checked_multiply(0x1'0000'0000ULL, 0x1'0000'0000ULL) == std::nullopt);
  CHECK(checked_multiply(3U, 4U) == 12U);
  CHECK(checked_add(0xFFFF'FFFFU, 1U) == std::nullopt);
}

TEST_CASE("integers are loaded and stored in the byte order that is asked for") {
  const std::uint8_t bytes[] = {0x12, 0x34, 0x56, 0x78};
  CHECK(load_be<std::uint32_t>(bytes) == 0x12345678U);
  CHECK(load_le<std::uint32_t>(bytes) == 0x78563412U);
  std::uint8_t out[2];
  store_be<std::uint16_t>(out, 0xABCD);
  CHECK(out[0] == 0xAB);
  CHECK(load_be<std::uint16_t>(out) == 0xABCD);
}
