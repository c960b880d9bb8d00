#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

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

TEST_CASE("a picture from a part of the layers tells how far it is from the whole, the whole that nothing is lost") {
  const base::Frame original = a_frame();
  Streamed from = streamed(original);
  base::Budget budget;
  from.order.layers = 1;
  const auto part = decode_job(from.order, from.up_to(3, 0), budget);
  REQUIRE(part.ok());
  double sum = 0.0;
  for (std::size_t i = 0; i < original.samples.size(); i += 2) {
    const double off = double(base::load_le<std::uint16_t>(&original.samples[i])) - base::load_le<std::uint16_t>(&part->samples[i]);
    sum += off * off;
  }
  const double truth = std::sqrt(sum / (kSide * kSide));
  REQUIRE(part->estimated_error.has_value());
  CHECK(*part->estimated_error > truth / 3);
  CHECK(*part->estimated_error < truth * 3);
  from.order.layers = 2;
  const auto whole = decode_job(from.order, from.up_to(3, 1), budget);
  REQUIRE(whole.ok());
  CHECK(whole->estimated_error == std::optional<double>(0.0));
}

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

TEST_CASE("a part of a picture of many tiles decodes to exactly those samples of the whole, at every resolution and layer") {
  base::Frame frame;
  frame.columns = 150, frame.rows = 110;   // 5 x 4 tiles, the last ones narrower
  frame.bits_stored = 12;
  frame.samples.resize(std::size_t{frame.columns} * frame.rows * 2);
  for (std::uint32_t i = 0; i < frame.columns * frame.rows; ++i) {
    base::store_le(&frame.samples[i * 2], static_cast<std::uint16_t>((i * i / 7 + i * 13) % 4096));
  }
  base::Budget budget;
  const auto codestream =
      codec::encode_jpeg2000(frame, {.bits_per_sample_layers = {1.0, 2.0, 0.0}, .tile_size_px = 32, .resolutions = 4}, budget);
  REQUIRE(codestream.ok());
  const auto index = j2k::build_index(*codestream, budget);
  REQUIRE(index.ok());
  const auto chunks = j2k::cut_into_chunks(*codestream, *index, budget);
  REQUIRE(chunks.ok());
  bridge::DecodeOrder order;
  order.header = index->main_header;
  for (const wire::TileRect& tiles : std::vector<wire::TileRect>{{0, 0, 0, 0}, {1, 1, 2, 2}, {3, 2, 4, 3}, {4, 3, 4, 3}, {0, 0, 4, 3}}) {
    for (const std::uint8_t reduce : std::vector<std::uint8_t>{0, 1, 3}) {
      for (const std::uint16_t layers : std::vector<std::uint16_t>{1, 3}) {
        CAPTURE(tiles.left);
        CAPTURE(tiles.top);
        CAPTURE(reduce);
        CAPTURE(layers);
        std::vector<ChunkBytes> all, of_part;
        for (const j2k::Chunk& chunk : *chunks) {
          if (chunk.id.layer >= layers || chunk.id.resolution > 3 - reduce) continue;
          all.push_back({chunk.id, chunk.payload});
          const std::uint32_t column = chunk.id.tile % 5, row = chunk.id.tile / 5;
          if (tiles.holds({column, row, column, row})) of_part.push_back({chunk.id, chunk.payload});
        }
        order.reduce = reduce;
        order.layers = layers;
        order.part = false;
        const auto whole = decode_job(order, all, budget);
        REQUIRE(whole.ok());
        order.part = true;
        order.tiles = tiles;
        const auto part = decode_job(order, of_part, budget);
        REQUIRE(part.ok());
        const auto up = [&](std::uint32_t px) { return (px + (1U << reduce) - 1) >> reduce; };
        const std::uint32_t x = up(tiles.left * 32), y = up(tiles.top * 32);
        CHECK(part->columns == up(std::min(150U, (tiles.right + 1) * 32)) - x);
        REQUIRE(part->rows == up(std::min(110U, (tiles.bottom + 1) * 32)) - y);
        bool equal = true;
        for (std::uint32_t row = 0; row < part->rows; ++row) {
          const auto from = whole->samples.begin() + static_cast<std::ptrdiff_t>((std::size_t{y + row} * whole->columns + x) * 2);
          equal = equal && std::equal(from, from + static_cast<std::ptrdiff_t>(part->columns * 2),
                                      part->samples.begin() + static_cast<std::ptrdiff_t>(std::size_t{row} * part->columns * 2));
        }
        CHECK(equal);
        if (tiles.count() > 1) {
          // A chunk that is not there is not made up.
          of_part.pop_back();
          CHECK(decode_job(order, of_part, budget).error().code == base::ErrorCode::kMissing);
        }
        // Chunks of other tiles among them do not matter.
        const auto with_others = decode_job(order, all, budget);
        REQUIRE(with_others.ok());
        CHECK(with_others->samples == part->samples);
      }
    }
  }
  for (const wire::TileRect& tiles : std::vector<wire::TileRect>{{5, 0, 5, 0}, {2, 0, 1, 0}, {0, 4, 0, 4}}) {
    order.tiles = tiles;
    CHECK(decode_job(order, {}, budget).error().code == base::ErrorCode::kInvalidArgument);
  }
}

TEST_CASE("layers before the first of the order are left out: a last layer that stands alone needs none of them") {
  const base::Frame frame = a_frame();
  base::Budget budget;
  const auto single = codec::encode_jpeg2000(frame, {.resolutions = 4}, budget);
  REQUIRE(single.ok());
  const auto index = j2k::build_index(*single, budget);
  REQUIRE(index.ok());
  auto last = j2k::cut_into_chunks(*single, *index, budget);
  REQUIRE(last.ok());
  const Streamed preview = streamed(frame);
  std::vector<ChunkBytes> chunks = preview.up_to(3, 1);
  for (j2k::Chunk& chunk : *last) chunks.push_back({{chunk.id.tile, chunk.id.resolution, 2}, chunk.payload});
  bridge::DecodeOrder order = preview.order;
  order.header = index->main_header;
  order.first_layer = 2;
  order.layers = 1;
  const auto decoded = decode_job(order, chunks, budget);
  REQUIRE(decoded.ok());
  CHECK(decoded->samples == frame.samples);
  chunks.pop_back();
  CHECK(decode_job(order, chunks, budget).error().code == base::ErrorCode::kMissing);
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
