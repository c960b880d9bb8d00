#include "shared/dicom/transfer_syntax.hpp"

#include <algorithm>
#include <iterator>

namespace sansfilm::dicom {

namespace {

constexpr TransferSyntax native(std::string_view uid, std::string_view name, bool explicit_vr, bool big_endian,
                                bool deflated) {
  return {uid, name, explicit_vr, big_endian, deflated, false, true, PixelCoding::kNative};
}

constexpr TransferSyntax encapsulated(std::string_view uid, std::string_view name, bool reversible,
                                      PixelCoding coding) {
  return {uid, name, true, false, false, true, reversible, coding};
}

using enum PixelCoding;

// `reversible` is false where the syntax allows both and only the codestream can tell (JPEG 2000 .91, HTJ2K .203).
constexpr TransferSyntax kTable[] = {
    native("1.2.840.10008.1.2", "Implicit VR Little Endian", false, false, false),
    native("1.2.840.10008.1.2.1", "Explicit VR Little Endian", true, false, false),
    native("1.2.840.10008.1.2.2", "Explicit VR Big Endian", true, true, false),
    native("1.2.840.10008.1.2.1.99", "Deflated Explicit VR Little Endian", true, false, true),
    encapsulated("1.2.840.10008.1.2.1.98", "Encapsulated Uncompressed Explicit VR Little Endian", true, kNative),
    encapsulated("1.2.840.10008.1.2.5", "RLE Lossless", true, kRle),
    encapsulated("1.2.840.10008.1.2.4.50", "JPEG Baseline (Process 1)", false, kJpeg),
    encapsulated("1.2.840.10008.1.2.4.51", "JPEG Extended (Process 2 & 4)", false, kJpeg),
    encapsulated("1.2.840.10008.1.2.4.52", "JPEG Extended (Process 3 & 5)", false, kNotSupported),
    encapsulated("1.2.840.10008.1.2.4.53", "JPEG Spectral Selection, Non-Hierarchical (Process 6 & 8)", false, kJpeg),
    encapsulated("1.2.840.10008.1.2.4.54", "JPEG Spectral Selection, Non-Hierarchical (Process 7 & 9)", false,
                 kNotSupported),
    encapsulated("1.2.840.10008.1.2.4.55", "JPEG Full Progression, Non-Hierarchical (Process 10 & 12)", false, kJpeg),
    encapsulated("1.2.840.10008.1.2.4.56", "JPEG Full Progression, Non-Hierarchical (Process 11 & 13)", false,
                 kNotSupported),
    encapsulated("1.2.840.10008.1.2.4.57", "JPEG Lossless, Non-Hierarchical (Process 14)", true, kJpeg),
    encapsulated("1.2.840.10008.1.2.4.58", "JPEG Lossless, Non-Hierarchical (Process 15)", true, kNotSupported),
    encapsulated("1.2.840.10008.1.2.4.70", "JPEG Lossless, Non-Hierarchical, First-Order Prediction", true, kJpeg),
    encapsulated("1.2.840.10008.1.2.4.80", "JPEG-LS Lossless", true, kJpegLs),
    encapsulated("1.2.840.10008.1.2.4.81", "JPEG-LS Lossy (Near-Lossless)", false, kJpegLs),
    encapsulated("1.2.840.10008.1.2.4.90", "JPEG 2000 (Lossless Only)", true, kJpeg2000),
    encapsulated("1.2.840.10008.1.2.4.91", "JPEG 2000", false, kJpeg2000),
    encapsulated("1.2.840.10008.1.2.4.92", "JPEG 2000 Part 2 Multi-component (Lossless Only)", true, kJpeg2000),
    encapsulated("1.2.840.10008.1.2.4.93", "JPEG 2000 Part 2 Multi-component", false, kJpeg2000),
    encapsulated("1.2.840.10008.1.2.4.94", "JPIP Referenced", true, kNotSupported),
    {"1.2.840.10008.1.2.4.95", "JPIP Referenced Deflate", true, false, true, true, true, kNotSupported},
    encapsulated("1.2.840.10008.1.2.4.100", "MPEG2 Main Profile / Main Level", false, kVideo),
    encapsulated("1.2.840.10008.1.2.4.100.1", "Fragmentable MPEG2 Main Profile / Main Level", false, kVideo),
    encapsulated("1.2.840.10008.1.2.4.101", "MPEG2 Main Profile / High Level", false, kVideo),
    encapsulated("1.2.840.10008.1.2.4.101.1", "Fragmentable MPEG2 Main Profile / High Level", false, kVideo),
    encapsulated("1.2.840.10008.1.2.4.102", "MPEG-4 AVC/H.264 High Profile / Level 4.1", false, kVideo),
    encapsulated("1.2.840.10008.1.2.4.102.1", "Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.1", false, kVideo),
    encapsulated("1.2.840.10008.1.2.4.103", "MPEG-4 AVC/H.264 BD-compatible High Profile / Level 4.1", false, kVideo),
    encapsulated("1.2.840.10008.1.2.4.103.1",
                 "Fragmentable MPEG-4 AVC/H.264 BD-compatible High Profile / Level 4.1", false, kVideo),
    encapsulated("1.2.840.10008.1.2.4.104", "MPEG-4 AVC/H.264 High Profile / Level 4.2 For 2D Video", false, kVideo),
    encapsulated("1.2.840.10008.1.2.4.104.1",
                 "Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.2 For 2D Video", false, kVideo),
    encapsulated("1.2.840.10008.1.2.4.105", "MPEG-4 AVC/H.264 High Profile / Level 4.2 For 3D Video", false, kVideo),
    encapsulated("1.2.840.10008.1.2.4.105.1",
                 "Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.2 For 3D Video", false, kVideo),
    encapsulated("1.2.840.10008.1.2.4.106", "MPEG-4 AVC/H.264 Stereo High Profile / Level 4.2", false, kVideo),
    encapsulated("1.2.840.10008.1.2.4.106.1",
                 "Fragmentable MPEG-4 AVC/H.264 Stereo High Profile / Level 4.2", false, kVideo),
    encapsulated("1.2.840.10008.1.2.4.107", "HEVC/H.265 Main Profile / Level 5.1", false, kVideo),
    encapsulated("1.2.840.10008.1.2.4.108", "HEVC/H.265 Main 10 Profile / Level 5.1", false, kVideo),
    encapsulated("1.2.840.10008.1.2.4.110", "JPEG XL Lossless", true, kNotSupported),
    encapsulated("1.2.840.10008.1.2.4.111", "JPEG XL JPEG Recompression", false, kNotSupported),
    encapsulated("1.2.840.10008.1.2.4.112", "JPEG XL", false, kNotSupported),
    encapsulated("1.2.840.10008.1.2.4.201", "High-Throughput JPEG 2000 (Lossless Only)", true, kHtj2k),
    encapsulated("1.2.840.10008.1.2.4.202", "High-Throughput JPEG 2000 with RPCL Options (Lossless Only)", true,
                 kHtj2k),
    encapsulated("1.2.840.10008.1.2.4.203", "High-Throughput JPEG 2000", false, kHtj2k),
    encapsulated("1.2.840.10008.1.2.4.204", "JPIP HTJ2K Referenced", true, kNotSupported),
    {"1.2.840.10008.1.2.4.205", "JPIP HTJ2K Referenced Deflate", true, false, true, true, true, kNotSupported},
    encapsulated("1.2.840.10008.1.2.8.1", "Deflated Image Frame Compression", true, kDeflatedFrame),
};

constexpr TransferSyntax kUnknown{"", "unknown transfer syntax", true, false, false, false, false, kNotSupported};

}  // namespace

const TransferSyntax* find_transfer_syntax(std::string_view uid) {
  const auto* row = std::find_if(std::begin(kTable), std::end(kTable),
                                 [uid](const TransferSyntax& syntax) { return syntax.uid == uid; });
  return row == std::end(kTable) ? nullptr : row;
}

const TransferSyntax& unknown_transfer_syntax() { return kUnknown; }

std::span<const TransferSyntax> all_transfer_syntaxes() { return kTable; }

}  // namespace sansfilm::dicom
