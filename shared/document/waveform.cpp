#include "shared/pixel/waveform.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "shared/document/parts.hpp"

namespace sansfilm::document {

namespace {

using dicom::Dataset;
using dicom::Tag;

// clang-format off
constexpr Tag kAnnotations{0x0040, 0xB020}, kConceptName{0x0040, 0xA043}, kConceptCode{0x0040, 0xA168}, kMeaning{0x0008, 0x0104}, kCodeValue{0x0008, 0x0100},
    kNumericValue{0x0040, 0xA30A}, kUnits{0x0040, 0x08EA}, kText{0x0070, 0x0006};
// clang-format on

// Whole numbers are short as text. The step is at most the 32,000th part of the channel's largest value: far below the
// resolution of any screen and below that of the usual 16-bit samples only in their last bit.
void write_channel(const pixel::WaveformChannel& channel, json::Writer& out) {
  float largest = 0;
  for (const float value : channel.samples) {
    if (std::isfinite(value)) largest = std::max(largest, std::abs(value));
  }
  const double step = largest > 0 ? static_cast<double>(largest) / 32000.0 : 1.0;
  out.begin_object();
  write_text(out, "label", channel.label);
  write_text(out, "units", channel.units);
  out.member("step", step);
  if (channel.skew_ms != 0) out.member("skew_ms", channel.skew_ms);
  if (channel.low_filter_hz != 0) out.member("low_hz", channel.low_filter_hz);
  if (channel.high_filter_hz != 0) out.member("high_hz", channel.high_filter_hz);
  out.key("values").begin_array();
  for (const float value : channel.samples) {
    if (std::isfinite(value)) out.integer(std::lround(static_cast<double>(value) / step));
    else out.null();
  }
  out.end();
  out.end();
}

std::string meaning_in(const Dataset& item, Tag sequence) {
  const Dataset* code = item.item(sequence);
  if (code == nullptr) return {};
  const std::string meaning = code->text(kMeaning);
  return meaning.empty() ? code->text(kCodeValue) : meaning;
}

// Measurements and statements of the recorder: heart rate, intervals, interpretation. PS3.3 C.10.10.
void write_notes(const Dataset& dataset, json::Writer& out) {
  bool any = false;
  for (const Dataset& item : dataset.items(kAnnotations)) {
    const std::string name = meaning_in(item, kConceptName);
    std::string value = item.text(kText);
    if (const auto number = item.raw_text(kNumericValue); number && value.empty()) {
      value = std::string(*number);
      const Dataset* units = item.item(kUnits);
      if (units != nullptr && !units->text(kCodeValue).empty() && units->text(kCodeValue) != "1") value += " " + units->text(kCodeValue);
    }
    if (value.empty()) value = meaning_in(item, kConceptCode);
    if (value.empty()) continue;   // a mark in time alone
    if (!std::exchange(any, true)) out.key("notes").begin_array();
    out.begin_object();
    write_text(out, "name", name);
    write_text(out, "value", value);
    out.end();
  }
  if (any) out.end();
}

}  // namespace

bool write_waveform(const Dataset& dataset, base::Budget& budget, json::Writer& out) {
  const auto waveform = pixel::read_waveform(dataset, budget);
  if (!waveform.ok() || waveform->groups.empty()) return false;
  out.key("waveform").begin_object();
  out.key("groups").begin_array();
  for (const pixel::WaveformGroup& group : waveform->groups) {
    out.begin_object();
    write_text(out, "label", group.label);
    write_text(out, "originality", group.originality);
    out.member("frequency", group.frequency_hz);
    if (group.offset_ms != 0) out.member("offset_ms", group.offset_ms);
    out.member("samples", group.samples);
    out.key("channels").begin_array();
    for (const pixel::WaveformChannel& channel : group.channels) write_channel(channel, out);
    out.end();
    out.end();
  }
  out.end();
  write_notes(dataset, out);
  out.end();
  return true;
}

}  // namespace sansfilm::document
