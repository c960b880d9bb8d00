#include <algorithm>
#include <string_view>

#include "shared/dicom/charset.hpp"
#include "shared/dicom/check_parts.hpp"
#include "shared/dicom/dictionary.hpp"
#include "shared/dicom/instance_attributes.hpp"
#include "shared/dicom/number_text.hpp"
#include "shared/dicom/tags.hpp"
#include "shared/dicom/uid.hpp"

namespace sansfilm::dicom {

namespace {

using base::ErrorCode;

std::string_view as_text(const Element& element) {
  return {reinterpret_cast<const char*>(element.value.data()), element.value.size()};
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\0')) text.remove_suffix(1);
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  return text;
}

bool consists_of(std::string_view text, std::string_view allowed) {
  return text.find_first_not_of(allowed) == std::string_view::npos;
}

std::size_t characters(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; }));
}

// AS: three digits and a unit.
bool is_age(std::string_view text) {
  return text.size() == 4 && consists_of(text.substr(0, 3), "0123456789") && consists_of(text.substr(3), "DWMY");
}

bool is_date_time(std::string_view text) {
  const std::size_t zone = text.find_first_of("+-");
  if (zone != std::string_view::npos &&
      (text.size() - zone != 5 || !consists_of(text.substr(zone + 1), "0123456789"))) {
    return false;
  }
  const std::string_view local = text.substr(0, zone);
  if (local.size() == 4 || local.size() == 6) return consists_of(local, "0123456789");
  if (local.size() < 8 || valid_date(local.substr(0, 8)).empty()) return false;
  return local.size() == 8 || !valid_time(local.substr(8)).empty();
}

// What is wrong with one value of a text VR (PS3.5 Table 6.2-1); nullptr: nothing.
const char* fault_of(std::string_view value, Vr vr) {
  switch (vr) {
    case Vr::UI: return is_valid_uid(value) ? nullptr : "not a valid UID";
    case Vr::DA: return valid_date(value).empty() || value.size() != 8 ? "not a date of the form YYYYMMDD" : nullptr;
    case Vr::TM:
      return valid_time(value).empty() || value.find(':') != std::string_view::npos ? "not a time of the form HHMMSS" : nullptr;
    case Vr::DT: return is_date_time(value) ? nullptr : "not a date and time";
    case Vr::AS: return is_age(value) ? nullptr : "not an age";
    case Vr::IS:
      if (value.size() > 12) return "an integer string of more than 12 characters";
      return parse_integer(value) ? nullptr : "not an integer";
    case Vr::DS:
      if (value.size() > 16) return "a decimal string of more than 16 characters";
      return parse_decimal(value) ? nullptr : "not a number";
    case Vr::CS:
      if (value.size() > 16) return "a code string of more than 16 characters";
      return consists_of(value, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 _") ? nullptr : "a code string with other characters than A-Z 0-9 space and _";
    case Vr::AE: return value.size() > 16 ? "an application entity title of more than 16 characters" : nullptr;
    default: return nullptr;
  }
}

const char* length_fault(std::string_view utf8, Vr vr) {
  const std::size_t length = characters(utf8);
  if (vr == Vr::SH && length > 16) return "a short string of more than 16 characters";
  if (vr == Vr::LO && length > 64) return "a long string of more than 64 characters";
  if (vr == Vr::ST && length > 1024) return "a short text of more than 1024 characters";
  if (vr == Vr::LT && length > 10240) return "a long text of more than 10240 characters";
  if (vr == Vr::PN && length > 64 * 3 + 2) return "a person name of more than 64 characters a group";
  return nullptr;
}

const char* describe_mark(TextMark mark) {
  switch (mark) {
    case TextMark::kNone: return nullptr;
    case TextMark::kUndeclared: return "text beyond ASCII without a declared character set; guessed";
    case TextMark::kMisspelt: return nullptr;  // said once, of Specific Character Set itself
    case TextMark::kUnknownTerm: return nullptr;
    case TextMark::kContradicted: return "the text is not in the declared character set; guessed";
    case TextMark::kLossy: return "some characters of the text cannot be decoded";
  }
  return nullptr;
}

void check_text(const Element& element, const Dataset& owner, Findings& findings) {
  if (element.tag == tags::kSpecificCharacterSet) {
    const TextMark mark = parse_character_set(as_text(element)).mark;
    if (mark != TextMark::kNone) {
      findings.add(ErrorCode::kMalformed, mark == TextMark::kMisspelt ? "the character set is misspelt; read as what it means"
                                                                       : "the character set is unknown; guessed",
                   element.tag, element.offset);
    }
    return;
  }
  if (uses_character_set(element.vr)) {
    const DecodedText text = decode_text(as_text(element), owner.character_set(), element.vr);
    if (const char* fault = describe_mark(text.mark)) findings.add(ErrorCode::kMalformed, fault, element.tag, element.offset);
    std::string_view rest = text.utf8;
    while (!rest.empty()) {
      const std::size_t end = is_single_text(element.vr) ? rest.size() : std::min(rest.find('\\'), rest.size());
      if (const char* fault = length_fault(trimmed(rest.substr(0, end)), element.vr)) {
        findings.add(ErrorCode::kMalformed, fault, element.tag, element.offset);
        break;
      }
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return;
  }
  std::string_view rest = as_text(element);
  while (!rest.empty()) {
    const std::size_t end = is_single_text(element.vr) ? rest.size() : std::min(rest.find('\\'), rest.size());
    const std::string_view value = trimmed(rest.substr(0, end));
    const char* fault = value.empty() ? nullptr : fault_of(value, element.vr);
    if (fault != nullptr) {
      findings.add(ErrorCode::kMalformed, fault, element.tag, element.offset);
      break;
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

bool vr_agrees(const Element& element) {
  const DictionaryVr known = dictionary_vr(element.tag);
  if (!known.known || element.vr == Vr::UN || element.vr == known.vr) return true;
  switch (known.rule) {
    case VrRule::kUnsignedOrSigned: return element.vr == Vr::SS || element.vr == Vr::OW;
    case VrRule::kByteOrWord: return element.vr == Vr::OB;
    case VrRule::kLutData: return element.vr == Vr::US || element.vr == Vr::SS;
    case VrRule::kFixed: return false;
  }
  return false;
}

void check_multiplicity(const Element& element, const Dataset& owner, Findings& findings) {
  if (element.vr == Vr::SQ || is_bulk(element.vr) || element.tag.is_private()) return;
  const DictionaryEntry* entry = dictionary_entry(element.tag);
  const std::size_t count = owner.multiplicity(element.tag);
  if (entry == nullptr || count == 0) return;
  const bool fits = count >= entry->vm_least && (entry->vm_most == 0 || count <= entry->vm_most) &&
                    (count - entry->vm_least) % entry->vm_step == 0;
  if (!fits) findings.add(ErrorCode::kMalformed, "not as many values as the dictionary allows", element.tag, element.offset);
}

}  // namespace

void check_values(const Dataset& dataset, Findings& findings) {
  for (const Element& element : dataset.elements()) {
    if (!vr_agrees(element)) findings.add(ErrorCode::kInconsistent, "another VR than the dictionary's", element.tag, element.offset);
    check_multiplicity(element, dataset, findings);
    if (element.vr == Vr::SQ) {
      for (const Dataset& item : element.items) check_values(item, findings);
    } else if (is_text(element.vr)) {
      check_text(element, dataset, findings);
    } else if (element.value.size() % (element.vr == Vr::AT ? 4 : value_size(element.vr)) != 0) {
      findings.add(ErrorCode::kMalformed, "the length is no multiple of the VR's size", element.tag, element.offset);
    }
  }
}

}  // namespace sansfilm::dicom
