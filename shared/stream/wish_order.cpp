#include "shared/stream/wish_order.hpp"

#include <algorithm>
#include <cmath>

namespace sansfilm::stream {

namespace {

constexpr std::uint32_t kNeighbours = 12;       // frames whose first layer is wanted before the whole series
constexpr std::uint32_t kMostInReach = 64;

const FrameRecord& record_of(std::span<const SeriesRecord> series, FrameId id) { return series[id.series].frames[id.frame]; }

FrameId frame_at(std::span<const SeriesRecord> series, const Viewport& viewport, std::uint32_t position) {
  return {viewport.series, series[viewport.series].order[position]};
}

std::uint8_t reduce_for(const Viewport& viewport, const FrameRecord& frame) {
  return wire::needed_reduce(viewport.device_px_per_image_px, frame.decompositions());
}

}  // namespace

std::vector<std::uint32_t> outwards(std::uint32_t position, std::uint32_t count, double frames_per_s) {
  std::vector<std::uint32_t> order;
  if (count == 0) return order;
  order.reserve(count);
  order.push_back(std::min(position, count - 1));
  const bool still = std::abs(frames_per_s) < 0.5;
  const std::int64_t direction = frames_per_s < 0 ? -1 : 1;
  std::int64_t ahead = order[0] + direction, behind = order[0] - direction;
  const auto inside = [count](std::int64_t p) { return p >= 0 && p < std::int64_t{count}; };
  const int stride = still ? 1 : 3;
  while (inside(ahead) || inside(behind)) {
    for (int i = 0; i < stride && inside(ahead); ++i, ahead += direction) order.push_back(static_cast<std::uint32_t>(ahead));
    if (inside(behind)) {
      order.push_back(static_cast<std::uint32_t>(behind));
      behind -= direction;
    }
  }
  return order;
}

std::uint32_t distance_of(FrameId frame, std::span<const SeriesRecord> series, std::span<const Viewport> viewports) {
  std::uint32_t least = kNowhere;
  for (const Viewport& viewport : viewports) {
    if (viewport.series != frame.series) continue;
    const std::uint32_t place = series[frame.series].place[frame.frame];
    least = std::min(least, place > viewport.position ? place - viewport.position : viewport.position - place);
  }
  return least;
}

void WishOrder::update(std::span<const SeriesRecord> series, std::span<const Viewport> viewports, const Settings& settings,
                       const Line& line, Micros reach_us) {
  wishes_.clear();
  nearest_.clear();
  viewports_.assign(viewports.begin(), viewports.end());
  std::stable_sort(viewports_.begin(), viewports_.end(), [](const Viewport& a, const Viewport& b) { return a.active > b.active; });

  for (const Viewport& viewport : viewports_) {
    const FrameId id = frame_at(series, viewport, viewport.position);
    wishes_.push_back({Stage::kVisibleFirst, id, {reduce_for(viewport, record_of(series, id)), 1}, std::nullopt});
    const FrameRecord& frame = record_of(series, id);
    const TileRect seen = frame.tiles_of(viewport.part);
    nearest_.push_back({id, 0, reduce_for(viewport, frame), seen == frame.all_tiles() ? std::nullopt : std::optional(seen)});
  }
  for (const Viewport& viewport : viewports_) {
    const double speed = std::abs(viewport.frames_per_s);
    if (speed < 0.5) continue;
    const auto count = static_cast<std::int64_t>(series[viewport.series].order.size());
    const double reach = std::min(std::ceil(speed * static_cast<double>(reach_us) / 1e6), double{kMostInReach});
    // On a line that cannot bring every frame in time, every n-th in time is better than all too late.
    const FrameRecord& here = record_of(series, frame_at(series, viewport, viewport.position));
    double first_bytes = 0.0;
    for (int r = 0; r + reduce_for(viewport, here) < here.resolutions(); ++r) {
      first_bytes += here.expected_bytes(static_cast<std::uint8_t>(r), 0);
    }
    const double affordable = line.measured() ? line.bytes_per_s() / std::max(first_bytes, 1.0) : speed;
    const auto stride = static_cast<std::int64_t>(std::clamp(std::ceil(speed / std::max(affordable, 0.1)), 1.0, 16.0));
    const std::int64_t direction = viewport.frames_per_s < 0 ? -1 : 1;
    for (std::int64_t step = stride; step <= static_cast<std::int64_t>(reach) + stride; step += stride) {
      const std::int64_t position = viewport.position + direction * step;
      if (position < 0 || position >= count) break;
      const FrameId id = frame_at(series, viewport, static_cast<std::uint32_t>(position));
      wishes_.push_back({Stage::kReachFirst, id, {reduce_for(viewport, record_of(series, id)), 1}, std::nullopt});
    }
  }
  add_visible(series, settings);
  add_series(series, settings);
}

void WishOrder::add_visible(std::span<const SeriesRecord> series, const Settings& settings) {
  for (const Viewport& viewport : viewports_) {
    if (std::abs(viewport.frames_per_s) >= 4.0) continue;  // gone before it would be there
    const FrameId id = frame_at(series, viewport, viewport.position);
    const FrameRecord& frame = record_of(series, id);
    const std::uint8_t reduce = reduce_for(viewport, frame);
    if (const TileRect seen = frame.tiles_of(viewport.part); seen != frame.all_tiles()) {
      wishes_.push_back({Stage::kVisibleFinal, id, {reduce, frame.layers()}, seen});
    }
    wishes_.push_back({Stage::kVisibleFinal, id, {reduce, frame.layers()}, std::nullopt});
    if (reduce > 0 && !settings.data_saver) wishes_.push_back({Stage::kVisibleFinal, id, {0, frame.layers()}, std::nullopt});
  }
}

void WishOrder::add_series(std::span<const SeriesRecord> series, const Settings& settings) {
  std::vector<bool> shown(series.size());
  std::vector<std::vector<std::uint32_t>> orders;
  std::size_t longest = 0;
  for (const Viewport& viewport : viewports_) {
    shown[viewport.series] = true;
    orders.push_back(outwards(viewport.position, static_cast<std::uint32_t>(series[viewport.series].order.size()),
                              viewport.frames_per_s));
    longest = std::max(longest, orders.back().size());
  }
  // All viewports advance together, step by step.
  const auto each = [&](std::size_t from, std::size_t to, auto visit) {
    for (std::size_t step = from; step < std::min(to, longest); ++step) {
      for (std::size_t v = 0; v < viewports_.size(); ++v) {
        if (step < orders[v].size()) visit(viewports_[v], frame_at(series, viewports_[v], orders[v][step]), step);
      }
    }
  };
  each(1, longest, [&](const Viewport& viewport, FrameId id, std::size_t step) {
    nearest_.push_back({id, static_cast<std::uint32_t>(step), reduce_for(viewport, record_of(series, id)), std::nullopt});
  });
  each(1, kNeighbours + 1, [&](const Viewport& viewport, FrameId id, std::size_t) {
    wishes_.push_back({Stage::kNeighbours, id, {reduce_for(viewport, record_of(series, id)), 1}, std::nullopt});
  });
  if (settings.data_saver) return;
  each(kNeighbours + 1, longest, [&](const Viewport& viewport, FrameId id, std::size_t) {
    wishes_.push_back({Stage::kPreview, id, {reduce_for(viewport, record_of(series, id)), 1}, std::nullopt});
  });
  each(0, longest, [&](const Viewport&, FrameId id, std::size_t) {
    wishes_.push_back({Stage::kFinal, id, {0, record_of(series, id).layers()}, std::nullopt});
  });
  for (const Stage stage : {Stage::kOthersPreview, Stage::kOthersFinal}) {
    for (std::uint32_t s = 0; s < series.size(); ++s) {
      if (shown[s]) continue;
      for (const std::uint32_t frame : series[s].order) {
        const std::uint16_t layers = stage == Stage::kOthersPreview ? std::uint16_t{1} : series[s].frames[frame].layers();
        wishes_.push_back({stage, {s, frame}, {0, layers}, std::nullopt});
      }
    }
  }
}

}  // namespace sansfilm::stream
