// One viewport of the grid as whoever draws, tells or measures asks for it: which picture is on it, how good that is, under which
// window, what lies over it. The only place where the picture of a viewport comes from.
//
// @units  device pixels
// @owner  owns its cell; borrows the study while one is open
// @thread one caller
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/view/blending.hpp"
#include "shared/view/cell.hpp"
#include "shared/view/honesty.hpp"
#include "shared/view/layer_picture.hpp"
#include "shared/view/layer_rows.hpp"
#include "shared/view/measurements.hpp"
#include "shared/view/overlay.hpp"
#include "shared/view/study_stream.hpp"

namespace sansfilm::view {

class Pane {
 public:
  explicit Pane(const Layers& layers) : layers_(layers), cell_(layers) {}
  Pane(const Pane&) = delete;
  Pane& operator=(const Pane&) = delete;

  void open_study(const StudyStream* study);   // nullptr: none

  [[nodiscard]] Cell& cell() { return cell_; }
  [[nodiscard]] const Cell& cell() const { return cell_; }
  void show_series(std::uint32_t series) { cell_.show_series(study_->model(), series); }

  // Without a frame only what says so may be asked.
  [[nodiscard]] bool has_frame() const;
  [[nodiscard]] stream::FrameId frame() const { return cell_.frame(study_->model()); }
  [[nodiscard]] const wire::Series& series() const { return study_->model().series_of(cell_.series()); }
  [[nodiscard]] const SeriesModel& stack() const { return study_->model().series()[cell_.series()]; }
  [[nodiscard]] const wire::Frame& described() const { return study_->model().frame_of(cell_.series(), cell_.place()); }
  [[nodiscard]] std::uint32_t count() const { return has_frame() ? stack().count() : 0; }
  [[nodiscard]] const Picture* picture() const;               // nullptr: nothing decoded, or no frame
  [[nodiscard]] Honesty honesty(Language language) const;     // also without a frame
  [[nodiscard]] WindowValues window_values(Language language) const;   // also without a frame
  [[nodiscard]] std::vector<Preset> presets(Language language) const;  // also without a frame
  [[nodiscard]] std::optional<MeasuredImage> measured_image(double pixel_ratio) const;   // also without a frame
  // Brings the window that is told up to the picture that is there now.
  void refresh_parameters();

  // What the layers are to the picture.
  [[nodiscard]] const std::vector<LayerRow>& layer_rows(Language language) const;   // also without a frame
  void forget_layer_rows() { rows_for_.reset(); }
  [[nodiscard]] std::vector<OverlayLine> layer_lines(Language language, bool show_graphics) const;
  [[nodiscard]] std::optional<Superimposed> superimposed() const;   // by the blending state in force; also without a frame
  [[nodiscard]] stream::FrameId frame_of(const Superimposed& over) const;
  [[nodiscard]] const PictureGraphics& graphics(bool show_graphics);
  void draw_layers(bool show_graphics, double pixel_ratio, DrawList& out) const;   // contours and annotations

 private:
  // What the layers are to one image, made when it is asked for.
  struct LayersKey {
    std::uint32_t series = 0, place = 0, revision = 0;
    std::optional<std::uint32_t> presentation;
    Language language = Language::kFrench;
    bool operator==(const LayersKey&) const = default;
  };
  [[nodiscard]] OverlayLine blending_line(Language language) const;
  [[nodiscard]] ShownImage image() const { return shown_image(series(), described()); }

  const Layers& layers_;
  const StudyStream* study_ = nullptr;
  Cell cell_;
  mutable std::optional<LayersKey> rows_for_, outlines_for_, superimposed_for_;
  mutable std::vector<LayerRow> rows_;
  mutable std::vector<Outline> outlines_;
  mutable std::optional<Superimposed> superimposed_;
};

}  // namespace sansfilm::view
