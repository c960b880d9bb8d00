// The viewer without a screen: everything that happens between the user's hand, the study's stream and what has to be
// drawn. wasm/app feeds it and draws what it says; tests drive it natively.
//
// @units  device pixels; microseconds
// @owner  owns the open study
// @thread one caller
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/view/cell.hpp"
#include "shared/view/commands.hpp"
#include "shared/view/gestures.hpp"
#include "shared/view/honesty.hpp"
#include "shared/view/layout.hpp"
#include "shared/view/overlay.hpp"
#include "shared/view/study_stream.hpp"
#include "shared/view/thumbnails.hpp"
#include "shared/view/toasts.hpp"

namespace sansfilm::view {

// What the status line and the live region say of the connection and the study as a whole.
struct StudyNotice {
  Badge badge = Badge::kQuiet;
  std::string text;         // empty: nothing to say
};

class Viewer {
 public:
  Viewer(ViewerHost& host, const stream::Settings& settings);

  void set_language(Language language);
  [[nodiscard]] Language language() const { return language_; }
  void set_page(double width_px, double height_px, double pixel_ratio);

  void open(std::string_view study_uid, stream::Micros now);
  void close();
  [[nodiscard]] bool is_open() const { return study_ != nullptr; }

  // The world's answers.
  void manifest_bytes(std::uint32_t request, base::Bytes bytes, stream::Micros now);
  void manifest_end(std::uint32_t request, int http_status, stream::Micros now);
  void batch_bytes(std::uint32_t batch, base::Bytes bytes, stream::Micros now);
  void batch_end(std::uint32_t batch, int http_status, bool cancelled, stream::Micros now);
  void decoded(std::uint32_t job, base::Result<base::Frame> frame, std::uint32_t took_us, stream::Micros now);
  void worker_died(std::uint32_t job, stream::Micros now);
  void set_hidden(bool hidden, stream::Micros now);
  void set_online(bool online, stream::Micros now);
  void graphics_lost(stream::Micros now);
  void graphics_back(stream::Micros now);
  void tick(stream::Micros now);

  // The user. `pointer` is for what begins over a viewport.
  void pointer(const PointerEvent& event, stream::Micros now);
  void wheel(Point at, double delta_y, bool zoom, stream::Micros now);
  bool key(std::string_view key, std::uint8_t modifiers, stream::Micros now);
  void cancel_gestures() {
    gestures_.cancel();
    scrubbing_.reset();
  }
  void run(Command command, stream::Micros now);
  void choose_series(std::uint32_t model, stream::Micros now);
  void choose_preset(const Preset& preset, stream::Micros now);
  void scroll_to(std::uint32_t place, stream::Micros now);
  // An image by its SOP Instance UID, a frame of it from 0; false: the study has no such picture.
  bool show_instance(std::string_view sop_instance_uid, std::uint32_t frame, stream::Micros now);

  // What to draw.
  [[nodiscard]] const PageLayout& page() const { return page_; }
  [[nodiscard]] double pixel_ratio() const { return pixel_ratio_; }
  [[nodiscard]] const StudyStream* study() const { return study_.get(); }
  [[nodiscard]] Cell& cell() { return cell_; }
  [[nodiscard]] const Cell& cell() const { return cell_; }
  [[nodiscard]] const Picture* picture() const;                 // of the cell; nullptr: nothing decoded
  [[nodiscard]] stream::FrameId frame() const { return cell_.frame(study_->model()); }
  [[nodiscard]] bool has_frame() const;
  [[nodiscard]] Honesty honesty() const;
  [[nodiscard]] StudyNotice notice(stream::Micros now) const;
  [[nodiscard]] WindowValues window_values() const;
  [[nodiscard]] std::vector<Preset> presets() const;
  [[nodiscard]] const Thumbnails& thumbnails() const { return thumbnails_; }
  [[nodiscard]] const Toasts& toasts() const { return toasts_; }
  [[nodiscard]] Tool tool() const { return gestures_.tool(); }
  [[nodiscard]] bool smooth() const { return smooth_; }
  [[nodiscard]] bool show_overlay() const { return show_overlay_; }
  [[nodiscard]] bool show_graphics() const { return show_graphics_; }
  // Of the picture that is shown; without bytes where nothing is drawn over it.
  [[nodiscard]] const PictureGraphics& graphics() { return cell_.graphics(study_->model(), show_graphics_); }
  [[nodiscard]] bool show_strip() const { return show_strip_; }
  [[nodiscard]] bool help_open() const { return help_open_; }
  void set_help(bool open);
  void build_overlay(DrawList& out) const;

  // The live state as JSON: what a screen reader is told, the support console shows and tests wait for.
  [[nodiscard]] std::string state_json(std::uint64_t paints, std::uint64_t texture_bytes) const;

  [[nodiscard]] stream::Micros wake_us() const;

 private:
  void take(const StreamNews& news, stream::Micros now);
  void lay_out_page();
  void choose_next_preset(stream::Micros now);
  bool scrub(const PointerEvent& event, stream::Micros now);
  void apply(const std::vector<Action>& actions, stream::Micros now);
  void move_by(int steps, stream::Micros now);
  void wish(stream::Micros now);             // tells the stream what is visible
  void announce_picture(bool at_once);
  void watch_connection(stream::Micros now);
  void changed(stream::Micros now);          // paint, and the next time to wake

  ViewerHost& host_;
  stream::Settings settings_;
  Language language_ = Language::kFrench;
  double width_px_ = 0.0, height_px_ = 0.0, pixel_ratio_ = 1.0;
  PageLayout page_;
  Grid grid_;
  bool show_strip_ = true;
  bool show_overlay_ = true;
  bool show_graphics_ = true;            // overlay planes of the picture; a shutter always hides
  bool help_open_ = false;
  bool smooth_ = true;
  bool hidden_ = false;

  std::unique_ptr<StudyStream> study_;
  std::uint32_t next_request_ = 1;
  Cell cell_;
  Gestures gestures_;
  std::optional<std::int32_t> scrubbing_;  // the pointer that holds the scrubber
  Thumbnails thumbnails_;
  Toasts toasts_;
  bool was_offline_ = false;
  bool session_end_told_ = false;
  std::string announced_;
  stream::Micros announce_at_ = stream::kNever;
  stream::Micros last_now_ = 0;

  double frames_per_s_ = 0.0;
  stream::Micros scrolled_at_ = 0;
};

}  // namespace sansfilm::view
