#include "shared/view/hanging_desk.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>
#include <variant>

#include "shared/hanging/read.hpp"
#include "shared/hanging/shipped.hpp"

namespace sansfilm::view {
namespace {

std::string_view next_word(std::string_view& text) {
  const std::size_t end = std::min(text.find(' '), text.size());
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(std::min(text.size(), end + 1));
  return word;
}

std::optional<std::uint8_t> side_of(std::string_view word, std::uint8_t most) {
  int value = 0;
  const auto [end, failed] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (failed != std::errc() || end != word.data() + word.size() || value < 1 || value > most) return std::nullopt;
  return static_cast<std::uint8_t>(value);
}

// Device pixels a millimetre if the picture filled its viewport; nothing where it says no millimetres.
std::optional<double> px_per_mm(const Pane& pane) {
  if (!pane.has_frame()) return std::nullopt;
  const double mm = pane.series().geometries[pane.described().geometry].column_spacing_mm;
  if (!(mm > 0.0)) return std::nullopt;
  return pane.cell().viewport().whole_scale() / mm;
}

}  // namespace

std::string write_layout(const KeptLayout& layout) {
  return std::to_string(layout.grid.rows) + " " + std::to_string(layout.grid.columns) + (layout.tiles ? " 1" : " 0") + (layout.protocol.empty() ? "" : " " + layout.protocol);
}

std::optional<KeptLayout> read_layout(std::string_view text) {
  const auto rows = side_of(next_word(text), Viewports::kMostRows);
  const auto columns = side_of(next_word(text), Viewports::kMostColumns);
  const std::string_view tiles = next_word(text);
  if (!rows || !columns || (tiles != "0" && tiles != "1")) return std::nullopt;
  return KeptLayout{{*rows, *columns}, tiles == "1", std::string(text)};
}

HangingDesk::HangingDesk() : protocols_(hanging::shipped_protocols()) {}

bool HangingDesk::set_protocols(std::string_view json) {
  ready_ = true;
  if (json.empty()) return true;
  auto read = hanging::read_protocols(json);
  auto* protocols = std::get_if<std::vector<hanging::Protocol>>(&read);
  if (protocols == nullptr) return false;
  if (fits_.empty()) protocols_ = std::move(*protocols);   // what is in force stays so until the next study
  return true;
}

void HangingDesk::open_study() {
  settled_ = false;
  kind_.clear();
  fits_.clear();
  protocol_ = nullptr;
}

void HangingDesk::examine(const wire::Manifest& study) {
  kind_ = hanging::kind_of(study);
  fits_.clear();
  protocol_ = nullptr;
  for (const hanging::Protocol& one : protocols_) {
    if (auto hung = hanging::hang(one, study)) fits_.push_back({&one, std::move(*hung)});
  }
}

const HangingDesk::Fit* HangingDesk::fit(std::string_view id) const {
  const auto found = std::find_if(fits_.begin(), fits_.end(), [&](const Fit& one) { return one.protocol->id == id; });
  return found == fits_.end() ? nullptr : &*found;
}

const KeptLayout* HangingDesk::kept() const {
  const auto found = kept_.find(kind_);
  return found == kept_.end() ? nullptr : &found->second;
}

void HangingDesk::in_force(const hanging::Protocol* protocol) {
  protocol_ = protocol;
  settled_ = true;
}

void hold_same_scale(Viewports& viewports, bool on) {
  constexpr double kNoLimit = std::numeric_limits<double>::infinity();
  double least = kNoLimit;
  for (const std::size_t index : viewports.shown()) {
    if (const auto scale = px_per_mm(viewports.pane(index)); on && scale) least = std::min(least, *scale);
  }
  for (const std::size_t index : viewports.shown()) {
    Pane& pane = viewports.pane(index);
    const bool has_mm = least != kNoLimit && px_per_mm(pane).has_value();
    pane.cell().viewport().set_fit_limit(has_mm ? least * pane.series().geometries[pane.described().geometry].column_spacing_mm : kNoLimit);
  }
}

}  // namespace sansfilm::view
