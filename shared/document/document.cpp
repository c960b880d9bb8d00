#include "shared/document/document.hpp"

#include <array>
#include <cstdio>

#include "shared/dicom/frames.hpp"
#include "shared/dicom/person_name.hpp"
#include "shared/dicom/sop_classes.hpp"
#include "shared/dicom/tags.hpp"
#include "shared/dicom/utf8.hpp"
#include "shared/document/parts.hpp"
#include "shared/document/payload.hpp"

namespace sansfilm::document {

namespace {

namespace tags = dicom::tags;
using dicom::Dataset;
using dicom::Tag;

// clang-format off
constexpr Tag kContentLabel{0x0070, 0x0080}, kContentDescription{0x0070, 0x0081}, kCreatorName{0x0070, 0x0084}, kCreationDate{0x0070, 0x0082},
    kCreationTime{0x0070, 0x0083}, kVerifyingObservers{0x0040, 0xA073}, kVerifyingName{0x0040, 0xA075}, kVerifyingTime{0x0040, 0xA030},
    kAuthors{0x0040, 0xA078}, kPersonName{0x0040, 0xA123}, kStructureSetLabel{0x3006, 0x0002}, kStructureSetDate{0x3006, 0x0008}, kPlanLabel{0x300A, 0x0002},
    kAcquisitionDateTimeTag{0x0008, 0x002A};
// clang-format on

constexpr std::array<std::string_view, 12> kNames{"report",       "key-objects",   "pdf",          "cda",   "model",   "waveform",
                                                  "presentation", "segmentation",  "structure-set", "video", "picture", "other"};

Kind kind_of_document(const dicom::File& file) {
  const std::string_view type = file.dataset.raw_text(tags::kMimeTypeOfEncapsulatedDocument).value_or("");
  if (type == "application/pdf") return Kind::kPdf;
  return type == "text/XML" || type == "text/xml" ? Kind::kCda : Kind::kModel;
}

class Facts {
 public:
  explicit Facts(json::Writer& out) : out_(out) { out_.key("facts").begin_array(); }
  ~Facts() { out_.end(); }
  Facts(const Facts&) = delete;
  Facts& operator=(const Facts&) = delete;

  void add(std::string_view key, std::string_view value) {
    if (value.empty()) return;
    out_.begin_object();
    out_.member("key", key);
    write_text(out_, "value", value);
    out_.end();
  }

 private:
  json::Writer& out_;
};

std::string date_time(const Dataset& dataset, Tag date, Tag time) {
  std::string out = dataset.text(date);
  const std::string clock = dataset.text(time);
  if (!out.empty() && clock.size() >= 4) out += " " + clock;
  return out;
}

std::string when(const Dataset& dataset) {
  for (const auto& [date, time] : {std::pair{tags::kContentDate, tags::kContentTime}, std::pair{kCreationDate, kCreationTime},
                                   std::pair{kStructureSetDate, Tag{0x3006, 0x0009}}, std::pair{tags::kAcquisitionDate, tags::kAcquisitionTime},
                                   std::pair{tags::kSeriesDate, tags::kSeriesTime}}) {
    if (std::string text = date_time(dataset, date, time); !text.empty()) return text;
  }
  return dataset.text(kAcquisitionDateTimeTag);
}

void write_facts(const Dataset& dataset, json::Writer& out) {
  Facts facts(out);
  facts.add("patient", dicom::display_name(dataset.text(tags::kPatientName)));
  facts.add("patient-id", dataset.text(tags::kPatientId));
  facts.add("date", when(dataset));
  for (const Dataset& author : dataset.items(kAuthors)) facts.add("author", dicom::display_name(author.text(kPersonName)));
  facts.add("author", dicom::display_name(dataset.text(kCreatorName)));
  for (const Dataset& observer : dataset.items(kVerifyingObservers)) {
    std::string text = dicom::display_name(observer.text(kVerifyingName));
    facts.add("verified-by", text);
    facts.add("verified-at", observer.text(kVerifyingTime));
  }
  facts.add("institution", dataset.text(tags::kInstitutionName));
  facts.add("description", dataset.text(kContentDescription));
  facts.add("series", dataset.text(tags::kSeriesDescription));
}

std::string title_of(const Dataset& dataset, const dicom::SopClass* known) {
  for (const Tag tag : {tags::kDocumentTitle, kContentLabel, kStructureSetLabel, kPlanLabel}) {
    if (std::string text = dataset.text(tag); !text.empty()) return text;
  }
  if (const Dataset* name = dataset.item(tags::kConceptNameCodeSequence)) {
    if (std::string text = name->text(tags::kCodeMeaning); !text.empty()) return text;
  }
  if (std::string text = dataset.text(tags::kSeriesDescription); !text.empty()) return text;
  return known != nullptr ? std::string(known->name) : std::string();
}

bool write_payload(const dicom::File& file, json::Writer& out) {
  const auto payload = find_payload(file);
  if (!payload.ok()) return false;
  out.key("payload").begin_object();
  out.member("type", payload->media_type);
  out.member("extension", payload->extension);
  out.member("bytes", payload->bytes);
  out.member("inline", payload->in_page);
  out.end();
  return true;
}

// True: the object has been put into a form of its own; else its attributes are what can be read.
bool write_form(Kind kind, const dicom::File& file, base::Budget& budget, json::Writer& out) {
  switch (kind) {
    case Kind::kReport:
      return write_report(file.dataset, false, out);
    case Kind::kKeyObjects:
      return write_report(file.dataset, true, out);
    case Kind::kPdf:
    case Kind::kCda:
    case Kind::kModel:
    case Kind::kVideo:
      return write_payload(file, out);
    case Kind::kWaveform:
      return write_waveform(file.dataset, budget, out);
    case Kind::kPresentation:
      return write_presentation(file.dataset, out);
    case Kind::kSegmentation:
      return write_segments(file.dataset, out);
    case Kind::kStructureSet:
      return write_regions(file.dataset, out);
    case Kind::kPicture:
    case Kind::kOther:
      return false;
  }
  return false;
}

}  // namespace

std::string clean_text(std::string_view text) {
  if (dicom::is_valid_utf8(text)) return std::string(text);
  std::string out;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x80) out += c;
    else dicom::append_utf8(out, 0xFFFD);
  }
  return out;
}

void write_text(json::Writer& out, std::string_view name, std::string_view text) {
  if (!text.empty()) out.member(name, std::string_view(clean_text(text)));
}

void write_colour(json::Writer& out, std::array<std::uint8_t, 3> rgb) {
  char text[8];
  std::snprintf(text, sizeof text, "#%02x%02x%02x", unsigned{rgb[0]}, unsigned{rgb[1]}, unsigned{rgb[2]});
  out.member("colour", std::string_view(text));
}

void write_references(json::Writer& out, std::span<const pixel::ImageReference> references) {
  if (references.empty()) return;
  out.key("references").begin_array();
  for (const pixel::ImageReference& reference : references) {
    out.begin_object();
    write_text(out, "uid", reference.sop_instance_uid);
    write_text(out, "class", reference.sop_class_uid);
    if (!reference.frames.empty()) {
      out.key("frames").begin_array();
      for (const std::uint32_t frame : reference.frames) out.unsigned_integer(frame);
      out.end();
    }
    out.end();
  }
  out.end();
}

std::string_view name_of(Kind kind) { return kNames[static_cast<std::size_t>(kind)]; }

Kind kind_of(const dicom::File& file) {
  if (file.transfer_syntax->coding == dicom::PixelCoding::kVideo) return Kind::kVideo;
  const dicom::SopClass* known = dicom::find_sop_class(file.dataset.raw_text(tags::kSopClassUid).value_or(""));
  const bool pixels = dicom::pixel_element(file.dataset) != nullptr;
  if (known == nullptr) return pixels ? Kind::kPicture : Kind::kOther;
  switch (known->kind) {
    case dicom::ObjectKind::kReport:
      return Kind::kReport;
    case dicom::ObjectKind::kKeyObjects:
      return Kind::kKeyObjects;
    case dicom::ObjectKind::kPresentationState:
      return Kind::kPresentation;
    case dicom::ObjectKind::kSegmentation:
      return Kind::kSegmentation;
    case dicom::ObjectKind::kContours:
      return Kind::kStructureSet;
    case dicom::ObjectKind::kWaveform:
      return Kind::kWaveform;
    case dicom::ObjectKind::kDocument:
      return kind_of_document(file);
    case dicom::ObjectKind::kImage:
    case dicom::ObjectKind::kOther:
      break;
  }
  return pixels ? Kind::kPicture : Kind::kOther;
}

base::Result<std::string> write_document(const dicom::File& file, base::Budget& budget) {
  const Kind kind = kind_of(file);
  const dicom::SopClass* known = dicom::find_sop_class(file.dataset.raw_text(tags::kSopClassUid).value_or(""));
  json::Writer out;
  out.begin_object();
  out.member("kind", name_of(kind));
  if (known != nullptr) out.member("class", known->name);
  write_text(out, "title", title_of(file.dataset, known));
  write_facts(file.dataset, out);
  if (!write_form(kind, file, budget, out)) write_attribute_list(file.dataset, out);
  out.end();
  return out.finish();
}

base::Result<std::string> write_attributes(const dicom::File& file) {
  json::Writer out;
  out.begin_object();
  write_attribute_list(file.dataset, out);
  out.end();
  return out.finish();
}

}  // namespace sansfilm::document
