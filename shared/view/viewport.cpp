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
  if (fitted_) fit_again();
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

double Viewport::fitting_scale() const { return region_ ? whole_scale() : std::min(whole_scale(), fit_limit_); }

double Viewport::whole_scale() const {
  if (empty()) return 1.0;
  const double width = region_ ? region_->width : columns_;
  const double height = (region_ ? region_->height : rows_) * pixel_height_;
  const bool lying = quarters_ % 2 != 0;
  return std::min(area_.width / (lying ? height : width), area_.height / (lying ? width : height));
}

void Viewport::fit() {
  region_.reset();
  fit_again();
}

void Viewport::fit_again() {
  fitted_ = true;
  scale_ = fitting_scale();
  middle_ = region_ ? region_->centre() : Point{leaning_middle(), rows_ / 2.0};
}

// The picture column in the middle of the area.
double Viewport::leaning_middle() const {
  if (edge_ == Edge::kNone || quarters_ % 2 != 0 || empty()) return columns_ / 2.0;
  const double half = area_.width / 2 / scale_;
  const bool first_column = (edge_ == Edge::kLeft) != (mirrored_ != (quarters_ == 2));   // lies against the edge
  return first_column ? half : columns_ - half;
}

void Viewport::lean(Edge edge) {
  edge_ = edge;
  if (fitted_) fit_again();
}

void Viewport::set_fit_limit(double most_scale) {
  if (most_scale == fit_limit_ || !(most_scale > 0.0)) return;
  fit_limit_ = most_scale;
  if (fitted_) fit_again();
}

void Viewport::fit_region(Rect picture) {
  if (!(picture.width > 0) || !(picture.height > 0)) return;
  region_ = picture;
  fit_again();
}

void Viewport::take_view(const Viewport& from) {
  if (empty() || from.empty()) return;
  if (from.fitted_) {
    fit();
    return;
  }
  const Point middle{from.middle_.x / from.columns_ * columns_, from.middle_.y / from.rows_ * rows_};
  show_at(middle, from.scale_ / from.fitting_scale() * fitting_scale());
}

void Viewport::show_at(Point picture_middle, double scale) {
  if (!(scale > 0.0) || !std::isfinite(scale)) return;
  fitted_ = false;
  scale_ = std::clamp(scale, kLeastScale, kMostScale);
  middle_ = picture_middle;
  keep_in_sight();
}

void Viewport::orient(int quarters_clockwise, bool mirrored) {
  quarters_ = (quarters_clockwise % 4 + 4) % 4;
  mirrored_ = mirrored;
  if (fitted_) fit_again();
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
  if (fitted_) fit_again();
}

// A mirror after a turn by a quarter is the mirror across the other axis before it: turning the other way makes up for it.
void Viewport::flip_left_right() {
  mirrored_ = !mirrored_;
  quarters_ = (4 - quarters_) % 4;
  if (fitted_) fit_again();
}

void Viewport::flip_top_bottom() {
  flip_left_right();
  quarters_ = (quarters_ + 2) % 4;
  if (fitted_) fit_again();
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

Rect Viewport::seen() const {
  constexpr Rect kAll{0, 0, 1, 1};
  if (empty()) return kAll;
  double left = 1.0, top = 1.0, right = 0.0, bottom = 0.0;
  for (const Point corner : {Point{area_.x, area_.y}, Point{area_.right(), area_.y}, Point{area_.x, area_.bottom()},
                             Point{area_.right(), area_.bottom()}}) {
    const Point at = to_picture(corner);
    left = std::min(left, at.x / columns_);
    right = std::max(right, at.x / columns_);
    top = std::min(top, at.y / rows_);
    bottom = std::max(bottom, at.y / rows_);
  }
  left = std::max(left, 0.0), top = std::max(top, 0.0), right = std::min(right, 1.0), bottom = std::min(bottom, 1.0);
  if (left >= right || top >= bottom) return kAll;
  return {left, top, right - left, bottom - top};
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
  if (fitted_ && (region_ || edge_ != Edge::kNone)) return;
  middle_.x = std::clamp(middle_.x, 0.0, static_cast<double>(columns_));
  middle_.y = std::clamp(middle_.y, 0.0, static_cast<double>(rows_));
}

}  // namespace sansfilm::view
