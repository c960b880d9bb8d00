#include "shared/hanging/match.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace sansfilm::hanging {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_letters(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::size_t find_letters(std::string_view text, std::string_view part, std::size_t from) {
  const auto at = std::search(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(), part.begin(), part.end(), [](char x, char y) { return lower(x) == lower(y); });
  return at == text.end() && !part.empty() ? std::string_view::npos : static_cast<std::size_t>(at - text.begin());
}

bool is_one_of(std::string_view value, const std::vector<std::string>& allowed) {
  return allowed.empty() || std::any_of(allowed.begin(), allowed.end(), [&](const std::string& one) { return same_letters(value, one); });
}

bool has_any_part(std::string_view text, const std::vector<std::string>& parts) {
  return std::any_of(parts.begin(), parts.end(), [&](const std::string& part) { return has_part(text, part); });
}

// What the images are nearest to; nothing without cosines. The patient's axes: x to the left, y to the back, z to the head.
std::optional<Plane> plane_of(const wire::Series& series) {
  if (series.frames.empty() || series.frames.front().geometry >= series.geometries.size()) return std::nullopt;
  const auto& cosines = series.geometries[series.frames.front().geometry].orientation;
  if (!cosines) return std::nullopt;
  const auto& c = *cosines;
  const double x = std::abs(c[1] * c[5] - c[2] * c[4]), y = std::abs(c[2] * c[3] - c[0] * c[5]), z = std::abs(c[0] * c[4] - c[1] * c[3]);
  return x >= y && x >= z ? Plane::kSagittal : y >= z ? Plane::kCoronal : Plane::kAxial;
}

bool fits(const Selector& selector, const wire::Series& series) {
  if (series.frames.size() < std::max(1U, selector.least_images)) return false;
  if (!is_one_of(series.modality, selector.modalities) || !is_one_of(series.body_part, selector.body_parts)) return false;
  const std::string names = series.description + "\n" + series.protocol;
  if (!selector.descriptions.empty() && !has_any_part(names, selector.descriptions)) return false;
  if (has_any_part(names, selector.not_descriptions)) return false;
  return !selector.plane || plane_of(series) == selector.plane;
}

bool fits(const Selector& selector, const wire::Series& series, const wire::Frame& frame) {
  const wire::PixelFormat& format = series.pixel_formats[frame.pixels];
  return is_one_of(format.laterality, selector.lateralities) && is_one_of(format.view, selector.views);
}

// What has been placed already: a series as a whole, or images of it.
struct Taken {
  std::set<std::pair<bool, std::uint32_t>> series;
  std::set<std::pair<std::pair<bool, std::uint32_t>, std::uint32_t>> images;

  [[nodiscard]] bool has(const Placed& one) const {
    const std::pair key{one.prior, one.series};
    return one.frame ? images.contains({key, *one.frame}) : series.contains(key);
  }
  void add(const Placed& one) {
    const std::pair key{one.prior, one.series};
    series.insert(key);
    if (one.frame) images.insert({key, *one.frame});
  }
};

std::optional<Placed> find(const View& view, const wire::Manifest& study, const Taken& taken) {
  for (std::uint32_t s = 0; s < study.series.size(); ++s) {
    const wire::Series& series = study.series[s];
    if (!fits(view.show, series)) continue;
    if (!view.show.is_of_images()) {
      const Placed one{view.prior, s, std::nullopt};
      if (view.again || !taken.has(one)) return one;
      continue;
    }
    for (std::uint32_t f = 0; f < series.frames.size(); ++f) {
      const Placed one{view.prior, s, f};
      if (fits(view.show, series, series.frames[f]) && (view.again || !taken.has(one))) return one;
    }
  }
  return std::nullopt;
}

bool within(std::size_t count, std::optional<std::uint32_t> least, std::optional<std::uint32_t> most) {
  return (!least || count >= *least) && (!most || count <= *most);
}

bool holds(const Condition& when, const wire::Manifest& study, bool prior) {
  if (when.prior && *when.prior != prior) return false;
  if (!when.descriptions.empty() && !has_any_part(study.study.description, when.descriptions)) return false;
  std::size_t count = 0, images = 0;
  bool part = when.body_parts.empty();
  for (const wire::Series& series : study.series) {
    if (series.frames.empty()) continue;
    if (!is_one_of(series.modality, when.modalities)) return false;
    part = part || is_one_of(series.body_part, when.body_parts);
    std::set<std::uint32_t> instances;
    for (const wire::Frame& frame : series.frames) instances.insert(frame.instance);
    images += instances.size();
    ++count;
  }
  return part && count > 0 && within(count, when.least_series, when.most_series) && within(images, when.least_images, when.most_images);
}

}  // namespace

bool has_part(std::string_view text, std::string_view part) {
  std::size_t from = 0;
  while (!part.empty()) {
    const std::size_t star = part.find('*');
    const std::string_view piece = part.substr(0, star);
    const std::size_t at = find_letters(text, piece, from);
    if (at == std::string_view::npos) return false;
    from = at + piece.size();
    part = star == std::string_view::npos ? std::string_view() : part.substr(star + 1);
  }
  return true;
}

std::optional<Hung> hang(const Protocol& protocol, const wire::Manifest& study, const wire::Manifest* prior) {
  if (!holds(protocol.when, study, prior != nullptr)) return std::nullopt;
  Hung out(std::size_t{protocol.rows} * protocol.columns);
  Taken taken;
  for (std::size_t i = 0; i < std::min(protocol.views.size(), out.size()); ++i) {
    const View& view = protocol.views[i];
    if (view.empty) continue;
    const wire::Manifest* from = view.prior ? prior : &study;
    if (from != nullptr) out[i] = find(view, *from, taken);
    if (!out[i] && view.required) return std::nullopt;
    if (out[i]) taken.add(*out[i]);
  }
  return out;
}

std::string kind_of(const wire::Manifest& study) {
  std::set<std::string> modalities;
  std::string part;
  for (const wire::Series& series : study.series) {
    if (series.frames.empty()) continue;
    modalities.insert(series.modality);
    if (part.empty()) part = series.body_part;
  }
  std::string out;
  for (const std::string& modality : modalities) out += (out.empty() ? "" : "+") + modality;
  if (!part.empty()) out += "/" + part;
  for (char& c : out) {
    const bool plain = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
    if (!plain) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : '_';
  }
  return out;
}

}  // namespace sansfilm::hanging
