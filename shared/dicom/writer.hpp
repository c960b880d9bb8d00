// Builds datasets and writes them, as bare datasets or as DICOM files (Part 10).
//
// A builder owns its values and keeps its elements in ascending tag order; setting a tag again replaces it. Text is
// given in UTF-8; if any is beyond ASCII, the file declares ISO_IR 192. Odd values are padded as their VR demands.
//
// @source PS3.5 2024e 7, A; PS3.10 2024e 7
// @units  numbers are written little endian unless the transfer syntax is big endian
// @errors kInvalidArgument (a value too long for its VR, a missing UID, a syntax that cannot be written), with the tag
// @owner  the builder its values, the result its bytes
// @thread one builder per thread
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "shared/dicom/dataset.hpp"
#include "shared/dicom/transfer_syntax.hpp"

namespace sansfilm::dicom {

class DatasetBuilder {
 public:
  // Text, several values joined by backslashes; the VR from the dictionary or as stated (private tags).
  DatasetBuilder& text(Tag tag, std::string_view utf8);
  DatasetBuilder& text(Tag tag, Vr vr, std::string_view utf8);
  // Numbers in the dictionary's VR: US SS UL SL UV SV AT, or as decimal text for IS and DS; FL FD.
  DatasetBuilder& integer(Tag tag, std::int64_t value) { return integers(tag, {value}); }
  DatasetBuilder& integers(Tag tag, const std::vector<std::int64_t>& values);
  DatasetBuilder& integers(Tag tag, Vr vr, const std::vector<std::int64_t>& values);
  DatasetBuilder& real(Tag tag, double value) { return reals(tag, {value}); }
  DatasetBuilder& reals(Tag tag, const std::vector<double>& values);
  DatasetBuilder& reals(Tag tag, Vr vr, const std::vector<double>& values);
  // Bytes as they are; those of OW OL OF OD OV are little endian.
  DatasetBuilder& bytes(Tag tag, Vr vr, std::vector<std::uint8_t> value);
  DatasetBuilder& empty(Tag tag);  // type 2, or a universal match in a query
  DatasetBuilder& sequence(Tag tag, std::vector<DatasetBuilder> items);
  // Compressed frames, one fragment each, for an encapsulated transfer syntax.
  DatasetBuilder& encapsulated(std::vector<std::vector<std::uint8_t>> frames);
  // A copy of what was read; text is copied as it stands, so the character set must be copied too.
  DatasetBuilder& copy(const Element& element);
  DatasetBuilder& copy(const Dataset& dataset);
  DatasetBuilder& erase(Tag tag);

  struct Value {
    Tag tag;
    Vr vr = Vr::UN;
    std::vector<std::uint8_t> bytes;
    std::vector<DatasetBuilder> items;
    std::vector<std::vector<std::uint8_t>> frames;
    bool is_encapsulated = false;
    bool is_utf8 = false;  // text given to this builder and not copied
  };
  [[nodiscard]] const std::vector<Value>& values() const { return values_; }
  [[nodiscard]] const Value* find(Tag tag) const;

 private:
  Value& slot(Tag tag, Vr vr);
  std::vector<Value> values_;
};

// A dataset without meta information, as a DIMSE message carries it.
[[nodiscard]] base::Result<std::vector<std::uint8_t>> write_dataset(const DatasetBuilder& dataset,
                                                                    const TransferSyntax& syntax);

// A file: preamble, meta information, dataset. SOP Class UID and SOP Instance UID must be there.
[[nodiscard]] base::Result<std::vector<std::uint8_t>> write_file(const DatasetBuilder& dataset,
                                                                 std::string_view transfer_syntax_uid);

// A number as DS: at most 16 characters, as near as they allow.
[[nodiscard]] std::string decimal_string(double value);

}  // namespace sansfilm::dicom
