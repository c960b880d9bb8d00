// The viewer without a screen: everything that happens between the user's hand, the study's stream and what has to be
// drawn. wasm/app feeds it and draws what it says; tests drive it natively.
//
// @units  device pixels; microseconds
// @owner  owns the open study
// @thread one caller
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/view/cine.hpp"
#include "shared/view/commands.hpp"
#include "shared/view/gestures.hpp"
#include "shared/view/double_press.hpp"
#include "shared/view/hanging_desk.hpp"
#include "shared/view/layers.hpp"
#include "shared/view/layout.hpp"
#include "shared/view/links.hpp"
#include "shared/view/measurements.hpp"
#include "shared/view/others.hpp"
#include "shared/view/mpr.hpp"
#include "shared/view/mpr_hand.hpp"
#include "shared/view/probe_pointer.hpp"
#include "shared/view/series_drag.hpp"
#include "shared/view/study_stream.hpp"
#include "shared/view/thumbnails.hpp"
#include "shared/view/tiles.hpp"
#include "shared/view/toasts.hpp"
#include "shared/view/viewports.hpp"

namespace sansfilm::view {

// What the status line and the live region say of the connection and the study as a whole.
struct StudyNotice {
  Badge badge = Badge::kQuiet;
  std::string text;         // empty: nothing to say
};

class Viewer {
 public:
  static constexpr stream::Micros kAnnounceAfter = 500'000;   // a screen reader is told once the hand rests

  Viewer(ViewerHost& host, const stream::Settings& settings);

  void set_language(Language language);
  [[nodiscard]] Language language() const { return language_; }
  void set_page(double width_px, double height_px, double pixel_ratio);

  // Only what is looked at, at the resolution of the screen, and its near neighbours.
  void set_data_saver(bool on, stream::Micros now);

  void open(std::string_view study_uid, stream::Micros now);
  void close();
  [[nodiscard]] bool is_open() const { return study_ != nullptr; }

  // The world's answers.
  void manifest_bytes(std::uint32_t request, base::Bytes bytes, stream::Micros now);
  void manifest_end(std::uint32_t request, int http_status, stream::Micros now);
  void batch_bytes(std::uint32_t batch, base::Bytes bytes, stream::Micros now);
  void page_was_late(stream::Micros late_us, stream::Micros now);
  void batch_end(std::uint32_t batch, int http_status, bool cancelled, stream::Micros now);
  void decoded(std::uint32_t job, base::Result<base::Frame> frame, std::uint32_t took_us, stream::Micros now);
  void worker_died(std::uint32_t job, stream::Micros now);
  // Answers ViewerHost::fetch_object; status 0: no answer.
  void object(std::uint32_t request, int http_status, std::vector<std::uint8_t> bytes, stream::Micros now);
  void set_hidden(bool hidden, stream::Micros now);
  void set_online(bool online, stream::Micros now);
  void graphics_lost(stream::Micros now);
  void graphics_back(stream::Micros now);
  void tick(stream::Micros now);

  // The user. `pointer` is for what begins over a viewport: that one is active from then on, and has the pointer until it goes up.
  void pointer(const PointerEvent& event, stream::Micros now);
  void wheel(Point at, double delta_y, bool zoom, stream::Micros now);
  bool key(std::string_view key, std::uint8_t modifiers, stream::Micros now);
  // Where a mouse or pen is, whatever it does; nothing: not over the picture.
  void hover(std::optional<Point> at);
  // Reads the picture at this pixel until something else is pointed at.
  bool pin_probe(Point picture);
  void cancel_gestures() {
    gestures_.cancel();
    measurements_.hand().cancel();
    probe_pointer_.cancel();
    series_drag_.cancel();
    scrubbing_.reset();
    pointing_.reset();
    double_press_.cancel();
    pointers_down_.clear();
  }
  void run(Command command, stream::Micros now);
  // Viewports. What follows acts on the active one and tells of it, unless a viewport is named.
  void set_grid(Grid grid, stream::Micros now);
  void activate(std::size_t viewport, stream::Micros now);
  void set_expanded(bool alone, stream::Micros now);
  [[nodiscard]] const Viewports& viewports() const { return viewports_; }
  [[nodiscard]] Viewports& viewports() { return viewports_; }
  [[nodiscard]] const Links& links() const { return links_; }
  void choose_series(std::uint32_t model, stream::Micros now);
  // A hand on the strip (viewer_series.cpp): true while it carries a series, which nothing else may take for a press. Let go over a
  // viewport, the series is shown there.
  bool carry(const PointerEvent& event, stream::Micros now);
  [[nodiscard]] std::optional<std::size_t> carried_to() const;   // the viewport under what is carried
  [[nodiscard]] SeriesDrag& series_drag() { return series_drag_; }
  [[nodiscard]] const SeriesDrag& series_drag() const { return series_drag_; }
  [[nodiscard]] const Tiles& tiles() const { return tiles_; }
  // Hanging protocols (viewer_hanging.cpp): the server's set, or empty the shipped one; then one is applied once the study is known.
  void set_hanging_protocols(std::string_view json, stream::Micros now);
  void forget_layouts() { hanging_.forget_layouts(); }
  bool keep_layout(const std::string& kind, std::string_view text);      // as ViewerHost::keep_layout told it
  bool choose_protocol(std::string_view id, stream::Micros now);         // empty: none; false: it doesn't fit
  [[nodiscard]] const HangingDesk& hanging() const { return hanging_; }
  void choose_preset(const Preset& preset, stream::Micros now);
  void scroll_to(std::uint32_t place, stream::Micros now);
  // An image by its SOP Instance UID, a frame of it from 0; false: the study has no such picture.
  bool show_instance(std::string_view sop_instance_uid, std::uint32_t frame, stream::Micros now);

  // Layers: an object by its SOP Instance UID is fetched, switched on (a presentation state chosen) and its first image shown;
  // false: the study has no such object, or none of its images.
  bool show_layer(std::string_view sop_instance_uid, stream::Micros now);
  void set_layers_open(bool open);
  void switch_row(std::size_t row, stream::Micros now);
  void set_layer_opacity(std::uint32_t layer, double opacity, stream::Micros now);
  [[nodiscard]] const Layers& layers() const { return layers_; }
  [[nodiscard]] bool layers_open() const { return layers_open_; }
  [[nodiscard]] bool has_layers() const;                        // of the series that is shown
  [[nodiscard]] const std::vector<LayerRow>& layer_rows() const { return pane().layer_rows(language_); }
  [[nodiscard]] std::optional<std::size_t> row_cursor() const { return row_cursor_; }

  // Measurements: the hand begins one where it presses while a kind is chosen.
  void choose_measure(std::optional<measure::Kind> kind);
  // Shows its image and selects it; false: there is none of that number.
  bool choose_measurement(std::uint32_t id, stream::Micros now);
  void delete_measurement(std::uint32_t id);
  void set_measurements_open(bool open);
  void forget_unsaved_measurements() { measurements_.forget_unsaved(); }   // no study is open
  [[nodiscard]] bool can_keep() const { return can_keep_; }
  [[nodiscard]] bool keeping() const { return keep_request_.has_value(); }
  [[nodiscard]] bool measurements_open() const { return measurements_open_; }
  [[nodiscard]] const Measurements& measurements() const { return measurements_; }
  [[nodiscard]] std::vector<MeasurementRow> measurement_rows() const;
  [[nodiscard]] std::string image_of_measurement(std::uint32_t id) const;   // "image 12"; empty: not of this study

  // In a live session: what this viewer tells of itself, and what others tell of them (viewer_together.cpp).
  [[nodiscard]] std::optional<together::SharedView> shared_view() const;
  [[nodiscard]] together::SharedPointer shared_pointer() const;
  [[nodiscard]] std::vector<measure::Measurement> shared_marks() const;
  bool follow(const together::SharedView& view, stream::Micros now);   // false: its image is not here (yet)
  void set_other(std::uint32_t id, std::string name);                   // empty: he has gone
  bool set_other_pointer(std::uint32_t id, together::SharedPointer pointer);
  bool set_other_marks(std::uint32_t id, std::vector<measure::Measurement> marks);
  [[nodiscard]] const Others& others() const { return others_; }
  // Multiplanar reconstruction of the series that is shown; nullptr: not entered. Where it is not possible, the reason is told.
  void toggle_mpr(stream::Micros now);
  [[nodiscard]] Mpr* mpr() { return mpr_.get(); }
  [[nodiscard]] const Mpr* mpr() const { return mpr_.get(); }
  void set_mpr_slab(MprSlab slab, stream::Micros now);
  void change_mpr_thickness(int steps, stream::Micros now);
  [[nodiscard]] Honesty mpr_honesty(MprPlane plane) const;
  void build_mpr_overlay(MprPlane plane, DrawList& out) const;

  // What to draw.
  [[nodiscard]] const PageLayout& page() const { return page_; }
  [[nodiscard]] double pixel_ratio() const { return pixel_ratio_; }
  [[nodiscard]] const StudyStream* study() const { return study_.get(); }
  [[nodiscard]] Cell& cell() { return viewports_.pane().cell(); }
  [[nodiscard]] const Cell& cell() const { return viewports_.pane().cell(); }
  [[nodiscard]] const Picture* picture() const { return pane().picture(); }   // nullptr: nothing decoded
  [[nodiscard]] stream::FrameId frame() const { return pane().frame(); }
  [[nodiscard]] bool has_frame() const { return pane().has_frame(); }
  [[nodiscard]] Honesty honesty() const { return mpr_ ? mpr_honesty() : pane().honesty(language_); }
  [[nodiscard]] StudyNotice notice(stream::Micros now) const;
  [[nodiscard]] WindowValues window_values() const { return mpr_ ? mpr_->window_values() : pane().window_values(language_); }
  [[nodiscard]] std::vector<Preset> presets() const { return pane().presets(language_); }
  [[nodiscard]] const Cine& cine() const { return cine_; }
  [[nodiscard]] const Thumbnails& thumbnails() const { return thumbnails_; }
  [[nodiscard]] const Toasts& toasts() const { return toasts_; }
  [[nodiscard]] Tool tool() const { return gestures_.tool(); }
  [[nodiscard]] bool smooth() const { return smooth_; }
  [[nodiscard]] bool show_overlay() const { return show_overlay_; }
  [[nodiscard]] bool show_graphics() const { return show_graphics_; }
  // Of the picture that is shown; without bytes where nothing is drawn over it.
  [[nodiscard]] const PictureGraphics& graphics() { return viewports_.pane().graphics(show_graphics_); }
  [[nodiscard]] const PictureGraphics& graphics(std::size_t viewport) { return viewports_.pane(viewport).graphics(show_graphics_); }
  [[nodiscard]] bool show_strip() const { return show_strip_; }
  [[nodiscard]] bool help_open() const { return help_open_; }
  void set_help(bool open);
  // What the picture says under the pointer; nothing where there is none, or nothing decoded.
  [[nodiscard]] std::optional<Probe> probe() const { return probe(viewports_.active()); }
  [[nodiscard]] std::optional<Probe> probe(std::size_t viewport) const;
  void build_overlay(DrawList& out) const { build_overlay(viewports_.active(), out); }
  void build_overlay(std::size_t viewport, DrawList& out) const;
  void draw_layers(DrawList& out) const { pane().draw_layers(show_graphics_, pixel_ratio_, out); }   // a part of build_overlay

  // The live state as JSON: what a screen reader is told, the support console shows and tests wait for.
  [[nodiscard]] std::string state_json(std::uint64_t paints, std::uint64_t texture_bytes) const;

  [[nodiscard]] stream::Micros wake_us() const;

 private:
  static constexpr double kWindowPerCss = 1.0 / 320.0;   // parts of the width per CSS pixel
  static constexpr double kZoomStep = 1.25;
  static constexpr int kPage = 10;

  [[nodiscard]] Pane& pane() { return viewports_.pane(); }
  [[nodiscard]] const Pane& pane() const { return viewports_.pane(); }
  void take(const StreamNews& news, stream::Micros now);
  void show_first_series();
  [[nodiscard]] bool shows(stream::FrameId frame) const;   // in any viewport
  void lay_out_page();
  void hold_active();                        // the hand and the keys work on the active viewport
  void take_hold(const PointerEvent& event, stream::Micros now);
  bool run_viewports(Command command, stream::Micros now);
  [[nodiscard]] std::string viewport_name() const;
  void go_to(std::uint32_t place);
  void step_series(int step, stream::Micros now);
  void toggle_tiles(stream::Micros now);
  void hang_when_due(stream::Micros now);
  void hang(const HangingDesk::Fit& fit, stream::Micros now);
  void clear_arrangement();
  void hung(stream::Micros now);
  void choose_next_protocol(stream::Micros now);
  void remember_layout();
  void share_setting(bool window, bool view);
  bool point_in_patient(const PointerEvent& event, stream::Micros now);
  void run_links(Command command);
  void choose_next_preset(stream::Micros now);
  void set_tool(Tool tool);
  void toggle_probe();
  void announce_probe();
  bool scrub(const PointerEvent& event, stream::Micros now);
  void apply(const std::vector<Action>& actions, stream::Micros now);
  void move_by(int steps, stream::Micros now);
  void run_cine(Command command, stream::Micros now);
  void play_on(stream::Micros now);
  void wish(stream::Micros now);             // tells the stream what is visible
  void ask_for_layers();
  void seek_layer(stream::Micros now);
  void switch_on(std::uint32_t layer, bool on, stream::Micros now);
  void run_layers(Command command, stream::Micros now);
  void move_row_cursor(int step);
  void change_opacity(double step);
  void choose_next_presentation(stream::Micros now);
  void run_measurements(Command command, stream::Micros now);
  void ask_for_measurements();
  void keep_measurements(stream::Micros now);
  bool measurement_answer(std::uint32_t request, int http_status, const std::vector<std::uint8_t>& bytes, stream::Micros now);
  void say(Text id, const std::string& sentence, stream::Micros now);
  void close_mpr(stream::Micros now);
  void hold_mpr();
  bool mpr_takes(stream::FrameId frame);
  [[nodiscard]] std::uint32_t mpr_failed() const;
  [[nodiscard]] Honesty mpr_honesty() const;
  void mpr_pointer(const PointerEvent& event, stream::Micros now);
  void mpr_wheel(Point at, double delta_y, bool zoom, stream::Micros now);
  void apply_mpr(const std::vector<Action>& actions, stream::Micros now);
  void mpr_moved(stream::Micros now);
  bool run_mpr(Command command, stream::Micros now);
  bool run_planes(Command command, stream::Micros now);
  [[nodiscard]] std::string mpr_sentence() const;
  bool measure_with(const PointerEvent& event, stream::Micros now);
  [[nodiscard]] std::optional<MeasuredImage> measured_image() const { return pane().measured_image(pixel_ratio_); }
  void announce_measurement();
  void announce_picture(bool at_once);
  void watch_connection(stream::Micros now);
  void changed(stream::Micros now);          // paint, and the next time to wake

  ViewerHost& host_;
  stream::Settings settings_;
  Language language_ = Language::kFrench;
  double width_px_ = 0.0, height_px_ = 0.0, pixel_ratio_ = 1.0;
  bool page_changed_ = false;              // since the stream was told what is visible
  PageLayout page_;
  bool show_strip_ = true;
  bool show_overlay_ = true;
  bool show_graphics_ = true;            // overlay planes of the picture; a shutter always hides
  bool help_open_ = false;
  bool smooth_ = true;
  bool hidden_ = false;

  std::unique_ptr<StudyStream> study_;
  std::uint32_t next_request_ = 1;
  std::unique_ptr<Mpr> mpr_;
  MprHand mpr_hand_;
  std::string mpr_refusal_;              // the last time that it was asked for
  Layers layers_;
  Viewports viewports_{layers_};
  Links links_;
  Tiles tiles_;
  HangingDesk hanging_;
  SeriesDrag series_drag_;
  std::optional<std::int32_t> pointing_;   // the pointer that points in the patient
  DoublePress double_press_;
  Gestures gestures_;
  std::vector<std::int32_t> pointers_down_;   // over the viewport in which the first of them went down
  ProbePointer probe_pointer_;
  std::optional<Point> pointed_;           // where a mouse is, or a finger that is down: what others see of it
  mutable Others others_;                  // values are read when they are drawn
  std::optional<std::int32_t> scrubbing_;  // the pointer that holds the scrubber
  Cine cine_;
  Thumbnails thumbnails_;
  Toasts toasts_;
  bool was_offline_ = false;
  bool session_end_told_ = false;
  std::string announced_;
  stream::Micros announce_at_ = stream::kNever;
  stream::Micros progress_painted_ = 0, progress_due_ = stream::kNever;   // bars of what has come
  stream::Micros last_now_ = 0;

  bool layers_open_ = false;
  bool measurements_open_ = false;
  mutable Measurements measurements_;      // values are read when they are drawn
  std::optional<PointerEvent> measuring_press_;
  bool measurements_asked_ = false;
  bool can_keep_ = false;                  // a server answers for the study, not files on the device
  std::optional<std::uint32_t> measurements_request_, keep_request_;
  std::vector<std::uint32_t> sent_;        // what keep_request_ carries
  std::uint32_t next_object_ = 1;
  std::map<std::uint32_t, std::uint32_t> asked_objects_;   // request to layer
  std::optional<std::uint32_t> sought_layer_;              // whose first image is shown once it has been read
  std::optional<std::size_t> row_cursor_;

  double frames_per_s_ = 0.0;
  stream::Micros scrolled_at_ = 0;
};

}  // namespace sansfilm::view
