// Points, rectangles and the affine map between picture and screen.
//
// @units  screen: device pixels, y down. Picture: pixels, y down; the centre of the first pixel is at (0.5, 0.5).
// @owner  values
// @thread pure
#pragma once

namespace sansfilm::base {

struct Point {
  double x = 0.0;
  double y = 0.0;
  bool operator==(const Point&) const = default;
};

struct Rect {
  double x = 0.0;
  double y = 0.0;
  double width = 0.0;
  double height = 0.0;

  [[nodiscard]] double right() const { return x + width; }
  [[nodiscard]] double bottom() const { return y + height; }
  [[nodiscard]] Point centre() const { return {x + width / 2, y + height / 2}; }
  [[nodiscard]] bool contains(Point p) const { return p.x >= x && p.y >= y && p.x < right() && p.y < bottom(); }
  bool operator==(const Rect&) const = default;
};

// x' = xx * x + xy * y + x0;  y' = yx * x + yy * y + y0
struct Affine {
  double xx = 1.0, xy = 0.0, x0 = 0.0;
  double yx = 0.0, yy = 1.0, y0 = 0.0;

  [[nodiscard]] Point apply(Point p) const { return {xx * p.x + xy * p.y + x0, yx * p.x + yy * p.y + y0}; }
  [[nodiscard]] double determinant() const { return xx * yy - xy * yx; }

  // The determinant must not be 0.
  [[nodiscard]] Affine inverse() const {
    const double d = determinant();
    Affine out{yy / d, -xy / d, 0.0, -yx / d, xx / d, 0.0};
    const Point origin = out.apply({x0, y0});
    out.x0 = -origin.x;
    out.y0 = -origin.y;
    return out;
  }
};

}  // namespace sansfilm::base
