// A dataset in memory: elements in tag order that borrow their values from the bytes they were read from.
//
// @source PS3.5 2024e 7
// @units  offsets are bytes in the file, or in the inflated dataset for the deflated transfer syntax
// @owner  borrows values from the buffer that was read; that buffer must outlive it. Items are owned.
// @thread immutable after reading; any number of readers
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/dicom/tag.hpp"
#include "shared/dicom/vr.hpp"

namespace sansfilm::dicom {

class Dataset;

struct Fragment {
  base::Bytes bytes;
  std::uint64_t offset = 0;  // of the fragment's first byte
  bool complete = true;      // false: the file ends inside it
};

struct Element {
  Tag tag;
  Vr vr = Vr::UN;
  bool big_endian = false;          // byte order of `value`
  bool undefined_length = false;
  std::uint64_t offset = 0;         // of the value's first byte
  base::Bytes value;                // raw; empty for sequences and encapsulated pixel data
  std::vector<Dataset> items;       // SQ
  std::vector<Fragment> fragments;  // encapsulated pixel data; [0] is the basic offset table
};

class Dataset {
 public:
  [[nodiscard]] const std::vector<Element>& elements() const { return elements_; }
  [[nodiscard]] bool empty() const { return elements_.empty(); }
  [[nodiscard]] const Element* find(Tag tag) const;
  [[nodiscard]] bool has_value(Tag tag) const;

  // The index-th item of a sequence; nullptr if there is none.
  [[nodiscard]] const Dataset* item(Tag sequence, std::size_t index = 0) const;
  [[nodiscard]] const std::vector<Dataset>& items(Tag sequence) const;  // empty if absent

  // The index-th value of a multi-valued string, without padding, as it stands in the file (no character set applied).
  [[nodiscard]] std::optional<std::string_view> raw_text(Tag tag, std::size_t index = 0) const;
  // The whole value as UTF-8 through Specific Character Set (0008,0005), inherited by items; empty if absent.
  [[nodiscard]] std::string text(Tag tag) const;
  // Its values one by one, in UTF-8 without padding; empty if absent or without value.
  [[nodiscard]] std::vector<std::string> texts(Tag tag) const;

  // The index-th value as an integer (US SS UL SL UV SV AT IS, integral DS) or a real (those and FL FD DS).
  [[nodiscard]] std::optional<std::int64_t> integer(Tag tag, std::size_t index = 0) const;
  [[nodiscard]] std::optional<double> number(Tag tag, std::size_t index = 0) const;
  [[nodiscard]] std::vector<double> numbers(Tag tag) const;  // all values; empty if any is not a number
  [[nodiscard]] std::size_t multiplicity(Tag tag) const;

  // For builders (reader, writer, tests): elements stay in ascending tag order; a same tag replaces.
  Element& put(Element element);
  // For the reader: all elements at once, in any order. True if they were in ascending order without repetition;
  // of a repeated tag the first stays (what a reader finds first in the file).
  bool adopt(std::vector<Element> elements);
  void set_character_set(std::string declared);  // the (0008,0005) in force, inherited by items
  [[nodiscard]] const std::string& character_set() const { return character_set_; }

 private:
  std::vector<Element> elements_;
  std::string character_set_;
};

}  // namespace sansfilm::dicom
