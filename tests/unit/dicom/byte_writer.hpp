// Builds datasets byte by byte, also wrong ones: it checks nothing. For tests only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/dicom/tag.hpp"

namespace sansfilm::dicom::test {

class ByteWriter {
 public:
  explicit ByteWriter(bool explicit_vr = true, bool big_endian = false)
      : explicit_vr_(explicit_vr), big_endian_(big_endian) {}

  ByteWriter& u8(unsigned value) {
    bytes_.push_back(static_cast<std::uint8_t>(value));
    return *this;
  }
  ByteWriter& u16(unsigned value) {
    return big_endian_ ? u8(value >> 8 & 255U).u8(value & 255U) : u8(value & 255U).u8(value >> 8 & 255U);
  }
  ByteWriter& u32(std::uint32_t value) {
    return big_endian_ ? u16(value >> 16).u16(value & 0xFFFFU) : u16(value & 0xFFFFU).u16(value >> 16);
  }
  ByteWriter& raw(std::string_view text) {
    bytes_.insert(bytes_.end(), text.begin(), text.end());
    return *this;
  }
  ByteWriter& raw(const ByteWriter& other) {
    bytes_.insert(bytes_.end(), other.bytes_.begin(), other.bytes_.end());
    return *this;
  }
  ByteWriter& zeros(std::size_t count) {
    bytes_.insert(bytes_.end(), count, 0);
    return *this;
  }

  // The header of an element with any VR letters and any length; `wide` for the VRs with a 32-bit length.
  ByteWriter& header(Tag tag, std::string_view vr, std::uint32_t length) {
    u16(tag.group()).u16(tag.element());
    if (!explicit_vr_) return u32(length);
    raw(vr);
    static constexpr std::string_view kWide = "OB OD OF OL OV OW SQ SV UC UN UR UT UV";
    return kWide.find(vr) != std::string_view::npos ? u16(0).u32(length) : u16(length);
  }
  ByteWriter& element(Tag tag, std::string_view vr, std::string_view value) {
    return header(tag, vr, static_cast<std::uint32_t>(value.size())).raw(value);
  }
  ByteWriter& element(Tag tag, std::string_view vr, const ByteWriter& value) {
    return header(tag, vr, static_cast<std::uint32_t>(value.size())).raw(value);
  }
  ByteWriter& us(Tag tag, unsigned value) { return header(tag, "US", 2).u16(value); }
  ByteWriter& item(std::uint32_t length) { return u16(0xFFFE).u16(0xE000).u32(length); }
  ByteWriter& fragment(std::string_view value) { return item(static_cast<std::uint32_t>(value.size())).raw(value); }
  ByteWriter& end_item() { return u16(0xFFFE).u16(0xE00D).u32(0); }
  ByteWriter& end_sequence() { return u16(0xFFFE).u16(0xE0DD).u32(0); }

  [[nodiscard]] std::size_t size() const { return bytes_.size(); }
  [[nodiscard]] base::Bytes bytes() const { return bytes_; }
  [[nodiscard]] std::vector<std::uint8_t>& storage() { return bytes_; }
  [[nodiscard]] std::string_view view() const {
    return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()};
  }

 private:
  std::vector<std::uint8_t> bytes_;
  bool explicit_vr_;
  bool big_endian_;
};

// Preamble, mark and meta information for the transfer syntax; the dataset is to be appended with raw().
inline ByteWriter part10(std::string_view transfer_syntax) {
  ByteWriter meta;
  std::string padded(transfer_syntax);
  if (padded.size() % 2 != 0) padded += '\0';
  meta.element(Tag(0x0002, 0x0010), "UI", padded);
  ByteWriter out;
  out.zeros(128).raw("DICM").header(Tag(0x0002, 0x0000), "UL", 4).u32(static_cast<std::uint32_t>(meta.size()));
  return out.raw(meta);
}

}  // namespace sansfilm::dicom::test
