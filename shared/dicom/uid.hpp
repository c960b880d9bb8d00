// Unique identifiers: are they valid, and how to make them.
// @source PS3.5 2024e 9.1 (form), B.2 (from a UUID)
// @errors none
// @thread pure
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sansfilm::dicom {

// At most 64 characters, digits and dots, no empty component, no component that starts with a needless zero.
[[nodiscard]] bool is_valid_uid(std::string_view uid);

// "2.25." and the 128-bit number in decimal. For a new UID of random bits use uid_from_random_bits().
[[nodiscard]] std::string uid_from_number(std::uint64_t high, std::uint64_t low);

// The same after setting the version (4) and variant bits of a UUID, as B.2 demands. Same bits, same UID.
[[nodiscard]] std::string uid_from_random_bits(std::uint64_t high, std::uint64_t low);

// Who wrote a file, in its meta information (PS3.10 7.1).
inline constexpr std::string_view kImplementationClassUid = "2.25.224218986173753555472535668595919080827";
inline constexpr std::string_view kImplementationVersionName = "SANSFILM_1";

}  // namespace sansfilm::dicom
