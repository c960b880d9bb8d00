// The transform across the components of a JPEG 2000 Part 2 codestream: what its markers say, the codestream as Part 1 knows it,
// and the way from the components that were coded (the intermediate ones) to those of the image.
//
// Array-based irreversible decorrelation is undone: a matrix, then offsets, in any number of collections and stages. Dependency
// transforms, reversible arrays and wavelets across the components are refused by name. The offsets stand in the place of Part 1's
// level shift, also where SIZ calls an intermediate component unsigned.
//
// @source ISO/IEC 15444-2 | ITU-T T.801 A.2.3 (COD), A.3.6 to A.3.9 (CBD, MCT, MCC, MCO), Annex J
// @shape  planes of `columns` x `rows` samples, one a component
// @errors kTruncated, kMalformed, kMissing, kInconsistent, kUnsupported with the marker; kOverBudget, kTimeout
// @owner  values
// @thread pure
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "shared/base/budget.hpp"
#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"

namespace sansfilm::codec {

namespace part2 {
inline constexpr std::uint16_t kMct = 0xFF74, kMcc = 0xFF75, kMco = 0xFF77, kCbd = 0xFF78, kAtk = 0xFF79;
// SGcod: array-based and wavelet-based transforms across the components.
inline constexpr std::uint8_t kArrays = 2, kWavelets = 4;
}  // namespace part2

struct ComponentDepth {
  std::uint8_t bits = 0;
  bool is_signed = false;
};

// Some components become others. One offset an output, or none; a matrix with one row an output, or none: as many outputs as inputs.
struct ComponentCollection {
  std::vector<std::uint16_t> inputs, outputs;
  std::vector<double> matrix, offsets;
};

struct ComponentStage {
  std::uint32_t components = 0;  // that it gives
  std::vector<ComponentCollection> collections;
};

struct ComponentTransform {
  std::vector<ComponentDepth> depths;  // of the image's components
  std::vector<ComponentStage> stages;  // in the order in which they are undone
};

// From the main header. `coded_components`: how many SIZ announces.
[[nodiscard]] base::Result<ComponentTransform> read_component_transform(base::Bytes codestream, std::uint32_t coded_components);

// The same codestream without the transform, for a decoder of Part 1. It is told wider components than there are, so that it cuts
// no intermediate value at the precision that SIZ announces, and so that irreversible ones keep a fraction.
struct PlainCodestream {
  std::vector<std::uint8_t> bytes;
  unsigned fraction_bits = 0;            // what it decodes is 2^fraction_bits times the intermediate value
  std::vector<std::uint8_t> bits;        // of each component as it is told, signed
};
[[nodiscard]] base::Result<PlainCodestream> without_component_transform(base::Bytes codestream);

// Bytes that the two functions above allocate at the most.
[[nodiscard]] std::uint64_t component_transform_bytes(base::Bytes codestream);

// The components `first` to `first` + `count` of the image, rounded and held to their depth. Charges `budget` for its work.
[[nodiscard]] base::Result<std::vector<std::vector<std::int32_t>>> undo_component_transform(
    const ComponentTransform& transform, std::span<const std::int32_t* const> planes, std::size_t samples, unsigned fraction_bits,
    std::uint32_t first, std::uint32_t count, base::Budget& budget);

}  // namespace sansfilm::codec
