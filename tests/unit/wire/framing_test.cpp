#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "shared/wire/framing.hpp"

namespace sansfilm::wire {

namespace {

base::Bytes bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::vector<ChunkKey> some_keys(std::size_t count) {
  std::vector<ChunkKey> keys;
  for (std::size_t i = 0; i < count; ++i) {
    ChunkKey key;
    key.content.bytes[0] = 0x42;
    key.resolution = static_cast<std::uint8_t>(i);
    keys.push_back(key);
  }
  return keys;
}

std::vector<std::uint8_t> payload_of(std::size_t i) { return std::vector<std::uint8_t>(i * 7, static_cast<std::uint8_t>(i)); }

void append(std::vector<std::uint8_t>& out, base::Bytes bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

void append_chunk(std::vector<std::uint8_t>& out, std::uint32_t index, const ChunkKey& key, const std::vector<std::uint8_t>& payload) {
  append(out, chunk_frame_header(index, static_cast<std::uint32_t>(payload.size()), chunk_digest(key, payload)));
  append(out, payload);
}

// Three chunks, an error, a chunk of no bytes (the first), the end.
std::vector<std::uint8_t> answer(const std::vector<ChunkKey>& keys) {
  std::vector<std::uint8_t> out;
  for (std::uint32_t i = 0; i < keys.size(); ++i) {
    if (i == 2) {
      append(out, error_frame_header(i, ChunkError::kGone));
    } else {
      append_chunk(out, i, keys[i], payload_of(i));
    }
  }
  append(out, end_frame_header(static_cast<std::uint32_t>(keys.size())));
  return out;
}

}  // namespace

TEST_CASE("XXH64 gives the values of its specification") {
  CHECK(xxh64({}, 0) == 0xEF46DB3751D8E999ULL);
  CHECK(xxh64(bytes_of("a"), 0) == 0xD24EC4F1A98C6E5BULL);
  CHECK(xxh64(bytes_of("abc"), 0) == 0x44BC2CF5AD770999ULL);
  CHECK(xxh64(bytes_of("Nobody inspects the spammish repetition"), 0) == 0xFBCEA83C8A378BF1ULL);
}

TEST_CASE("an answer in pieces of any size gives every chunk in order") {
  const auto keys = some_keys(5);
  const auto bytes = answer(keys);
  for (std::size_t piece = 1; piece <= bytes.size(); piece += piece < 40 ? 1 : 13) {
    CAPTURE(piece);
    FrameReader reader(keys);
    std::vector<ReceivedChunk> got;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      REQUIRE(reader.feed(base::Bytes(bytes).subspan(at, std::min(piece, bytes.size() - at))).ok());
      while (auto chunk = reader.next()) got.push_back(std::move(*chunk));
    }
    CHECK(reader.ended());
    REQUIRE(got.size() == 5);
    for (std::size_t i = 0; i < 5; ++i) {
      CHECK(got[i].index == i);
      CHECK(got[i].key == keys[i]);
      CHECK(got[i].error == (i == 2 ? ChunkError::kGone : ChunkError::kNone));
      if (i != 2) CHECK(got[i].payload == payload_of(i));
    }
  }
}

TEST_CASE("after a cut at any byte the complete chunks are there and the rest is asked again") {
  const auto keys = some_keys(5);
  const auto bytes = answer(keys);
  for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
    CAPTURE(cut);
    FrameReader reader(keys);
    REQUIRE(reader.feed(base::Bytes(bytes).first(cut)).ok());
    std::uint32_t got = 0;
    while (reader.next()) ++got;
    CHECK(!reader.ended());
    CHECK(got == reader.resume_index());
    CHECK(reader.missing().size() == keys.size() - got);
  }
}

TEST_CASE("a payload changed in one bit is marked as altered, and the chunks after it are good") {
  const auto keys = some_keys(5);
  auto bytes = answer(keys);
  bytes[kFrameHeaderBytes + kFrameHeaderBytes + 3] ^= 0x10;  // in the payload of chunk 1
  FrameReader reader(keys);
  REQUIRE(reader.feed(bytes).ok());
  CHECK(reader.next()->error == ChunkError::kNone);
  const auto altered = reader.next();
  CHECK(altered->error == ChunkError::kAltered);
  CHECK(altered->payload.empty());
  CHECK(reader.next()->error == ChunkError::kGone);
  CHECK(reader.next()->error == ChunkError::kNone);
}

TEST_CASE("the payload of another chunk or of another recipe is marked as altered") {
  const auto keys = some_keys(2);
  auto other = keys[0];
  other.recipe = {'L', 2};
  std::vector<std::uint8_t> bytes;
  append_chunk(bytes, 0, other, payload_of(4));
  append_chunk(bytes, 1, keys[0], payload_of(4));
  FrameReader reader(keys);
  REQUIRE(reader.feed(bytes).ok());
  CHECK(reader.next()->error == ChunkError::kAltered);
  CHECK(reader.next()->error == ChunkError::kAltered);
}

TEST_CASE("what is no answer is refused at its byte, and stays refused") {
  const auto keys = some_keys(3);
  const auto refused = [&](auto change) {
    std::vector<std::uint8_t> bytes;
    append_chunk(bytes, 0, keys[0], payload_of(3));
    append_chunk(bytes, 1, keys[1], payload_of(3));
    change(bytes);
    FrameReader reader(keys);
    const auto status = reader.feed(bytes);
    if (status.ok()) return false;
    CHECK(!reader.ended() == (reader.resume_index() < 3));
    return !reader.feed(bytes).ok();
  };
  CHECK(refused([](auto& b) { b[0] = 'X'; }));
  CHECK(refused([](auto& b) { b[kFrameKindOffset] = 9; }));
  CHECK(refused([](auto& b) { b[kFrameIndexOffset] = 1; }));
  CHECK(refused([](auto& b) { b[kFrameLengthOffset + 3] = 0xFF; }));
  CHECK(refused([](auto& b) { b[kFrameLengthOffset] = 20; }));          // a shorter payload: no frame begins behind it
  CHECK(refused([](auto& b) { append(b, end_frame_header(2)); }));      // an end before the last chunk
  CHECK(refused([](auto& b) { append(b, end_frame_header(3)); }));
  CHECK(refused([&](auto& b) {
    append_chunk(b, 2, keys[2], payload_of(1));
    append(b, end_frame_header(3));
    b.push_back(0);                                                     // something behind the end
  }));
}

TEST_CASE("every error number of the protocol has a name") {
  CHECK(chunk_error_slug(ChunkError::kNotReady) == "not-ready");
  CHECK(chunk_error_slug(ChunkError::kAltered) == "altered");
  CHECK(chunk_error_slug(static_cast<ChunkError>(77)) == "altered");
}

}  // namespace sansfilm::wire
