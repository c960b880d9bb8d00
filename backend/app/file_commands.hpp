// The commands that prove what the core does with a file. Frames count from 1, as DICOM counts them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sansfilm::app {

// Stored values of one frame, little endian, into a file; their description as one line of JSON on standard output.
int pixels(const std::string& path, std::uint32_t frame, const std::string& out);

struct RenderChoice {
  std::string window;      // "CENTER,WIDTH", or empty
  std::uint32_t voi = 0;   // the window or VOI LUT of the file, from 1; 0: the default
};
// The CPU reference rendering as a PNG file.
int render(const std::string& path, std::uint32_t frame, const RenderChoice& choice, const std::string& out);

// DICOM JSON, PS3.18 Annex F. One file: indented. Several, or a folder: one line a file in the order of the paths and,
// below a folder, of the names; "null" for a file that can't be read, so that line n is file n.
// all_values: binary values of any length are in it; else only those up to 1024 bytes.
int dump(const std::vector<std::string>& paths, bool all_values);
int check(const std::string& path);   // one line a finding; Exit::kRefusedSome if there is any

}  // namespace sansfilm::app
