#include "shared/manifest/series.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "shared/manifest/table.hpp"

namespace sansfilm::manifest {

wire::Series series_head(const wire::Series& first) {
  wire::Series head = first;
  head.pixel_formats.clear();
  head.displays.clear();
  head.geometries.clear();
  head.graphics.clear();
  head.codestreams.clear();
  head.instances.clear();
  head.frames.clear();
  head.objects.clear();
  return head;
}

void append_instance(wire::Series& all, const wire::Series& one, std::uint64_t size_bytes) {
  const auto instance = static_cast<std::uint32_t>(all.instances.size());
  all.instances.insert(all.instances.end(), one.instances.begin(), one.instances.end());
  for (const wire::Object& object : one.objects) {
    all.objects.push_back(object);
    all.objects.back().bytes = size_bytes;
  }
  for (wire::Frame frame : one.frames) {
    frame.instance += instance;
    frame.pixels = row_of(all.pixel_formats, one.pixel_formats[frame.pixels]);
    frame.display = row_of(all.displays, one.displays[frame.display]);
    frame.geometry = row_of(all.geometries, one.geometries[frame.geometry]);
    if (frame.graphics != wire::kNoIndex) frame.graphics = row_of(all.graphics, one.graphics[frame.graphics]);
    if (frame.codestream != wire::kNoIndex) frame.codestream = row_of(all.codestreams, one.codestreams[frame.codestream]);
    all.frames.push_back(std::move(frame));
  }
}

void sort_by_number(wire::Series& series) {
  std::vector<std::uint32_t> order(series.instances.size());
  std::iota(order.begin(), order.end(), 0U);
  // 0 is what an instance without a number has.
  const auto place = [&](std::uint32_t i) {
    const std::int32_t number = series.instances[i].number;
    return number == 0 ? std::int64_t{INT32_MAX} + 1 : std::int64_t{number};
  };
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return place(a) < place(b); });
  std::vector<std::uint32_t> rank(order.size());
  std::vector<wire::Instance> sorted;
  sorted.reserve(order.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    rank[order[i]] = i;
    sorted.push_back(std::move(series.instances[order[i]]));
  }
  series.instances = std::move(sorted);
  for (wire::Frame& frame : series.frames) frame.instance = rank[frame.instance];
  std::stable_sort(series.frames.begin(), series.frames.end(),
                   [](const wire::Frame& a, const wire::Frame& b) { return a.instance < b.instance; });
}

void set_stream(wire::Series& series, wire::Frame& frame, const wire::PixelFormat& format, const wire::Codestream* stream) {
  frame.pixels = row_of(series.pixel_formats, format);
  frame.codestream = stream != nullptr ? row_of(series.codestreams, *stream) : wire::kNoIndex;
}

void take_streams(wire::Series& series, const wire::Series& streamed) {
  const std::vector<wire::PixelFormat> declared = std::exchange(series.pixel_formats, {});
  series.codestreams.clear();
  for (wire::Frame& frame : series.frames) {
    const auto same = std::find_if(streamed.frames.begin(), streamed.frames.end(), [&](const wire::Frame& one) { return one.frame == frame.frame; });
    if (same == streamed.frames.end()) {
      set_stream(series, frame, declared[frame.pixels], nullptr);
      continue;
    }
    frame.layer_bytes = same->layer_bytes;
    set_stream(series, frame, streamed.pixel_formats[same->pixels], same->codestream == wire::kNoIndex ? nullptr : &streamed.codestreams[same->codestream]);
  }
}

}  // namespace sansfilm::manifest
