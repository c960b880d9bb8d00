// The data dictionary: what VR a tag has, and (in a separate object file, so that who needs only VRs links only VRs)
// its keyword, name and multiplicity. Generated at build time from DCMTK's dicom.dic by scripts/generate_dictionary.
//
// @source PS3.6 2022b (the edition of Debian 12's DCMTK), PS3.7 2022b
// @errors none: an unknown tag has the VR UN and no entry
// @thread pure
#pragma once

#include <string_view>

#include "shared/dicom/tag.hpp"
#include "shared/dicom/vr.hpp"

namespace sansfilm::dicom {

// What the dictionary says of a tag's VR where the dataset has to decide.
enum class VrRule : std::uint8_t {
  kFixed,
  kUnsignedOrSigned,  // US or SS by Pixel Representation
  kByteOrWord,        // OB or OW
  kLutData,           // US or OW
};

struct DictionaryVr {
  Vr vr = Vr::UN;  // of an implicit VR little endian dataset when the rule is not kFixed (US, OW)
  VrRule rule = VrRule::kFixed;
  bool known = false;
};

// dictionary_vr.cpp. Group lengths are UL, private creators LO (PS3.5 7.8.1), other private tags unknown.
[[nodiscard]] DictionaryVr dictionary_vr(Tag tag);

struct DictionaryEntry {
  std::string_view keyword;  // "PatientName"
  std::string_view name;     // "Patient Name": the keyword as words
  std::uint16_t vm_least = 1;
  std::uint16_t vm_most = 1;  // 0: any number
  std::uint16_t vm_step = 1;
  bool retired = false;
};

// dictionary_names.cpp; nullptr if unknown. Repeating groups (50xx, 60xx) are found by any of their even groups.
[[nodiscard]] const DictionaryEntry* dictionary_entry(Tag tag);

}  // namespace sansfilm::dicom
