#include "shared/pixel/slide.hpp"

#include <algorithm>
#include <numeric>

#include "shared/pixel/frame_scope.hpp"
#include "shared/pixel/tags.hpp"

namespace sansfilm::pixel {

using base::Error;
using base::ErrorCode;
using dicom::Tag;

namespace {

// clang-format off
constexpr Tag kMatrixColumns{0x0048, 0x0006}, kMatrixRows{0x0048, 0x0007}, kColumnPosition{0x0048, 0x021E}, kRowPosition{0x0048, 0x021F},
    kOrganization{0x0020, 0x9311}, kFocalPlanes{0x0048, 0x0303}, kOpticalPaths{0x0048, 0x0302}, kPathIdentification{0x0048, 0x0207},
    kPathIdentifier{0x0048, 0x0106}, kConcatenationUid{0x0020, 0x9161}, kPartNumber{0x0020, 0x9162}, kPartTotal{0x0020, 0x9163},
    kFrameOffset{0x0020, 0x9228};
// clang-format on

constexpr std::int64_t kMaxTiles = 1 << 22;

std::int64_t at_least_one(const dicom::Dataset& dataset, Tag tag) { return std::max<std::int64_t>(dataset.integer(tag).value_or(1), 1); }

// TILED_FULL: along the row, then down, then focal planes, then optical paths (C.7.6.17.3).
base::Status place_by_order(std::uint32_t frames, TileLayout& out) {
  const std::uint64_t across = (out.columns + out.tile_columns - 1) / out.tile_columns;
  const std::uint64_t down = (out.rows + out.tile_rows - 1) / out.tile_rows;
  const std::uint64_t plane = across * down;
  if (plane * out.focal_planes * out.optical_paths < frames) {
    return Error{.code = ErrorCode::kInconsistent, .detail = "more frames than the tiles of the total pixel matrix", .tag = tag::kNumberOfFrames.value};
  }
  for (std::uint32_t i = 0; i < frames; ++i) {
    const std::uint64_t in_plane = i % plane;
    const std::uint64_t layer = i / plane;
    out.tiles.push_back({.frame = i, .column = static_cast<std::int64_t>(in_plane % across * out.tile_columns),
                         .row = static_cast<std::int64_t>(in_plane / across * out.tile_rows), .focal_plane = static_cast<std::uint32_t>(layer % out.focal_planes),
                         .optical_path = static_cast<std::uint32_t>(layer / out.focal_planes)});
  }
  return {};
}

std::uint32_t path_of(const FrameScope& scope) {
  const auto* item = scope.macro(kPathIdentification);
  const auto wanted = item != nullptr ? item->raw_text(kPathIdentifier) : std::nullopt;
  const auto& paths = scope.top().items(tag::kOpticalPath);
  for (std::size_t i = 0; wanted && i < paths.size(); ++i) {
    if (paths[i].raw_text(kPathIdentifier) == wanted) return static_cast<std::uint32_t>(i);
  }
  return 0;
}

base::Status place_by_position(const dicom::Dataset& dataset, std::uint32_t frames, TileLayout& out) {
  for (std::uint32_t i = 0; i < frames; ++i) {
    const FrameScope scope(dataset, i);
    const auto* item = scope.macro(tag::kPlanePositionSlide);
    const auto column = item != nullptr ? item->integer(kColumnPosition) : std::nullopt;
    const auto row = item != nullptr ? item->integer(kRowPosition) : std::nullopt;
    if (!column || !row) return Error{.code = ErrorCode::kMissing, .detail = "a tile does not say where it lies", .tag = kColumnPosition.value};
    out.tiles.push_back({.frame = i, .column = *column - 1, .row = *row - 1, .focal_plane = 0, .optical_path = path_of(scope)});
  }
  return {};
}

}  // namespace

base::Result<TileLayout> read_tile_layout(const dicom::Dataset& dataset) {
  const auto columns = dataset.integer(kMatrixColumns).value_or(0);
  const auto rows = dataset.integer(kMatrixRows).value_or(0);
  if (columns < 1 || rows < 1) return Error{.code = ErrorCode::kInvalidArgument, .detail = "the image has no total pixel matrix", .tag = kMatrixColumns.value};
  const auto tile_columns = dataset.integer(tag::kColumns).value_or(0);
  const auto tile_rows = dataset.integer(tag::kRows).value_or(0);
  if (tile_columns < 1 || tile_rows < 1 || tile_columns > 0xFFFF || tile_rows > 0xFFFF) {
    return Error{.code = ErrorCode::kMissing, .detail = "the image has no rows or columns", .tag = tag::kRows.value};
  }
  const auto frames = at_least_one(dataset, tag::kNumberOfFrames);
  if (frames > kMaxTiles) return Error{.code = ErrorCode::kOverBudget, .detail = "more tiles than can be placed", .tag = tag::kNumberOfFrames.value};
  TileLayout out;
  out.columns = static_cast<std::uint64_t>(columns);
  out.rows = static_cast<std::uint64_t>(rows);
  out.tile_columns = static_cast<std::uint32_t>(tile_columns);
  out.tile_rows = static_cast<std::uint32_t>(tile_rows);
  out.focal_planes = static_cast<std::uint32_t>(std::min<std::int64_t>(at_least_one(dataset, kFocalPlanes), 0xFFFF));
  out.optical_paths = static_cast<std::uint32_t>(std::min<std::int64_t>(at_least_one(dataset, kOpticalPaths), 0xFFFF));
  const auto organization = dataset.raw_text(kOrganization).value_or("");
  const bool has_positions = FrameScope(dataset, 0).macro(tag::kPlanePositionSlide) != nullptr;
  out.full = organization == "TILED_FULL" || (organization.empty() && !has_positions);
  if (out.full) {
    SF_CHECK(place_by_order(static_cast<std::uint32_t>(frames), out));
  } else {
    SF_CHECK(place_by_position(dataset, static_cast<std::uint32_t>(frames), out));
  }
  return out;
}

ConcatenationPart read_concatenation_part(const dicom::Dataset& dataset) {
  const auto small = [&](Tag tag, std::int64_t fallback) { return static_cast<std::uint32_t>(std::clamp<std::int64_t>(dataset.integer(tag).value_or(fallback), 0, 0x7FFFFFFF)); };
  return {.uid = std::string(dataset.raw_text(kConcatenationUid).value_or("")), .number = small(kPartNumber, 1), .total = small(kPartTotal, 0),
          .first_frame = small(kFrameOffset, 0), .frames = small(tag::kNumberOfFrames, 1)};
}

ConcatenationOrder order_parts(const std::vector<ConcatenationPart>& parts) {
  ConcatenationOrder out;
  out.order.resize(parts.size());
  std::iota(out.order.begin(), out.order.end(), std::size_t{0});
  std::stable_sort(out.order.begin(), out.order.end(), [&](std::size_t a, std::size_t b) {
    return std::pair(parts[a].first_frame, parts[a].number) < std::pair(parts[b].first_frame, parts[b].number);
  });
  std::uint64_t next = 0;
  std::uint32_t total = 0;
  for (const auto index : out.order) {
    out.frames_agree = out.frames_agree && parts[index].first_frame == next;
    next = std::uint64_t{parts[index].first_frame} + parts[index].frames;
    total = std::max(total, parts[index].total);
  }
  constexpr std::uint32_t kMaxParts = 65535;
  for (std::uint32_t number = 1; number <= std::min(total, kMaxParts); ++number) {
    if (std::none_of(parts.begin(), parts.end(), [&](const ConcatenationPart& part) { return part.number == number; })) out.missing.push_back(number);
  }
  return out;
}

}  // namespace sansfilm::pixel
