#include <algorithm>
#include <iterator>

#include "shared/dicom/dictionary.hpp"

namespace sansfilm::dicom {

namespace {

struct NameRow {
  std::uint32_t tag;
  DictionaryEntry entry;
};

struct NameRangeRow {
  std::uint16_t low_group, high_group, low_element, high_element;
  DictionaryEntry entry;
};

#include "dictionary_names.inc"

constexpr DictionaryEntry kPrivateCreator{"PrivateCreator", "Private Creator", 1, 1, 1, false};
constexpr DictionaryEntry kGroupLength{"GenericGroupLength", "Generic Group Length", 1, 1, 1, true};

}  // namespace

const DictionaryEntry* dictionary_entry(Tag tag) {
  if (tag.is_private() && tag.element() >= 0x0010 && tag.element() <= 0x00FF) return &kPrivateCreator;
  const auto* row = std::lower_bound(std::begin(kNameRows), std::end(kNameRows), tag.value,
                                     [](const NameRow& a, std::uint32_t b) { return a.tag < b; });
  if (row != std::end(kNameRows) && row->tag == tag.value) return &row->entry;
  if (tag.element() == 0) return &kGroupLength;
  if (tag.is_private()) return nullptr;
  for (const NameRangeRow& range : kNameRanges) {
    if (tag.group() >= range.low_group && tag.group() <= range.high_group && tag.element() >= range.low_element &&
        tag.element() <= range.high_element) {
      return &range.entry;
    }
  }
  return nullptr;
}

}  // namespace sansfilm::dicom
