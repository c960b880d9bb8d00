#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "shared/wire/batch.hpp"
#include "shared/wire/chunk_key.hpp"
#include "shared/wire/protocol.hpp"

namespace sansfilm::wire {

namespace {

const std::string kContent = "00112233445566778899aabbccddeeff";

ChunkKey key_of(std::uint32_t tile, std::uint8_t resolution, std::uint16_t layer) {
  return {*parse_content_id(kContent), 7, {'L', 1}, tile, resolution, layer};
}

}  // namespace

TEST_CASE("a chunk key is written and read back") {
  const ChunkKey key = key_of(12, 5, 3);
  CHECK(to_text(key) == kContent + "/7/L1/12.5.3");
  const auto back = parse_chunk_key(to_text(key));
  REQUIRE(back.ok());
  CHECK(*back == key);
}

TEST_CASE("a chunk has one spelling only") {
  for (const char* tail : {"/7/L1/12.5.03", "/07/L1/12.5.3", "/7/l1/12.5.3", "/7/L01/12.5.3", "/7/L0/12.5.3", "/7/L1/12.5", "/7/L1/12.5.3/",
                           "/7/L1/12.5.3 ", "/7/L1/+1.5.3", "/7/L1/-1.5.3", "/7/L1/1.256.3", "/7/L1/1.5.65536", "//L1/1.5.3", "/7/L1/1.5.",
                           "", "/", "/7", "/7/", "/7/L1", "/7/L1/", "/7/L256/1.5.3", "/4294967296/L1/1.5.3", "/7/L1/1.5.3-3", "/7/L1/1.5.4-3",
                           "/7/L1/1-.5.3"}) {
    CAPTURE(tail);
    const auto range = parse_chunk_range(kContent + tail);
    CHECK(!range.ok());
  }
  CHECK(!parse_chunk_key("00112233445566778899AABBCCDDEEFF/7/L1/12.5.3").ok());
  CHECK(!parse_chunk_key(kContent.substr(1) + "/7/L1/12.5.3").ok());
  CHECK(!parse_chunk_key(kContent + "/7/L1/12.0-5.3").ok());
}

TEST_CASE("a range expands layer by layer, in each the resolutions, in each the tiles") {
  const auto range = parse_chunk_range(kContent + "/7/L1/2-3.0-1.4-5");
  REQUIRE(range.ok());
  CHECK(to_text(*range) == kContent + "/7/L1/2-3.0-1.4-5");
  const std::vector<ChunkKey> keys = expand({{*range}});
  const std::vector<ChunkKey> expected = {key_of(2, 0, 4), key_of(3, 0, 4), key_of(2, 1, 4), key_of(3, 1, 4),
                                          key_of(2, 0, 5), key_of(3, 0, 5), key_of(2, 1, 5), key_of(3, 1, 5)};
  CHECK(keys == expected);
}

TEST_CASE("merged keys expand to the same keys in the same order") {
  std::vector<ChunkKey> keys;
  for (std::uint8_t r = 0; r < 6; ++r) keys.push_back(key_of(0, r, 0));
  for (std::uint16_t l = 1; l < 4; ++l) keys.push_back(key_of(0, 5, l));
  for (std::uint32_t t = 1; t < 5; ++t) keys.push_back(key_of(t, 2, 1));
  keys.push_back(key_of(9, 9, 9));
  keys.push_back(key_of(9, 9, 9));
  const auto ranges = merge_keys(keys);
  CHECK(ranges.size() < 7);
  CHECK(expand(ranges) == keys);
}

TEST_CASE("a batch request is written and read back") {
  std::vector<ChunkRange> ranges = {{*parse_content_id(kContent), 7, {'L', 1}, 0, 3, 0, 5, 0, 0},
                                    {*parse_content_id(kContent), 8, {'R', 1}, 0, 0, 0, 0, 0, 0}};
  const auto back = read_batch_request(write_batch_request(ranges));
  REQUIRE(back.ok());
  CHECK(*back == ranges);
}

TEST_CASE("a batch request that is not one is refused with its line") {
  const std::string good = kContent + "/7/L1/0.0.0\n";
  const auto error = [](const std::string& body) {
    const auto request = read_batch_request(body);
    REQUIRE(!request.ok());
    return request.error();
  };
  CHECK(error("").subject == "line 1");
  CHECK(error("sansfilm-batch 2\n" + good).subject == "line 1");
  CHECK(error("sansfilm-batch 1\n" + good + "nonsense\n").subject == "line 3");
  CHECK(error("sansfilm-batch 1\n" + kContent + "/7/L1/0.0.0").subject == "line 2");
  CHECK(error("sansfilm-batch 1\n\n").subject == "line 2");
  CHECK(error("sansfilm-batch 1\r\n" + good).subject == "line 1");
  CHECK(error("sansfilm-batch 1\n" + kContent + "/7/L1/0-4294967295.0-255.0-65535\n").code == base::ErrorCode::kOverBudget);
  CHECK(error(std::string(kMaxBatchRequestBytes + 1, 'x')).code == base::ErrorCode::kOverBudget);
}

TEST_CASE("a content id is the head of the digest") {
  CHECK(to_text(*content_id_of_hex(kContent + "ffffffffffffffffffffffffffffffff")) == kContent);
  CHECK(!content_id_of_hex(kContent).ok());
  CHECK(!content_id_of_hex(std::string(64, 'g')).ok());
  std::vector<std::uint8_t> digest(32, 0xAB);
  CHECK(to_text(content_id_of_digest(digest)) == "abababababababababababababababab");
  CHECK(content_id_of_digest(base::Bytes(digest).first(31)) == ContentId{});
}

}  // namespace sansfilm::wire
