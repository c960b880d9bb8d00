// The walk over the elements of a dataset. Internal to this room: reader.cpp decides where a dataset starts and how
// it is encoded, this reads it. It never fails on bad data (it notes a finding and goes on, or stops), only on a
// budget or a time limit that is used up.
//
// @source PS3.5 2024e 7
// @owner  the elements borrow from `bytes`
#pragma once

#include <optional>
#include <vector>

#include "shared/dicom/reader.hpp"

namespace sansfilm::dicom {

struct Encoding {
  bool explicit_vr = true;
  bool big_endian = false;
};

// What the walk found besides elements; the same object for the meta information and the dataset of one file.
struct ParseReport {
  std::vector<base::Error> findings;
  bool complete = true;

  void note(base::ErrorCode code, const char* detail, Tag tag, std::uint64_t offset);
};

// The header of one element as it stands in the stream.
struct ElementHeader {
  Tag tag;
  Vr vr = Vr::UN;
  std::uint32_t length = 0;
  std::uint32_t size = 0;           // bytes of the header: 8 or 12
  const char* irregular = nullptr;  // what is wrong with it, if it had to be guessed
  bool implicit = false;            // as it was read, which is not always as it was announced
};

inline constexpr std::uint32_t kUndefinedLength = 0xFFFFFFFF;

// Reads the header at `position` (at least 8 bytes before `end`); nullopt if it does not fit.
[[nodiscard]] std::optional<ElementHeader> read_header(base::Bytes bytes, std::size_t position, std::size_t end,
                                                       Encoding encoding);

class ElementParser {
 public:
  ElementParser(base::Bytes bytes, const ReadOptions& options, base::Budget& budget, ParseReport& report)
      : bytes_(bytes), options_(options), budget_(budget), report_(report) {}

  // The group 0002 elements from `position`, which moves behind the last of them.
  base::Status read_meta(std::size_t& position, Dataset& out);
  // All elements from `position` to the end.
  base::Status read_all(std::size_t position, Encoding encoding, Dataset& out);

 private:
  enum class Scope { kTop, kMeta, kItem, kDelimitedItem };

  bool dataset(std::size_t end, Encoding encoding, unsigned depth, Scope scope, Dataset& out);
  bool element(const ElementHeader& header, std::size_t end, Encoding encoding, unsigned depth, Dataset& owner);
  bool sequence(Element& target, std::size_t end, Encoding encoding, unsigned depth, bool delimited,
                const std::string& character_set);
  bool item(Element& target, std::size_t end, Encoding encoding, unsigned depth, const std::string& character_set);
  bool fragments(Element& target, std::size_t end, bool big_endian, bool delimited);
  void skip_delimited(std::size_t end, Encoding encoding);
  bool delimiter_ends_dataset(Tag tag, Scope scope);
  bool padding_follows(std::size_t end);
  void leftover(std::size_t end, Tag within);
  void missing_delimiter(const char* detail, Tag tag, std::size_t end);
  void note_cut(std::size_t noted_before, const char* detail, Tag tag, std::uint64_t offset);
  bool charge(std::size_t bytes);

  base::Bytes bytes_;
  const ReadOptions& options_;
  base::Budget& budget_;
  ParseReport& report_;
  std::size_t position_ = 0;
  std::vector<Element> pool_;    // elements of the datasets being read, innermost last: one allocation a dataset
  std::size_t uncharged_ = 0;
  bool padding_checked_ = false;
  bool signed_pixels_ = false;   // Pixel Representation of the dataset being read, or of one around it
  std::optional<base::Error> failure_;
};

}  // namespace sansfilm::dicom
