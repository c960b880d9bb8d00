// What the layers are to the picture of a viewport.
#include <utility>

#include "shared/view/annotations.hpp"
#include "shared/view/pane.hpp"

namespace sansfilm::view {
namespace {

constexpr double kOutlineCss = 1.75;
constexpr double kPointArmCss = 4.0;

Colour colour_of(const pixel::Rgb& rgb) { return {rgb[0], rgb[1], rgb[2], 255}; }

}  // namespace

const std::vector<LayerRow>& Pane::layer_rows(Language language) const {
  const LayersKey key{cell_.has_series() ? cell_.series() : 0, cell_.place(), layers_.revision(), cell_.chosen_presentation(), language};
  if (rows_for_ != key || study_ == nullptr) {
    rows_for_ = key;
    rows_ = study_ != nullptr ? view::layer_rows(layers_, cell_, study_->model(), language) : std::vector<LayerRow>{};
  }
  return rows_;
}

void Pane::draw_layers(bool show_graphics, double pixel_ratio, DrawList& out) const {
  if (picture() == nullptr) return;
  const ShownImage shown = image();
  const LayersKey key{cell_.series(), cell_.place(), layers_.revision(), {}, Language::kFrench};
  if (outlines_for_ != key) {
    outlines_for_ = key;
    outlines_ = outlines_on(layers_, series(), shown);
  }
  const Affine map = cell_.viewport().to_screen();
  for (const Outline& outline : outlines_) {
    PathMark mark{.points = {}, .closed = outline.type == volume::ContourType::kClosed, .width_px = kOutlineCss * pixel_ratio,
                  .colour = colour_of(layers_.at(outline.layer).parts[outline.part].colour)};
    for (const Point& point : outline.points) mark.points.push_back(map.apply(point));
    if (mark.points.size() == 1) {   // a point of interest: a small cross
      const Point at = mark.points.front();
      const double arm = kPointArmCss * pixel_ratio;
      out.paths.push_back({{{at.x, at.y - arm}, {at.x, at.y + arm}}, false, false, mark.width_px, mark.colour});
      mark.points = {{at.x - arm, at.y}, {at.x + arm, at.y}};
    }
    out.paths.push_back(std::move(mark));
  }
  if (const auto* state = cell_.presentation(study_->model()); state != nullptr && show_graphics) {
    const Rect area = displayed_rect(*state, shown.uid, shown.frame, shown.rows, shown.columns);
    add_annotations(*state, shown.uid, shown.frame, {&cell_.viewport(), area, pixel_ratio}, out);
  }
}

stream::FrameId Pane::frame_of(const Superimposed& over) const {
  const SeriesModel& stack = study_->model().series()[over.series];
  return {stack.series, stack.frames[over.place]};
}

std::optional<Superimposed> Pane::superimposed() const {
  if (!has_frame()) return std::nullopt;
  const StudyModel& model = study_->model();
  const auto* state = cell_.presentation(model);
  if (state == nullptr || state->blending.empty()) return std::nullopt;
  const LayersKey key{cell_.series(), cell_.place(), static_cast<std::uint32_t>(model.series().size()), cell_.chosen_presentation(), Language::kFrench};
  if (superimposed_for_ != key) {
    superimposed_for_ = key;
    superimposed_ = superimposed_on(*state, image(), model);
  }
  return superimposed_;
}

const PictureGraphics& Pane::graphics(bool show_graphics) {
  Cell::Over over;
  if (const auto place = superimposed()) {
    over.picture = study_->picture(frame_of(*place));
    over.series = &study_->model().series_of(place->series);
    over.frame = &study_->model().frame_of(place->series, place->place);
  }
  return cell_.graphics(study_->model(), show_graphics, over);
}

// What a blending state lays over the picture: the other series by its name, or why nothing is.
OverlayLine Pane::blending_line(Language language) const {
  const auto* state = cell_.presentation(study_->model());
  if (state == nullptr || !is_underlying(*state, image())) return {};
  const auto over = superimposed();
  if (!over) return {text(Text::kBlendingMissing, language), Ink::kCaution};
  const wire::Series& above = study_->model().series_of(over->series);
  const Picture* picture = study_->picture(frame_of(*over));
  const bool is_whole = picture != nullptr && picture->state.quality == wire::Quality::kFull;
  return {fill(is_whole ? Text::kBlended : Text::kBlendedNotFinal, language, {above.description.empty() ? above.modality : above.description}),
          is_whole ? Ink::kQuiet : Ink::kCaution};
}

// What the corner of the picture says of its layers: never silently other than asked.
std::vector<OverlayLine> Pane::layer_lines(Language language, bool show_graphics) const {
  std::vector<OverlayLine> out;
  for (const LayerRow& row : layer_rows(language)) {
    if (!row.on || !row.layer || (row.kind != LayerRow::Kind::kPresentation && row.kind != LayerRow::Kind::kLayer)) continue;
    const Layer& layer = layers_.at(*row.layer);
    std::string line = row.kind == LayerRow::Kind::kPresentation ? fill(Text::kPresentedBy, language, {row.text}) : row.text;
    if (!row.note.empty()) line += " (" + row.note + ")";
    const bool waits = layer.state == LayerState::kWanted || layer.state == LayerState::kAsked;
    out.push_back({std::move(line), row.fault ? Ink::kFault : row.note.empty() || waits ? Ink::kQuiet : Ink::kCaution});
    if (!layer.presentation || !row.here) continue;
    if (OverlayLine blending = blending_line(language); !blending.text.empty()) out.push_back(std::move(blending));
    if (!show_graphics && !layer.presentation->annotations.empty()) out.push_back({text(Text::kGraphicsHidden, language), Ink::kCaution});
  }
  if (layers_.hidden() && layers_.any_on()) out.push_back({text(Text::kLayersHidden, language), Ink::kCaution});
  return out;
}

}  // namespace sansfilm::view
