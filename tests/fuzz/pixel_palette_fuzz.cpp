// Any words as palette segments and as plain palette data.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/pixel/palette.hpp"
#include "shared/pixel/tags.hpp"

using namespace sansfilm;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 8) return 0;
  std::vector<std::uint16_t> words((size - 1) / 2);
  for (std::size_t i = 0; i < words.size(); ++i) words[i] = base::load_le<std::uint16_t>(data + 1 + 2 * i);
  const auto expanded = pixel::expand_segments(words, 65536, (data[0] & 1) != 0);
  if (expanded.ok() && expanded->size() > 65536) std::abort();

  dicom::Dataset dataset;
  const bool segmented = (data[0] & 2) != 0;
  for (std::uint32_t i = 0; i < 3; ++i) {
    dicom::Element descriptor;
    descriptor.tag = dicom::Tag(pixel::tag::kRedDescriptor.value + i);
    descriptor.vr = dicom::Vr::US;
    descriptor.value = base::Bytes(data + 1, 6);
    dataset.put(descriptor);
    dicom::Element values;
    values.tag = dicom::Tag((segmented ? pixel::tag::kSegmentedRedData : pixel::tag::kRedData).value + i);
    values.vr = dicom::Vr::OW;
    values.big_endian = (data[0] & 4) != 0;
    values.value = base::Bytes(data + 7, size - 7);
    dataset.put(values);
  }
  const auto palette = pixel::read_palette(dataset, (data[0] & 8) != 0);
  if (palette.ok() && (palette->size() == 0 || palette->at(70000) == nullptr)) std::abort();
  return 0;
}
