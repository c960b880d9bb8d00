// Waveforms (ECG, haemodynamic, respiratory) in physical units.
//
// value = (sample + baseline) * sensitivity * correction, channel by channel; a missing sensitivity leaves raw samples.
//
// @source PS3.3 2024e C.10.9 (waveform), C.10.9.1.4 (channel); PS3.5 2024e 8.3 (samples)
// @shape  samples: channel by channel, `samples` values each
// @units  each channel's own ("uV", "mV", "mm[Hg]"), UCUM; time in ms
// @errors kInvalidArgument (no waveform), kOverBudget; a faulty group is left out with a finding
// @owner  values
// @thread pure
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "shared/base/budget.hpp"
#include "shared/base/result.hpp"
#include "shared/dicom/dataset.hpp"

namespace sansfilm::pixel {

struct WaveformChannel {
  std::string label;                   // "I", "V1"; from the channel source's code where no label is given
  std::string units;                   // UCUM; "" : raw samples
  double skew_ms = 0;
  double low_filter_hz = 0;            // 0: not said
  double high_filter_hz = 0;
  std::vector<float> samples;          // NaN where the padding value stands
};

struct WaveformGroup {
  std::string label;                   // "RHYTHM"
  std::string originality;             // ORIGINAL, DERIVED
  double frequency_hz = 0;
  double offset_ms = 0;
  std::uint32_t samples = 0;
  std::vector<WaveformChannel> channels;

  [[nodiscard]] double duration_ms() const { return frequency_hz > 0 ? 1000.0 * samples / frequency_hz : 0; }
};

struct Waveform {
  std::vector<WaveformGroup> groups;
  std::vector<base::Error> findings;
};

[[nodiscard]] base::Result<Waveform> read_waveform(const dicom::Dataset& dataset, base::Budget& budget);

}  // namespace sansfilm::pixel
