#include "wasm/worker/warm_up.hpp"

#include "shared/base/budget.hpp"
#include "shared/j2k/chunk.hpp"
#include "wasm/worker/decode_job.hpp"
#include "wasm/worker/warm_stream.hpp"

namespace sansfilm::worker {
namespace {

constexpr std::uint32_t kSide = 48;

}  // namespace

base::Frame warm_picture() {
  base::Frame frame;
  frame.columns = frame.rows = kSide;
  frame.bits_stored = 12;
  frame.samples.resize(kSide * kSide * 2);
  std::uint32_t grain = 1;
  for (std::uint32_t i = 0; i < kSide * kSide; ++i) {
    const std::uint32_t x = i % kSide, y = i / kSide;
    grain = grain * 1664525U + 1013904223U;
    const bool bone = (x > 14 && x < 22) || (y > 30 && y < 36);
    base::store_le(&frame.samples[std::size_t{i} * 2], static_cast<std::uint16_t>(900 + 6 * x + 9 * y + (bone ? 1400 : 0) + (grain >> 27)));
  }
  return frame;
}

base::Result<base::Frame> decode_warm_stream() {
  base::Budget budget;
  SF_TRY(const j2k::Index index, j2k::build_index(kWarmStream, budget));
  SF_TRY(const std::vector<j2k::Chunk> chunks, j2k::cut_into_chunks(kWarmStream, index, budget));
  std::vector<ChunkBytes> given;
  for (const j2k::Chunk& chunk : chunks) given.push_back({chunk.id, chunk.payload});
  bridge::DecodeOrder order;
  order.header = index.main_header;
  order.layers = index.geometry.layers;
  return decode_job(order, given, budget);
}

std::uint32_t warm_up(double most_us, double (*now_us)()) {
  const double end = now_us() + most_us;
  std::uint32_t times = 0;
  while (now_us() < end && decode_warm_stream().ok()) ++times;
  return times;
}

}  // namespace sansfilm::worker
