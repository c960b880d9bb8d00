#include <doctest/doctest.h>

#include "shared/codec/jpeg2000.hpp"
#include "shared/j2k/index.hpp"
#include "wasm/worker/decode_job.hpp"

using namespace sansfilm;
using namespace sansfilm::worker;

namespace {

constexpr std::uint32_t kSide = 64;

// A picture with structure at every scale, 12 bits in 16.
base::Frame a_frame() {
  base::Frame frame;
  frame.columns = frame.rows = kSide;
  frame.bits_stored = 12;
  frame.samples.resize(kSide * kSide * 2);
  for (std::uint32_t y = 0; y < kSide; ++y) {
    for (std::uint32_t x = 0; x < kSide; ++x) {
      base::store_le(&frame.samples[(y * kSide + x) * 2], static_cast<std::uint16_t>((x * x + y * 37 + x * y) % 4096));
    }
  }
  return frame;
}

struct Streamed {
  bridge::DecodeOrder order;
  std::vector<j2k::Chunk> chunks;

  [[nodiscard]] std::vector<ChunkBytes> up_to(std::uint8_t resolution, std::uint16_t layer) const {
    std::vector<ChunkBytes> out;
    for (const j2k::Chunk& chunk : chunks) {
      if (chunk.id.resolution <= resolution && chunk.id.layer <= layer) out.push_back({chunk.id, chunk.payload});
    }
    return out;
  }
};

Streamed streamed(const base::Frame& frame) {
  base::Budget budget;
  const auto codestream = codec::encode_jpeg2000(frame, {.bits_per_sample_layers = {1.0, 0.0}, .resolutions = 4}, budget);
  REQUIRE(codestream.ok());
  const auto index = j2k::build_index(*codestream, budget);
  REQUIRE(index.ok());
  auto chunks = j2k::cut_into_chunks(*codestream, *index, budget);
  REQUIRE(chunks.ok());
  Streamed out;
  out.order.header = index->main_header;
  out.order.columns = out.order.rows = kSide;
  out.chunks = std::move(chunks).value();
  return out;
}

}  // namespace

TEST_CASE("all chunks of a frame decode to its stored samples") {
  const base::Frame frame = a_frame();
  const Streamed stream = streamed(frame);
  base::Budget budget;
  const auto decoded = decode_job(stream.order, stream.up_to(3, 1), budget);
  REQUIRE(decoded.ok());
  CHECK(decoded->samples == frame.samples);
}

TEST_CASE("the low resolutions of the first layer decode to a smaller picture") {
  Streamed stream = streamed(a_frame());
  stream.order.reduce = 2;
  stream.order.layers = 1;
  base::Budget budget;
  const auto decoded = decode_job(stream.order, stream.up_to(1, 0), budget);
  REQUIRE(decoded.ok());
  CHECK(decoded->columns == kSide / 4);
  CHECK(decoded->rows == kSide / 4);
}

TEST_CASE("a chunk that is cut is refused, and so is a job without chunks") {
  const Streamed stream = streamed(a_frame());
  auto chunks = stream.up_to(3, 1);
  chunks.back().payload = chunks.back().payload.first(chunks.back().payload.size() / 2);
  base::Budget budget;
  CHECK_FALSE(decode_job(stream.order, chunks, budget).ok());
  CHECK(decode_job(stream.order, {}, budget).error().code == base::ErrorCode::kMissing);
}

TEST_CASE("fewer chunks than the picture that was promised are refused, never shown as that picture") {
  Streamed stream = streamed(a_frame());
  base::Budget budget;
  CHECK(decode_job(stream.order, stream.up_to(2, 1), budget).error().code == base::ErrorCode::kMissing);
  stream.order.layers = 2;
  CHECK(decode_job(stream.order, stream.up_to(3, 0), budget).error().code == base::ErrorCode::kMissing);
}

TEST_CASE("raw samples pass as they are; too few are refused, and a picture beyond the budget is not allocated") {
  const base::Frame frame = a_frame();
  bridge::DecodeOrder order;
  order.coding = wire::StreamCoding::kRaw;
  order.columns = order.rows = kSide;
  const ChunkBytes whole{{}, frame.samples};
  base::Budget budget;
  const auto decoded = decode_job(order, {&whole, 1}, budget);
  REQUIRE(decoded.ok());
  CHECK(decoded->samples == frame.samples);
  const ChunkBytes cut{{}, base::Bytes(frame.samples).first(100)};
  CHECK(decode_job(order, {&cut, 1}, budget).error().code == base::ErrorCode::kTruncated);
  order.columns = order.rows = 65'535;
  base::Budget small({.bytes = 1U << 20});
  CHECK(decode_job(order, {&whole, 1}, small).error().code == base::ErrorCode::kOverBudget);
}
