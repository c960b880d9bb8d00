// Person names: three groups (alphabetic, ideographic, phonetic) of five components.
// @source PS3.5 2024e 6.2 (PN), 6.2.1
// @errors none: what is missing is empty
// @owner  values in UTF-8
// @thread pure
#pragma once

#include <string>
#include <string_view>

namespace sansfilm::dicom {

struct NameGroup {
  std::string family, given, middle, prefix, suffix;
  [[nodiscard]] bool empty() const {
    return family.empty() && given.empty() && middle.empty() && prefix.empty() && suffix.empty();
  }
};

struct PersonName {
  NameGroup alphabetic, ideographic, phonetic;
};

// One value of a PN in UTF-8.
[[nodiscard]] PersonName parse_person_name(std::string_view utf8);

// For people: "DUPONT Jean", the family name in capitals, a given name that is all capitals with only its initials;
// the ideographic group behind it in brackets ("YAMADA Tarou (山田 太郎)"). Letters of other scripts stay as they are.
[[nodiscard]] std::string display_name(const PersonName& name);
[[nodiscard]] std::string display_name(std::string_view utf8);

}  // namespace sansfilm::dicom
