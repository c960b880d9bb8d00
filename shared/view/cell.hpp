// One viewport as its user set it: which picture of which series, under which window, turned how.
//
// What was set for a series is kept while others are shown, and comes back with it.
//
// @units  see viewport.hpp
// @owner  value
// @thread one caller
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "shared/pixel/display_state.hpp"
#include "shared/pixel/shader_parameters.hpp"
#include "shared/together/shared_state.hpp"
#include "shared/view/annotations.hpp"
#include "shared/view/layers.hpp"
#include "shared/view/picture_graphics.hpp"
#include "shared/view/picture_store.hpp"
#include "shared/view/study_model.hpp"
#include "shared/view/viewport.hpp"
#include "shared/view/window_presets.hpp"

namespace sansfilm::view {

struct SeriesSetting {
  std::uint32_t place = 0;
  pixel::VoiChoice voi;                  // kDefault until the user chooses
  std::string preset_name;               // of the choice; empty after a change by hand
  bool invert = false;
  Viewport viewport;
  std::optional<std::uint32_t> presentation;   // the layer that was chosen
  std::optional<std::uint32_t> followed;       // the layer that the viewport was turned and fitted for
};

class Cell {
 public:
  explicit Cell(const Layers& layers) : layers_(layers) {}

  void set_area(Rect area, double pixel_ratio = 1.0);
  void show_series(const StudyModel& model, std::uint32_t series);
  void show_place(const StudyModel& model, std::uint32_t place);
  // Mammograms back to back (chest_wall.hpp), each image as it comes; a turn by hand holds until the next one.
  void set_back_to_back(const StudyModel& model, bool on);
  void show_nothing();                   // what was set for the series is kept
  void forget_study();

  [[nodiscard]] bool has_series() const { return series_.has_value(); }
  [[nodiscard]] std::uint32_t series() const { return *series_; }
  [[nodiscard]] std::uint32_t place() const { return setting_.place; }
  [[nodiscard]] stream::FrameId frame(const StudyModel& model) const;

  [[nodiscard]] Viewport& viewport() { return setting_.viewport; }
  [[nodiscard]] const Viewport& viewport() const { return setting_.viewport; }
  [[nodiscard]] bool inverted() const { return setting_.invert; }
  void toggle_invert();
  [[nodiscard]] const pixel::VoiChoice& voi() const { return setting_.voi; }
  // Where the frame that is shown lies in the patient.
  [[nodiscard]] std::optional<pixel::Plane> plane(const StudyModel& model) const;
  [[nodiscard]] const std::string& preset_name() const { return setting_.preset_name; }

  void choose(const Preset& preset);
  // Moves the window that is in force; `d_center` and `d_width` are parts of its width.
  void adjust_window(double d_center, double d_width);
  void take_window(const Cell& from);    // its window and inversion
  void take_display(const StudyModel& model, const Cell& from);   // all but its place: of one and the same series
  void reset(const StudyModel& model);   // window, inversion, viewport; a presentation state that is chosen stays

  // What it shows, for others to follow; and what another shows, once its image is here (cell_sharing.cpp).
  [[nodiscard]] together::SharedView shared(const StudyModel& model) const;
  void follow(const together::SharedView& view);

  // A presentation state of the series, or none: its images as they were stored. What was set by hand is given up.
  void choose_presentation(const StudyModel& model, std::optional<std::uint32_t> layer);
  [[nodiscard]] std::optional<std::uint32_t> chosen_presentation() const { return setting_.presentation; }
  // The state that the shown frame is displayed by: chosen, here, and speaking of this frame. nullptr: as stored.
  [[nodiscard]] const pixel::PresentationState* presentation(const StudyModel& model) const;
  void presentation_arrived(const StudyModel& model);

  // Masks, overlays and shutter of the frame that is shown; made anew only when frame, layers or switch changed. Valid until the
  // next call.
  // `over`: the picture that a blending state lays over this one, once it is there.
  struct Over {
    const Picture* picture = nullptr;
    const wire::Series* series = nullptr;
    const wire::Frame* frame = nullptr;
  };
  const PictureGraphics& graphics(const StudyModel& model, bool show_overlays, const Over& over);

  // What the shader needs for `picture`; made anew only when picture or setting changed. Valid until the next call.
  const pixel::ShaderParameters& parameters(const StudyModel& model, const Picture& picture);
  // Of the last call of parameters().
  [[nodiscard]] const pixel::ShaderParameters& last_parameters() const { return parameters_; }
  [[nodiscard]] std::uint32_t parameters_revision() const { return parameters_revision_; }

 private:
  void setting_changed() { stale_ = true; }
  void fit_picture(const StudyModel& model);
  void follow_presentation(const StudyModel& model);
  void face_chest_wall(const StudyModel& model);
  [[nodiscard]] double pixel_height_of(const StudyModel& model) const;
  [[nodiscard]] PictureGraphics make_graphics(const StudyModel& model, bool show_overlays, const Over& over) const;

  const Layers& layers_;

  std::optional<std::uint32_t> series_;
  bool back_to_back_ = false;
  std::optional<std::pair<std::uint32_t, std::uint32_t>> faced_;   // the series and place that it was last turned for
  Rect area_;
  double pixel_ratio_ = 1.0;
  SeriesSetting setting_;
  std::map<std::uint32_t, SeriesSetting> kept_;
  pixel::ShaderParameters parameters_;
  std::uint32_t made_for_ = 0;           // Picture::revision; 0: none yet
  bool stale_ = true;                    // the setting changed since
  std::uint32_t parameters_revision_ = 0;
  struct GraphicsKey {
    std::uint32_t series = 0, place = 0;
    bool overlays = true;
    std::uint32_t layers = 0;              // Layers::revision()
    std::optional<std::uint32_t> presentation;
    std::uint32_t over = 0;                // Picture::revision
    bool operator==(const GraphicsKey&) const = default;
  };
  PictureGraphics graphics_;
  std::optional<GraphicsKey> graphics_for_;
  std::uint32_t graphics_revision_ = 0;
};

}  // namespace sansfilm::view
