// The study as a reader works with it: its series, each with its frames in the order in which they are scrolled.
//
// The order is that of wire::stack_of. The manifest may still grow: call update() after each series.
//
// @units  mm
// @owner  borrows the manifest, which must outlive it and only grow
// @thread one caller
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "shared/wire/manifest.hpp"
#include "shared/wire/stack_order.hpp"

namespace sansfilm::view {

using wire::StackOrder;

struct SeriesModel {
  std::uint32_t series = 0;                      // index in the manifest
  StackOrder order = StackOrder::kNumber;
  std::vector<std::uint32_t> frames;             // indices in Series::frames, in scroll order
  std::vector<double> along_mm;                  // place along the normal, one a frame; empty unless kPosition

  [[nodiscard]] bool has_pictures() const { return !frames.empty(); }
  [[nodiscard]] std::uint32_t count() const { return static_cast<std::uint32_t>(frames.size()); }
};

[[nodiscard]] SeriesModel order_series(const wire::Series& series, std::uint32_t index);

class StudyModel {
 public:
  void update(const wire::Manifest& manifest);   // appends the series that are new

  [[nodiscard]] const std::vector<SeriesModel>& series() const { return series_; }
  [[nodiscard]] const wire::Manifest* manifest() const { return manifest_; }
  [[nodiscard]] const wire::Series& series_of(std::uint32_t model) const {
    return manifest_->series[series_[model].series];
  }
  [[nodiscard]] const wire::Frame& frame_of(std::uint32_t model, std::uint32_t place) const {
    return series_of(model).frames[series_[model].frames[place]];
  }

  // The series to show first: the first with pictures, by series number as it stands in the manifest.
  [[nodiscard]] std::optional<std::uint32_t> first_with_pictures() const;
  // The next series with pictures in the direction of `step` (+1, -1); none at the end.
  [[nodiscard]] std::optional<std::uint32_t> neighbour(std::uint32_t model, int step) const;

 private:
  const wire::Manifest* manifest_ = nullptr;
  std::vector<SeriesModel> series_;
};

}  // namespace sansfilm::view
