#include "shared/volume/stack_input.hpp"

#include "shared/pixel/element_values.hpp"
#include "shared/pixel/frame_scope.hpp"
#include "shared/pixel/tags.hpp"

namespace sansfilm::volume {

namespace tag = pixel::tag;
using dicom::Tag;
using pixel::finite;

namespace {

// clang-format off
constexpr Tag kStackId{0x0020, 0x9056}, kTemporalPositionIndex{0x0020, 0x9128}, kTemporalPosition{0x0020, 0x0100},
    kAcquisitionNumber{0x0020, 0x0012}, kFrameAcquisitionNumber{0x0020, 0x9156}, kAcquisitionTime{0x0008, 0x0032},
    kFrameAcquisitionDateTime{0x0018, 0x9074},
    kTriggerTime{0x0018, 0x1060}, kCardiacSequence{0x0018, 0x9118}, kNominalTriggerDelay{0x0020, 0x9153},
    kPercentOfRR{0x0020, 0x9241}, kEchoTime{0x0018, 0x0081}, kMrEchoSequence{0x0018, 0x9114}, kEffectiveEchoTime{0x0018, 0x9082},
    kDiffusionSequence{0x0018, 0x9117}, kBValue{0x0018, 0x9087};
// clang-format on

std::optional<double> clock_seconds(const dicom::Dataset& dataset, Tag tag, std::size_t skip) {
  const auto text = dataset.raw_text(tag);
  if (!text || text->size() < skip + 6) return std::nullopt;
  double out = 0;
  double scale = 0.1;
  const auto digits = text->substr(skip);
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const char c = digits[i];
    if (i == 6 && c == '.') continue;
    if (c < '0' || c > '9') break;
    if (i < 6) {
      static constexpr double kWorth[] = {36000, 3600, 600, 60, 10, 1};
      out += (c - '0') * kWorth[i];
    } else {
      out += (c - '0') * scale;
      scale /= 10;
    }
  }
  return out;
}

std::optional<double> in_macro(const pixel::FrameScope& scope, Tag sequence, Tag attribute) {
  const auto* item = scope.macro(sequence);
  return item != nullptr ? finite(*item, attribute) : std::nullopt;
}

std::optional<double> first_of(std::optional<double> a, std::optional<double> b) { return a ? a : b; }

}  // namespace

StackInput read_stack_input(const dicom::Dataset& dataset, std::uint32_t frame, std::size_t id) {
  const pixel::FrameScope scope(dataset, frame);
  StackInput out;
  out.id = id;
  out.frame = frame;
  std::vector<base::Error> not_needed;
  out.plane = pixel::read_plane(scope, not_needed);
  // Several frames and one position for all of them: a position that does not tell frames apart is none.
  const bool is_multi_frame = dataset.integer(tag::kNumberOfFrames).value_or(1) > 1;
  if (is_multi_frame && scope.macro(tag::kPlanePosition) == nullptr && !pixel::frame_offset_mm(scope)) out.plane.reset();
  out.rows = static_cast<std::uint32_t>(dataset.integer(tag::kRows).value_or(0));
  out.columns = static_cast<std::uint32_t>(dataset.integer(tag::kColumns).value_or(0));
  out.instance_number = dataset.integer(tag::kInstanceNumber).value_or(0);
  out.frame_of_reference = std::string(dataset.raw_text(tag::kFrameOfReferenceUid).value_or(""));
  const auto* content = scope.macro(tag::kFrameContent);
  if (content != nullptr) {
    out.stack_id = std::string(content->raw_text(kStackId).value_or(""));
    out.temporal_position = finite(*content, kTemporalPositionIndex);
    out.acquisition_number = finite(*content, kFrameAcquisitionNumber);
    out.acquisition_time = clock_seconds(*content, kFrameAcquisitionDateTime, 8);
  }
  out.temporal_position = first_of(out.temporal_position, finite(dataset, kTemporalPosition));
  out.acquisition_number = first_of(out.acquisition_number, finite(dataset, kAcquisitionNumber));
  out.acquisition_time = first_of(out.acquisition_time, clock_seconds(dataset, kAcquisitionTime, 0));
  out.trigger_time = first_of(in_macro(scope, kCardiacSequence, kNominalTriggerDelay), finite(dataset, kTriggerTime));
  out.cardiac_phase = in_macro(scope, kCardiacSequence, kPercentOfRR);
  out.echo_time = first_of(in_macro(scope, kMrEchoSequence, kEffectiveEchoTime), finite(dataset, kEchoTime));
  out.b_value = first_of(in_macro(scope, kDiffusionSequence, kBValue), finite(dataset, kBValue));
  return out;
}

}  // namespace sansfilm::volume
