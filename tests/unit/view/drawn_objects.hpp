// Small objects that are drawn over the made CT of fake_host.hpp: a segmentation, a structure set, presentation states.
#pragma once

#include <string>
#include <vector>

#include "shared/dicom/writer.hpp"
#include "tests/unit/view/fake_host.hpp"

namespace sansfilm::view::testing {

using dicom::DatasetBuilder;
using dicom::Tag;
using Bytes = std::vector<std::uint8_t>;

inline constexpr const char* kSegmentationUid = "1.2.9.1";
inline constexpr const char* kStructuresUid = "1.2.9.2";
inline constexpr const char* kStateUid = "1.2.9.3";
inline constexpr const char* kOtherStateUid = "1.2.9.4";

inline std::string slice_uid(std::uint32_t slice) { return "1.2.3." + std::to_string(slice); }

inline Bytes file_of(DatasetBuilder& dataset, std::string_view sop_class, std::string_view uid) {
  dataset.text(Tag{0x0008, 0x0016}, sop_class).text(Tag{0x0008, 0x0018}, uid);
  return dicom::write_file(dataset, dicom::kExplicitLittleEndian).value();
}

inline DatasetBuilder reference_to(std::uint32_t slice) {
  DatasetBuilder item;
  item.text(Tag{0x0008, 0x1150}, "1.2.840.10008.5.1.4.1.1.2").text(Tag{0x0008, 0x1155}, slice_uid(slice));
  return item;
}

// Which pixels (row * 8 + column) of which slice a segment covers.
struct SegmentBits {
  std::uint16_t segment = 1;
  std::uint32_t slice = 0;
  std::vector<std::uint32_t> pixels;
};

// Segments 1 "Foie" (red) and 2 "Rate", single bits.
inline Bytes segmentation_of(const std::vector<SegmentBits>& frames) {
  DatasetBuilder dataset;
  std::vector<DatasetBuilder> segments, groups;
  for (const auto& [number, label] : {std::pair{1, "Foie"}, std::pair{2, "Rate"}}) {
    DatasetBuilder& segment = segments.emplace_back();
    segment.integer(Tag{0x0062, 0x0004}, number).text(Tag{0x0062, 0x0005}, label);
    if (number == 1) segment.integers(Tag{0x0062, 0x000D}, {35579, 53661, 50860});
  }
  Bytes bits(kSide * kSide / 8 * frames.size());
  for (std::size_t i = 0; i < frames.size(); ++i) {
    DatasetBuilder number, source;
    number.integer(Tag{0x0062, 0x000B}, frames[i].segment);
    source.sequence(Tag{0x0008, 0x2112}, {reference_to(frames[i].slice)});
    groups.emplace_back().sequence(Tag{0x0062, 0x000A}, {number}).sequence(Tag{0x0008, 0x9124}, {source});
    for (const std::uint32_t pixel : frames[i].pixels) bits[i * 8 + pixel / 8] |= static_cast<std::uint8_t>(1U << (pixel % 8));
  }
  dataset.text(Tag{0x0062, 0x0001}, "BINARY").sequence(Tag{0x0062, 0x0002}, segments).sequence(Tag{0x5200, 0x9230}, groups);
  dataset.integer(Tag{0x0028, 0x0010}, kSide).integer(Tag{0x0028, 0x0011}, kSide).integer(Tag{0x0028, 0x0008}, static_cast<std::int64_t>(frames.size()));
  dataset.integer(Tag{0x0028, 0x0100}, 1).bytes(Tag{0x7FE0, 0x0010}, dicom::Vr::OB, bits);
  return file_of(dataset, "1.2.840.10008.5.1.4.1.1.66.4", kSegmentationUid);
}

// One region "Coeur" (green) with one closed contour on a slice, in mm: 1 mm a pixel, so (x, y) is (column, row).
inline Bytes structures_of(std::uint32_t slice, const std::vector<double>& xyz) {
  DatasetBuilder dataset, roi, contour, of_roi;
  roi.integer(Tag{0x3006, 0x0022}, 1).text(Tag{0x3006, 0x0026}, "Coeur");
  contour.text(Tag{0x3006, 0x0042}, "CLOSED_PLANAR").reals(Tag{0x3006, 0x0050}, xyz).sequence(Tag{0x3006, 0x0016}, {reference_to(slice)});
  of_roi.integer(Tag{0x3006, 0x0084}, 1).integers(Tag{0x3006, 0x002A}, {0, 255, 0}).sequence(Tag{0x3006, 0x0040}, {contour});
  dataset.sequence(Tag{0x3006, 0x0020}, {roi}).sequence(Tag{0x3006, 0x0039}, {of_roi});
  return file_of(dataset, "1.2.840.10008.5.1.4.1.1.481.3", kStructuresUid);
}

struct StateParts {
  std::vector<std::uint32_t> slices{0};
  double centre = 100, width = 50;
  int rotation = 0;
  bool flip = false;
  std::vector<std::int64_t> area;      // left, top, right, bottom, from 1
  std::vector<DatasetBuilder> annotations;
  std::vector<DatasetBuilder> layers;
};

inline Bytes state_of(const StateParts& parts, std::string_view uid = kStateUid) {
  DatasetBuilder dataset, series, voi;
  std::vector<DatasetBuilder> images;
  for (const std::uint32_t slice : parts.slices) images.push_back(reference_to(slice));
  series.text(Tag{0x0020, 0x000E}, "1.2.1").sequence(Tag{0x0008, 0x1140}, images);
  voi.real(Tag{0x0028, 0x1050}, parts.centre).real(Tag{0x0028, 0x1051}, parts.width);
  dataset.sequence(Tag{0x0008, 0x1115}, {series}).sequence(Tag{0x0028, 0x3110}, {voi}).text(Tag{0x2050, 0x0020}, "IDENTITY");
  dataset.text(Tag{0x0070, 0x0080}, "ETAT").integer(Tag{0x0070, 0x0042}, parts.rotation).text(Tag{0x0070, 0x0041}, parts.flip ? "Y" : "N");
  if (!parts.area.empty()) {
    DatasetBuilder area;
    area.integers(Tag{0x0070, 0x0052}, {parts.area[0], parts.area[1]}).integers(Tag{0x0070, 0x0053}, {parts.area[2], parts.area[3]});
    dataset.sequence(Tag{0x0070, 0x005A}, {area.text(Tag{0x0070, 0x0100}, "SCALE TO FIT")});
  }
  if (!parts.annotations.empty()) dataset.sequence(Tag{0x0070, 0x0001}, parts.annotations);
  if (!parts.layers.empty()) dataset.sequence(Tag{0x0070, 0x0060}, parts.layers);
  return file_of(dataset, "1.2.840.10008.5.1.4.1.1.11.1", uid);
}

inline DatasetBuilder annotation(std::string_view layer, std::vector<DatasetBuilder> graphics, std::vector<DatasetBuilder> texts = {}) {
  DatasetBuilder out;
  out.text(Tag{0x0070, 0x0002}, layer);
  if (!graphics.empty()) out.sequence(Tag{0x0070, 0x0009}, std::move(graphics));
  if (!texts.empty()) out.sequence(Tag{0x0070, 0x0008}, std::move(texts));
  return out;
}

inline DatasetBuilder graphic(std::string_view type, std::string_view units, const std::vector<double>& points, bool filled = false) {
  DatasetBuilder out;
  out.text(Tag{0x0070, 0x0005}, units).integer(Tag{0x0070, 0x0020}, 2).integer(Tag{0x0070, 0x0021}, static_cast<std::int64_t>(points.size() / 2));
  return out.reals(Tag{0x0070, 0x0022}, points).text(Tag{0x0070, 0x0023}, type).text(Tag{0x0070, 0x0024}, filled ? "Y" : "N");
}

inline DatasetBuilder anchored_text(std::string_view words, double column, double row) {
  DatasetBuilder out;
  return out.text(Tag{0x0070, 0x0006}, words).text(Tag{0x0070, 0x0004}, "PIXEL").reals(Tag{0x0070, 0x0014}, {column, row}).text(Tag{0x0070, 0x0015}, "Y");
}

// The made CT with positions in the patient, and a series of objects drawn over it.
inline wire::Manifest study_with_layers(std::uint32_t slices) {
  wire::Series ct = raw_ct(slices, 1);
  wire::Geometry& geometry = ct.geometries[0];
  geometry.spacing_kind = wire::SpacingKind::kPixelSpacing;
  geometry.row_spacing_mm = geometry.column_spacing_mm = 1.0;
  geometry.slice_thickness_mm = 5.0;
  wire::Series objects;
  objects.series_instance_uid = "1.2.8";
  const auto add = [&](wire::ObjectKind kind, const char* uid, const char* label) {
    wire::Object object;
    object.kind = kind;
    object.sop_instance_uid = uid;
    object.label = label;
    object.series = {"1.2.1"};
    objects.objects.push_back(object);
  };
  add(wire::ObjectKind::kSegmentation, kSegmentationUid, "Organes");
  add(wire::ObjectKind::kStructureSet, kStructuresUid, "Plan");
  add(wire::ObjectKind::kPresentation, kStateUid, "Fracture");
  add(wire::ObjectKind::kPresentation, kOtherStateUid, "Poumon");
  return a_study({ct, objects});
}

// The desk with that study open and its first picture shown.
struct LayerDesk : Desk {
  explicit LayerDesk(std::uint32_t slices = 3) {
    open(study_with_layers(slices));
    settle();
  }

  // Answers the object that has been asked for last.
  void answer_object(Bytes bytes, int status = 200) {
    REQUIRE_FALSE(host.objects.empty());
    const auto request = host.objects.back().first;
    host.objects.pop_back();
    viewer.object(request, status, std::move(bytes), now);
    settle();
  }

  void show(const char* uid, Bytes bytes) {
    REQUIRE(viewer.show_layer(uid, now));
    settle();   // the picture first
    answer_object(std::move(bytes));
  }

  [[nodiscard]] DrawList drawn() const {
    DrawList out;
    viewer.draw_layers(out);
    return out;
  }

  [[nodiscard]] std::size_t row_of(std::string_view text) const {
    const auto& rows = viewer.layer_rows();
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (rows[i].text == text) return i;
    }
    FAIL("no such row: " << text);
    return 0;
  }
};

}  // namespace sansfilm::view::testing
