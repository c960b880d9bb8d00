#include "shared/view/viewport.hpp"

#include <algorithm>
#include <cmath>

namespace sansfilm::view {
namespace {

bool is_whole(double value) { return std::abs(value - std::round(value)) < 1e-9; }

}  // namespace

void Viewport::set_area(Rect area_px) {
  if (area_px == area_) return;
  area_ = area_px;
  if (fitted_) fit();
  keep_in_sight();
}

void Viewport::set_picture(std::uint32_t columns, std::uint32_t rows, double pixel_height) {
  if (!(pixel_height > 0.0) || !std::isfinite(pixel_height)) pixel_height = 1.0;
  if (columns == columns_ && rows == rows_ && pixel_height == pixel_height_) return;
  columns_ = columns;
  rows_ = rows;
  pixel_height_ = pixel_height;
  fit();
}

double Viewport::fitting_scale() const {
  if (empty()) return 1.0;
  const double width = columns_;
  const double height = rows_ * pixel_height_;
  const bool lying = quarters_ % 2 != 0;
  return std::min(area_.width / (lying ? height : width), area_.height / (lying ? width : height));
}

void Viewport::fit() {
  fitted_ = true;
  scale_ = fitting_scale();
  middle_ = {columns_ / 2.0, rows_ / 2.0};
}

void Viewport::one_to_one() {
  fitted_ = false;
  scale_ = 1.0;
  keep_in_sight();
}

void Viewport::zoom_about(Point screen, double factor) {
  if (empty() || !(factor > 0.0) || !std::isfinite(factor)) return;
  const Point anchor = to_picture(screen);
  const double least = std::min(kLeastScale, fitting_scale() / 4);
  const double wanted = std::clamp(scale_ * factor, least, std::max(kMostScale, fitting_scale()));
  const double ratio = scale_ / wanted;
  scale_ = wanted;
  fitted_ = false;
  middle_ = {anchor.x + (middle_.x - anchor.x) * ratio, anchor.y + (middle_.y - anchor.y) * ratio};
  keep_in_sight();
}

void Viewport::pan_by(double dx_px, double dy_px) {
  if (empty()) return;
  const Point before = to_picture(area_.centre());
  const Point after = to_picture({area_.centre().x - dx_px, area_.centre().y - dy_px});
  middle_.x += after.x - before.x;
  middle_.y += after.y - before.y;
  fitted_ = false;
  keep_in_sight();
}

void Viewport::turn(int quarters_clockwise) {
  quarters_ = ((quarters_ + quarters_clockwise) % 4 + 4) % 4;
  if (fitted_) fit();
}

// A mirror after a turn by a quarter is the mirror across the other axis before it: turning the other way makes up for it.
void Viewport::flip_left_right() {
  mirrored_ = !mirrored_;
  quarters_ = (4 - quarters_) % 4;
}

void Viewport::flip_top_bottom() {
  flip_left_right();
  quarters_ = (quarters_ + 2) % 4;
}

void Viewport::reset() {
  quarters_ = 0;
  mirrored_ = false;
  fit();
}

Affine Viewport::to_screen() const {
  static constexpr int kCosines[4] = {1, 0, -1, 0};
  const int c = kCosines[quarters_];
  const int s = kCosines[(quarters_ + 3) % 4];
  const double sx = mirrored_ ? -scale_ : scale_;
  const double sy = scale_ * pixel_height_;
  Affine map{c * sx, -s * sy, 0.0, s * sx, c * sy, 0.0};
  const Point middle = map.apply(middle_);
  map.x0 = area_.centre().x - middle.x;
  map.y0 = area_.centre().y - middle.y;
  // At whole scales picture pixels lie exactly on device pixels, so that nothing is resampled.
  if (is_whole(scale_) && pixel_height_ == 1.0) {
    map.x0 = std::round(map.x0);
    map.y0 = std::round(map.y0);
  }
  return map;
}

Point Viewport::to_picture(Point screen) const {
  if (empty()) return {};
  return to_screen().inverse().apply(screen);
}

std::uint8_t Viewport::useful_reduce(std::uint8_t most) const {
  std::uint8_t reduce = 0;
  double scale = scale_ * std::max(1.0, pixel_height_);
  while (reduce < most && scale <= 0.5) {
    scale *= 2;
    ++reduce;
  }
  return reduce;
}

void Viewport::keep_in_sight() {
  middle_.x = std::clamp(middle_.x, 0.0, static_cast<double>(columns_));
  middle_.y = std::clamp(middle_.y, 0.0, static_cast<double>(rows_));
}

}  // namespace sansfilm::view
