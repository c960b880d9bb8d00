#include "shared/view/study_model.hpp"

#include <utility>

namespace sansfilm::view {

SeriesModel order_series(const wire::Series& series, std::uint32_t index) {
  wire::Stack stack = wire::stack_of(series);
  return {index, stack.order, std::move(stack.frames), std::move(stack.along_mm)};
}

void StudyModel::update(const wire::Manifest& manifest) {
  manifest_ = &manifest;
  for (std::size_t i = series_.size(); i < manifest.series.size(); ++i) {
    series_.push_back(order_series(manifest.series[i], static_cast<std::uint32_t>(i)));
  }
}

std::optional<std::uint32_t> StudyModel::first_with_pictures() const {
  for (std::uint32_t i = 0; i < series_.size(); ++i) {
    if (series_[i].has_pictures()) return i;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> StudyModel::neighbour(std::uint32_t model, int step) const {
  for (std::int64_t i = static_cast<std::int64_t>(model) + step;
       i >= 0 && i < static_cast<std::int64_t>(series_.size()); i += step) {
    if (series_[static_cast<std::size_t>(i)].has_pictures()) return static_cast<std::uint32_t>(i);
  }
  return std::nullopt;
}

}  // namespace sansfilm::view
