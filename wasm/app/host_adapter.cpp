#include "wasm/app/host_adapter.hpp"

#include <cmath>

#include "wasm/bridge/decode_message.hpp"
#include "wasm/bridge/host.hpp"

namespace sansfilm::app {
namespace {

std::uint32_t length_of(std::string_view text) { return static_cast<std::uint32_t>(text.size()); }

base::SampleKind sample_kind(wire::SampleFormat format) {
  switch (format) {
    case wire::SampleFormat::kInteger: return base::SampleKind::kInteger;
    case wire::SampleFormat::kFloat32: return base::SampleKind::kFloat32;
    case wire::SampleFormat::kFloat64: return base::SampleKind::kFloat64;
  }
  return base::SampleKind::kInteger;
}

}  // namespace

void HostAdapter::fetch_manifest(std::uint32_t request, std::string_view path) {
  host_fetch_manifest(request, path.data(), length_of(path));
}

void HostAdapter::fetch_batch(std::uint32_t batch, std::string_view body, bool urgent) {
  // The constants are literals: a zero follows them.
  host_fetch_batch(batch, wire::kBatchPath.data(), wire::kBatchRequestMediaType.data(), body.data(), length_of(body),
                   urgent ? 1 : 0);
}

void HostAdapter::cancel_batch(std::uint32_t batch) { host_cancel_batch(batch); }

void HostAdapter::fetch_object(std::uint32_t request, std::string_view path) { host_fetch_object(request, path.data(), length_of(path)); }

void HostAdapter::send_object(std::uint32_t request, std::string_view path, std::string_view json) {
  host_send_object(request, path.data(), length_of(path), json.data(), length_of(json));
}

void HostAdapter::keep_chunk(stream::FrameId frame, const wire::ChunkKey& key, base::Bytes payload) {
  host_keep_chunk(frame.series, frame.frame, key.tile, key.resolution, key.layer, payload.data(),
                  static_cast<std::uint32_t>(payload.size()));
}

void HostAdapter::drop_chunks(stream::FrameId frame) { host_drop_chunks(frame.series, frame.frame); }

void HostAdapter::decode(const view::DecodeJob& job) {
  const wire::PixelFormat& format = *job.format;
  const wire::Codestream& stream = *job.codestream;
  // The last layer may stand alone: then what came before it is not needed any more.
  const bool alone = !stream.last_header.empty() && job.layers == stream.layers;
  const std::vector<std::uint8_t> order = bridge::to_bytes(bridge::DecodeOrder{
      .coding = stream.coding,
      .reduce = job.result.reduce,
      .layers = alone ? std::uint16_t{1} : job.layers,
      .budget_bytes = job.budget_bytes,
      .columns = format.columns,
      .rows = format.rows,
      .samples = format.samples,
      .bits_stored = format.bits_stored,
      .bytes_per_sample = format.bytes_per_sample,
      .is_signed = format.is_signed,
      .kind = sample_kind(format.sample_format),
      .first_layer = static_cast<std::uint16_t>(alone ? stream.layers - 1 : 0),
      .part = job.tiles.has_value(),
      .tiles = job.tiles.value_or(wire::TileRect{}),
      .header = alone ? stream.last_header : stream.header,
  });
  const double part = job.tiles ? 1.0 * job.tiles->count() / stream.tiles() : 1.0;
  const double samples = std::ldexp(part * format.samples * format.columns * format.rows, -2 * job.result.reduce);
  host_decode(job.job, order.data(), static_cast<std::uint32_t>(order.size()), job.frame.series, job.frame.frame,
              job.chunks.first_tile, job.chunks.last_tile, stream.tiles_across, job.chunks.last_resolution, job.chunks.last_layer, samples);
}

void HostAdapter::cancel_decode(std::uint32_t job) { host_cancel_decode(job); }
void HostAdapter::request_paint() { host_request_paint(); }

void HostAdapter::wake_at(stream::Micros time) { host_wake_at(time == stream::kNever ? -1.0 : static_cast<double>(time)); }

void HostAdapter::announce(std::string_view sentence, bool urgent) {
  host_announce(sentence.data(), length_of(sentence), urgent ? 1 : 0);
}

void HostAdapter::keep_layout(std::string_view kind, std::string_view text) { host_keep_layout(kind.data(), length_of(kind), text.data(), length_of(text)); }

void HostAdapter::leave(bool session_ended) { host_leave(session_ended ? 1 : 0); }

}  // namespace sansfilm::app
