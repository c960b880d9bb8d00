#include "shared/view/text_runs.hpp"

#include <algorithm>

namespace sansfilm::view {
namespace {

std::string_view bounded(std::string_view text) {
  if (text.size() <= TextRuns::kMostTextBytes) return text;
  std::size_t end = TextRuns::kMostTextBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;   // not within a character
  return text.substr(0, end);
}

std::uint64_t bytes_of(const TextRun& run) { return static_cast<std::uint64_t>(run.width_px * run.height_px * 4.0); }

}  // namespace

char32_t take_character(std::string_view& text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  const std::size_t length = lead < 0x80 ? 1 : lead >= 0xF0 && lead < 0xF5 ? 4 : lead >= 0xE0 && lead < 0xF0 ? 3 : lead >= 0xC2 && lead < 0xE0 ? 2 : 0;
  bool whole = length > 0 && length <= text.size();
  for (std::size_t i = 1; whole && i < length; ++i) whole = (byte(i) & 0xC0U) == 0x80U;
  if (!whole) {
    text.remove_prefix(1);
    return 0xFFFD;
  }
  char32_t out = length == 1 ? lead : lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) out = (out << 6) | (byte(i) & 0x3FU);
  text.remove_prefix(length);
  return out;
}

void TextRuns::begin_paint() {
  ++paint_;
  if (widths_.size() > kMostWidths) widths_.clear();
  // What the last paint did not use goes first, the longest unused before the others.
  while (bytes_ > kMostBytes || runs_.size() > kMostRuns) {
    const auto oldest = std::min_element(runs_.begin(), runs_.end(), [](const auto& a, const auto& b) { return a.second.paint < b.second.paint; });
    bytes_ -= bytes_of(oldest->second.run);
    if (oldest->second.run.texture != 0) maker_.drop(oldest->second.run.texture);
    runs_.erase(oldest);
  }
}

double TextRuns::width(std::string_view text, const TextStyle& style) {
  Key key{std::string(bounded(text)), style};
  if (const auto known = widths_.find(key); known != widths_.end()) return known->second;
  const double width = maker_.width(key.text, style);
  return widths_.emplace(std::move(key), width).first->second;
}

const TextRun& TextRuns::run(std::string_view text, const TextStyle& style) {
  Key key{std::string(bounded(text)), style};
  auto kept = runs_.find(key);
  if (kept == runs_.end()) {
    const TextRun made = maker_.draw(key.text, style);
    bytes_ += bytes_of(made);
    kept = runs_.emplace(std::move(key), Kept{made}).first;
  }
  kept->second.paint = paint_;
  return kept->second.run;
}

void TextRuns::clear() {
  for (const auto& [key, kept] : runs_) {
    if (kept.run.texture != 0) maker_.drop(kept.run.texture);
  }
  forget();
}

void TextRuns::forget() {
  runs_.clear();
  widths_.clear();
  bytes_ = 0;
}

}  // namespace sansfilm::view
