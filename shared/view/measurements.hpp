// The measurements of the study that is open: list, hand and values together. What one measures is kept with it, so that the panel
// can tell it while another image is shown.
//
// @units  see measuring.hpp, measured.hpp
// @owner  owns the measurements; pictures are borrowed for the time of a call
// @thread one caller
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "shared/measure/measured.hpp"
#include "shared/measure/report.hpp"
#include "shared/view/draw_list.hpp"
#include "shared/view/measurement_list.hpp"
#include "shared/view/measuring.hpp"
#include "shared/view/picture_store.hpp"
#include "shared/view/texts.hpp"

namespace sansfilm::view {

// The image on which measurements are drawn and read.
struct MeasuredImage {
  MeasuringPlace place;
  const Picture* picture = nullptr;            // nullptr: not decoded
  const wire::Series* series = nullptr;
  const wire::Frame* frame = nullptr;
};

[[nodiscard]] measure::Measurable measurable(const MeasuredImage& image);

struct MeasurementRow {
  std::uint32_t id = 0;
  std::string name;
  std::vector<std::string> values;
  bool here = false;                           // on the image that is shown
  bool selected = false;
  bool provisional = false;
  bool kept = false;                           // in a document of the study, by `author`
  std::string author;
};

class Measurements {
 public:
  // While a hand draws a region, one with more pixels than these gets its statistics when it is done.
  static constexpr std::uint64_t kMostPixelsWhileDrawn = 300'000;

  Measurements() : hand_(list_) {}
  Measurements(const Measurements&) = delete;
  Measurements& operator=(const Measurements&) = delete;

  [[nodiscard]] MeasurementList& list() { return list_; }
  [[nodiscard]] const MeasurementList& list() const { return list_; }
  [[nodiscard]] Measuring& hand() { return hand_; }
  [[nodiscard]] const Measuring& hand() const { return hand_; }

  // Another study: what was measured in this one is kept for its return, as long as the page lives.
  void open_study(const std::string& study_uid);

  // What the study's documents hold, the newest first. `replaced`: what was sent and is now among them.
  void take_reports(std::vector<measure::Report> reports, const std::vector<std::uint32_t>& replaced);
  // What is not kept yet and can be: read on a picture that was final.
  struct Unsaved {
    std::vector<std::uint32_t> ids;
    std::vector<measure::Reported> reported;
    std::size_t provisional = 0;               // that have to wait for their picture
  };
  [[nodiscard]] Unsaved unsaved() const;

  // Another person reads now: what was drawn and not kept was not drawn by that person, and must not be kept under the new name.
  void forget_unsaved();

  void draw(const MeasuredImage& image, Language language, DrawList& out);
  [[nodiscard]] std::vector<MeasurementRow> rows(const MeasuredImage* image, Language language);
  // As far as it has been seen; nullptr: nothing known of it yet.
  [[nodiscard]] const measure::Measured* value_of(std::uint32_t id) const;

 private:
  struct Known {
    std::vector<measure::Point> points;
    std::uint32_t picture = 0;                 // Picture::revision; 0: without one
    measure::Measured value;
    double pixel_height = 1.0;
    std::string author;                        // of a kept one
  };

  const measure::Measured& read(const measure::Measurement& measurement, const MeasuredImage& image);

  MeasurementList list_;
  Measuring hand_;
  std::map<std::uint32_t, Known> known_;
  std::string study_uid_;
  std::map<std::string, std::vector<measure::Measurement>> unsaved_;   // of studies that were left
};

}  // namespace sansfilm::view
