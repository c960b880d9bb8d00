// Modality and VOI stages of an image description.
#include "shared/pixel/element_values.hpp"
#include "shared/pixel/image.hpp"
#include "shared/pixel/tags.hpp"

namespace sansfilm::pixel {

using base::ErrorCode;

namespace {

constexpr std::size_t kMaxWindows = 64;

VoiFunction parse_function(const dicom::Dataset& holder, std::vector<base::Error>& findings) {
  const auto text = holder.raw_text(tag::kVoiLutFunction);
  if (!text || text->empty() || *text == "LINEAR") return VoiFunction::kLinear;
  if (*text == "LINEAR_EXACT") return VoiFunction::kLinearExact;
  if (*text == "SIGMOID") return VoiFunction::kSigmoid;
  findings.push_back({.code = ErrorCode::kUnsupported, .detail = "an unknown VOI LUT function is treated as LINEAR",
                      .tag = tag::kVoiLutFunction.value});
  return VoiFunction::kLinear;
}

// The index-th part of a backslash-separated UTF-8 text.
std::string part_of(const std::string& text, std::size_t index) {
  std::size_t begin = 0;
  for (; index > 0; --index) {
    begin = text.find('\\', begin);
    if (begin == std::string::npos) return {};
    ++begin;
  }
  std::string out = text.substr(begin, text.find('\\', begin) - begin);
  while (!out.empty() && out.back() == ' ') out.pop_back();
  while (!out.empty() && out.front() == ' ') out.erase(out.begin());
  return out;
}

}  // namespace

void read_windows(const dicom::Dataset& holder, std::vector<Window>& out, std::vector<base::Error>& findings) {
  const std::size_t centres = holder.multiplicity(tag::kWindowCenter);
  const std::size_t widths = holder.multiplicity(tag::kWindowWidth);
  if (centres != widths) {
    findings.push_back({.code = ErrorCode::kInconsistent, .detail = "window centres and widths differ in number",
                        .tag = tag::kWindowCenter.value});
  }
  const std::size_t count = std::min({centres, widths, kMaxWindows});
  if (count == 0) return;
  const VoiFunction function = parse_function(holder, findings);
  const std::string explanations = holder.text(tag::kWindowExplanation);
  for (std::size_t i = 0; i < count; ++i) {
    const auto centre = finite(holder, tag::kWindowCenter, i);
    const auto width = finite(holder, tag::kWindowWidth, i);
    Window window{.centre = centre.value_or(0), .width = width.value_or(0), .function = function,
                  .explanation = part_of(explanations, i)};
    if (!centre || !width || !is_usable(window)) {
      findings.push_back({.code = ErrorCode::kMalformed,
                          .detail = "a window is ignored: centre or width is not a number, or the width is below 1 (LINEAR) or not above 0",
                          .tag = tag::kWindowWidth.value});
      continue;
    }
    out.push_back(std::move(window));
  }
}

ModalityTransform read_modality(const dicom::Dataset& holder, bool is_signed, std::vector<base::Error>& findings) {
  ModalityTransform out;
  if (const auto* item = holder.item(tag::kModalityLutSequence); item != nullptr) {
    auto table = read_lookup_table(*item, is_signed);
    if (table.ok()) {
      if (holder.find(tag::kRescaleSlope) != nullptr) {
        findings.push_back({.code = ErrorCode::kInconsistent, .detail = "both a modality LUT and a rescale slope; the LUT is used",
                            .tag = tag::kRescaleSlope.value});
      }
      out.lut = std::move(table).value();
      out.units = std::string(item->raw_text(tag::kModalityLutType).value_or(""));
      out.declared = true;
      return out;
    }
    findings.push_back(table.error());
  }
  const bool has_slope = holder.has_value(tag::kRescaleSlope);
  const bool has_intercept = holder.has_value(tag::kRescaleIntercept);
  if (!has_slope && !has_intercept) return out;
  const auto slope = has_slope ? finite(holder, tag::kRescaleSlope) : 1.0;
  const auto intercept = has_intercept ? finite(holder, tag::kRescaleIntercept) : 0.0;
  if (!slope || *slope == 0.0) {
    findings.push_back({.code = ErrorCode::kMalformed, .detail = "the rescale slope is not a number or is 0; stored values are shown",
                        .tag = tag::kRescaleSlope.value});
    return out;
  }
  if (!intercept) {
    findings.push_back({.code = ErrorCode::kMalformed, .detail = "the rescale intercept is not a number; stored values are shown",
                        .tag = tag::kRescaleIntercept.value});
    return out;
  }
  out.slope = *slope;
  out.intercept = *intercept;
  out.units = std::string(holder.raw_text(tag::kRescaleType).value_or(""));
  out.declared = true;
  return out;
}

}  // namespace sansfilm::pixel
