// What was drawn on a picture to measure it: a kind and the points by which a hand set it, and the lines that it makes.
//
// @shape  points: picture coordinates (base/shapes.hpp)
//           kLength: both ends                        kAngle: end, vertex, end
//           kCobb, kBidirectional, kCardiothoracic: two segments, one after the other (heart first, then thorax)
//           kRectangle, kEllipse: two opposite corners   kCircle: centre and edge
//           kPolyline, kFreehand: as many as were set; a freehand region is closed
//           kPoint: one
// @units  picture pixels; pixel_height: the height of a picture pixel over its width, so that a circle is one on the screen
// @owner  values
// @thread pure
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/base/shapes.hpp"

namespace sansfilm::measure {

using base::Point;

enum class Kind : std::uint8_t {
  kLength, kPolyline, kAngle, kCobb, kBidirectional, kRectangle, kEllipse, kCircle, kFreehand, kPoint, kCardiothoracic,
};

inline constexpr Kind kKinds[] = {Kind::kLength, Kind::kPolyline, Kind::kAngle, Kind::kCobb, Kind::kBidirectional, Kind::kRectangle,
                                  Kind::kEllipse, Kind::kCircle, Kind::kFreehand, Kind::kPoint, Kind::kCardiothoracic};

struct Measurement {
  std::uint32_t id = 0;            // within its list; 0: none yet
  Kind kind = Kind::kLength;
  std::string sop_instance_uid;
  std::uint32_t frame = 0;         // from 0
  std::vector<Point> points;
  bool operator==(const Measurement&) const = default;
};

// How many points a hand has to set; 0: as many as it likes.
[[nodiscard]] std::size_t points_wanted(Kind kind);
[[nodiscard]] bool is_region(Kind kind);

// "length", "cardiothoracic": for files, tests and the support console.
[[nodiscard]] std::string_view name_of(Kind kind);
[[nodiscard]] std::optional<Kind> kind_named(std::string_view name);

struct Path {
  std::vector<Point> points;
  bool closed = false;
};

// What is drawn of it, also while points are missing.
[[nodiscard]] std::vector<Path> outline(const Measurement& measurement, double pixel_height);

// Where the line y = `y` lies in a region: pairs from left to right. Empty for what is no region.
[[nodiscard]] std::vector<std::pair<double, double>> spans_at(const Measurement& measurement, double pixel_height, double y);

// Upper left and lower right of a region; of the points for the rest.
[[nodiscard]] std::pair<Point, Point> bounds(const Measurement& measurement, double pixel_height);

// How far a point is from the nearest line of the paths, in their unit.
[[nodiscard]] double distance_to(std::span<const Path> paths, Point at);

}  // namespace sansfilm::measure
