#include "shared/view/layer_rows.hpp"

#include <algorithm>

#include "shared/view/layer_picture.hpp"

namespace sansfilm::view {
namespace {

std::string name_of(const Layer& layer, Language language) { return layer.name.empty() ? text(Text::kUnnamedLayer, language) : layer.name; }

const char* reason_of(const base::Error& error, Language language) {
  switch (error.code) {
    case base::ErrorCode::kIo: return text(Text::kReasonConnection, language);
    case base::ErrorCode::kDenied: return text(Text::kReasonDenied, language);
    case base::ErrorCode::kNotFound: return text(Text::kReasonGone, language);
    case base::ErrorCode::kOverBudget: return text(Text::kReasonMemory, language);
    default: return text(Text::kReasonContent, language);
  }
}

class Rows {
 public:
  Rows(const Layers& layers, const Cell& cell, const wire::Series& series, ShownImage image, Language language)
      : layers_(layers), cell_(cell), of_series_(layers.of_series(series)), image_(std::move(image)), language_(language) {}

  void add_presentations() {
    if (!heading(LayerKind::kPresentation, Text::kPresentation)) return;
    const std::optional<std::uint32_t> chosen = cell_.chosen_presentation();
    rows_.push_back({.kind = LayerRow::Kind::kPresentation, .text = text(Text::kAsStored, language_), .on = !chosen});
    for (const std::uint32_t index : of_kind(LayerKind::kPresentation)) {
      LayerRow row = row_of(LayerRow::Kind::kPresentation, index);
      row.on = chosen == index;
      if (row.on && row.note.empty() && !row.here) row.note = text(Text::kImageNotInState, language_);
      rows_.push_back(std::move(row));
    }
  }

  void add_layers(LayerKind kind, Text title) {
    if (!heading(kind, title)) return;
    for (const std::uint32_t index : of_kind(kind)) {
      const Layer& layer = layers_.at(index);
      LayerRow row = row_of(LayerRow::Kind::kLayer, index);
      row.on = layer.on;
      if (layer.on && row.note.empty() && !row.here) {
        row.note = text(kind == LayerKind::kStructureSet && !image_.plane ? Text::kNoPlane : Text::kNotOnImage, language_);
      }
      rows_.push_back(std::move(row));
      if (layer.on && layer.state == LayerState::kReady) add_parts(layer, index);
    }
  }

  [[nodiscard]] std::vector<LayerRow> take() { return std::move(rows_); }

 private:
  [[nodiscard]] std::vector<std::uint32_t> of_kind(LayerKind kind) const {
    std::vector<std::uint32_t> out;
    std::copy_if(of_series_.begin(), of_series_.end(), std::back_inserter(out), [&](std::uint32_t index) { return layers_.at(index).kind == kind; });
    return out;
  }

  bool heading(LayerKind kind, Text title) {
    if (of_kind(kind).empty()) return false;
    rows_.push_back({.text = text(title, language_)});
    return true;
  }

  [[nodiscard]] LayerRow row_of(LayerRow::Kind kind, std::uint32_t index) const {
    const Layer& layer = layers_.at(index);
    LayerRow row{.kind = kind, .text = name_of(layer, language_), .note = layer_note(layer, language_), .layer = index};
    row.fault = layer.state == LayerState::kFailed;
    row.here = layer.state != LayerState::kReady || is_on_image(layer, image_);
    return row;
  }

  void add_parts(const Layer& layer, std::uint32_t index) {
    const std::vector<bool> here = parts_on_image(layer, image_);
    for (std::uint32_t part = 0; part < layer.parts.size(); ++part) {
      const LayerPart& one = layer.parts[part];
      const std::string name = one.name.empty() ? fill(Text::kNumberedPart, language_, {std::to_string(one.number)}) : one.name;
      rows_.push_back({.kind = LayerRow::Kind::kPart, .text = name, .layer = index, .part = part, .on = one.visible, .here = here[part], .colour = one.colour});
    }
  }

  const Layers& layers_;
  const Cell& cell_;
  std::vector<std::uint32_t> of_series_;
  ShownImage image_;
  Language language_;
  std::vector<LayerRow> rows_;
};

}  // namespace

std::string layer_note(const Layer& layer, Language language) {
  switch (layer.state) {
    case LayerState::kListed:
    case LayerState::kReady: return {};
    case LayerState::kWanted:
    case LayerState::kAsked: return text(Text::kLayerLoading, language);
    case LayerState::kFailed: return fill(Text::kLayerUnreadable, language, {reason_of(layer.error, language)});
  }
  return {};
}

std::vector<LayerRow> layer_rows(const Layers& layers, const Cell& cell, const StudyModel& model, Language language) {
  if (!cell.has_series() || !model.series()[cell.series()].has_pictures()) return {};
  const wire::Series& series = model.series_of(cell.series());
  Rows rows(layers, cell, series, shown_image(series, model.frame_of(cell.series(), cell.place())), language);
  rows.add_presentations();
  rows.add_layers(LayerKind::kSegmentation, Text::kSegmentations);
  rows.add_layers(LayerKind::kStructureSet, Text::kStructureSets);
  return rows.take();
}

}  // namespace sansfilm::view
