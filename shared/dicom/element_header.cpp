#include "shared/dicom/dictionary.hpp"
#include "shared/dicom/element_parser.hpp"

namespace sansfilm::dicom {

namespace {

template <class T>
T load(const std::uint8_t* at, bool big_endian) {
  return big_endian ? base::load_be<T>(at) : base::load_le<T>(at);
}

bool fits(std::uint32_t length, std::uint32_t header, std::size_t available) {
  return length == kUndefinedLength || (header <= available && length <= available - header);
}

bool is_capital(std::uint8_t letter) { return letter >= 'A' && letter <= 'Z'; }

ElementHeader implicit_header(Tag tag, const std::uint8_t* at, bool big_endian) {
  return {.tag = tag, .vr = dictionary_vr(tag).vr, .length = load<std::uint32_t>(at + 4, big_endian), .size = 8,
          .irregular = nullptr, .implicit = true};
}

// Two letters that are no VR. Writers do three things there: a VR of a later edition (32-bit length, PS3.5 6.2 note),
// an element in implicit VR amid explicit ones, or rubbish with a 16-bit length. The first that fits the bytes wins.
std::optional<ElementHeader> guess_header(Tag tag, const std::uint8_t* at, std::size_t available, bool big_endian) {
  const auto short_length = std::uint32_t{load<std::uint16_t>(at + 6, big_endian)};
  const bool letters = is_capital(at[4]) && is_capital(at[5]);
  if (letters && short_length == 0 && available >= 12) {
    const auto length = load<std::uint32_t>(at + 8, big_endian);
    if (fits(length, 12, available)) {
      return ElementHeader{tag, Vr::UN, length, 12, "the VR is unknown; read as UN with a 32-bit length", false};
    }
  }
  ElementHeader implicit = implicit_header(tag, at, big_endian);
  if (!letters && fits(implicit.length, 8, available)) {
    implicit.irregular = "the element is in implicit VR within an explicit VR dataset";
    return implicit;
  }
  if (fits(short_length, 8, available)) {
    const Vr vr = dictionary_vr(tag).vr;
    return ElementHeader{tag, vr == Vr::SQ ? Vr::UN : vr, short_length, 8,
                         "the VR is unknown; read with a 16-bit length", false};
  }
  return std::nullopt;
}

}  // namespace

std::optional<ElementHeader> read_header(base::Bytes bytes, std::size_t position, std::size_t end,
                                         Encoding encoding) {
  const std::size_t available = end - position;
  if (available < 8) return std::nullopt;
  const std::uint8_t* at = bytes.data() + position;
  const Tag tag(load<std::uint16_t>(at, encoding.big_endian), load<std::uint16_t>(at + 2, encoding.big_endian));
  if (!encoding.explicit_vr || tag.group() == 0xFFFE) return implicit_header(tag, at, encoding.big_endian);

  const std::uint16_t letters = vr_letters(static_cast<char>(at[4]), static_cast<char>(at[5]));
  if (!is_known_vr(letters)) return guess_header(tag, at, available, encoding.big_endian);
  const Vr vr = static_cast<Vr>(letters);
  const auto short_length = std::uint32_t{load<std::uint16_t>(at + 6, encoding.big_endian)};
  if (!has_long_length(vr)) return ElementHeader{tag, vr, short_length, 8, nullptr, false};
  if (available < 12) return std::nullopt;
  const auto length = load<std::uint32_t>(at + 8, encoding.big_endian);
  if (short_length != 0 && !fits(length, 12, available) && fits(short_length, 8, available)) {
    return ElementHeader{tag, vr, short_length, 8, "a 16-bit length where the VR has a 32-bit one", false};
  }
  return ElementHeader{tag, vr, length, 12, nullptr, false};
}

}  // namespace sansfilm::dicom
