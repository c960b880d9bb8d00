#include "shared/dicom/structured_report.hpp"


namespace sansfilm::dicom {

using base::Error;
using base::ErrorCode;

namespace {

// clang-format off
constexpr Tag kContent{0x0040, 0xA730}, kRelationship{0x0040, 0xA010}, kValueType{0x0040, 0xA040}, kConceptName{0x0040, 0xA043}, kDateTime{0x0040, 0xA120},
    kDate{0x0040, 0xA121}, kTime{0x0040, 0xA122}, kPersonName{0x0040, 0xA123}, kUid{0x0040, 0xA124}, kText{0x0040, 0xA160}, kConceptCode{0x0040, 0xA168},
    kMeasuredValue{0x0040, 0xA300}, kQualifier{0x0040, 0xA301}, kNumericValue{0x0040, 0xA30A}, kUnits{0x0040, 0x08EA}, kCompletion{0x0040, 0xA491},
    kVerification{0x0040, 0xA493}, kReferencedItem{0x0040, 0xDB73}, kReferencedSop{0x0008, 0x1199}, kSopClass{0x0008, 0x1150}, kSopInstance{0x0008, 0x1155},
    kFrameNumber{0x0008, 0x1160}, kCodeValue{0x0008, 0x0100}, kScheme{0x0008, 0x0102}, kMeaning{0x0008, 0x0104}, kLongCodeValue{0x0008, 0x0119},
    kUrnCodeValue{0x0008, 0x0120}, kGraphicData{0x0070, 0x0022}, kGraphicType{0x0070, 0x0023}, kTemporalType{0x0040, 0xA130};
// clang-format on

Code code_in(const Dataset& item, Tag sequence) {
  const auto* code = item.item(sequence);
  if (code == nullptr) return {};
  Code out{.value = code->text(kCodeValue), .scheme = code->text(kScheme), .meaning = code->text(kMeaning)};
  if (out.value.empty()) out.value = code->text(kLongCodeValue);
  if (out.value.empty()) out.value = code->text(kUrnCodeValue);
  return out;
}

std::string readable(const Code& code) {
  if (!code.meaning.empty()) return code.meaning;
  return code.value.empty() ? std::string() : code.value + " (" + code.scheme + ")";
}

bool all_digits(const std::string& text, std::size_t count) {
  if (text.size() < count) return false;
  for (std::size_t i = 0; i < count; ++i) {
    if (text[i] < '0' || text[i] > '9') return false;
  }
  return true;
}

std::string date_text(const std::string& raw) {
  return all_digits(raw, 8) ? raw.substr(0, 4) + "-" + raw.substr(4, 2) + "-" + raw.substr(6, 2) : raw;
}

std::string time_text(const std::string& raw) {
  if (!all_digits(raw, 4)) return raw;
  std::string out = raw.substr(0, 2) + ":" + raw.substr(2, 2);
  if (all_digits(raw, 6)) out += ":" + raw.substr(4, 2);
  return out;
}

std::string date_time_text(const std::string& raw) {
  return all_digits(raw, 12) ? date_text(raw.substr(0, 8)) + " " + time_text(raw.substr(8, 6)) : date_text(raw);
}

std::string number_text(const Dataset& item) {
  const auto* measured = item.item(kMeasuredValue);
  if (measured == nullptr) return readable(code_in(item, kQualifier));
  std::string out(measured->raw_text(kNumericValue).value_or(""));
  const auto units = code_in(*measured, kUnits);
  if (!units.value.empty() && units.value != "1") out += " " + units.value;
  return out;
}

void read_reference(const Dataset& item, ReportItem& out) {
  const auto* reference = item.item(kReferencedSop);
  if (reference == nullptr) return;
  out.sop_class_uid = std::string(reference->raw_text(kSopClass).value_or(""));
  out.sop_instance_uid = std::string(reference->raw_text(kSopInstance).value_or(""));
  for (std::size_t i = 0; i < reference->multiplicity(kFrameNumber); ++i) {
    if (const auto number = reference->integer(kFrameNumber, i)) out.frames.push_back(*number);
  }
  out.value = out.sop_instance_uid;
}

void read_value(const Dataset& item, ReportItem& out) {
  const auto& type = out.value_type;
  if (type == "TEXT") out.value = item.text(kText);
  if (type == "NUM") out.value = number_text(item);
  if (type == "CODE") out.value = readable(code_in(item, kConceptCode));
  if (type == "DATETIME") out.value = date_time_text(item.text(kDateTime));
  if (type == "DATE") out.value = date_text(item.text(kDate));
  if (type == "TIME") out.value = time_text(item.text(kTime));
  if (type == "PNAME") out.value = item.text(kPersonName);
  if (type == "UIDREF") out.value = std::string(item.raw_text(kUid).value_or(""));
  if (type == "IMAGE" || type == "COMPOSITE" || type == "WAVEFORM") read_reference(item, out);
  if (type == "SCOORD" || type == "SCOORD3D") {
    out.graphic_type = std::string(item.raw_text(kGraphicType).value_or(""));
    out.graphic_points = item.numbers(kGraphicData);
    out.value = out.graphic_type;
  }
  if (type == "TCOORD") out.value = std::string(item.raw_text(kTemporalType).value_or(""));
}

ReportItem read_item(const Dataset& item) {
  ReportItem out;
  out.relationship = std::string(item.raw_text(kRelationship).value_or(""));
  out.value_type = std::string(item.raw_text(kValueType).value_or(""));
  out.name = code_in(item, kConceptName);
  for (std::size_t i = 0; i < item.multiplicity(kReferencedItem); ++i) {
    if (const auto place = item.integer(kReferencedItem, i)) out.refers_to += (i == 0 ? "" : ".") + std::to_string(*place);
  }
  read_value(item, out);
  for (const auto& child : item.items(kContent)) out.children.push_back(read_item(child));
  return out;
}

void append_lines(const ReportItem& item, std::size_t depth, std::string& out) {
  out.append(2 * depth, ' ');
  const std::string name = readable(item.name);
  out += name.empty() ? item.value_type : name;
  if (!item.value.empty()) {
    out += ": ";
    // A text of several lines keeps them, each at the depth of its item.
    for (const char c : item.value) {
      if (c == '\r') continue;
      out += c;
      if (c == '\n') out.append(2 * depth + 2, ' ');
    }
  }
  if (!item.refers_to.empty()) out += " -> " + item.refers_to;
  out += '\n';
  for (const auto& child : item.children) append_lines(child, depth + 1, out);
}

}  // namespace

base::Result<StructuredReport> read_structured_report(const Dataset& dataset) {
  if (dataset.find(kContent) == nullptr && dataset.find(kConceptName) == nullptr) {
    return Error{.code = ErrorCode::kInvalidArgument, .detail = "this object is not a structured report", .tag = kContent.value};
  }
  StructuredReport out;
  out.root = read_item(dataset);
  out.complete = dataset.raw_text(kCompletion).value_or("") == "COMPLETE";
  out.verified = dataset.raw_text(kVerification).value_or("") == "VERIFIED";
  return out;
}

std::string report_text(const ReportItem& root) {
  std::string out;
  append_lines(root, 0, out);
  return out;
}

}  // namespace sansfilm::dicom
