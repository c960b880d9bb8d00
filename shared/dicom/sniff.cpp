#include "shared/dicom/sniff.hpp"

#include <array>

#include "shared/dicom/dictionary.hpp"

namespace sansfilm::dicom {

namespace {

constexpr unsigned kElementsToLookAt = 4;

// An element that could stand in a dataset: explicit VR gives itself away; implicit VR has only the dictionary.
bool is_plausible(const ElementHeader& header, Encoding encoding) {
  if (encoding.explicit_vr) return header.irregular == nullptr;
  return header.tag.is_private() || dictionary_vr(header.tag).known;
}

}  // namespace

unsigned count_regular_elements(base::Bytes bytes, std::size_t position, Encoding encoding, unsigned most) {
  unsigned count = 0;
  std::uint32_t previous = 0;
  while (count < most && position < bytes.size()) {
    const auto header = read_header(bytes, position, bytes.size(), encoding);
    if (!header || header->tag.group() == 0xFFFE || !is_plausible(*header, encoding)) return count;
    if (count > 0 && header->tag.value <= previous) return count;
    previous = header->tag.value;
    if (header->length == kUndefinedLength) {
      // A sequence: what follows must be an item, or its end.
      const std::size_t inside = position + header->size;
      if (bytes.size() - inside < 8) return count + 1;
      const auto first = read_header(bytes, inside, bytes.size(), {false, encoding.big_endian});
      return first->tag.group() == 0xFFFE ? most : count;
    }
    ++count;
    if (header->length > bytes.size() - position - header->size) return count == 1 ? 0 : count;
    position += header->size + header->length;
  }
  // The end of the data right after an element is as good as another element.
  return position == bytes.size() && count > 0 ? most : count;
}

std::optional<Encoding> sniff_encoding(base::Bytes bytes, std::size_t position, bool strict) {
  static constexpr std::array<Encoding, 4> kCandidates = {
      {{true, false}, {false, false}, {true, true}, {false, true}}};
  if (position >= bytes.size() || bytes.size() - position < 8) return std::nullopt;
  std::optional<Encoding> best;
  unsigned best_count = strict ? 1 : 0;
  for (const Encoding encoding : kCandidates) {
    const auto header = read_header(bytes, position, bytes.size(), encoding);
    if (!header) continue;
    const std::uint16_t group = header->tag.group();
    if (strict && group != 0x0002 && group != 0x0004 && group != 0x0008) continue;
    const unsigned count = count_regular_elements(bytes, position, encoding, kElementsToLookAt);
    if (count > best_count) {
      best = encoding;
      best_count = count;
    }
  }
  return best;
}

const TransferSyntax* sniff_codestream(base::Bytes fragment) {
  if (fragment.size() < 4) return nullptr;
  const auto* at = fragment.data();
  const auto first = base::load_be<std::uint32_t>(at);
  if (first == 0xFF4FFF51) return find_transfer_syntax("1.2.840.10008.1.2.4.91");
  if (first == 0x0000000C) return find_transfer_syntax("1.2.840.10008.1.2.4.91");  // a JP2 file
  if ((first >> 16) == 0xFFD8) {
    // The start-of-frame marker says which JPEG it is (ISO 10918-1 Table B.1, ISO 14495-1 C.1.1).
    for (std::size_t i = 2; i + 4 <= fragment.size() && at[i] == 0xFF;) {
      switch (at[i + 1]) {
        case 0xC0: return find_transfer_syntax("1.2.840.10008.1.2.4.50");
        case 0xC1: return find_transfer_syntax("1.2.840.10008.1.2.4.51");
        case 0xC2: return find_transfer_syntax("1.2.840.10008.1.2.4.55");
        case 0xC3: return find_transfer_syntax("1.2.840.10008.1.2.4.57");
        case 0xF7: return find_transfer_syntax("1.2.840.10008.1.2.4.81");
        default: break;
      }
      i += 2 + std::size_t{base::load_be<std::uint16_t>(at + i + 2)};
    }
    return nullptr;
  }
  // An RLE header: 1 to 15 segments, the first of which follows the header (PS3.5 G.5).
  if (fragment.size() >= 64) {
    const auto segments = base::load_le<std::uint32_t>(at);
    if (segments >= 1 && segments <= 15 && base::load_le<std::uint32_t>(at + 4) == 64) {
      return find_transfer_syntax("1.2.840.10008.1.2.5");
    }
  }
  return nullptr;
}

}  // namespace sansfilm::dicom
