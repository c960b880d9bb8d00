// A picture in each of the streaming forms, as the steps in which it gets better: bytes until then, quality, decode time.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "shared/base/frame.hpp"

namespace sansfilm::bench {

struct Step {
  std::string what;          // "layer 1", "reduce 2", "final"
  double bytes = 0;          // all that has to have come
  double db = 0;             // against the original; kExact: equal
  double decode_ms = 0;      // processor time of one worker
  double error_told = 0;     // the error that the viewer estimates, in true ones; 0: none is told, or nothing is lost
};

inline constexpr double kExact_db = 999.0;

struct Form {
  std::string name;          // L, P, H, prefix
  std::vector<Step> steps;   // the last one is final
  double stored_bytes = 0;
  double encode_ms = 0;      // processor time

  [[nodiscard]] const Step* reaching(double db) const;   // the step with the fewest bytes; nullptr: none
  [[nodiscard]] const Step& final_step() const { return steps.back(); }
};

// A plain lossless JPEG 2000 codestream of one layer, without anything for streaming: what overheads are told against.
[[nodiscard]] double plain_bytes(const base::Frame& frame);

[[nodiscard]] Form layered(const base::Frame& frame);
// Layered preview of Part 1 up to `preview_bits` bits a sample, then HTJ2K.
[[nodiscard]] Form layered_then_ht(const base::Frame& frame, double preview_bits);
// Lossy HTJ2K with the step of the recipe, then HTJ2K.
[[nodiscard]] Form ht_then_ht(const base::Frame& frame);
// What peers do: one HTJ2K codestream, its resolutions one after the other, drawn at full size by the screen.
[[nodiscard]] Form resolution_prefix(const base::Frame& frame);

}  // namespace sansfilm::bench
