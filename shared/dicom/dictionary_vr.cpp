#include <algorithm>
#include <iterator>

#include "shared/dicom/dictionary.hpp"

namespace sansfilm::dicom {

namespace {

struct VrRow {
  std::uint32_t tag;
  std::uint16_t letters;
};

struct VrRangeRow {
  std::uint16_t low_group, high_group, low_element, high_element;
  std::uint16_t letters;
};

#include "dictionary_vr.inc"

DictionaryVr interpret(std::uint16_t letters) {
  switch (letters) {
    case vr_letters('x', 's'):
      return {Vr::US, VrRule::kUnsignedOrSigned, true};
    case vr_letters('o', 'x'):
    case vr_letters('p', 'x'):
      return {Vr::OW, VrRule::kByteOrWord, true};
    case vr_letters('l', 't'):
      return {Vr::OW, VrRule::kLutData, true};
    case vr_letters('u', 'p'):
      return {Vr::UL, VrRule::kFixed, true};
    default:
      return {static_cast<Vr>(letters), VrRule::kFixed, true};
  }
}

}  // namespace

DictionaryVr dictionary_vr(Tag tag) {
  if (tag.element() == 0) return {Vr::UL, VrRule::kFixed, true};
  if (tag.is_private()) {
    if (tag.element() >= 0x0010 && tag.element() <= 0x00FF) return {Vr::LO, VrRule::kFixed, true};
    return {};
  }
  const auto* row = std::lower_bound(std::begin(kVrRows), std::end(kVrRows), tag.value,
                                     [](const VrRow& a, std::uint32_t b) { return a.tag < b; });
  if (row != std::end(kVrRows) && row->tag == tag.value) return interpret(row->letters);
  for (const VrRangeRow& range : kVrRanges) {
    if (tag.group() >= range.low_group && tag.group() <= range.high_group && tag.element() >= range.low_element &&
        tag.element() <= range.high_element) {
      return interpret(range.letters);
    }
  }
  return {};
}

}  // namespace sansfilm::dicom
