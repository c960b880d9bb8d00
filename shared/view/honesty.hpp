// What is on the screen, in words: loading, reduced, partial, final, lossy, or why there is nothing.
//
// @owner  values
// @thread pure
#pragma once

#include <cstdint>
#include <string>

#include "shared/base/error.hpp"
#include "shared/base/frame.hpp"
#include "shared/view/texts.hpp"
#include "shared/wire/framing.hpp"
#include "shared/wire/manifest.hpp"
#include "shared/wire/quality.hpp"

namespace sansfilm::view {

enum class Badge : std::uint8_t { kQuiet, kWorking, kCaution, kFinal, kFault };

struct Honesty {
  Badge badge = Badge::kQuiet;
  std::string text{};
  bool is_final = false;
  bool lossless = false;
};

struct PictureFacts {
  wire::PictureState state;
  double fraction = 0.0;                       // of the frame's bytes that have arrived and are decoded
  bool failed = false;
  wire::ChunkError chunk_error = wire::ChunkError::kNone;
  base::Error error{};                         // when failed and chunk_error is kNone
  bool waiting_for_server = false;             // its streaming form is not made yet
  bool whole_at_its_size = false;              // nothing is missing of the resolution that is here
  bool data_saver = false;                     // more than the screen shows is not asked for
  std::string error_told;                      // "4 HU", "3 of 255": the estimated error; empty: none is told
};

// The estimated error of a picture that is not final, in the values that a reader sees: of the modality with their unit, or
// levels of a colour. Empty: nothing is lost, it is not known, or the samples are indices of a palette.
[[nodiscard]] std::string error_text(const base::Frame& frame, const wire::Display& display, Language language);

[[nodiscard]] Honesty describe_picture(const PictureFacts& facts, const wire::PixelFormat& format,
                                       const wire::Codestream* stream, Language language);

// Why a picture cannot be shown, in words for the reader of the picture.
[[nodiscard]] std::string reason_text(const base::Error& error, Language language);
[[nodiscard]] std::string reason_text(wire::ChunkError error, Language language);

}  // namespace sansfilm::view
