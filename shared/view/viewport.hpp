// Where a picture lies on the screen: zoom, pan, quarter turns, flips, and the maps between picture and screen.
//
// While it is fitted it stays fitted when its area or its picture changes; once zoomed or moved it keeps the picture
// point in its middle. Pixels that are not square (PS3.3 C.7.6.3.1.7) are drawn in their true proportion.
//
// @units  area and screen points: device pixels (the host multiplies by the device pixel ratio); scale: device pixels per
//         picture column
// @owner  value
// @thread one caller
#pragma once

#include <cstdint>
#include <limits>
#include <optional>

#include "shared/view/shapes.hpp"

namespace sansfilm::view {

class Viewport {
 public:
  static constexpr double kMostScale = 64.0;   // device pixels a picture pixel
  static constexpr double kLeastScale = 1.0 / 64.0;

  enum class Edge : std::uint8_t { kNone, kLeft, kRight };

  void set_area(Rect area_px);
  // `pixel_height` is the height of a picture pixel over its width.
  void set_picture(std::uint32_t columns, std::uint32_t rows, double pixel_height = 1.0);

  void fit();
  void one_to_one();                              // one picture column on one device pixel, about the middle
  void zoom_about(Point screen, double factor);   // the picture point under `screen` stays there
  void pan_by(double dx_px, double dy_px);
  void turn(int quarters_clockwise);
  void flip_left_right();                         // as seen on the screen
  void flip_top_bottom();
  void reset();                                   // fitted, upright, not flipped
  // As a presentation state wants it: mirrored left-right first, turned then; fitted if it was.
  void orient(int quarters_clockwise, bool mirrored);
  // Fits a part of the picture (also one that reaches beyond it) and keeps it fitted, until fit() or another change by hand.
  void fit_region(Rect picture);
  // While it is fitted, upright and narrower than its area, the picture lies against this edge of it.
  void lean(Edge edge);
  // Fitted, it is no larger than this; infinite: it fills its area.
  void set_fit_limit(double most_scale);
  [[nodiscard]] double whole_scale() const;       // at which the picture would fill its area
  void show_at(Point picture_middle, double scale);
  // As large as the other one's picture against what fits it, and the same part of it in the middle.
  void take_view(const Viewport& from);

  [[nodiscard]] bool fitted() const { return fitted_; }
  [[nodiscard]] double scale() const { return scale_; }
  [[nodiscard]] int quarters() const { return quarters_; }
  [[nodiscard]] bool mirrored() const { return mirrored_; }
  [[nodiscard]] const Rect& area() const { return area_; }
  [[nodiscard]] bool empty() const { return columns_ == 0 || rows_ == 0 || area_.width <= 0 || area_.height <= 0; }

  [[nodiscard]] Affine to_screen() const;         // picture to screen
  [[nodiscard]] Point to_screen(Point picture) const { return to_screen().apply(picture); }
  [[nodiscard]] Point to_picture(Point screen) const;

  // The part of the picture that is in the area, in parts of its width and height; all of it when there is no picture.
  [[nodiscard]] Rect seen() const;

  // The picture pixels whose number one output pixel needs to be sharp: how many resolutions may be left out (each halves)
  // before the screen would show fewer pixels than it could.
  [[nodiscard]] std::uint8_t useful_reduce(std::uint8_t most) const;

 private:
  [[nodiscard]] double fitting_scale() const;
  [[nodiscard]] double leaning_middle() const;
  void fit_again();
  void keep_in_sight();

  Rect area_;
  std::uint32_t columns_ = 0;
  std::uint32_t rows_ = 0;
  double pixel_height_ = 1.0;
  double scale_ = 1.0;
  std::optional<Rect> region_;  // of the picture, that is fitted instead of all of it
  Point middle_;          // the picture point in the middle of the area
  int quarters_ = 0;      // clockwise, applied after the mirror
  bool mirrored_ = false; // left-right
  bool fitted_ = true;
  Edge edge_ = Edge::kNone;
  double fit_limit_ = std::numeric_limits<double>::infinity();
};

}  // namespace sansfilm::view
