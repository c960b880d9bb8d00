#include "shared/view/honesty.hpp"

#include <algorithm>
#include <cmath>

#include "shared/measure/pixel_values.hpp"
#include "shared/view/format.hpp"
#include "shared/view/probe.hpp"

namespace sansfilm::view {
namespace {

// "JPEG 10:1" from Lossy Image Compression Method and Ratio. PS3.3 2024e C.7.6.1.1.5.
std::string lossy_origin(const wire::PixelFormat& format, Language language) {
  std::string method = format.lossy_method;
  if (method == "ISO_10918_1") method = "JPEG";
  if (method == "ISO_14495_1") method = "JPEG-LS";
  if (method == "ISO_15444_1") method = "JPEG 2000";
  if (method == "ISO_15444_15") method = "HTJ2K";
  if (format.lossy_ratio <= 0.0) return method;
  if (!method.empty()) method += ' ';
  return method + number_text(format.lossy_ratio, 1, language) + ":1";
}

Honesty final_picture(const PictureFacts& facts, const wire::PixelFormat& format, Language language) {
  Honesty out{.badge = Badge::kFinal, .is_final = true, .lossless = facts.state.lossless};
  if (facts.state.lossless) {
    out.text = text(Text::kFinalLossless, language);
    return out;
  }
  out.badge = Badge::kCaution;
  if (!format.source_lossy) {
    out.text = text(Text::kFinalNotExact, language);
    return out;
  }
  const std::string origin = lossy_origin(format, language);
  out.text = origin.empty() ? text(Text::kFinalLossy, language) : fill(Text::kFinalLossyBy, language, {origin});
  return out;
}

}  // namespace

std::string error_text(const base::Frame& frame, const wire::Display& display, Language language) {
  const double steps = frame.estimated_error.value_or(0.0);
  if (steps <= 0.0 || frame.kind != base::SampleKind::kInteger || frame.colour == base::ColourModel::kPalette || !display.palette.empty()) return {};
  // Two digits: it is an estimate.
  const auto rounded = [language](double value) {
    const int digits = value < 1.0 ? 1 - static_cast<int>(std::floor(std::log10(value))) : value < 9.5 ? 1 : 0;
    return number_text(value, std::min(digits, 6), language);
  };
  if (frame.samples_per_pixel > 1) return fill(Text::kLevelsOf, language, {rounded(steps), number_text((1U << std::min<unsigned>(frame.bits_stored, 16)) - 1, 0, language)});
  // A table maps the values as it likes: told in stored values then.
  const double scale = display.rescale ? std::abs(display.rescale->slope) : 1.0;
  const std::string unit = display.rescale ? unit_text(measure::modality_unit(display), language) : std::string();
  if (scale == 0.0) return {};
  return rounded(steps * scale) + (unit.empty() ? "" : "\u00A0" + unit);
}

std::string reason_text(const base::Error& error, Language language) {
  using base::ErrorCode;
  switch (error.code) {
    case ErrorCode::kUnsupported:
      if (!error.subject.empty()) return fill(Text::kReasonSyntax, language, {error.subject});
      return fill(Text::kReasonOther, language, {error.detail});
    case ErrorCode::kCodec:
    case ErrorCode::kMalformed:
    case ErrorCode::kInconsistent: return text(Text::kReasonCodec, language);
    case ErrorCode::kTruncated:
    case ErrorCode::kMissing:
    case ErrorCode::kEmpty: return text(Text::kReasonTruncated, language);
    case ErrorCode::kOverBudget:
    case ErrorCode::kFull: return text(Text::kReasonMemory, language);
    case ErrorCode::kTimeout: return text(Text::kReasonDecoder, language);
    case ErrorCode::kNotFound: return text(Text::kReasonGone, language);
    case ErrorCode::kDenied: return text(Text::kReasonDenied, language);
    case ErrorCode::kNotDicom:
    case ErrorCode::kInvalidArgument:
    case ErrorCode::kConflict:
    case ErrorCode::kIo:
    case ErrorCode::kCancelled:
    case ErrorCode::kInternal: break;
  }
  return fill(Text::kReasonOther, language, {base::slug(error.code)});
}

std::string reason_text(wire::ChunkError error, Language language) {
  switch (error) {
    case wire::ChunkError::kNotFound:
    case wire::ChunkError::kGone: return text(Text::kReasonGone, language);
    case wire::ChunkError::kDenied: return text(Text::kReasonDenied, language);
    case wire::ChunkError::kBroken: return text(Text::kReasonCodec, language);
    case wire::ChunkError::kAltered: return text(Text::kReasonAltered, language);
    case wire::ChunkError::kNone:
    case wire::ChunkError::kNotReady:
    case wire::ChunkError::kInternal: break;
  }
  return fill(Text::kReasonOther, language, {wire::chunk_error_slug(error)});
}

Honesty describe_picture(const PictureFacts& facts, const wire::PixelFormat& format, const wire::Codestream* stream,
                         Language language) {
  if (facts.failed) {
    const std::string reason = facts.chunk_error != wire::ChunkError::kNone ? reason_text(facts.chunk_error, language)
                                                                            : reason_text(facts.error, language);
    return {.badge = Badge::kFault, .text = fill(Text::kPictureFailed, language, {reason})};
  }
  if (facts.waiting_for_server || stream == nullptr) {
    return {.badge = Badge::kWorking, .text = text(Text::kPreparing, language)};
  }
  const std::string percent = percent_text(facts.fraction, language);
  const std::string told = facts.error_told.empty() ? std::string() : fill(Text::kErrorTold, language, {facts.error_told});
  switch (facts.state.quality) {
    case wire::Quality::kNone: return {.badge = Badge::kWorking, .text = text(Text::kLoading, language)};
    case wire::Quality::kReduced: {
      const bool by_choice = facts.data_saver && facts.whole_at_its_size;
      return {.badge = Badge::kWorking, .text = fill(by_choice ? Text::kReducedByChoice : Text::kReduced, language, {percent}) + told};
    }
    case wire::Quality::kPartial: return {.badge = Badge::kWorking, .text = fill(Text::kPartial, language, {percent}) + told};
    case wire::Quality::kFull: break;
  }
  return final_picture(facts, format, language);
}

}  // namespace sansfilm::view
