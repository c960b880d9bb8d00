// A host for the viewer without browser, network or workers: it keeps what it was asked for, and a test answers.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "shared/view/viewer.hpp"
#include "shared/wire/batch.hpp"
#include "shared/wire/framing.hpp"
#include "shared/wire/manifest_json.hpp"

namespace sansfilm::view::testing {

struct Asked {
  std::uint32_t batch = 0;
  std::string body;
};

struct Sent {
  std::uint32_t request = 0;
  std::string path, json;
};

class FakeHost final : public ViewerHost {
 public:
  void fetch_manifest(std::uint32_t request, std::string_view path) override {
    manifest_request = request;
    manifest_path = path;
    ++manifests;
  }
  void fetch_batch(std::uint32_t batch, std::string_view body, bool) override { asked.push_back({batch, std::string(body)}); }
  void cancel_batch(std::uint32_t batch) override { cancelled.push_back(batch); }
  void fetch_object(std::uint32_t request, std::string_view path) override {
    (path.ends_with("/measurements") ? measurement_requests : objects).push_back({request, std::string(path)});
  }
  void send_object(std::uint32_t request, std::string_view path, std::string_view json) override { sent.push_back({request, std::string(path), std::string(json)}); }
  void keep_chunk(stream::FrameId frame, const wire::ChunkKey&, base::Bytes payload) override {
    kept[frame].assign(payload.begin(), payload.end());
  }
  void drop_chunks(stream::FrameId frame) override { kept.erase(frame); }
  void decode(const DecodeJob& job) override { jobs.push_back(job); }
  void cancel_decode(std::uint32_t job) override {
    std::erase_if(jobs, [&](const DecodeJob& waiting) { return waiting.job == job; });
  }
  void request_paint() override { ++paints_asked; }
  void wake_at(stream::Micros time) override { wake = time; }
  void announce(std::string_view sentence, bool) override { said.emplace_back(sentence); }
  void keep_layout(std::string_view kind, std::string_view text) override { layouts[std::string(kind)] = text; }
  void leave(bool session_ended) override { left = session_ended ? 2 : 1; }

  std::uint32_t manifest_request = 0;
  std::string manifest_path;
  int manifests = 0;
  std::vector<Asked> asked;
  std::vector<std::uint32_t> cancelled;
  std::vector<std::pair<std::uint32_t, std::string>> objects, measurement_requests;
  std::vector<Sent> sent;
  std::map<stream::FrameId, std::vector<std::uint8_t>> kept;
  std::vector<DecodeJob> jobs;
  int paints_asked = 0;
  stream::Micros wake = stream::kNever;
  std::vector<std::string> said;
  std::map<std::string, std::string> layouts;
  int left = 0;
};

inline constexpr std::uint32_t kSide = 8;

// A CT of `count` slices, 8 x 8, streamed as raw samples; pixel value = 100 * slice + index.
inline wire::Series raw_ct(std::uint32_t count, std::uint8_t marker) {
  wire::Series series;
  series.series_instance_uid = "1.2." + std::to_string(marker);
  series.modality = "CT";
  series.description = "Thorax";
  series.pixel_formats.push_back({.rows = kSide, .columns = kSide, .photometric = "MONOCHROME2"});
  wire::Display display;
  display.rescale = wire::Rescale{1.0, -1024.0, "HU"};
  display.windows = {{40, 400, "MEDIASTIN"}};
  series.displays.push_back(display);
  wire::Geometry geometry;
  geometry.orientation = {{1, 0, 0, 0, 1, 0}};
  series.geometries.push_back(geometry);
  wire::Codestream raw;
  raw.recipe = {'R', 1};
  raw.coding = wire::StreamCoding::kRaw;
  raw.tile_width = raw.tile_height = kSide;
  raw.decompositions = 0;
  series.codestreams.push_back(raw);
  for (std::uint32_t i = 0; i < count; ++i) {
    series.instances.push_back({"1.2.3." + std::to_string(i), static_cast<std::int32_t>(i + 1), 0});
    wire::Frame frame;
    frame.content.bytes[0] = marker;
    frame.content.bytes[1] = static_cast<std::uint8_t>(i);
    frame.content.bytes[2] = static_cast<std::uint8_t>(i >> 8);
    frame.instance = i;
    frame.position_mm = {{0, 0, 5.0 * i}};
    frame.layer_bytes = {kSide * kSide * 2};
    series.frames.push_back(frame);
  }
  return series;
}

inline wire::Manifest a_study(std::initializer_list<wire::Series> series) {
  wire::Manifest manifest;
  manifest.study.study_instance_uid = "1.2.3";
  manifest.study.patient_name = "DUPONT^Jean";
  manifest.study.date = "20240131";
  manifest.series = series;
  manifest.study.series_count = static_cast<std::uint32_t>(manifest.series.size());
  return manifest;
}

// The answer to a batch: every chunk with 128 bytes of samples.
inline std::vector<std::uint8_t> answer(const std::string& body, bool with_end = true) {
  const auto keys = wire::expand(wire::read_batch_request(body).value());
  std::vector<std::uint8_t> out;
  for (std::uint32_t i = 0; i < keys.size(); ++i) {
    std::vector<std::uint8_t> payload(kSide * kSide * 2);
    for (std::uint32_t p = 0; p < kSide * kSide; ++p) {
      base::store_le(&payload[p * 2], static_cast<std::uint16_t>(100 * keys[i].content.bytes[1] + p));
    }
    const auto header = wire::chunk_frame_header(i, static_cast<std::uint32_t>(payload.size()), wire::chunk_digest(keys[i], payload));
    out.insert(out.end(), header.begin(), header.end());
    out.insert(out.end(), payload.begin(), payload.end());
  }
  if (with_end) {
    const auto end = wire::end_frame_header(static_cast<std::uint32_t>(keys.size()));
    out.insert(out.end(), end.begin(), end.end());
  }
  return out;
}

inline base::Bytes bytes_of(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

// A viewer on that host, with a clock that the test moves.
struct Desk {
  FakeHost host;
  Viewer viewer;
  stream::Micros now = 1'000'000;

  explicit Desk(stream::Settings settings = {}) : viewer(host, settings) { viewer.set_page(1200, 800, 1.0); }

  void open(const wire::Manifest& manifest) {
    viewer.open("1.2.3", now);
    const std::string text = wire::write_manifest(manifest);
    viewer.manifest_bytes(host.manifest_request, bytes_of(text), now);
    viewer.manifest_end(host.manifest_request, 200, now);
  }

  // Server and workers answer everything that has been asked.
  void settle(int rounds = 200) {
    while (rounds-- > 0) {
      now += 5'000;
      if (!host.asked.empty()) {
        const Asked next = host.asked.front();
        host.asked.erase(host.asked.begin());
        viewer.batch_bytes(next.batch, answer(next.body), now);
        viewer.batch_end(next.batch, 200, false, now);
      } else if (!host.jobs.empty()) {
        finish_job();
      } else if (host.wake != stream::kNever) {
        now = std::max(now, host.wake);
        viewer.tick(now);
        if (host.asked.empty() && host.jobs.empty() && host.wake == stream::kNever) return;
      } else {
        return;
      }
    }
  }

  void finish_job() {
    const DecodeJob job = host.jobs.front();
    host.jobs.erase(host.jobs.begin());
    base::Frame frame;
    frame.columns = frame.rows = kSide;
    frame.samples = host.kept.at(job.frame);
    viewer.decoded(job.job, std::move(frame), 1'000, now);
  }

  [[nodiscard]] std::string state() const { return viewer.state_json(0, 0); }
};

}  // namespace sansfilm::view::testing
