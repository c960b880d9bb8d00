#include "shared/pixel/waveform.hpp"

#include <cmath>
#include <optional>

#include "shared/base/bytes.hpp"
#include "shared/pixel/element_values.hpp"
#include "shared/pixel/tags.hpp"

namespace sansfilm::pixel {

using base::Error;
using base::ErrorCode;
using dicom::Dataset;
using dicom::Tag;

namespace {

// clang-format off
constexpr Tag kWaveforms{0x5400, 0x0100}, kChannels{0x003A, 0x0200}, kOffset{0x0018, 0x1068}, kOriginality{0x003A, 0x0004}, kChannelCount{0x003A, 0x0005},
    kSampleCount{0x003A, 0x0010}, kFrequency{0x003A, 0x001A}, kGroupLabel{0x003A, 0x0020}, kChannelLabel{0x003A, 0x0203}, kSource{0x003A, 0x0208},
    kSensitivity{0x003A, 0x0210}, kSensitivityUnits{0x003A, 0x0211}, kCorrection{0x003A, 0x0212}, kBaseline{0x003A, 0x0213}, kTimeSkew{0x003A, 0x0214},
    kLowFilter{0x003A, 0x0220}, kHighFilter{0x003A, 0x0221}, kBitsAllocated{0x5400, 0x1004}, kInterpretation{0x5400, 0x1006}, kPaddingValue{0x5400, 0x100A},
    kData{0x5400, 0x1010};
// clang-format on

constexpr std::int64_t kMaxChannels = 512;

enum class Coding : std::uint8_t { kSigned8, kUnsigned8, kSigned16, kUnsigned16, kSigned32, kUnsigned32, kMuLaw, kALaw };

std::optional<Coding> coding_of(std::string_view text, std::int64_t bits) {
  if (text == "SB" && bits == 8) return Coding::kSigned8;
  if (text == "UB" && bits == 8) return Coding::kUnsigned8;
  if (text == "SS" && bits == 16) return Coding::kSigned16;
  if (text == "US" && bits == 16) return Coding::kUnsigned16;
  if (text == "SL" && bits == 32) return Coding::kSigned32;
  if (text == "UL" && bits == 32) return Coding::kUnsigned32;
  if (text == "MB" && bits == 8) return Coding::kMuLaw;
  if (text == "AB" && bits == 8) return Coding::kALaw;
  return std::nullopt;
}

std::size_t bytes_of(Coding coding) {
  if (coding == Coding::kSigned16 || coding == Coding::kUnsigned16) return 2;
  return coding == Coding::kSigned32 || coding == Coding::kUnsigned32 ? 4 : 1;
}

// ITU-T G.711.
double from_mu_law(std::uint8_t code) {
  const unsigned value = static_cast<std::uint8_t>(~code);
  const int magnitude = static_cast<int>((((value & 0x0FU) << 3) + 0x84U) << ((value >> 4) & 7U)) - 0x84;
  return (value & 0x80U) != 0 ? -magnitude : magnitude;
}

double from_a_law(std::uint8_t code) {
  const unsigned value = code ^ 0x55U;
  const unsigned exponent = (value >> 4) & 7U;
  unsigned magnitude = ((value & 0x0FU) << 4) + 8U;
  if (exponent != 0) magnitude = (magnitude + 0x100U) << (exponent - 1);
  return (value & 0x80U) != 0 ? static_cast<double>(magnitude) : -static_cast<double>(magnitude);
}

double sample_at(const dicom::Element& data, std::size_t index, Coding coding) {
  const std::uint8_t* at = data.value.data() + index * bytes_of(coding);
  const auto word16 = [&] { return data.big_endian ? base::load_be<std::uint16_t>(at) : base::load_le<std::uint16_t>(at); };
  const auto word32 = [&] { return data.big_endian ? base::load_be<std::uint32_t>(at) : base::load_le<std::uint32_t>(at); };
  switch (coding) {
    case Coding::kSigned8: return static_cast<std::int8_t>(*at);
    case Coding::kUnsigned8: return *at;
    case Coding::kSigned16: return static_cast<std::int16_t>(word16());
    case Coding::kUnsigned16: return word16();
    case Coding::kSigned32: return static_cast<std::int32_t>(word32());
    case Coding::kUnsigned32: return word32();
    case Coding::kMuLaw: return from_mu_law(*at);
    case Coding::kALaw: return from_a_law(*at);
  }
  return 0;
}

WaveformChannel read_channel(const Dataset& item) {
  WaveformChannel out;
  out.label = item.text(kChannelLabel);
  if (const auto* source = item.item(kSource); out.label.empty() && source != nullptr) out.label = source->text(tag::kCodeMeaning);
  if (const auto* units = item.item(kSensitivityUnits); units != nullptr) out.units = std::string(units->raw_text(tag::kCodeValue).value_or(""));
  out.skew_ms = finite(item, kTimeSkew).value_or(0) * 1000.0;
  out.low_filter_hz = finite(item, kLowFilter).value_or(0);
  out.high_filter_hz = finite(item, kHighFilter).value_or(0);
  return out;
}

std::optional<double> padding_of(const Dataset& group, Coding coding) {
  const auto* element = group.find(kPaddingValue);
  if (element == nullptr || element->value.size() < bytes_of(coding)) return std::nullopt;
  return sample_at(*element, 0, coding);
}

void fill_samples(const Dataset& group, const Dataset& item, Coding coding, std::size_t index, std::size_t channels, std::uint32_t samples, WaveformChannel& out) {
  const auto& data = *group.find(kData);
  const auto sensitivity = finite(item, kSensitivity);
  const double scale = sensitivity ? *sensitivity * finite(item, kCorrection).value_or(1.0) : 1.0;
  if (!sensitivity) out.units.clear();
  const double baseline = sensitivity ? finite(item, kBaseline).value_or(0.0) : 0.0;
  const auto padding = padding_of(group, coding);
  out.samples.resize(samples);
  for (std::uint32_t i = 0; i < samples; ++i) {
    const double raw = sample_at(data, std::size_t{i} * channels + index, coding);
    out.samples[i] = padding && raw == *padding ? std::numeric_limits<float>::quiet_NaN() : static_cast<float>((raw + baseline) * scale);
  }
}

base::Result<WaveformGroup> read_group(const Dataset& item, base::Budget& budget) {
  const auto fault = [](ErrorCode code, const char* detail, Tag tag) { return Error{.code = code, .detail = detail, .tag = tag.value}; };
  const auto channels = item.integer(kChannelCount).value_or(0);
  const auto samples = item.integer(kSampleCount).value_or(0);
  const auto coding = coding_of(item.raw_text(kInterpretation).value_or(""), item.integer(kBitsAllocated).value_or(0));
  const auto* data = item.find(kData);
  if (channels < 1 || channels > kMaxChannels) return fault(ErrorCode::kMalformed, "a waveform group has no channels or too many", kChannelCount);
  if (samples < 1 || samples > 0x7FFFFFFF) return fault(ErrorCode::kMalformed, "a waveform group has no samples", kSampleCount);
  if (!coding) return fault(ErrorCode::kUnsupported, "a waveform group has a sample format that the standard does not define", kInterpretation);
  if (data == nullptr) return fault(ErrorCode::kMissing, "a waveform group has no data", kData);
  if (item.items(kChannels).size() != static_cast<std::size_t>(channels)) return fault(ErrorCode::kInconsistent, "a waveform group describes another number of channels", kChannels);
  const auto count = static_cast<std::uint64_t>(channels) * static_cast<std::uint64_t>(samples);
  if (data->value.size() / bytes_of(*coding) < count) return fault(ErrorCode::kTruncated, "the waveform data are shorter than channels and samples say", kData);
  SF_CHECK(budget.take_bytes(count * sizeof(float)));
  WaveformGroup out;
  out.label = item.text(kGroupLabel);
  out.originality = std::string(item.raw_text(kOriginality).value_or(""));
  out.frequency_hz = finite(item, kFrequency).value_or(0);
  if (out.frequency_hz <= 0) return fault(ErrorCode::kMalformed, "a waveform group has no sampling frequency", kFrequency);
  out.offset_ms = finite(item, kOffset).value_or(0);
  out.samples = static_cast<std::uint32_t>(samples);
  std::size_t index = 0;
  for (const auto& definition : item.items(kChannels)) {
    auto channel = read_channel(definition);
    fill_samples(item, definition, *coding, index++, static_cast<std::size_t>(channels), out.samples, channel);
    out.channels.push_back(std::move(channel));
  }
  return out;
}

}  // namespace

base::Result<Waveform> read_waveform(const Dataset& dataset, base::Budget& budget) {
  if (dataset.items(kWaveforms).empty()) return Error{.code = ErrorCode::kInvalidArgument, .detail = "this object has no waveform", .tag = kWaveforms.value};
  Waveform out;
  for (const auto& item : dataset.items(kWaveforms)) {
    auto group = read_group(item, budget);
    if (group.ok()) {
      out.groups.push_back(std::move(group).value());
    } else {
      out.findings.push_back(group.error());
    }
  }
  return out;
}

}  // namespace sansfilm::pixel
