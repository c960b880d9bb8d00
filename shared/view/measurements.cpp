#include "shared/view/measurements.hpp"

#include <utility>

#include "shared/view/measurement_marks.hpp"
#include "shared/view/measurement_words.hpp"

namespace sansfilm::view {
namespace {

bool is_on(const measure::Measurement& one, const MeasuringPlace& place) { return one.sop_instance_uid == place.sop_instance_uid && one.frame == place.frame; }

}  // namespace

measure::Measurable measurable(const MeasuredImage& image) {
  const wire::Series& series = *image.series;
  return {.frame = image.picture != nullptr ? &image.picture->frame : nullptr,
          .state = image.picture != nullptr ? image.picture->state : wire::PictureState{},
          .format = &series.pixel_formats[image.frame->pixels],
          .display = &series.displays[image.frame->display],
          .geometry = &series.geometries[image.frame->geometry]};
}

void Measurements::open_study(const std::string& study_uid) {
  hand_.cancel();
  hand_.choose(std::nullopt);
  std::vector<measure::Measurement> own = list_.all();
  std::erase_if(own, [&](const measure::Measurement& one) { return list_.is_kept(one.id); });
  if (!own.empty()) unsaved_[study_uid_] = std::move(own);
  else unsaved_.erase(study_uid_);
  list_.clear();
  known_.clear();
  study_uid_ = study_uid;
  const auto own_again = unsaved_.find(study_uid);
  if (own_again != unsaved_.end()) list_.restore(own_again->second);
}

void Measurements::forget_unsaved() {
  unsaved_.clear();
  list_.clear();
  known_.clear();
}

const measure::Measured* Measurements::value_of(std::uint32_t id) const {
  const auto found = known_.find(id);
  return found == known_.end() ? nullptr : &found->second.value;
}

const measure::Measured& Measurements::read(const measure::Measurement& one, const MeasuredImage& image) {
  const std::uint32_t picture = image.picture != nullptr ? image.picture->revision : 0;
  Known& known = known_[one.id];
  const bool same = known.points == one.points && !known.points.empty();
  // A picture that has left memory takes nothing away from what was read of it.
  if (same && (picture == 0 || picture == known.picture)) return known.value;
  const bool in_hand = hand_.busy() && (one.id == 0 || list_.selected() == one.id);
  const measure::Measured value = measure::measure(one, measurable(image), in_hand ? kMostPixelsWhileDrawn : measure::kAllPixels);
  known = {one.points, picture, value, image.place.pixel_height, std::move(known.author)};
  if (in_hand) known.picture = 0, known.points.clear();   // read again once the hand has let go
  return known.value;
}

void Measurements::take_reports(std::vector<measure::Report> reports, const std::vector<std::uint32_t>& replaced) {
  hand_.cancel();
  std::vector<measure::Measurement> kept;
  for (const measure::Report& report : reports) {
    for (const measure::Reported& one : report.measurements) kept.push_back(one.measurement);
  }
  const std::vector<std::uint32_t> ids = list_.set_kept(std::move(kept), replaced);
  std::erase_if(known_, [&](const auto& one) { return list_.find(one.first) == nullptr; });
  std::size_t at = 0;
  for (measure::Report& report : reports) {
    for (measure::Reported& one : report.measurements) known_[ids[at++]] = {std::move(one.measurement.points), 0, one.value, 1.0, report.author};
  }
}

Measurements::Unsaved Measurements::unsaved() const {
  Unsaved out;
  for (const measure::Measurement& one : list_.all()) {
    if (list_.is_kept(one.id)) continue;
    const auto known = known_.find(one.id);
    if (known == known_.end() || known->second.value.provisional) {
      ++out.provisional;
      continue;
    }
    measure::Reported reported{one, known->second.value};
    // A document knows no pixels that are not square: what is round in the patient is an ellipse in them.
    if (one.kind == measure::Kind::kCircle && known->second.pixel_height != 1.0) {
      const auto [low, high] = measure::bounds(one, known->second.pixel_height);
      reported.measurement.kind = measure::Kind::kEllipse;
      reported.measurement.points = {low, high};
    }
    out.ids.push_back(one.id);
    out.reported.push_back(std::move(reported));
  }
  return out;
}

void Measurements::draw(const MeasuredImage& image, Language language, DrawList& out) {
  const auto draw_one = [&](const measure::Measurement& one, bool selected) {
    const measure::Measured& value = read(one, image);
    draw_measurement({.measurement = &one, .lines = measured_lines(one.kind, value, language), .provisional = value.provisional, .selected = selected}, *image.place.viewport,
                     image.place.pixel_height, image.place.pixel_ratio, out);
  };
  for (const measure::Measurement& one : list_.all()) {
    if (is_on(one, image.place)) draw_one(one, list_.selected() == one.id);
  }
  if (hand_.draft() && is_on(*hand_.draft(), image.place)) draw_one(*hand_.draft(), true);
}

std::vector<MeasurementRow> Measurements::rows(const MeasuredImage* image, Language language) {
  std::vector<MeasurementRow> out;
  for (const measure::Measurement& one : list_.all()) {
    const bool here = image != nullptr && is_on(one, image->place);
    if (here) read(one, *image);
    MeasurementRow row{.id = one.id, .name = text(name_text(one.kind), language), .here = here, .selected = list_.selected() == one.id};
    row.kept = list_.is_kept(one.id);
    if (row.kept) row.author = known_[one.id].author;
    if (const measure::Measured* value = value_of(one.id)) {
      row.values = measured_lines(one.kind, *value, language);
      row.provisional = value->provisional;
    }
    out.push_back(std::move(row));
  }
  return out;
}

}  // namespace sansfilm::view
