#include "wasm/local/picture_form.hpp"

#include "shared/dicom/tags.hpp"
#include "shared/manifest/streamed_frame.hpp"

namespace sansfilm::local {

namespace {

namespace tags = dicom::tags;

constexpr std::size_t kMostSignature_bytes = 4096;
constexpr std::uint8_t kSoi = 0xD8, kSos = 0xDA;

bool decides(std::uint8_t marker) {
  switch (marker) {
    case 0xC4:  // DHT
    case 0xDB:  // DQT
    case 0xDD:  // DRI
    case 0xFE:  // COM
      return false;
    default:
      break;
  }
  const bool application = marker >= 0xE0 && marker <= 0xEF;
  return !application || marker == 0xE0 || marker == 0xE8 || marker == 0xEE;  // JFIF, SPIFF or HP, Adobe
}

// What of the dataset a decoder looks at, besides the format that it declares.
std::string key_of(const dicom::File& file, const wire::PixelFormat& declared) {
  std::string key(file.transfer_syntax->uid);
  for (const std::uint64_t number : {std::uint64_t{declared.rows}, std::uint64_t{declared.columns}, std::uint64_t{declared.samples},
                                     std::uint64_t{declared.bits_stored}, std::uint64_t{declared.is_signed}}) {
    key += '/' + std::to_string(number);
  }
  key += '/' + declared.photometric;
  for (const dicom::Tag tag : {tags::kBitsAllocated, tags::kBitsStored, tags::kHighBit, tags::kPlanarConfiguration}) {
    key += '/' + std::to_string(file.dataset.integer(tag).value_or(-1));
  }
  for (const dicom::Tag tag : {tags::kPixelData, tags::kFloatPixelData, tags::kDoubleFloatPixelData}) {
    key += file.dataset.find(tag) != nullptr ? '1' : '0';
  }
  return key;
}

}  // namespace

std::string header_signature(base::Bytes codestream) {
  std::string signature;
  std::size_t at = 0;
  while (at + 4 <= codestream.size() && signature.size() < kMostSignature_bytes) {
    if (codestream[at] != 0xFF) break;
    const std::uint8_t marker = codestream[at + 1];
    if (marker == 0xFF) {  // fill byte
      ++at;
      continue;
    }
    if (marker == kSoi) {
      at += 2;
      continue;
    }
    const std::size_t length = std::size_t{2} + base::load_be<std::uint16_t>(codestream.data() + at + 2);
    if (length < 4 || length > codestream.size() - at) break;
    if (decides(marker)) signature.append(reinterpret_cast<const char*>(codestream.data() + at), length);
    if (marker == kSos) break;
    at += length;
  }
  return signature;
}

wire::PixelFormat form_of_samples(const base::Frame& frame, const wire::PixelFormat& declared) {
  wire::PixelFormat form = manifest::format_as_decoded(frame, declared);
  form.bytes_per_sample = frame.bytes_per_sample;
  return form;
}

std::optional<wire::PixelFormat> PictureForms::form_of(const dicom::File& file, const wire::PixelFormat& declared, base::Bytes codestream,
                                                       const Decode& decode) {
  const dicom::PixelCoding coding = file.transfer_syntax->coding;
  std::string key = key_of(file, declared);
  if (coding == dicom::PixelCoding::kJpeg || coding == dicom::PixelCoding::kJpegLs) key += header_signature(codestream);
  // JPEG 2000 comes here only when it contradicts its dataset.
  const bool alike = coding != dicom::PixelCoding::kJpeg2000 && coding != dicom::PixelCoding::kHtj2k;
  if (alike) {
    if (const auto found = known_.find(key); found != known_.end()) return form_of_samples(found->second.frame, declared);
  }
  base::Result<base::Frame> decoded = decode();
  if (!decoded.ok() || !decoded->complete) return std::nullopt;
  const wire::PixelFormat form = form_of_samples(*decoded, declared);
  if (alike) {
    decoded->samples = {};
    decoded->remarks = {};
    known_.emplace(std::move(key), Found{std::move(decoded).value()});
  }
  return form;
}

}  // namespace sansfilm::local
