#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "shared/dicom/dictionary.hpp"
#include "shared/dicom/tags.hpp"
#include "shared/dicom/writer.hpp"

namespace sansfilm::dicom {

namespace {

template <class T>
void append_le(std::vector<std::uint8_t>& out, T value) {
  out.resize(out.size() + sizeof value);
  base::store_le(out.data() + out.size() - sizeof value, value);
}

void append_text(std::vector<std::uint8_t>& out, std::string_view text) {
  if (!out.empty()) out.push_back('\\');
  out.insert(out.end(), text.begin(), text.end());
}

void append_integer(std::vector<std::uint8_t>& out, Vr vr, std::int64_t value) {
  switch (vr) {
    case Vr::US: case Vr::SS: case Vr::OW:
      return append_le(out, static_cast<std::uint16_t>(value));
    case Vr::UL: case Vr::SL: case Vr::OL:
      return append_le(out, static_cast<std::uint32_t>(value));
    case Vr::UV: case Vr::SV: case Vr::OV:
      return append_le(out, static_cast<std::uint64_t>(value));
    case Vr::AT:
      append_le(out, static_cast<std::uint16_t>(value >> 16));
      return append_le(out, static_cast<std::uint16_t>(value));
    case Vr::FL:
      return append_le(out, static_cast<float>(value));
    case Vr::FD:
      return append_le(out, static_cast<double>(value));
    case Vr::OB: case Vr::UN:
      out.push_back(static_cast<std::uint8_t>(value));
      return;
    default:
      return append_text(out, std::to_string(value));
  }
}

void append_real(std::vector<std::uint8_t>& out, Vr vr, double value) {
  switch (vr) {
    case Vr::FL: case Vr::OF:
      return append_le(out, static_cast<float>(value));
    case Vr::FD: case Vr::OD:
      return append_le(out, value);
    default:
      return is_text(vr) ? append_text(out, decimal_string(value)) : append_integer(out, vr, std::llround(value));
  }
}

// Little endian, whatever the file was.
std::vector<std::uint8_t> little_endian(const Element& element) {
  std::vector<std::uint8_t> out(element.value.begin(), element.value.end());
  // An AT is two 16-bit numbers.
  const std::size_t size = element.vr == Vr::AT ? 2 : value_size(element.vr);
  if (!element.big_endian || size == 1) return out;
  for (std::size_t at = 0; at + size <= out.size(); at += size) {
    std::reverse(out.begin() + static_cast<std::ptrdiff_t>(at), out.begin() + static_cast<std::ptrdiff_t>(at + size));
  }
  return out;
}

}  // namespace

std::string decimal_string(double value) {
  if (!std::isfinite(value)) return {};
  std::array<char, 40> text{};
  std::string best = "0";
  // The shortest that reads back as the same number; if none is short enough, the most digits that fit. Whole digits are never
  // left to an exponent (90, not 9e+01) as long as they fit.
  const double magnitude = std::abs(value) >= 1.0 ? std::floor(std::log10(std::abs(value))) + 1 : 1.0;
  for (int digits = magnitude <= 15 ? static_cast<int>(magnitude) : 1; digits <= 17; ++digits) {
    const int length = std::snprintf(text.data(), text.size(), "%.*g", digits, value);
    if (length > 16) continue;
    best.assign(text.data(), static_cast<std::size_t>(length));
    if (std::strtod(text.data(), nullptr) == value) break;
  }
  return best;
}

DatasetBuilder::Value& DatasetBuilder::slot(Tag tag, Vr vr) {
  auto at = std::lower_bound(values_.begin(), values_.end(), tag,
                             [](const Value& value, Tag wanted) { return value.tag < wanted; });
  if (at == values_.end() || at->tag != tag) at = values_.insert(at, Value{});
  *at = Value{};
  at->tag = tag;
  at->vr = vr;
  return *at;
}

const DatasetBuilder::Value* DatasetBuilder::find(Tag tag) const {
  const auto at = std::lower_bound(values_.begin(), values_.end(), tag,
                                   [](const Value& value, Tag wanted) { return value.tag < wanted; });
  return at != values_.end() && at->tag == tag ? &*at : nullptr;
}

DatasetBuilder& DatasetBuilder::text(Tag tag, std::string_view utf8) { return text(tag, dictionary_vr(tag).vr, utf8); }

DatasetBuilder& DatasetBuilder::text(Tag tag, Vr vr, std::string_view utf8) {
  Value& value = slot(tag, vr);
  value.bytes.assign(utf8.begin(), utf8.end());
  value.is_utf8 = true;
  return *this;
}

DatasetBuilder& DatasetBuilder::integers(Tag tag, const std::vector<std::int64_t>& values) {
  const DictionaryVr known = dictionary_vr(tag);
  const bool negative = std::any_of(values.begin(), values.end(), [](std::int64_t value) { return value < 0; });
  const bool is_signed = known.rule == VrRule::kUnsignedOrSigned && negative;
  return integers(tag, is_signed ? Vr::SS : known.vr, values);
}

DatasetBuilder& DatasetBuilder::integers(Tag tag, Vr vr, const std::vector<std::int64_t>& values) {
  Value& value = slot(tag, vr);
  for (const std::int64_t number : values) append_integer(value.bytes, vr, number);
  return *this;
}

DatasetBuilder& DatasetBuilder::reals(Tag tag, const std::vector<double>& values) {
  return reals(tag, dictionary_vr(tag).vr, values);
}

DatasetBuilder& DatasetBuilder::reals(Tag tag, Vr vr, const std::vector<double>& values) {
  Value& value = slot(tag, vr);
  for (const double number : values) append_real(value.bytes, vr, number);
  return *this;
}

DatasetBuilder& DatasetBuilder::bytes(Tag tag, Vr vr, std::vector<std::uint8_t> value) {
  slot(tag, vr).bytes = std::move(value);
  return *this;
}

DatasetBuilder& DatasetBuilder::empty(Tag tag) {
  slot(tag, dictionary_vr(tag).vr);
  return *this;
}

DatasetBuilder& DatasetBuilder::sequence(Tag tag, std::vector<DatasetBuilder> items) {
  slot(tag, Vr::SQ).items = std::move(items);
  return *this;
}

DatasetBuilder& DatasetBuilder::encapsulated(std::vector<std::vector<std::uint8_t>> frames) {
  Value& value = slot(tags::kPixelData, Vr::OB);
  value.frames = std::move(frames);
  value.is_encapsulated = true;
  return *this;
}

DatasetBuilder& DatasetBuilder::copy(const Element& element) {
  Value& value = slot(element.tag, element.vr);
  if (element.vr == Vr::SQ) {
    for (const Dataset& item : element.items) value.items.emplace_back().copy(item);
  } else if (!element.fragments.empty()) {
    value.is_encapsulated = true;
    for (std::size_t i = 1; i < element.fragments.size(); ++i) {
      const base::Bytes bytes = element.fragments[i].bytes;
      value.frames.emplace_back(bytes.begin(), bytes.end());
    }
  } else {
    value.bytes = little_endian(element);
  }
  return *this;
}

DatasetBuilder& DatasetBuilder::copy(const Dataset& dataset) {
  for (const Element& element : dataset.elements()) {
    if (element.tag.element() != 0) copy(element);  // group lengths are of the old encoding, and retired
  }
  return *this;
}

DatasetBuilder& DatasetBuilder::erase(Tag tag) {
  std::erase_if(values_, [tag](const Value& value) { return value.tag == tag; });
  return *this;
}

}  // namespace sansfilm::dicom
