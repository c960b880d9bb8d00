// The viewer's part in measuring: where the hand is at work, what keys do, what a screen reader is told.
#include <algorithm>
#include <utility>

#include "shared/view/measurement_words.hpp"
#include "shared/view/viewer.hpp"

namespace sansfilm::view {
namespace {

std::optional<measure::Kind> kind_of(Command command) {
  switch (command) {
    case Command::kMeasureLength: return measure::Kind::kLength;
    case Command::kMeasurePolyline: return measure::Kind::kPolyline;
    case Command::kMeasureAngle: return measure::Kind::kAngle;
    case Command::kMeasureCobb: return measure::Kind::kCobb;
    case Command::kMeasureBidirectional: return measure::Kind::kBidirectional;
    case Command::kMeasureRectangle: return measure::Kind::kRectangle;
    case Command::kMeasureEllipse: return measure::Kind::kEllipse;
    case Command::kMeasureCircle: return measure::Kind::kCircle;
    case Command::kMeasureFreehand: return measure::Kind::kFreehand;
    case Command::kMeasurePoint: return measure::Kind::kPoint;
    case Command::kMeasureCardiothoracic: return measure::Kind::kCardiothoracic;
    default: return std::nullopt;
  }
}

std::string measurements_path(const StudyStream& study) { return "/api/v1/studies/" + study.study().study_instance_uid + "/measurements"; }

}  // namespace

bool Viewer::measure_with(const PointerEvent& event, stream::Micros now) {
  const auto image = measured_image();
  if (!image) return false;
  Measuring& hand = measurements_.hand();
  const bool was_busy = hand.busy();
  const std::size_t before = measurements_.list().all().size();
  const bool taken = hand.pointer(event, image->place);
  if (taken) {
    if (event.phase == PointerPhase::kDown) measuring_press_ = event;
    if (measurements_.list().all().size() > before || (was_busy && !hand.busy())) announce_measurement();
    changed(now);
    return true;
  }
  // A second finger: the first one was the beginning of a pinch.
  const bool pinches = was_busy && !hand.busy() && measuring_press_ && event.phase == PointerPhase::kDown;
  if (pinches) {
    std::vector<Action> none;
    gestures_.pointer(*std::exchange(measuring_press_, std::nullopt), none);
  }
  return false;
}

void Viewer::choose_measure(std::optional<measure::Kind> kind) {
  measurements_.hand().choose(kind);
  if (kind) links_.pointing = false;
  if (kind) probe_pointer_.clear();
  host_.request_paint();
}

void Viewer::set_measurements_open(bool open) {
  measurements_open_ = open;
  if (open && layers_open_) set_layers_open(false);
  lay_out_page();
}

bool Viewer::choose_measurement(std::uint32_t id, stream::Micros now) {
  const measure::Measurement* one = measurements_.list().find(id);
  if (one == nullptr) return false;
  measurements_.list().select(id);
  show_instance(one->sop_instance_uid, one->frame, now);
  announce_measurement();
  changed(now);
  return true;
}

void Viewer::delete_measurement(std::uint32_t id) {
  if (measurements_.list().find(id) == nullptr) return;
  measurements_.hand().cancel();
  measurements_.list().remove(id);
  host_.announce(text(Text::kMeasureDeleted, language_), false);
  host_.request_paint();
}

std::vector<MeasurementRow> Viewer::measurement_rows() const {
  const auto image = measured_image();
  return measurements_.rows(image ? &*image : nullptr, language_);
}

std::string Viewer::image_of_measurement(std::uint32_t id) const {
  const measure::Measurement* one = measurements_.list().find(id);
  if (one == nullptr || !study_) return {};
  const StudyModel& model = study_->model();
  for (std::uint32_t series = 0; series < model.series().size(); ++series) {
    for (std::uint32_t place = 0; place < model.series()[series].count(); ++place) {
      const wire::Frame& frame = model.frame_of(series, place);
      const wire::Instance& instance = model.series_of(series).instances[frame.instance];
      if (frame.frame == one->frame && instance.sop_instance_uid == one->sop_instance_uid) return fill(Text::kMeasureOnImage, language_, {std::to_string(place + 1)});
    }
  }
  return {};
}

void Viewer::run_measurements(Command command, stream::Micros now) {
  MeasurementList& list = measurements_.list();
  Measuring& hand = measurements_.hand();
  if (const auto kind = kind_of(command)) {
    choose_measure(hand.chosen() == kind ? std::nullopt : kind);   // the same key again puts it down
    return;
  }
  switch (command) {
    case Command::kFinishMeasure:
      if (hand.finish()) announce_measurement();
      break;
    case Command::kDeleteMeasure:
      if (!hand.cancel() && list.selected()) delete_measurement(*list.selected());
      break;
    case Command::kNextMeasure: {
      const auto& all = list.all();
      if (all.empty()) break;
      const auto at = std::find_if(all.begin(), all.end(), [&](const measure::Measurement& one) { return one.id == list.selected(); });
      choose_measurement(at == all.end() || at + 1 == all.end() ? all.front().id : (at + 1)->id, now);
      break;
    }
    case Command::kToggleMeasurements: set_measurements_open(!measurements_open_); break;
    case Command::kKeepMeasurements: keep_measurements(now); break;
    case Command::kUndo:
      if (!hand.cancel()) list.undo();
      break;
    case Command::kRedo: list.redo(); break;
    default: break;
  }
}

// --- keeping ---------------------------------------------------------------------------------------------------------

// The picture comes first.
void Viewer::ask_for_measurements() {
  if (measurements_asked_ || !has_frame() || picture() == nullptr) return;
  measurements_asked_ = true;
  measurements_request_ = next_object_++;
  host_.fetch_object(*measurements_request_, measurements_path(*study_));
}

void Viewer::say(Text id, const std::string& sentence, stream::Micros now) {
  toasts_.add(id, sentence, now);
  host_.announce(sentence, false);
  changed(now);
}

void Viewer::keep_measurements(stream::Micros now) {
  if (keep_request_ || !study_) return;
  if (!can_keep_) {
    say(Text::kKeepLocal, text(Text::kKeepLocal, language_), now);
    return;
  }
  Measurements::Unsaved unsaved = measurements_.unsaved();
  if (unsaved.ids.empty() || unsaved.provisional > 0) {
    const Text why = unsaved.provisional > 0 ? Text::kKeepWaits : Text::kNothingToKeep;
    say(why, text(why, language_), now);
    return;
  }
  const auto json = measure::write_reported(unsaved.reported);
  if (!json.ok()) return;
  sent_ = std::move(unsaved.ids);
  keep_request_ = next_object_++;
  host_.send_object(*keep_request_, measurements_path(*study_), *json);
  changed(now);
}

bool Viewer::measurement_answer(std::uint32_t request, int http_status, const std::vector<std::uint8_t>& bytes, stream::Micros now) {
  if (request == measurements_request_) {
    measurements_request_.reset();
    base::Budget budget;
    auto reports = measure::read_reports({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, budget);
    can_keep_ = http_status == 200;
    if (http_status == 200 && reports.ok()) measurements_.take_reports(std::move(reports).value(), std::exchange(sent_, {}));
    changed(now);
    return true;
  }
  if (request != keep_request_) return false;
  keep_request_.reset();
  if (http_status == 201) {
    say(Text::kMeasurementsKept, text(Text::kMeasurementsKept, language_), now);
    measurements_asked_ = false;   // read them again: as others will see them
    ask_for_measurements();
    return true;
  }
  sent_.clear();
  const Text why = http_status == 0 ? Text::kReasonConnection : http_status == 403 || http_status == 401 ? Text::kReasonDenied : Text::kReasonContent;
  say(Text::kKeepFailed, fill(Text::kKeepFailed, language_, {text(why, language_)}), now);
  return true;
}

void Viewer::announce_measurement() {
  const auto selected = measurements_.list().selected();
  if (!selected) return;
  for (const MeasurementRow& row : measurement_rows()) {
    if (row.id != *selected || row.values.empty()) continue;
    std::string values;
    for (const std::string& line : row.values) values += (values.empty() ? "" : ", ") + line;
    host_.announce(fill(Text::kAnnounceMeasure, language_, {row.name, values}), false);
  }
}

}  // namespace sansfilm::view
