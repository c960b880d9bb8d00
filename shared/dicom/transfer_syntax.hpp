// The transfer syntaxes of PS3.6 Annex A and what each means for a reader.
// @source PS3.5 2024e Annex A; PS3.6 2024e Table A-1
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace sansfilm::dicom {

enum class PixelCoding : std::uint8_t {
  kNative,          // uncompressed, in the byte order of the dataset
  kRle,
  kJpeg,            // ISO 10918-1: baseline, extended, lossless (process 14, SV1)
  kJpegLs,
  kJpeg2000,        // Part 1 and Part 2 multi-component
  kHtj2k,           // ISO 15444-15
  kDeflatedFrame,   // 1.2.840.10008.1.2.8.1, each frame deflated
  kVideo,           // MPEG-2, H.264, HEVC: played by the browser
  kNotSupported,    // JPIP, JPEG XL, retired processes
};

struct TransferSyntax {
  std::string_view uid;
  std::string_view name;
  bool explicit_vr = true;
  bool big_endian = false;
  bool deflated = false;       // the whole dataset
  bool encapsulated = false;
  bool reversible = true;      // decoding yields the values that were encoded, whatever the encoder's settings
  PixelCoding coding = PixelCoding::kNative;
};

// nullptr if the UID is not a transfer syntax of the table.
[[nodiscard]] const TransferSyntax* find_transfer_syntax(std::string_view uid);

// What a file has whose transfer syntax is not in the table: the dataset is read as explicit VR little endian (or
// what it looks like), its pixel data are not decoded; a finding of the reader names the UID. Its `uid` is empty.
[[nodiscard]] const TransferSyntax& unknown_transfer_syntax();

[[nodiscard]] std::span<const TransferSyntax> all_transfer_syntaxes();

inline constexpr std::string_view kImplicitLittleEndian = "1.2.840.10008.1.2";
inline constexpr std::string_view kExplicitLittleEndian = "1.2.840.10008.1.2.1";
inline constexpr std::string_view kExplicitBigEndian = "1.2.840.10008.1.2.2";
inline constexpr std::string_view kDeflatedLittleEndian = "1.2.840.10008.1.2.1.99";

}  // namespace sansfilm::dicom
