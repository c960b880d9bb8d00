#include <doctest/doctest.h>

#include "wasm/bridge/decode_message.hpp"

using namespace sansfilm;
using namespace sansfilm::bridge;

namespace {

DecodeOrder an_order() {
  DecodeOrder order;
  order.reduce = 2;
  order.layers = 3;
  order.columns = 512;
  order.rows = 256;
  order.is_signed = true;
  order.first_layer = 3;
  order.part = true;
  order.tiles = {1, 2, 3, 4};
  order.header = {0xFF, 0x4F, 0xFF, 0x51};
  return order;
}

}  // namespace

TEST_CASE("an order arrives as it was written") {
  const auto read = read_decode_order(to_bytes(an_order()));
  REQUIRE(read.ok());
  CHECK(*read == an_order());
}

TEST_CASE("a reply arrives with its frame's shape or its error") {
  DecodeReply reply;
  reply.ok = true;
  reply.frame.columns = 7;
  reply.frame.rows = 5;
  reply.frame.colour = base::ColourModel::kYbrFull;
  reply.frame.reversible = false;
  reply.frame.estimated_error = 3.5;
  reply.took_us = 1234;
  auto read = read_decode_reply(to_bytes(reply));
  REQUIRE(read.ok());
  CHECK(read->frame.rows == 5);
  CHECK(read->frame.colour == base::ColourModel::kYbrFull);
  CHECK_FALSE(read->frame.reversible);
  CHECK(read->frame.estimated_error == std::optional<double>(3.5));
  CHECK(read->took_us == 1234);

  reply = {};
  reply.error = base::ErrorCode::kUnsupported;
  reply.subject = "1.2.840.10008.1.2.4.110";
  read = read_decode_reply(to_bytes(reply));
  REQUIRE(read.ok());
  CHECK_FALSE(read->ok);
  CHECK_FALSE(read->frame.estimated_error.has_value());
  CHECK(read->subject == "1.2.840.10008.1.2.4.110");
}

TEST_CASE("a message cut at any byte, or with bytes too many, is refused") {
  auto bytes = to_bytes(an_order());
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    CHECK_FALSE(read_decode_order(base::Bytes(bytes).first(length)).ok());
  }
  bytes.push_back(0);
  CHECK(read_decode_order(bytes).error().code == base::ErrorCode::kMalformed);
  bytes = to_bytes(DecodeReply{});
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    CHECK_FALSE(read_decode_reply(base::Bytes(bytes).first(length)).ok());
  }
}

TEST_CASE("numbers beyond an enumeration are refused") {
  auto bytes = to_bytes(an_order());
  bytes[0] = 0x77;
  CHECK(read_decode_order(bytes).error().code == base::ErrorCode::kMalformed);
}
