#include "shared/pixel/presentation_state.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "shared/pixel/element_values.hpp"
#include "shared/pixel/presentation_annotations.hpp"
#include "shared/pixel/tags.hpp"

namespace sansfilm::pixel {

using base::Error;
using base::ErrorCode;
using dicom::Dataset;
using dicom::Tag;
using Kind = PresentationState::Kind;

namespace {

constexpr Tag kSoftcopyVoi{0x0028, 0x3110}, kRotation{0x0070, 0x0042}, kFlip{0x0070, 0x0041}, kContentLabel{0x0070, 0x0080},
    kContentDescription{0x0070, 0x0081}, kBlending{0x0070, 0x0402}, kBlendingPosition{0x0070, 0x0405}, kOpacity{0x0070, 0x0403};

constexpr std::string_view kPrefix = "1.2.840.10008.5.1.4.1.1.11.";

Kind kind_of(std::string_view sop_class_uid) {
  const auto last = sop_class_uid.substr(kPrefix.size());
  if (last == "1") return Kind::kGreyscale;
  if (last == "2") return Kind::kColour;
  if (last == "3") return Kind::kPseudoColour;
  if (last == "4") return Kind::kBlending;
  return Kind::kOther;
}

std::vector<ImageReference> read_series_references(const Dataset& holder) {
  std::vector<ImageReference> out;
  for (const auto& series : holder.items(tag::kReferencedSeriesSequence)) {
    auto images = read_image_references(series, std::string(series.raw_text(tag::kSeriesInstanceUid).value_or("")));
    std::move(images.begin(), images.end(), std::back_inserter(out));
  }
  return out;
}

std::vector<SoftcopyVoi> read_vois(const Dataset& holder, std::vector<Error>& findings) {
  std::vector<SoftcopyVoi> out;
  for (const auto& item : holder.items(kSoftcopyVoi)) {
    SoftcopyVoi voi{.images = read_image_references(item, {}), .windows = {}, .luts = {}};
    read_windows(item, voi.windows, findings);
    for (const auto& lut : item.items(tag::kVoiLutSequence)) {
      auto table = read_lookup_table(lut, true);
      if (table.ok()) {
        voi.luts.push_back(std::move(table).value());
      } else {
        findings.push_back(table.error());
      }
    }
    out.push_back(std::move(voi));
  }
  return out;
}

void read_presentation_lut(const Dataset& dataset, PresentationState& out) {
  if (const auto* item = dataset.item(tag::kPresentationLutSequence); item != nullptr) {
    auto table = read_lookup_table(*item, false);
    if (table.ok()) {
      out.presentation_lut = std::move(table).value();
      out.inverse = false;
      return;
    }
    out.findings.push_back(table.error());
  }
  const auto shape = dataset.raw_text(tag::kPresentationLutShape).value_or("");
  if (shape == "INVERSE") {
    out.inverse = true;
  } else if (shape == "IDENTITY") {
    out.inverse = false;
  } else if (out.kind == Kind::kGreyscale) {
    out.findings.push_back({.code = ErrorCode::kMissing, .detail = "the presentation state has no presentation LUT; the photometric interpretation is followed",
                            .tag = tag::kPresentationLutShape.value});
  }
}

void read_transform(const Dataset& dataset, PresentationState& out) {
  const auto rotation = dataset.integer(kRotation).value_or(0);
  if (rotation == 0 || rotation == 90 || rotation == 180 || rotation == 270) {
    out.transform.degrees = static_cast<double>(rotation);
  } else {
    out.findings.push_back({.code = ErrorCode::kMalformed, .detail = "the rotation is none of 0, 90, 180, 270; it is not applied", .tag = kRotation.value});
  }
  out.transform.flip = dataset.raw_text(kFlip).value_or("N") == "Y";
}

void read_blending(const Dataset& dataset, PresentationState& out) {
  for (const auto& item : dataset.items(kBlending)) {
    BlendingInput input{.superimposed = item.raw_text(kBlendingPosition).value_or("") == "SUPERIMPOSED", .images = read_series_references(item),
                        .modality = read_modality(item, true, out.findings), .vois = read_vois(item, out.findings)};
    out.images.insert(out.images.end(), input.images.begin(), input.images.end());
    out.blending.push_back(std::move(input));
  }
  const auto opacity = finite(dataset, kOpacity);
  if (opacity && *opacity >= 0 && *opacity <= 1) {
    out.opacity = *opacity;
  } else {
    out.opacity = 0.5;
    out.findings.push_back({.code = ErrorCode::kMissing, .detail = "the relative opacity is not between 0 and 1; one half is used", .tag = kOpacity.value});
  }
}

// The pipeline of the state, or of the blending input that the image belongs to.
std::pair<const std::vector<SoftcopyVoi>*, const ModalityTransform*> stages_for(const PresentationState& state, std::string_view uid, std::uint32_t frame) {
  for (const auto& input : state.blending) {
    if (refers_to(input.images, uid, frame)) return {&input.vois, &input.modality};
  }
  return {&state.vois, state.modality ? &*state.modality : nullptr};
}

// The whole output range of the modality transform: what an absent VOI stage passes through (PS3.4 N.2.1.3).
Window identity_window(const ImageDescription& image, const ModalityTransform& modality) {
  const double span = static_cast<double>((std::uint64_t{1} << std::min<int>(image.bits_stored, 32)) - 1);
  const double low = image.is_signed ? -(span + 1) / 2 : 0;
  const double a = modality.lut ? 0.0 : modality.apply(low);
  const double b = modality.lut ? modality.lut->top() : modality.apply(low + span);
  return {.centre = (a + b) / 2, .width = std::max(std::abs(b - a), 1e-9), .function = VoiFunction::kLinearExact};
}

}  // namespace

bool refers_to(const std::vector<ImageReference>& references, std::string_view sop_instance_uid, std::uint32_t frame) {
  if (references.empty()) return true;
  return std::any_of(references.begin(), references.end(), [&](const ImageReference& reference) {
    if (reference.sop_instance_uid != sop_instance_uid) return false;
    return reference.frames.empty() || std::find(reference.frames.begin(), reference.frames.end(), frame + 1) != reference.frames.end();
  });
}

bool is_presentation_state(std::string_view sop_class_uid) { return sop_class_uid.starts_with(kPrefix); }

base::Result<PresentationState> read_presentation_state(const Dataset& dataset) {
  const auto sop_class = dataset.raw_text(tag::kSopClassUid).value_or("");
  if (!is_presentation_state(sop_class)) {
    return Error{.code = ErrorCode::kInvalidArgument, .detail = "this object is not a presentation state", .tag = tag::kSopClassUid.value};
  }
  PresentationState out;
  out.kind = kind_of(sop_class);
  out.label = dataset.text(kContentLabel);
  out.description = dataset.text(kContentDescription);
  out.images = read_series_references(dataset);
  if (auto modality = read_modality(dataset, true, out.findings); modality.declared) out.modality = std::move(modality);
  out.vois = read_vois(dataset, out.findings);
  if (out.kind != Kind::kColour) read_presentation_lut(dataset, out);
  if (has_palette(dataset)) {
    auto palette = read_palette(dataset, false);
    if (palette.ok()) {
      out.palette = std::move(palette).value();
    } else {
      out.findings.push_back(palette.error());
    }
  }
  out.shutter = read_shutter(dataset, out.findings);
  out.overlays = read_overlays(dataset, 0, out.findings);
  read_transform(dataset, out);
  out.areas = read_displayed_areas(dataset, out.findings);
  out.annotations = read_annotations(dataset, out.findings);
  out.layers = read_layers(dataset);
  if (out.kind == Kind::kBlending) read_blending(dataset, out);
  return out;
}

DisplayState apply_presentation_state(const PresentationState& state, const ImageDescription& image, std::string_view sop_instance_uid) {
  DisplayState out;
  const auto [vois, modality] = stages_for(state, sop_instance_uid, image.frame);
  out.modality = modality != nullptr ? *modality : ModalityTransform{};
  out.voi.kind = VoiChoice::Kind::kWindow;
  out.voi.window = identity_window(image, *out.modality);
  for (const auto& voi : *vois) {
    if (!refers_to(voi.images, sop_instance_uid, image.frame)) continue;
    if (!voi.windows.empty()) {
      out.voi.window = voi.windows.front();
      break;
    }
    if (!voi.luts.empty()) {
      out.voi.kind = VoiChoice::Kind::kOwnLut;
      out.voi.lut = voi.luts.front();
      break;
    }
  }
  out.inverse = state.inverse;
  out.presentation_lut = state.presentation_lut;
  if (state.kind == Kind::kPseudoColour) out.pseudo_colour = state.palette;
  if (state.kind == Kind::kBlending) {
    const bool on_top = std::any_of(state.blending.begin(), state.blending.end(),
                                    [&](const BlendingInput& input) { return input.superimposed && refers_to(input.images, sop_instance_uid, image.frame); });
    if (on_top) out.pseudo_colour = state.palette;
  }
  out.shutter = state.shutter;
  out.overlays = state.overlays;
  return out;
}

const DisplayedArea* displayed_area(const PresentationState& state, std::string_view sop_instance_uid, std::uint32_t frame) {
  for (const auto& area : state.areas) {
    if (refers_to(area.images, sop_instance_uid, frame)) return &area;
  }
  return nullptr;
}

}  // namespace sansfilm::pixel
