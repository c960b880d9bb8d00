// A lookup table of the modality, VOI or presentation stage: descriptor and data, checked against each other.
//
// @source PS3.3 2024e C.11.1.1 (modality), C.11.2.1.1 (VOI), C.11.6.1.1 (presentation): number of entries (0 means 65,536),
//         first value mapped, bits of each entry; inputs below the first get the first entry, above the last the last
// @errors kMissing, kInconsistent (too few entries for the descriptor), kMalformed; `tag` names the attribute
// @owner  owns its entries
// @thread value
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/dicom/dataset.hpp"

namespace sansfilm::pixel {

struct LookupTable {
  std::int32_t first = 0;             // input value of entries[0]
  std::uint16_t bits = 16;            // output range is 0 .. 2^bits - 1
  std::vector<std::uint16_t> entries;  // never empty in a table that read_lookup_table returned
  std::string explanation;

  [[nodiscard]] std::uint16_t at(std::int64_t input) const {
    const auto last = static_cast<std::int64_t>(entries.size()) - 1;
    return entries[static_cast<std::size_t>(std::clamp<std::int64_t>(input - first, 0, last))];
  }
  [[nodiscard]] double top() const { return static_cast<double>((1U << bits) - 1U); }
};

struct LutDescriptor {
  std::uint32_t entries = 0;  // 1 .. 65,536
  std::int32_t first = 0;
  std::uint16_t bits = 16;
};

// `signed_input`: whether the values that enter the table can be negative, which decides how an ambiguous
// (US or SS) first mapped value is read.
[[nodiscard]] base::Result<LutDescriptor> read_lut_descriptor(const dicom::Dataset& item, dicom::Tag descriptor,
                                                              bool signed_input);

// LUT Descriptor, LUT Data and LUT Explanation of one item.
[[nodiscard]] base::Result<LookupTable> read_lookup_table(const dicom::Dataset& item, bool signed_input);

// The entries of LUT data held in `element`: words, or bytes two to a word when `descriptor.bits` is 8 and there are only
// half as many words. `bits` of the descriptor is widened to what the data hold.
[[nodiscard]] base::Result<std::vector<std::uint16_t>> read_lut_entries(const dicom::Element& element,
                                                                        LutDescriptor& descriptor);

}  // namespace sansfilm::pixel
