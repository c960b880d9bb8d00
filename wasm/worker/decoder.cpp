// One worker's decoder: collects the parts of a job, decodes, keeps the result until it is fetched.
#include <vector>

#include "shared/base/budget.hpp"
#include "wasm/bridge/worker_interface.hpp"
#include "wasm/worker/decode_job.hpp"
#include "wasm/worker/warm_up.hpp"

namespace sansfilm::worker {
namespace {

base::Frame without_samples(const base::Frame& frame) {
  base::Frame out;
  out.columns = frame.columns;
  out.rows = frame.rows;
  out.samples_per_pixel = frame.samples_per_pixel;
  out.bits_stored = frame.bits_stored;
  out.bytes_per_sample = frame.bytes_per_sample;
  out.is_signed = frame.is_signed;
  out.kind = frame.kind;
  out.colour = frame.colour;
  out.complete = frame.complete;
  out.reversible = frame.reversible;
  out.estimated_error = frame.estimated_error;
  return out;
}

class Decoder final : public bridge::Worker {
 public:
  void warm_up(double most_us, double (*now_us)()) override { (void)worker::warm_up(most_us, now_us); }

  void begin(base::Bytes order) override {
    order_.assign(order.begin(), order.end());
    chunks_.clear();
    frame_ = {};
  }

  std::uint8_t* add_chunk(std::uint32_t tile, std::uint32_t resolution, std::uint32_t layer,
                          std::uint32_t length) override {
    chunks_.push_back({{tile, static_cast<std::uint8_t>(resolution), static_cast<std::uint16_t>(layer)},
                       std::vector<std::uint8_t>(length)});
    return chunks_.back().payload.data();
  }

  bool decode(double (*now_us)()) override {
    const double started = now_us();
    bridge::DecodeReply reply;
    base::Result<base::Frame> frame = run();
    reply.took_us = static_cast<std::uint32_t>(now_us() - started);
    reply.ok = frame.ok();
    if (frame.ok()) {
      frame_ = std::move(frame).value();
      reply.frame = without_samples(frame_);
    } else {
      reply.error = frame.error().code;
      reply.detail = frame.error().detail;
      reply.subject = frame.error().subject;
    }
    reply_ = bridge::to_bytes(reply);
    chunks_.clear();
    return reply.ok;
  }

  base::Bytes reply() const override { return reply_; }
  base::Bytes samples() const override { return frame_.samples; }

 private:
  struct OwnedChunk {
    j2k::ChunkId id;
    std::vector<std::uint8_t> payload;
  };

  base::Result<base::Frame> run() {
    SF_TRY(const bridge::DecodeOrder order, bridge::read_decode_order(order_));
    base::Budget budget({.bytes = order.budget_bytes});
    std::vector<ChunkBytes> chunks;
    chunks.reserve(chunks_.size());
    for (const OwnedChunk& chunk : chunks_) chunks.push_back({chunk.id, chunk.payload});
    return decode_job(order, chunks, budget);
  }

  std::vector<std::uint8_t> order_;
  std::vector<OwnedChunk> chunks_;
  base::Frame frame_;
  std::vector<std::uint8_t> reply_;
};

}  // namespace
}  // namespace sansfilm::worker

namespace sansfilm::bridge {

Worker& worker() {
  static worker::Decoder decoder;
  return decoder;
}

}  // namespace sansfilm::bridge
