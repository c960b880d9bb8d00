// The directory of a patient disc (DICOMDIR): which files belong to it. Only used to say how many of them are not among
// the files that were given: what is read are the files themselves.
//
// @source PS3.3 2024e F.3 (basic directory IOD), F.4.2.1 (Referenced File ID); PS3.10 2024e 8.2, 8.5
// @errors none: a directory that cannot be read refers to nothing
// @owner  values
// @thread pure
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "shared/dicom/reader.hpp"

namespace sansfilm::local {

struct DirectoryEntry {
  std::string path;     // as normal_path gives it
  std::string sop_uid;  // empty if the directory does not say
};

[[nodiscard]] bool is_directory(const dicom::File& file);

// `path`: of the directory itself; its references start at its folder.
[[nodiscard]] std::vector<DirectoryEntry> read_directory(const dicom::File& file, std::string_view path);

// Lower case, "/" between the parts, without the version ";1" and the dot that discs may add to a name.
[[nodiscard]] std::string normal_path(std::string_view path);

}  // namespace sansfilm::local
