#include "backend/derive/study_manifest.hpp"

#include <algorithm>
#include <utility>

#include "backend/derive/fragment.hpp"
#include "shared/manifest/describe.hpp"
#include "shared/manifest/series.hpp"
#include "shared/wire/framing.hpp"
#include "shared/wire/manifest_json.hpp"

namespace sansfilm::derive {

namespace {

wire::Object unreadable(const catalog::Instance& instance) {
  wire::Object object;
  object.content = content_of(instance.sha256);
  object.kind = wire::ObjectKind::kUnreadable;
  object.sop_class_uid = instance.sop_class;
  object.sop_instance_uid = instance.sop_uid;
  object.bytes = instance.size;
  return object;
}

std::optional<wire::Manifest> fragment_of(const catalog::Instance& instance, const FindFragment& find) {
  if (!instance.derived.empty()) return manifest::read_fragment(instance.derived);
  if (find && instance.derive_state == catalog::DeriveState::kQueued) {
    if (const auto made = find(instance)) {
      if (auto read = manifest::read_fragment(*made)) return read;
    }
  }
  return manifest::read_fragment(instance.header);
}

wire::Series merge(const catalog::Series& series, const FindFragment& find, wire::Study* study) {
  wire::Series all;
  bool first = true;
  for (const catalog::Instance& instance : series.instances) {
    auto fragment = fragment_of(instance, find);
    if (!fragment) {
      all.objects.push_back(unreadable(instance));
      continue;
    }
    const wire::Series& one = fragment->series[0];
    if (std::exchange(first, false)) {
      all = manifest::series_head(one);
      if (study != nullptr) *study = fragment->study;
    }
    // A picture whose derivation failed for good has nothing to fetch.
    if (instance.derive_state == catalog::DeriveState::kFailed && !one.frames.empty()) {
      all.objects.push_back(unreadable(instance));
      continue;
    }
    manifest::append_instance(all, one, instance.size);
  }
  if (all.series_instance_uid.empty()) {
    all.series_instance_uid = series.series_uid;
    all.modality = series.modality;
    all.description = series.description;
  }
  return all;
}

// The answer to the batch that the viewer would ask for first, a line for each of its ranges.
void send_ahead(const catalog::Series& series, std::span<const wire::ChunkRange> ranges, const ReadChunks& read, const std::function<bool(std::string_view)>& send) {
  const auto original = std::find_if(series.instances.begin(), series.instances.end(),
                                     [&](const catalog::Instance& instance) { return content_of(instance.sha256) == ranges.front().content; });
  if (original == series.instances.end()) return;
  std::uint32_t index = 0;
  std::vector<std::uint8_t> bytes;
  const auto add = [&bytes](const auto& more) { bytes.insert(bytes.end(), more.begin(), more.end()); };
  for (const wire::ChunkRange& range : ranges) {
    read(original->sha256, range, [&](const ServedChunk& chunk) {
      const bool good = chunk.error == wire::ChunkError::kNone;
      add(good ? wire::chunk_frame_header(index, static_cast<std::uint32_t>(chunk.payload.size()), chunk.digest) : wire::error_frame_header(index, chunk.error));
      if (good) add(chunk.payload);
      ++index;
      return true;
    });
    if (!send(wire::write_carried_line(bytes))) return;
    bytes.clear();
  }
  add(wire::end_frame_header(index));
  (void)send(wire::write_carried_line(bytes));
}

}  // namespace

wire::Series merge_series(const catalog::Series& series, const FindFragment& find) { return merge(series, find, nullptr); }

void write_study_manifest(std::span<const catalog::Series> series, const std::function<bool(std::string_view)>& send,
                          const FindFragment& find, const Ahead& ahead) {
  wire::Study study;
  std::uint32_t written = 0;
  bool pictures = false;
  for (const catalog::Series& one : series) {
    wire::Study said;
    const wire::Series merged = merge(one, find, &said);
    if (written == 0) {
      study = said;
      study.series_count = static_cast<std::uint32_t>(series.size());
      if (!send(wire::write_study_line(study))) return;
    }
    ++written;
    const bool first = !pictures && !merged.frames.empty();
    pictures = pictures || first;
    const std::vector<wire::ChunkRange> ranges = first && ahead.read ? wire::first_picture(merged, ahead.wanted) : std::vector<wire::ChunkRange>();
    if (!ranges.empty() && !send(wire::write_carries_line(ranges))) return;
    if (!send(wire::write_series_line(merged))) return;
    if (!ranges.empty()) send_ahead(one, ranges, ahead.read, send);
  }
  if (written == 0 && !send(wire::write_study_line(study))) return;
  (void)send(wire::write_end_line(written));
}

std::string study_manifest(std::span<const catalog::Series> series, const FindFragment& find, const Ahead& ahead) {
  std::string text;
  write_study_manifest(series, [&](std::string_view line) { return text += line, true; }, find, ahead);
  return text;
}

}  // namespace sansfilm::derive
