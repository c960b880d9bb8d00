#include "shared/pixel/segmentation.hpp"

#include <algorithm>
#include <cmath>

#include "shared/pixel/element_values.hpp"
#include "shared/pixel/samples.hpp"
#include "shared/pixel/tags.hpp"

namespace sansfilm::pixel {

using base::Error;
using base::ErrorCode;
using dicom::Dataset;
using dicom::Tag;

namespace {

// clang-format off
constexpr Tag kType{0x0062, 0x0001}, kSegments{0x0062, 0x0002}, kCategory{0x0062, 0x0003}, kNumber{0x0062, 0x0004}, kLabel{0x0062, 0x0005},
    kAlgorithm{0x0062, 0x0008}, kLab{0x0062, 0x000D}, kTypeCode{0x0062, 0x000F}, kReferencedNumber{0x0062, 0x000B}, kMaximum{0x0062, 0x000E},
    kFractionalType{0x0062, 0x0010};
// clang-format on

double dot(const Vector3& a, const Vector3& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }
Vector3 minus(const Vector3& a, const Vector3& b) { return {a[0] - b[0], a[1] - b[1], a[2] - b[2]}; }
Vector3 cross(const Vector3& a, const Vector3& b) { return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]}; }

std::string meaning_in(const Dataset& item, Tag sequence) {
  const auto* code = item.item(sequence);
  return code != nullptr ? code->text(tag::kCodeMeaning) : std::string();
}

std::vector<Segment> read_segments(const Dataset& dataset, std::vector<Error>& findings) {
  std::vector<Segment> out;
  for (const auto& item : dataset.items(kSegments)) {
    const auto number = item.integer(kNumber);
    if (!number || *number < 1 || *number > 0xFFFF) {
      findings.push_back({.code = ErrorCode::kMissing, .detail = "a segment has no number; it is left out", .tag = kNumber.value});
      continue;
    }
    Segment segment{.number = static_cast<std::uint32_t>(*number), .label = item.text(kLabel), .category = meaning_in(item, kCategory), .type = meaning_in(item, kTypeCode),
                    .automatic = item.raw_text(kAlgorithm).value_or("") == "AUTOMATIC", .cie_lab = {}};
    if (const auto* lab = item.find(kLab); lab != nullptr && lab->value.size() >= 6) {
      const auto words = words_of(*lab);
      segment.cie_lab = std::array{words[0], words[1], words[2]};
    }
    out.push_back(std::move(segment));
  }
  return out;
}

std::vector<ImageReference> read_sources(const FrameScope& scope) {
  std::vector<ImageReference> out;
  const auto* derivation = scope.macro(tag::kDerivationImageSequence);
  if (derivation == nullptr) return out;
  for (const auto& item : derivation->items(tag::kSourceImageSequence)) {
    ImageReference reference;
    reference.sop_class_uid = std::string(item.raw_text(tag::kReferencedSopClassUid).value_or(""));
    reference.sop_instance_uid = std::string(item.raw_text(tag::kReferencedSopInstanceUid).value_or(""));
    for (std::size_t i = 0; i < item.multiplicity(tag::kReferencedFrameNumber); ++i) {
      if (const auto number = item.integer(tag::kReferencedFrameNumber, i); number && *number > 0) reference.frames.push_back(static_cast<std::uint32_t>(*number));
    }
    out.push_back(std::move(reference));
  }
  return out;
}

SegmentFrame read_frame(const Dataset& dataset, std::uint32_t frame, Segmentation& out) {
  const FrameScope scope(dataset, frame);
  SegmentFrame result{.frame = frame, .segment = 0, .plane = read_plane(scope, out.findings), .sources = read_sources(scope)};
  const auto* identification = scope.macro(tag::kSegmentIdentification);
  const auto number = identification != nullptr ? identification->integer(kReferencedNumber) : std::nullopt;
  if (number && *number > 0 && *number <= 0xFFFF) {
    result.segment = static_cast<std::uint32_t>(*number);
  } else if (out.type != Segmentation::Type::kLabelMap) {
    out.findings.push_back({.code = ErrorCode::kMissing, .detail = "a frame names no segment", .tag = kReferencedNumber.value});
  }
  return result;
}

bool same_grid(const Plane& a, const Plane& b) {
  const auto near = [](double x, double y) { return std::abs(x - y) < 1e-3; };
  return dot(a.directions.row, b.directions.row) > 0.99999 && dot(a.directions.column, b.directions.column) > 0.99999 &&
         near(a.row_spacing_mm, b.row_spacing_mm) && near(a.column_spacing_mm, b.column_spacing_mm) &&
         std::abs(dot(minus(a.position, b.position), a.directions.row)) < 0.01 && std::abs(dot(minus(a.position, b.position), a.directions.column)) < 0.01;
}

// The pixel of `to` that lies where pixel (row, column) of `from` does.
struct GridMap {
  double row0 = 0, column0 = 0;
  double row_by_row = 1, row_by_column = 0, column_by_row = 0, column_by_column = 1;
};

GridMap map_between(const Plane& from, const Plane& to) {
  const Vector3 offset = minus(from.position, to.position);
  const auto& d = to.directions;
  GridMap map;
  map.row0 = dot(offset, d.column) / to.row_spacing_mm;
  map.column0 = dot(offset, d.row) / to.column_spacing_mm;
  map.row_by_row = dot(from.directions.column, d.column) * from.row_spacing_mm / to.row_spacing_mm;
  map.row_by_column = dot(from.directions.row, d.column) * from.column_spacing_mm / to.row_spacing_mm;
  map.column_by_row = dot(from.directions.column, d.row) * from.row_spacing_mm / to.column_spacing_mm;
  map.column_by_column = dot(from.directions.row, d.row) * from.column_spacing_mm / to.column_spacing_mm;
  return map;
}

bool has_spacing(const Plane& plane) { return plane.row_spacing_mm > 0 && plane.column_spacing_mm > 0; }

}  // namespace

base::Result<Segmentation> read_segmentation(const Dataset& dataset) {
  const auto type = dataset.raw_text(kType).value_or("");
  Segmentation out;
  if (type == "BINARY") {
    out.type = Segmentation::Type::kBinary;
  } else if (type == "FRACTIONAL") {
    out.type = Segmentation::Type::kFractional;
  } else if (type == "LABELMAP") {
    out.type = Segmentation::Type::kLabelMap;
  } else {
    return Error{.code = ErrorCode::kInvalidArgument, .detail = "this object is not a segmentation", .tag = kType.value};
  }
  const auto rows = dataset.integer(tag::kRows);
  const auto columns = dataset.integer(tag::kColumns);
  const auto frames = dataset.integer(tag::kNumberOfFrames).value_or(1);
  if (!rows || !columns || *rows < 1 || *columns < 1 || *rows > 0xFFFF || *columns > 0xFFFF) {
    return Error{.code = ErrorCode::kMissing, .detail = "the segmentation has no rows or columns", .tag = tag::kRows.value};
  }
  const auto per_frame = dataset.items(tag::kPerFrameFunctionalGroups).size();
  if (frames < 1 || static_cast<std::uint64_t>(frames) > std::max<std::size_t>(per_frame, 1)) {
    return Error{.code = ErrorCode::kInconsistent, .detail = "the segmentation describes fewer frames than it says", .tag = tag::kNumberOfFrames.value};
  }
  out.rows = static_cast<std::uint32_t>(*rows);
  out.columns = static_cast<std::uint32_t>(*columns);
  out.is_probability = dataset.raw_text(kFractionalType).value_or("") == "PROBABILITY";
  if (out.type == Segmentation::Type::kFractional) out.maximum = static_cast<std::uint32_t>(std::clamp<std::int64_t>(dataset.integer(kMaximum).value_or(255), 1, 255));
  out.frame_of_reference = std::string(dataset.raw_text(tag::kFrameOfReferenceUid).value_or(""));
  out.segments = read_segments(dataset, out.findings);
  for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(frames); ++i) out.frames.push_back(read_frame(dataset, i, out));
  return out;
}

std::vector<const SegmentFrame*> frames_on(const Segmentation& segmentation, std::string_view sop_instance_uid, std::uint32_t image_frame,
                                           const std::optional<Plane>& image_plane) {
  std::vector<const SegmentFrame*> out;
  for (const auto& frame : segmentation.frames) {
    if (!frame.sources.empty() && refers_to(frame.sources, sop_instance_uid, image_frame)) out.push_back(&frame);
  }
  if (!out.empty() || !image_plane) return out;
  const Vector3 normal = cross(image_plane->directions.row, image_plane->directions.column);
  for (const auto& frame : segmentation.frames) {
    if (!frame.plane) continue;
    const Vector3 other = cross(frame.plane->directions.row, frame.plane->directions.column);
    const double reach = std::max({frame.plane->thickness_mm, image_plane->thickness_mm, 0.2}) / 2.0;
    const bool parallel = std::abs(dot(normal, other)) > 0.9998;
    if (parallel && std::abs(dot(minus(frame.plane->position, image_plane->position), normal)) <= reach + 1e-6) out.push_back(&frame);
  }
  return out;
}

base::Result<base::Frame> native_frame(const Segmentation& segmentation, base::Bytes pixel_data, std::uint16_t bits_allocated, std::uint32_t frame) {
  if (bits_allocated != 1 && bits_allocated != 8 && bits_allocated != 16) {
    return Error{.code = ErrorCode::kUnsupported, .detail = "a segmentation has 1, 8 or 16 bits a pixel", .tag = tag::kBitsAllocated.value};
  }
  const std::uint64_t pixels = std::uint64_t{segmentation.rows} * segmentation.columns;
  const std::uint64_t first_bit = pixels * bits_allocated * frame;
  if (frame >= segmentation.frames.size() || (first_bit + pixels * bits_allocated + 7) / 8 > pixel_data.size()) {
    return Error{.code = ErrorCode::kTruncated, .detail = "the pixel data end before this frame does", .tag = tag::kPixelData.value};
  }
  base::Frame out;
  out.rows = segmentation.rows;
  out.columns = segmentation.columns;
  out.bytes_per_sample = bits_allocated == 16 ? 2 : 1;
  out.bits_stored = bits_allocated;
  if (bits_allocated != 1) {
    const base::Bytes own = pixel_data.subspan(static_cast<std::size_t>(first_bit / 8), static_cast<std::size_t>(pixels * out.bytes_per_sample));
    out.samples.assign(own.begin(), own.end());
    return out;
  }
  // Frames follow one another without a gap, also inside a byte (PS3.5 8.1.1).
  out.samples.resize(static_cast<std::size_t>(pixels));
  for (std::size_t i = 0; i < out.samples.size(); ++i) {
    const std::uint64_t bit = first_bit + i;
    out.samples[i] = static_cast<std::uint8_t>((pixel_data[static_cast<std::size_t>(bit / 8)] >> (bit % 8)) & 1U);
  }
  return out;
}

namespace {

// What a value of the segmentation's frame covers of its pixel.
class Coverage {
 public:
  Coverage(const Segmentation& segmentation, const SegmentFrame& at, const base::Frame& decoded)
      : decoded_(decoded), segment_(at.segment), label_map_(segmentation.type == Segmentation::Type::kLabelMap),
        top_(segmentation.type == Segmentation::Type::kFractional ? segmentation.maximum : 1) {}

  [[nodiscard]] std::uint8_t operator()(std::size_t index) const {
    const std::uint32_t value = decoded_.bytes_per_sample == 1 ? decoded_.samples[index] : base::load_le<std::uint16_t>(&decoded_.samples[2 * index]);
    if (label_map_) return value != 0 && (segment_ == 0 || value == segment_) ? 255 : 0;
    return static_cast<std::uint8_t>(std::min(value, top_) * 255U / top_);
  }

 private:
  const base::Frame& decoded_;
  std::uint32_t segment_;
  bool label_map_;
  std::uint32_t top_;
};

}  // namespace

base::Result<Mask> mask_on_image(const Segmentation& segmentation, const SegmentFrame& at, const base::Frame& decoded, const std::optional<Plane>& image_plane,
                                 std::uint32_t rows, std::uint32_t columns) {
  const bool label_map = segmentation.type == Segmentation::Type::kLabelMap;
  const bool readable = decoded.bytes_per_sample == 1 || (label_map && decoded.bytes_per_sample == 2);
  if (!readable || !has_all_samples(decoded) || decoded.samples_per_pixel != 1) {
    return Error{.code = ErrorCode::kMalformed, .detail = "a segmentation frame has one byte a pixel when decoded", .tag = tag::kPixelData.value};
  }
  Mask out{.rows = rows, .columns = columns, .coverage = std::vector<std::uint8_t>(std::size_t{rows} * columns)};
  const bool through_planes = at.plane && image_plane && has_spacing(*at.plane) && has_spacing(*image_plane) && !same_grid(*at.plane, *image_plane);
  if (!through_planes && (decoded.rows != rows || decoded.columns != columns)) {
    return Error{.code = ErrorCode::kInconsistent, .detail = "the segmentation differs in size from its image and has no plane", .tag = tag::kRows.value};
  }
  const Coverage coverage(segmentation, at, decoded);
  if (!through_planes) {
    for (std::size_t i = 0; i < out.coverage.size(); ++i) out.coverage[i] = coverage(i);
    return out;
  }
  const GridMap map = map_between(*image_plane, *at.plane);
  for (std::uint32_t r = 0; r < rows; ++r) {
    for (std::uint32_t c = 0; c < columns; ++c) {
      const double row = std::floor(map.row0 + map.row_by_row * r + map.row_by_column * c + 0.5);
      const double column = std::floor(map.column0 + map.column_by_row * r + map.column_by_column * c + 0.5);
      if (!(row >= 0 && column >= 0 && row < decoded.rows && column < decoded.columns)) continue;
      out.coverage[std::size_t{r} * columns + c] = coverage(static_cast<std::size_t>(row) * decoded.columns + static_cast<std::size_t>(column));
    }
  }
  return out;
}

}  // namespace sansfilm::pixel
