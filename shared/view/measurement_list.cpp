#include "shared/view/measurement_list.hpp"

#include <algorithm>
#include <utility>

namespace sansfilm::view {

const measure::Measurement* MeasurementList::find(std::uint32_t id) const {
  const auto found = std::find_if(all_.begin(), all_.end(), [&](const measure::Measurement& one) { return one.id == id; });
  return found == all_.end() ? nullptr : &*found;
}

void MeasurementList::keep() {
  undone_.push_back(all_);
  if (undone_.size() > kMostUndone) undone_.erase(undone_.begin());
  redone_.clear();
}

std::uint32_t MeasurementList::add(measure::Measurement measurement) {
  keep();
  measurement.id = next_id_++;
  selected_ = measurement.id;
  all_.push_back(std::move(measurement));
  ++revision_;
  return *selected_;
}

void MeasurementList::remove(std::uint32_t id) {
  if (find(id) == nullptr || is_kept(id)) return;
  keep();
  std::erase_if(all_, [&](const measure::Measurement& one) { return one.id == id; });
  if (selected_ == id) selected_.reset();
  ++revision_;
}

std::vector<std::uint32_t> MeasurementList::set_kept(std::vector<measure::Measurement> kept, const std::vector<std::uint32_t>& replaced) {
  const auto goes = [&](const measure::Measurement& one) { return is_kept(one.id) || std::find(replaced.begin(), replaced.end(), one.id) != replaced.end(); };
  std::erase_if(all_, goes);
  kept_.clear();
  undone_.clear();
  redone_.clear();
  std::vector<std::uint32_t> ids;
  for (measure::Measurement& one : kept) {
    one.id = next_id_++;
    ids.push_back(one.id);
    kept_.insert(one.id);
    all_.push_back(std::move(one));
  }
  if (selected_ && find(*selected_) == nullptr) selected_.reset();
  ++revision_;
  return ids;
}

void MeasurementList::clear() {
  all_.clear();
  kept_.clear();
  undone_.clear();
  redone_.clear();
  selected_.reset();
  ++revision_;
}

void MeasurementList::restore(const std::vector<measure::Measurement>& kept) {
  for (measure::Measurement one : kept) {
    one.id = next_id_++;
    all_.push_back(std::move(one));
  }
  ++revision_;
}

void MeasurementList::change(std::uint32_t id, std::vector<measure::Point> points) {
  for (measure::Measurement& one : all_) {
    if (one.id == id) one.points = std::move(points);
  }
  ++revision_;
}

void MeasurementList::go_to(std::vector<measure::Measurement> state) {
  all_ = std::move(state);
  if (selected_ && find(*selected_) == nullptr) selected_.reset();
  ++revision_;
}

void MeasurementList::undo() {
  if (undone_.empty()) return;
  redone_.push_back(all_);
  go_to(std::exchange(undone_.back(), {}));
  undone_.pop_back();
}

void MeasurementList::redo() {
  if (redone_.empty()) return;
  undone_.push_back(all_);
  go_to(std::exchange(redone_.back(), {}));
  redone_.pop_back();
}

}  // namespace sansfilm::view
