// The measurements of a study, with undo and redo. Which one is selected is kept here too, for hand, keyboard and panel alike.
//
// @owner  owns the measurements
// @thread one caller
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "shared/measure/measured.hpp"
#include "shared/measure/measurement.hpp"

namespace sansfilm::view {

class MeasurementList {
 public:
  static constexpr std::size_t kMostUndone = 100;

  [[nodiscard]] const std::vector<measure::Measurement>& all() const { return all_; }
  [[nodiscard]] const measure::Measurement* find(std::uint32_t id) const;

  std::uint32_t add(measure::Measurement measurement);   // selects it
  void remove(std::uint32_t id);                         // not one that is kept
  void clear();                                          // another study: nothing to undo
  void restore(const std::vector<measure::Measurement>& kept);   // of a study that comes back; into an empty list

  // Those of the study's documents: they are shown, and neither moved nor removed. Replaces the kept ones that were there, and takes
  // away `replaced`, which they have become. What was undone before is forgotten: it knew another list. Returns their ids, in order.
  std::vector<std::uint32_t> set_kept(std::vector<measure::Measurement> kept, const std::vector<std::uint32_t>& replaced);
  [[nodiscard]] bool is_kept(std::uint32_t id) const { return kept_.count(id) != 0; }

  // A change by hand is one step to undo, however many moves it has: keep() before, then change() as often as it moves.
  void keep();
  void change(std::uint32_t id, std::vector<measure::Point> points);

  [[nodiscard]] bool can_undo() const { return !undone_.empty(); }
  [[nodiscard]] bool can_redo() const { return !redone_.empty(); }
  void undo();
  void redo();

  [[nodiscard]] std::optional<std::uint32_t> selected() const { return selected_; }
  void select(std::optional<std::uint32_t> id) { selected_ = id; }

  // Counts every change, so that what is made from the list is made again.
  [[nodiscard]] std::uint32_t revision() const { return revision_; }

 private:
  void go_to(std::vector<measure::Measurement> state);

  std::vector<measure::Measurement> all_;
  std::set<std::uint32_t> kept_;
  std::vector<std::vector<measure::Measurement>> undone_, redone_;
  std::optional<std::uint32_t> selected_;
  std::uint32_t next_id_ = 1;
  std::uint32_t revision_ = 0;
};

}  // namespace sansfilm::view
