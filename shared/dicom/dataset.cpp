#include "shared/dicom/dataset.hpp"

#include <algorithm>
#include <cmath>

#include "shared/dicom/charset.hpp"
#include "shared/dicom/number_text.hpp"
#include "shared/dicom/tags.hpp"

namespace sansfilm::dicom {

namespace {

std::string_view as_text(base::Bytes value) {
  return {reinterpret_cast<const char*>(value.data()), value.size()};
}

// Padding at the end never counts, leading spaces only in the VRs where they are part of the text (PS3.5 6.2).
std::string_view trim(std::string_view text, Vr vr) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\0')) text.remove_suffix(1);
  if (is_single_text(vr) || vr == Vr::UC) return text;
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  return text;
}

// The index-th part between backslashes.
std::optional<std::string_view> part(std::string_view text, Vr vr, std::size_t index) {
  if (is_single_text(vr)) return index == 0 ? std::optional(text) : std::nullopt;
  std::size_t start = 0;
  for (std::size_t i = 0; i < index; ++i) {
    start = text.find('\\', start);
    if (start == std::string_view::npos) return std::nullopt;
    ++start;
  }
  const std::size_t end = text.find('\\', start);
  return text.substr(start, end == std::string_view::npos ? end : end - start);
}

// The index-th value of a binary VR.
template <class T>
std::optional<T> value_at(const Element& element, std::size_t index) {
  if (index >= element.value.size() / sizeof(T)) return std::nullopt;
  const std::uint8_t* at = element.value.data() + index * sizeof(T);
  return element.big_endian ? base::load_be<T>(at) : base::load_le<T>(at);
}

std::optional<std::int64_t> binary_integer(const Element& element, std::size_t index) {
  switch (element.vr) {
    case Vr::US: case Vr::OW:
      return value_at<std::uint16_t>(element, index);
    case Vr::SS:
      return value_at<std::int16_t>(element, index);
    case Vr::UL: case Vr::OL:
      return value_at<std::uint32_t>(element, index);
    case Vr::SL:
      return value_at<std::int32_t>(element, index);
    case Vr::SV:
      return value_at<std::int64_t>(element, index);
    case Vr::UV: case Vr::OV: {
      const auto value = value_at<std::uint64_t>(element, index);
      if (!value || *value > static_cast<std::uint64_t>(INT64_MAX)) return std::nullopt;
      return static_cast<std::int64_t>(*value);
    }
    case Vr::AT: {
      const auto group = value_at<std::uint16_t>(element, index * 2);
      const auto number = value_at<std::uint16_t>(element, index * 2 + 1);
      if (!group || !number) return std::nullopt;
      return static_cast<std::int64_t>(*group) << 16 | *number;
    }
    default:
      return std::nullopt;
  }
}

std::optional<double> binary_real(const Element& element, std::size_t index) {
  switch (element.vr) {
    case Vr::FL: case Vr::OF: {
      const auto value = value_at<float>(element, index);
      return value ? std::optional<double>(*value) : std::nullopt;
    }
    case Vr::FD: case Vr::OD:
      return value_at<double>(element, index);
    default:
      return std::nullopt;
  }
}

std::optional<double> number_at(const Element& element, std::size_t index) {
  if (is_text(element.vr)) {
    const auto text = part(as_text(element.value), element.vr, index);
    return text ? parse_decimal(*text) : std::nullopt;
  }
  if (const auto real = binary_real(element, index)) return real;
  if (const auto integer = binary_integer(element, index)) return static_cast<double>(*integer);
  return std::nullopt;
}

}  // namespace

const Element* Dataset::find(Tag tag) const {
  const auto at = std::lower_bound(elements_.begin(), elements_.end(), tag,
                                   [](const Element& element, Tag wanted) { return element.tag < wanted; });
  return at != elements_.end() && at->tag == tag ? &*at : nullptr;
}

bool Dataset::has_value(Tag tag) const {
  const Element* element = find(tag);
  if (element == nullptr) return false;
  if (!element->items.empty() || !element->fragments.empty()) return true;
  if (is_text(element->vr)) return !trim(as_text(element->value), element->vr).empty();
  return !element->value.empty();
}

const Dataset* Dataset::item(Tag sequence, std::size_t index) const {
  const Element* element = find(sequence);
  return element != nullptr && index < element->items.size() ? &element->items[index] : nullptr;
}

const std::vector<Dataset>& Dataset::items(Tag sequence) const {
  static const std::vector<Dataset> kNone;
  const Element* element = find(sequence);
  return element != nullptr ? element->items : kNone;
}

std::optional<std::string_view> Dataset::raw_text(Tag tag, std::size_t index) const {
  const Element* element = find(tag);
  if (element == nullptr || (!is_text(element->vr) && element->vr != Vr::UN)) return std::nullopt;
  const auto value = part(as_text(element->value), element->vr, index);
  return value ? std::optional(trim(*value, element->vr)) : std::nullopt;
}

std::string Dataset::text(Tag tag) const {
  const Element* element = find(tag);
  if (element == nullptr || (!is_text(element->vr) && element->vr != Vr::UN)) return {};
  const std::string_view raw = as_text(element->value);
  if (!uses_character_set(element->vr) && element->vr != Vr::UN) return to_utf8(trim(raw, element->vr), "", element->vr);
  std::string decoded = to_utf8(raw, character_set_, element->vr);
  const std::string_view kept = trim(decoded, element->vr);
  return kept.size() == decoded.size() ? decoded : std::string(kept);
}

std::vector<std::string> Dataset::texts(Tag tag) const {
  std::vector<std::string> out;
  const Element* element = find(tag);
  if (element == nullptr || multiplicity(tag) == 0) return out;
  // Only after decoding is every backslash a separator: in some sets it is half of a character.
  const std::string all = text(tag);
  if (is_single_text(element->vr)) return {all};
  for (std::size_t start = 0; start <= all.size();) {
    const std::size_t end = std::min(all.find('\\', start), all.size());
    out.emplace_back(trim(std::string_view(all).substr(start, end - start), element->vr));
    start = end + 1;
  }
  return out;
}

std::optional<std::int64_t> Dataset::integer(Tag tag, std::size_t index) const {
  const Element* element = find(tag);
  if (element == nullptr) return std::nullopt;
  if (!is_text(element->vr)) return binary_integer(*element, index);
  const auto text = part(as_text(element->value), element->vr, index);
  if (!text) return std::nullopt;
  if (const auto value = parse_integer(*text)) return value;
  const auto real = parse_decimal(*text);
  if (!real || std::trunc(*real) != *real || std::abs(*real) > 9007199254740992.0) return std::nullopt;
  return static_cast<std::int64_t>(*real);
}

std::optional<double> Dataset::number(Tag tag, std::size_t index) const {
  const Element* element = find(tag);
  return element != nullptr ? number_at(*element, index) : std::nullopt;
}

std::vector<double> Dataset::numbers(Tag tag) const {
  const Element* element = find(tag);
  std::vector<double> out;
  if (element == nullptr) return out;
  const std::size_t count = multiplicity(tag);
  out.reserve(count);
  if (!is_text(element->vr)) {
    for (std::size_t i = 0; i < count; ++i) {
      const auto value = number_at(*element, i);
      if (!value) return {};
      out.push_back(*value);
    }
    return out;
  }
  std::string_view rest = as_text(element->value);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t end = rest.find('\\');
    const auto value = parse_decimal(rest.substr(0, end));
    if (!value) return {};
    out.push_back(*value);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  return out;
}

std::size_t Dataset::multiplicity(Tag tag) const {
  const Element* element = find(tag);
  if (element == nullptr) return 0;
  if (element->vr == Vr::SQ) return element->items.size();
  if (element->value.empty()) return element->fragments.empty() ? 0 : 1;
  if (is_text(element->vr)) {
    const std::string_view text = as_text(element->value);
    if (trim(text, element->vr).empty()) return 0;
    if (is_single_text(element->vr)) return 1;
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\\')) + 1;
  }
  if (is_bulk(element->vr)) return 1;
  return element->value.size() / value_size(element->vr);
}

Element& Dataset::put(Element element) {
  const auto at = std::lower_bound(elements_.begin(), elements_.end(), element.tag,
                                   [](const Element& present, Tag wanted) { return present.tag < wanted; });
  if (at != elements_.end() && at->tag == element.tag) {
    *at = std::move(element);
    return *at;
  }
  return *elements_.insert(at, std::move(element));
}

bool Dataset::adopt(std::vector<Element> elements) {
  elements_ = std::move(elements);
  const auto not_after = [](const Element& a, const Element& b) { return a.tag >= b.tag; };
  if (std::adjacent_find(elements_.begin(), elements_.end(), not_after) == elements_.end()) return true;
  std::stable_sort(elements_.begin(), elements_.end(),
                   [](const Element& a, const Element& b) { return a.tag < b.tag; });
  const auto repeated = std::unique(elements_.begin(), elements_.end(),
                                    [](const Element& a, const Element& b) { return a.tag == b.tag; });
  elements_.erase(repeated, elements_.end());
  return false;
}

void Dataset::set_character_set(std::string declared) { character_set_ = std::move(declared); }

}  // namespace sansfilm::dicom
