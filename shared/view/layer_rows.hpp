// The panel of layers as rows, for whoever shows it, and for the keyboard, which walks them.
//
// @owner  values
// @thread pure
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/view/cell.hpp"
#include "shared/view/layers.hpp"
#include "shared/view/texts.hpp"

namespace sansfilm::view {

struct LayerRow {
  enum class Kind : std::uint8_t { kHeading, kPresentation, kLayer, kPart };
  Kind kind = Kind::kHeading;
  std::string text;
  std::string note;                      // why it is not seen
  bool fault = false;                    // the note tells a fault
  std::optional<std::uint32_t> layer;    // kPresentation without one: as stored
  std::uint32_t part = 0;
  bool on = false;
  bool here = true;                      // on the image that is shown
  pixel::Rgb colour{};

  [[nodiscard]] bool can_be_switched() const { return kind != Kind::kHeading; }
};

// Presentation states first, then each segmentation and structure set of the series with its parts once it is read and on.
[[nodiscard]] std::vector<LayerRow> layer_rows(const Layers& layers, const Cell& cell, const StudyModel& model, Language language);

// Why a layer is not seen: "" for one that is ready.
[[nodiscard]] std::string layer_note(const Layer& layer, Language language);

}  // namespace sansfilm::view
