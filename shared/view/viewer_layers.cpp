// The viewer's part in layers: when they are asked for, what their keys and rows do, and what they draw.
#include <algorithm>
#include <utility>

#include "shared/dicom/uid.hpp"
#include "shared/view/viewer.hpp"

namespace sansfilm::view {
namespace {

constexpr double kOpacityStep = 0.1;

}  // namespace

// --- asking ----------------------------------------------------------------------------------------------------------

// The picture comes first: before it is there, or has failed, no layer is asked for.
void Viewer::ask_for_layers() {
  if (!has_frame() || (picture() == nullptr && !study_->failure(frame()))) return;
  while (const auto layer = layers_.next_wanted()) {
    const std::string& uid = layers_.at(*layer).uid;
    if (!dicom::is_valid_uid(uid)) {
      layers_.take(*layer, 404, {});
      continue;
    }
    asked_objects_[next_object_] = *layer;
    host_.fetch_object(next_object_++, "/api/v1/studies/" + study_->study().study_instance_uid + "/instances/" + uid + "/drawing");
  }
}

void Viewer::object(std::uint32_t request, int http_status, std::vector<std::uint8_t> bytes, stream::Micros now) {
  if (measurement_answer(request, http_status, bytes, now)) return;
  const auto asked = asked_objects_.find(request);
  if (asked == asked_objects_.end() || !study_) return;
  const std::uint32_t layer = asked->second;
  asked_objects_.erase(asked);
  layers_.take(layer, http_status, std::move(bytes));
  viewports_.presentation_arrived(study_->model());
  if (layers_.at(layer).state == LayerState::kFailed) {
    host_.announce(layers_.at(layer).name + ", " + layer_note(layers_.at(layer), language_), false);
  }
  if (sought_layer_ == layer) seek_layer(now);
  wish(now);
  changed(now);
}

bool Viewer::show_layer(std::string_view uid, stream::Micros now) {
  if (!study_) return false;
  const auto layer = layers_.find(uid);
  if (!layer) return false;
  const StudyModel& model = study_->model();
  const auto holds = [&](std::uint32_t series) { return model.series()[series].has_pictures() && Layers::belongs_to(layers_.at(*layer), model.series_of(series)); };
  std::optional<std::uint32_t> series;
  if (cell().has_series() && holds(cell().series())) series = cell().series();
  for (std::uint32_t i = 0; !series && i < model.series().size(); ++i) {
    if (holds(i)) series = i;
  }
  if (!series) return false;
  if (!cell().has_series() || cell().series() != *series) choose_series(*series, now);
  sought_layer_ = *layer;
  switch_on(*layer, true, now);
  if (layers_.at(*layer).state == LayerState::kReady) seek_layer(now);
  return true;
}

// To the first image that the layer speaks of: of the series shown, else of another.
void Viewer::seek_layer(stream::Micros now) {
  const Layer& layer = layers_.at(*std::exchange(sought_layer_, std::nullopt));
  if (layer.state != LayerState::kReady) return;
  const StudyModel& model = study_->model();
  const auto find_in = [&](std::uint32_t series) -> std::optional<std::uint32_t> {
    for (std::uint32_t place = 0; place < model.series()[series].count(); ++place) {
      if (is_on_image(layer, shown_image(model.series_of(series), model.frame_of(series, place)))) return place;
    }
    return std::nullopt;
  };
  std::optional<std::uint32_t> place = find_in(cell().series());
  for (std::uint32_t series = 0; !place && series < model.series().size(); ++series) {
    place = find_in(series);
    if (!place) continue;
    choose_series(series, now);
    if (layer.kind == LayerKind::kPresentation) cell().choose_presentation(model, layers_.find(layer.uid));
  }
  if (place) scroll_to(*place, now);
}

// --- the user --------------------------------------------------------------------------------------------------------

void Viewer::set_layers_open(bool open) {
  layers_open_ = open;
  if (open) measurements_open_ = false;   // one panel at the side
  lay_out_page();
}

bool Viewer::has_layers() const { return has_frame() && !layers_.of_series(study_->model().series_of(cell().series())).empty(); }

void Viewer::switch_on(std::uint32_t layer, bool on, stream::Micros now) {
  if (layers_.at(layer).kind == LayerKind::kPresentation) {
    if (on) layers_.want(layer);
    cell().choose_presentation(study_->model(), on ? std::optional(layer) : std::nullopt);
  } else {
    layers_.switch_layer(layer, on);
  }
  pane().forget_layer_rows();
  ask_for_layers();
  wish(now);
  changed(now);
}

void Viewer::switch_row(std::size_t index, stream::Micros now) {
  const std::vector<LayerRow>& all = layer_rows();
  if (index >= all.size() || !all[index].can_be_switched()) return;
  const LayerRow row = all[index];
  row_cursor_ = index;
  switch (row.kind) {
    case LayerRow::Kind::kHeading: return;
    case LayerRow::Kind::kPresentation:
      cell().choose_presentation(study_->model(), std::nullopt);
      if (row.layer) switch_on(*row.layer, true, now);
      break;
    case LayerRow::Kind::kLayer: switch_on(*row.layer, !row.on, now); break;
    case LayerRow::Kind::kPart: layers_.switch_part(*row.layer, row.part); break;
  }
  pane().forget_layer_rows();
  host_.announce(fill(row.kind == LayerRow::Kind::kPresentation || !row.on ? Text::kAnnounceOn : Text::kAnnounceOff, language_, {row.text}), false);
  wish(now);
  changed(now);
}

void Viewer::set_layer_opacity(std::uint32_t layer, double opacity, stream::Micros now) {
  if (layer >= layers_.all().size()) return;
  layers_.set_opacity(layer, opacity);
  changed(now);
}

// The layer of the row under the cursor, else all that are on.
void Viewer::change_opacity(double step) {
  const std::vector<LayerRow>& all = layer_rows();
  std::optional<std::uint32_t> only;
  if (row_cursor_ && *row_cursor_ < all.size()) only = all[*row_cursor_].layer;
  for (std::uint32_t i = 0; i < layers_.all().size(); ++i) {
    const Layer& layer = layers_.at(i);
    if (only ? *only == i : layer.on) layers_.set_opacity(i, layer.opacity + step);
  }
}

void Viewer::move_row_cursor(int step) {
  if (!layers_open_) set_layers_open(true);
  const std::vector<LayerRow>& all = layer_rows();
  const auto count = static_cast<std::ptrdiff_t>(all.size());
  auto at = row_cursor_ ? static_cast<std::ptrdiff_t>(*row_cursor_) : (step > 0 ? -1 : count);
  do at += step;
  while (at >= 0 && at < count && !all[static_cast<std::size_t>(at)].can_be_switched());
  if (at < 0 || at >= count) return;
  row_cursor_ = static_cast<std::size_t>(at);
  const LayerRow& row = all[*row_cursor_];
  std::string sentence = fill(row.on ? Text::kAnnounceOn : Text::kAnnounceOff, language_, {row.text});
  if (!row.note.empty()) sentence += ", " + row.note;
  host_.announce(sentence, false);
}

void Viewer::choose_next_presentation(stream::Micros now) {
  const std::vector<LayerRow>& all = layer_rows();
  std::vector<std::size_t> states;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].kind == LayerRow::Kind::kPresentation) states.push_back(i);
  }
  const auto current = std::find_if(states.begin(), states.end(), [&](std::size_t i) { return all[i].on; });
  if (states.empty()) return;
  const auto next = current == states.end() ? 0 : (static_cast<std::size_t>(current - states.begin()) + 1) % states.size();
  switch_row(states[next], now);
}

void Viewer::run_layers(Command command, stream::Micros now) {
  switch (command) {
    case Command::kToggleLayers: set_layers_open(!layers_open_); break;
    case Command::kToggleDrawn: layers_.set_hidden(!layers_.hidden()); break;
    case Command::kNextPresentation: choose_next_presentation(now); break;
    case Command::kNextRow: move_row_cursor(1); break;
    case Command::kPreviousRow: move_row_cursor(-1); break;
    case Command::kSwitchRow:
      if (row_cursor_) switch_row(*row_cursor_, now);
      break;
    case Command::kMoreOpaque: change_opacity(kOpacityStep); break;
    case Command::kLessOpaque: change_opacity(-kOpacityStep); break;
    default: break;
  }
}

}  // namespace sansfilm::view
