#include "shared/pixel/lookup_table.hpp"

#include <bit>

#include "shared/pixel/element_values.hpp"
#include "shared/pixel/tags.hpp"

namespace sansfilm::pixel {

using base::Error;
using base::ErrorCode;

base::Result<LutDescriptor> read_lut_descriptor(const dicom::Dataset& item, dicom::Tag descriptor, bool signed_input) {
  const auto* element = item.find(descriptor);
  if (element == nullptr || element->value.empty()) {
    return Error{.code = ErrorCode::kMissing, .detail = "the lookup table has no descriptor", .tag = descriptor.value};
  }
  const auto words = words_of(*element);
  if (words.size() < 3) {
    return Error{.code = ErrorCode::kMalformed, .detail = "a lookup table descriptor has three values",
                 .offset = element->offset, .tag = descriptor.value};
  }
  LutDescriptor out;
  out.entries = words[0] == 0 ? 65536U : words[0];
  const bool negative = words[1] > 0x7FFF && (element->vr == dicom::Vr::SS || signed_input);
  out.first = negative ? static_cast<std::int32_t>(words[1]) - 65536 : static_cast<std::int32_t>(words[1]);
  out.bits = words[2];
  if (out.bits < 1 || out.bits > 16) {
    return Error{.code = ErrorCode::kMalformed, .detail = "the entries of a lookup table have 8 to 16 bits",
                 .offset = element->offset, .tag = descriptor.value};
  }
  return out;
}

base::Result<std::vector<std::uint16_t>> read_lut_entries(const dicom::Element& element, LutDescriptor& descriptor) {
  const std::size_t bytes = element.value.size();
  std::vector<std::uint16_t> out;
  if (bytes >= std::size_t{descriptor.entries} * 2) {
    out = words_of(element);
    out.resize(descriptor.entries);
  } else if (bytes >= descriptor.entries) {
    // 8-bit entries, two to a word: C.11.1.1.1 allows it for OW, and some writers do it for 16 bits too.
    out.reserve(descriptor.entries);
    const bool swapped = element.big_endian && element.vr != dicom::Vr::OB;
    for (std::size_t i = 0; i < descriptor.entries; ++i) {
      const std::size_t at = swapped && (i ^ 1U) < bytes ? i ^ 1U : i;
      out.push_back(element.value[at]);
    }
    descriptor.bits = 8;
  } else {
    return Error{.code = ErrorCode::kInconsistent, .detail = "the lookup table has fewer entries than its descriptor says",
                 .offset = element.offset, .tag = element.tag.value};
  }
  const std::uint16_t largest = *std::max_element(out.begin(), out.end());
  descriptor.bits = std::max<std::uint16_t>(descriptor.bits, static_cast<std::uint16_t>(std::bit_width(largest)));
  return out;
}

base::Result<LookupTable> read_lookup_table(const dicom::Dataset& item, bool signed_input) {
  SF_TRY(LutDescriptor descriptor, read_lut_descriptor(item, tag::kLutDescriptor, signed_input));
  const auto* data = item.find(tag::kLutData);
  if (data == nullptr || data->value.empty()) {
    return Error{.code = ErrorCode::kMissing, .detail = "the lookup table has no data", .tag = tag::kLutData.value};
  }
  LookupTable out;
  SF_TRY(out.entries, read_lut_entries(*data, descriptor));
  out.first = descriptor.first;
  out.bits = descriptor.bits;
  out.explanation = item.text(tag::kLutExplanation);
  return out;
}

}  // namespace sansfilm::pixel
