#include "shared/dicom/person_name.hpp"

#include <algorithm>
#include <array>

#include "shared/dicom/letter_case.hpp"

namespace sansfilm::dicom {

namespace {

std::string trimmed(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\0')) text.remove_suffix(1);
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  return std::string(text);
}

// The next part before `separator`; `rest` moves behind it.
std::string_view take_part(std::string_view& rest, char separator) {
  const std::size_t end = std::min(rest.find(separator), rest.size());
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return part;
}

NameGroup parse_group(std::string_view text) {
  NameGroup group;
  for (std::string* component : {&group.family, &group.given, &group.middle, &group.prefix, &group.suffix}) {
    *component = trimmed(take_part(text, '^'));
  }
  return group;
}

void append_word(std::string& out, const std::string& word) {
  if (word.empty()) return;
  if (!out.empty()) out += ' ';
  out += word;
}

}  // namespace

PersonName parse_person_name(std::string_view utf8) {
  PersonName name;
  for (NameGroup* group : {&name.alphabetic, &name.ideographic, &name.phonetic}) {
    *group = parse_group(take_part(utf8, '='));
  }
  return name;
}

std::string display_name(const PersonName& name) {
  std::string out;
  append_word(out, name.alphabetic.prefix);
  append_word(out, to_capitals(name.alphabetic.family));
  append_word(out, to_initials(name.alphabetic.given));
  append_word(out, to_initials(name.alphabetic.middle));
  append_word(out, name.alphabetic.suffix);
  std::string other;
  for (const std::string* word : {&name.ideographic.family, &name.ideographic.given, &name.ideographic.middle}) {
    append_word(other, *word);
  }
  if (out.empty()) return other;
  return other.empty() ? out : out + " (" + other + ")";
}

std::string display_name(std::string_view utf8) { return display_name(parse_person_name(utf8)); }

}  // namespace sansfilm::dicom
