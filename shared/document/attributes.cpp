// Every attribute of an object by its name: what is left when nothing better is known of it.
#include <cstdio>

#include "shared/dicom/dictionary.hpp"
#include "shared/dicom/person_name.hpp"
#include "shared/document/parts.hpp"

namespace sansfilm::document {

namespace {

using dicom::Dataset;
using dicom::Element;
using dicom::Vr;

constexpr std::size_t kMostAttributes = 4000;   // a page can be read so far
constexpr std::size_t kMostText = 2000;
constexpr std::size_t kMostNumbers = 32;

std::string tag_text(dicom::Tag tag) {
  char text[12];
  std::snprintf(text, sizeof text, "(%04X,%04X)", tag.group(), tag.element());
  return text;
}

std::string vr_text(Vr vr) {
  const auto letters = static_cast<std::uint16_t>(vr);
  return {static_cast<char>(letters >> 8), static_cast<char>(letters & 0xFF)};
}

void shorten(std::string& text) {
  if (text.size() <= kMostText) return;
  std::size_t end = kMostText;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  text.resize(end);
  text += "…";
}

std::string number_text(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%.10g", number);
  return text;
}

std::string numbers_text(const Dataset& dataset, dicom::Tag tag) {
  const std::size_t count = dataset.multiplicity(tag);
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    if (i == kMostNumbers) return out + " \\ … (" + std::to_string(count) + ")";
    if (i > 0) out += " \\ ";
    const auto whole = dataset.integer(tag, i);
    out += whole ? std::to_string(*whole) : number_text(dataset.number(tag, i).value_or(0));
  }
  return out;
}

// The value as a person reads it; nothing for what is only bytes.
std::string value_text(const Dataset& dataset, const Element& element) {
  if (element.vr == Vr::AT) {
    const auto packed = dataset.integer(element.tag);
    return packed ? tag_text(dicom::Tag(static_cast<std::uint32_t>(*packed))) : std::string();
  }
  if (dicom::is_text(element.vr)) {
    std::string text = element.vr == Vr::PN ? dicom::display_name(dataset.text(element.tag)) : dataset.text(element.tag);
    shorten(text);
    return text;
  }
  return dicom::is_bulk(element.vr) ? std::string() : numbers_text(dataset, element.tag);
}

std::uint64_t size_of(const Element& element) {
  std::uint64_t size = element.value.size();
  for (const dicom::Fragment& fragment : element.fragments) size += fragment.bytes.size();
  return size;
}

class List {
 public:
  explicit List(json::Writer& out) : out_(out) {}

  void write(const Dataset& dataset) {
    out_.begin_array();
    for (const Element& element : dataset.elements()) {
      if (element.tag.element() == 0) continue;   // a group length says nothing
      if (left_ == 0) {
        cut_ = true;
        break;
      }
      --left_;
      write(dataset, element);
    }
    out_.end();
  }

  [[nodiscard]] bool cut() const { return cut_; }

 private:
  void write(const Dataset& dataset, const Element& element) {
    out_.begin_object();
    out_.member("tag", tag_text(element.tag));
    const dicom::DictionaryEntry* known = dicom::dictionary_entry(element.tag);
    if (known != nullptr) write_text(out_, "name", known->name);
    out_.member("vr", vr_text(element.vr));
    if (element.vr == Vr::SQ) {
      out_.key("items").begin_array();
      for (const Dataset& item : element.items) {
        if (left_ == 0) break;
        write(item);
      }
      out_.end();
    } else if (dicom::is_bulk(element.vr)) {
      out_.member("bytes", size_of(element));
    } else {
      write_text(out_, "value", value_text(dataset, element));
    }
    out_.end();
  }

  json::Writer& out_;
  std::size_t left_ = kMostAttributes;
  bool cut_ = false;
};

}  // namespace

void write_attribute_list(const Dataset& dataset, json::Writer& out) {
  List list(out);
  out.key("attributes");
  list.write(dataset);
  if (list.cut()) out.member("cut", true);
}

}  // namespace sansfilm::document
