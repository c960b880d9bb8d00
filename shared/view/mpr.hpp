// Multiplanar reconstruction: three planes through one point of a volume, what they show and how it is set. What the hand does is in
// mpr_hand.hpp, what is written over the planes in mpr_overlay.hpp.
//
// A plane's picture has square pixels of the finest spacing of the stack; it is cut anew when the plane moves or turns, at once, and
// when slices have become better, a few times a second. A slab that would be slow to move is cut at half the resolution while the hand
// moves it, and says so.
//
// @units  device pixels; mm in the patient; picture coordinates: pixel (c, r) covers c..c+1, r..r+1
// @owner  owns the volume and the pictures
// @thread one caller
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/view/gestures.hpp"
#include "shared/view/honesty.hpp"
#include "shared/view/mpr_axes.hpp"
#include "shared/view/mpr_layout.hpp"
#include "shared/view/mpr_source.hpp"
#include "shared/view/overlay.hpp"
#include "shared/view/viewport.hpp"
#include "shared/view/window_choice.hpp"
#include "shared/volume/cut.hpp"

namespace sansfilm::view {

// What the slab is made of; kNone: a plane without thickness.
enum class MprSlab : std::uint8_t { kNone, kMean, kMaximum, kMinimum };

// Where a plane's picture lies in the patient.
struct MprField {
  volume::Vector3 middle{};
  PlaneAxes axes;
  double pixel_mm = 1;
  std::uint32_t columns = 0, rows = 0;    // even
  [[nodiscard]] Point to_picture(const volume::Vector3& point) const;
  [[nodiscard]] volume::Vector3 to_patient(Point picture) const;
};

class Mpr {
 public:
  static constexpr std::uint32_t kMostPixels = 1024;              // of a side of a plane
  static constexpr stream::Micros kRefreshAfter = 250'000;        // for slices that have become better
  static constexpr std::array<double, 10> kThicknesses_mm = {1, 2, 3, 5, 8, 10, 15, 20, 30, 50};

  Mpr(MprSource source, const volume::Vector3& centre, const pixel::VoiChoice& voi, const std::string& preset_name, bool inverted);

  void lay_out(const Rect& stage, double pixel_ratio);
  [[nodiscard]] const MprLayout& layout() const { return layout_; }
  [[nodiscard]] double pixel_ratio() const { return pixel_ratio_; }

  [[nodiscard]] MprSource& source() { return source_; }
  [[nodiscard]] const MprSource& source() const { return source_; }
  [[nodiscard]] const MprAxes& axes() const { return axes_; }

  [[nodiscard]] MprPlane active() const { return active_; }
  void activate(MprPlane plane) { active_ = plane; }
  [[nodiscard]] std::optional<MprPlane> plane_at(Point screen) const;
  [[nodiscard]] Viewport& viewport(MprPlane plane) { return panes_[index(plane)].viewport; }
  [[nodiscard]] const Viewport& viewport(MprPlane plane) const { return panes_[index(plane)].viewport; }
  [[nodiscard]] MprField field(MprPlane plane) const;
  [[nodiscard]] Point to_screen(MprPlane plane, const volume::Vector3& point) const;
  [[nodiscard]] volume::Vector3 to_patient(MprPlane plane, Point screen) const;

  // What is set. The centre stays in the volume.
  void move_to(const volume::Vector3& centre);
  void turn(MprPlane about, double radians);
  void scroll(MprPlane plane, int steps);          // by the slice distance across the slices, else by a pixel
  [[nodiscard]] std::uint32_t steps(MprPlane plane) const;   // from one end of the volume to the other
  void set_moving(bool moving) { moving_ = moving; }
  void set_slab(MprSlab slab) { slab_ = slab; }
  void change_thickness(int steps);
  void reset();                                    // axes, slab, zoom and window
  [[nodiscard]] MprSlab slab() const { return slab_; }
  [[nodiscard]] double thickness_mm() const { return slab_ == MprSlab::kNone ? 0 : kThicknesses_mm[thickness_]; }
  [[nodiscard]] double chosen_thickness_mm() const { return kThicknesses_mm[thickness_]; }

  void choose(const Preset& preset);
  void adjust_window(double d_center, double d_width);
  void toggle_invert();
  [[nodiscard]] bool inverted() const { return display_.invert; }
  [[nodiscard]] WindowValues window_values() const;

  // Cuts what has to be cut. True: a picture changed.
  bool make(stream::Micros now);
  void source_changed() { stale_ = true; }
  void asked(stream::Micros now) { asked_at_ = now; }   // for a paint, that may never come: the page is hidden, the context lost
  [[nodiscard]] stream::Micros wake_us() const;    // when make() has something to do though nothing moves
  [[nodiscard]] const Picture* picture(MprPlane plane) const;   // nullptr: none yet, or nothing of the volume in it
  [[nodiscard]] const pixel::ShaderParameters& parameters(MprPlane plane);
  [[nodiscard]] std::uint32_t parameters_revision(MprPlane plane) const { return panes_[index(plane)].parameters_revision; }
  [[nodiscard]] volume::CutQuality quality(MprPlane plane) const { return panes_[index(plane)].quality; }
  [[nodiscard]] bool coarse(MprPlane plane) const { return panes_[index(plane)].reduce > 0; }   // cut at half the resolution
  [[nodiscard]] Honesty honesty(MprPlane plane, std::uint32_t failed, Language language) const;

 private:
  struct Pane {
    Viewport viewport;
    Picture picture;
    bool has_picture = false;
    volume::CutPlane cut;                 // that the picture was made by
    std::uint32_t volume_revision = 0;
    volume::CutQuality quality;
    std::uint8_t reduce = 0;
    stream::Micros made_at = 0;
    pixel::ShaderParameters parameters;
    std::uint32_t parameters_for = 0, parameters_revision = 0;
  };
  static std::size_t index(MprPlane plane) { return static_cast<std::size_t>(plane); }

  void renew_pixels();
  void fit_picture(MprPlane plane, bool keep_scale);
  [[nodiscard]] volume::CutPlane wanted_cut(MprPlane plane, std::uint8_t reduce) const;
  [[nodiscard]] std::uint8_t wanted_reduce() const;
  [[nodiscard]] double step_mm(MprPlane plane) const;   // negative: the slices run against the normal
  void cut(MprPlane plane, const volume::CutPlane& order, std::uint8_t reduce, stream::Micros now);
  void display_changed();

  MprSource source_;
  MprAxes axes_;
  double pixel_mm_ = 1;
  MprLayout layout_;
  double pixel_ratio_ = 1;
  std::array<Pane, 3> panes_;
  MprPlane active_ = MprPlane::kAxial;
  MprSlab slab_ = MprSlab::kNone;
  std::size_t thickness_ = 5;
  bool moving_ = false, stale_ = true;
  stream::Micros asked_at_ = -kRefreshAfter;
  pixel::DisplayState display_, first_display_;
  std::string preset_name_, first_preset_name_;
  std::uint32_t next_revision_;
  std::uint32_t next_parameters_ = 0;
};

}  // namespace sansfilm::view
