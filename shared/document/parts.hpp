// The parts of the display model, each in its own file. Internal to shared/document.
// @thread pure
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "shared/base/budget.hpp"
#include "shared/dicom/reader.hpp"
#include "shared/json/json.hpp"
#include "shared/pixel/presentation_state.hpp"

namespace sansfilm::document {

// A member with text, left out when it is empty. Bytes that are no UTF-8 become U+FFFD.
void write_text(json::Writer& out, std::string_view name, std::string_view text);
[[nodiscard]] std::string clean_text(std::string_view text);

// "#rrggbb".
void write_colour(json::Writer& out, std::array<std::uint8_t, 3> rgb);
void write_references(json::Writer& out, std::span<const pixel::ImageReference> references);

// Each writes members of the object that is open; false: the object has nothing of the kind, nothing was written.
bool write_report(const dicom::Dataset& dataset, bool with_references, json::Writer& out);
bool write_waveform(const dicom::Dataset& dataset, base::Budget& budget, json::Writer& out);
bool write_presentation(const dicom::Dataset& dataset, json::Writer& out);
bool write_segments(const dicom::Dataset& dataset, json::Writer& out);
bool write_regions(const dicom::Dataset& dataset, json::Writer& out);
void write_attribute_list(const dicom::Dataset& dataset, json::Writer& out);

}  // namespace sansfilm::document
