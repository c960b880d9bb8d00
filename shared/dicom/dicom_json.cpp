#include "shared/dicom/dicom_json.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

#include "shared/dicom/base64.hpp"
#include "shared/dicom/charset.hpp"
#include "shared/dicom/number_text.hpp"
#include "shared/dicom/tags.hpp"

namespace sansfilm::dicom {

namespace {

using Bulk = JsonOptions::Bulk;

struct HexTag {
  std::array<char, 8> digits;
  explicit HexTag(std::uint32_t value) {
    for (std::size_t i = 0; i < 8; ++i) digits[i] = "0123456789ABCDEF"[value >> (28 - 4 * i) & 15U];
  }
  [[nodiscard]] std::string_view view() const { return {digits.data(), digits.size()}; }
};

std::string_view vr_text(Vr vr, std::array<char, 2>& letters) {
  letters = {static_cast<char>(static_cast<std::uint16_t>(vr) >> 8), static_cast<char>(static_cast<std::uint16_t>(vr) & 255)};
  return {letters.data(), 2};
}

void open_attribute(Tag tag, Vr vr, json::Writer& out) {
  std::array<char, 2> letters{};
  out.key(HexTag(tag.value).view()).begin_object().member("vr", vr_text(vr, letters));
}

std::string_view trim(std::string_view text, Vr vr) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\0')) text.remove_suffix(1);
  if (is_single_text(vr) || vr == Vr::UC) return text;
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  return text;
}

// A name of nothing but delimiters is a name without components (PS3.5 6.2.1.1).
bool is_empty_name(std::string_view value) { return value.find_first_not_of("^= ") == std::string_view::npos; }

// F.2.2: the groups that are there, by name.
void write_name(std::string_view value, json::Writer& out) {
  out.begin_object();
  for (const char* group : {"Alphabetic", "Ideographic", "Phonetic"}) {
    const std::size_t end = std::min(value.find('='), value.size());
    const std::string_view text = trim(value.substr(0, end), Vr::PN);
    if (!text.empty()) out.member(group, text);
    value.remove_prefix(std::min(end + 1, value.size()));
  }
  out.end();
}

void write_one_text(std::string_view value, Vr vr, json::Writer& out) {
  value = trim(value, vr);
  if (value.empty() || (vr == Vr::PN && is_empty_name(value))) {
    out.null();
  } else if (vr == Vr::PN) {
    write_name(value, out);
  } else if (vr == Vr::IS || vr == Vr::DS) {
    if (const auto integer = parse_integer(value)) out.integer(*integer);
    else if (const auto real = parse_decimal(value)) out.number(*real);
    else out.string(value);
  } else {
    out.string(value);
  }
}

void write_values_of_text(std::string_view text, Vr vr, json::Writer& out) {
  if (vr == Vr::PN && text.find('\\') == std::string_view::npos && is_empty_name(text)) return;
  out.key("Value").begin_array();
  if (is_single_text(vr)) {
    write_one_text(text, vr, out);
  } else {
    for (std::size_t start = 0; start <= text.size();) {
      const std::size_t end = std::min(text.find('\\', start), text.size());
      write_one_text(text.substr(start, end - start), vr, out);
      start = end + 1;
    }
  }
  out.end();
}

// The shortest decimal that is this float, so that 0.1f is written as 0.1 and not as 0.10000000149011612.
double shortest(float value) {
  std::array<char, 40> text{};
  for (int digits = 6; digits <= 9; ++digits) {
    (void)std::snprintf(text.data(), text.size(), "%.*g", digits, static_cast<double>(value));
    const double candidate = std::strtod(text.data(), nullptr);
    if (static_cast<float>(candidate) == value) return candidate;
  }
  return static_cast<double>(value);
}

template <class T>
T load(const Element& element, std::size_t index) {
  const std::uint8_t* at = element.value.data() + index * sizeof(T);
  return element.big_endian ? base::load_be<T>(at) : base::load_le<T>(at);
}

void write_number(const Element& element, std::size_t i, json::Writer& out) {
  switch (element.vr) {
    case Vr::US: out.integer(load<std::uint16_t>(element, i)); break;
    case Vr::SS: out.integer(load<std::int16_t>(element, i)); break;
    case Vr::UL: out.integer(load<std::uint32_t>(element, i)); break;
    case Vr::SL: out.integer(load<std::int32_t>(element, i)); break;
    case Vr::UV: out.unsigned_integer(load<std::uint64_t>(element, i)); break;
    case Vr::SV: out.integer(load<std::int64_t>(element, i)); break;
    case Vr::FL: out.number(shortest(load<float>(element, i))); break;
    case Vr::FD: out.number(load<double>(element, i)); break;
    case Vr::AT: {
      const Tag tag(load<std::uint16_t>(element, i * 2), load<std::uint16_t>(element, i * 2 + 1));
      out.string(HexTag(tag.value).view());
      break;
    }
    default: out.null(); break;
  }
}

// InlineBinary is little endian whatever the file is (F.2.7).
std::string inline_binary(const Element& element) {
  const std::size_t size = value_size(element.vr);
  if (!element.big_endian || size == 1) return to_base64(element.value);
  std::vector<std::uint8_t> swapped(element.value.begin(), element.value.end());
  for (std::size_t at = 0; at + size <= swapped.size(); at += size) {
    std::reverse(swapped.begin() + static_cast<std::ptrdiff_t>(at), swapped.begin() + static_cast<std::ptrdiff_t>(at + size));
  }
  return to_base64(swapped);
}

class DatasetJson {
 public:
  DatasetJson(const JsonOptions& options, json::Writer& out) : options_(options), out_(out), path_(options.bulk_uri_base) {}

  void write(const Dataset& dataset) {
    out_.begin_object();
    for (const Element& element : dataset.elements()) {
      if (element.tag.element() == 0) continue;
      attribute(element, dataset.character_set());
    }
    out_.end();
  }

 private:
  void attribute(const Element& element, const std::string& character_set) {
    open_attribute(element.tag, element.vr, out_);
    if (element.vr == Vr::SQ) {
      sequence(element);
    } else if (is_bulk(element.vr)) {
      bulk(element);
    } else if (is_text(element.vr)) {
      text(element, character_set);
    } else if (const std::size_t count = element.value.size() / value_size(element.vr); count > 0) {
      out_.key("Value").begin_array();
      for (std::size_t i = 0; i < count; ++i) write_number(element, i, out_);
      out_.end();
    }
    out_.end();
  }

  void text(const Element& element, const std::string& character_set) {
    const std::string_view raw(reinterpret_cast<const char*>(element.value.data()), element.value.size());
    // What is written here is UTF-8, whatever the file declares or leaves undeclared (F.2).
    if (element.tag == tags::kSpecificCharacterSet) return write_values_of_text("ISO_IR 192", element.vr, out_);
    if (trim(raw, element.vr).empty()) return;
    const bool coded = uses_character_set(element.vr);
    write_values_of_text(to_utf8(raw, coded ? std::string_view(character_set) : std::string_view{}, element.vr),
                         element.vr, out_);
  }

  void sequence(const Element& element) {
    if (element.items.empty()) return;
    out_.key("Value").begin_array();
    const std::size_t length = path_.size();
    for (std::size_t i = 0; i < element.items.size(); ++i) {
      if (options_.bulk == Bulk::kUri) {
        path_ += '/';
        path_ += HexTag(element.tag.value).view();
        path_ += '/';
        path_ += std::to_string(i);
      }
      write(element.items[i]);
      path_.resize(length);
    }
    out_.end();
  }

  void bulk(const Element& element) {
    const bool encapsulated = !element.fragments.empty();
    if (element.value.empty() && !encapsulated) return;
    const bool small = !encapsulated && element.value.size() <= options_.inline_limit;
    if (!encapsulated && (small || options_.bulk == Bulk::kInline)) {
      out_.member("InlineBinary", inline_binary(element));
    } else if (options_.bulk == Bulk::kUri) {
      out_.member("BulkDataURI", path_ + "/" + std::string(HexTag(element.tag.value).view()));
    }
  }

  const JsonOptions& options_;
  json::Writer& out_;
  std::string path_;
};

}  // namespace

void write_json(const Dataset& dataset, const JsonOptions& options, json::Writer& out) {
  DatasetJson(options, out).write(dataset);
}

base::Result<std::string> to_json(const Dataset& dataset, const JsonOptions& options, bool pretty) {
  json::Writer out;
  write_json(dataset, options, out);
  return out.finish(pretty);
}

void write_json_text(Tag tag, Vr vr, std::string_view utf8, json::Writer& out) {
  open_attribute(tag, vr, out);
  if (!trim(utf8, vr).empty()) write_values_of_text(utf8, vr, out);
  out.end();
}

void write_json_integers(Tag tag, Vr vr, std::initializer_list<std::int64_t> values, json::Writer& out) {
  open_attribute(tag, vr, out);
  if (values.size() != 0) {
    out.key("Value").begin_array();
    for (const std::int64_t value : values) out.integer(value);
    out.end();
  }
  out.end();
}

}  // namespace sansfilm::dicom
