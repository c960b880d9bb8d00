// The module's state: what was taken, and the batches that are being answered.
#include <map>

#include "shared/wire/batch.hpp"
#include "shared/wire/framing.hpp"
#include "wasm/bridge/local_interface.hpp"
#include "wasm/local/collection.hpp"

namespace sansfilm::local {
namespace {

class Module final : public bridge::Local {
 public:
  explicit Module(ReadAt read) : collection_(read) {}

  std::int32_t add(std::uint32_t file, std::uint64_t size_bytes, std::string_view path) override {
    return static_cast<std::int32_t>(collection_.add({file, size_bytes}, path));
  }
  const std::string& finish() override { return text_ = collection_.finish(); }
  const std::string& manifest(std::string_view study_uid) override { return text_ = collection_.manifest(study_uid); }

  base::Bytes object(std::uint32_t part, std::string_view sop_uid) override {
    if (part > static_cast<std::uint32_t>(Collection::Part::kDrawing)) return {};
    return object_ = collection_.object(static_cast<Collection::Part>(part), sop_uid);
  }

  std::int32_t begin_batch(std::uint32_t batch, std::string_view request) override {
    const auto ranges = wire::read_batch_request(request);
    if (!ranges.ok()) return -1;
    const auto& keys = batches_[batch] = wire::expand(*ranges);
    return static_cast<std::int32_t>(keys.size());
  }

  void answer(std::uint32_t batch, std::uint32_t index) override {
    chunk_ = {};
    const auto found = batches_.find(batch);
    if (found == batches_.end() || index >= found->second.size()) {
      header_ = wire::end_frame_header(found == batches_.end() ? 0 : static_cast<std::uint32_t>(found->second.size()));
      return;
    }
    const wire::ChunkKey& key = found->second[index];
    chunk_ = collection_.chunk(key);
    header_ = chunk_.error != wire::ChunkError::kNone
                  ? wire::error_frame_header(index, chunk_.error)
                  : wire::chunk_frame_header(index, static_cast<std::uint32_t>(chunk_.payload.size()), wire::chunk_digest(key, chunk_.payload));
  }
  base::Bytes header() const override { return header_; }
  base::Bytes payload() const override { return chunk_.payload; }
  void end_batch(std::uint32_t batch) override {
    batches_.erase(batch);
    chunk_ = {};
  }

 private:
  Collection collection_;
  std::string text_;
  std::vector<std::uint8_t> object_;
  std::map<std::uint32_t, std::vector<wire::ChunkKey>> batches_;
  wire::FrameHeader header_{};
  LocalChunk chunk_;
};

}  // namespace
}  // namespace sansfilm::local

namespace sansfilm::bridge {

Local& local(ReadLocalFile read) {
  static local::Module module(read);
  return module;
}

}  // namespace sansfilm::bridge
