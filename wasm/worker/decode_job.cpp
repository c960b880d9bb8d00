#include "wasm/worker/decode_job.hpp"

#include "shared/codec/jpeg2000.hpp"
#include "shared/j2k/assemble.hpp"
#include "shared/j2k/estimated_error.hpp"
#include "shared/j2k/part.hpp"

namespace sansfilm::worker {
namespace {

using base::Error;
using base::ErrorCode;

base::Result<base::Frame> decode_raw(const bridge::DecodeOrder& order, std::span<const ChunkBytes> chunks,
                                     base::Budget& budget) {
  if (chunks.size() != 1) return Error{ErrorCode::kMissing, "a raw frame is one chunk"};
  SF_CHECK(budget.take_pixels(order.columns, order.rows, order.samples));
  const std::uint64_t wanted =
      std::uint64_t{order.columns} * order.rows * order.samples * order.bytes_per_sample;
  SF_CHECK(budget.take_bytes(wanted));
  const base::Bytes payload = chunks.front().payload;
  if (payload.size() < wanted) return Error{ErrorCode::kTruncated, "fewer samples than the picture has"};
  base::Frame frame;
  frame.columns = order.columns;
  frame.rows = order.rows;
  frame.samples_per_pixel = order.samples;
  frame.bits_stored = order.bits_stored;
  frame.bytes_per_sample = order.bytes_per_sample;
  frame.is_signed = order.is_signed;
  frame.kind = order.kind;
  frame.samples.assign(payload.begin(), payload.begin() + static_cast<std::ptrdiff_t>(wanted));
  return frame;
}

// The decoder makes a picture of whatever it gets: what was promised of it is checked against the packets themselves.
base::Status check_promise(const bridge::DecodeOrder& order, base::Bytes header, const std::vector<j2k::PacketBytes>& packets) {
  std::vector<j2k::PacketId> ids;
  ids.reserve(packets.size());
  for (const j2k::PacketBytes& packet : packets) ids.push_back(packet.id);
  SF_TRY(const j2k::State state, j2k::completeness(header, ids));
  const bool enough = state.completeness != j2k::Completeness::kNone && state.reduce <= order.reduce &&
                      (state.reduce < order.reduce || state.layers >= order.layers);
  if (!enough) return Error{ErrorCode::kMissing, "chunks that the picture needs are not there"};
  return {};
}

base::Result<base::Frame> decode_packets(const bridge::DecodeOrder& order, std::span<const ChunkBytes> chunks,
                                         base::Budget& budget) {
  j2k::PartHeader part;
  if (order.part) {
    SF_TRY(part, j2k::part_header(order.header, {order.tiles.left, order.tiles.top, order.tiles.right, order.tiles.bottom}));
  }
  const base::Bytes header = order.part ? base::Bytes(part.header) : base::Bytes(order.header);
  std::vector<j2k::PacketBytes> packets;
  for (const ChunkBytes& chunk : chunks) {
    if (chunk.id.layer < order.first_layer) continue;
    j2k::ChunkId id = chunk.id;
    id.layer = static_cast<std::uint16_t>(id.layer - order.first_layer);
    if (order.part) {
      const std::uint32_t column = id.tile % part.tiles_across, row = id.tile / part.tiles_across;
      if (!order.tiles.holds({column, row, column, row})) continue;
      id.tile = (row - order.tiles.top) * (order.tiles.right - order.tiles.left + 1) + column - order.tiles.left;
    }
    SF_CHECK(j2k::read_chunk(header, id, chunk.payload, packets));
  }
  SF_CHECK(check_promise(order, header, packets));
  SF_TRY(const std::vector<std::uint8_t> codestream, j2k::assemble(header, packets, budget));
  const codec::Jpeg2000DecodeOptions options{.reduce = order.reduce, .layers = order.layers, .allow_partial = true};
  SF_TRY(base::Frame frame, codec::decode_jpeg2000(codestream, options, budget));
  SF_TRY(frame.estimated_error, j2k::estimated_error(header, packets, order.reduce, order.layers, budget));
  return frame;
}

}  // namespace

base::Result<base::Frame> decode_job(const bridge::DecodeOrder& order, std::span<const ChunkBytes> chunks,
                                     base::Budget& budget) {
  switch (order.coding) {
    case wire::StreamCoding::kRaw: return decode_raw(order, chunks, budget);
    case wire::StreamCoding::kJpeg2000: return decode_packets(order, chunks, budget);
  }
  return Error{ErrorCode::kUnsupported, "a coding that this worker does not know"};
}

}  // namespace sansfilm::worker
