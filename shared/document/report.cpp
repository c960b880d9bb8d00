#include <set>

#include "shared/dicom/structured_report.hpp"
#include "shared/document/parts.hpp"

namespace sansfilm::document {

namespace {

using dicom::ReportItem;

void write_numbers(json::Writer& out, std::string_view name, const auto& numbers) {
  if (numbers.empty()) return;
  out.key(name).begin_array();
  for (const auto number : numbers) out.number(static_cast<double>(number));
  out.end();
}

void write_item(const ReportItem& item, json::Writer& out) {
  out.begin_object();
  write_text(out, "type", item.value_type);
  write_text(out, "relation", item.relationship);
  if (!item.name.value.empty()) write_text(out, "code", item.name.value + " " + item.name.scheme);
  write_text(out, "name", item.name.meaning.empty() ? item.name.value : item.name.meaning);
  if (item.sop_instance_uid.empty()) write_text(out, "value", item.value);
  write_text(out, "uid", item.sop_instance_uid);
  write_text(out, "class", item.sop_class_uid);
  write_numbers(out, "frames", item.frames);
  write_text(out, "graphic", item.graphic_type);
  write_numbers(out, "points", item.graphic_points);
  write_text(out, "see", item.refers_to);
  if (!item.children.empty()) {
    out.key("children").begin_array();
    for (const ReportItem& child : item.children) write_item(child, out);
    out.end();
  }
  out.end();
}

void gather(const ReportItem& item, std::set<std::string>& seen, std::vector<pixel::ImageReference>& out) {
  if (!item.sop_instance_uid.empty() && seen.insert(item.sop_instance_uid).second) {
    pixel::ImageReference reference;
    reference.sop_class_uid = item.sop_class_uid;
    reference.sop_instance_uid = item.sop_instance_uid;
    for (const std::int64_t frame : item.frames) reference.frames.push_back(static_cast<std::uint32_t>(frame));
    out.push_back(std::move(reference));
  }
  for (const ReportItem& child : item.children) gather(child, seen, out);
}

}  // namespace

bool write_report(const dicom::Dataset& dataset, bool with_references, json::Writer& out) {
  const auto report = dicom::read_structured_report(dataset);
  if (!report.ok()) return false;
  // A key object selection says neither; silence is not "partial".
  if (dataset.has_value(dicom::Tag{0x0040, 0xA491})) out.member("complete", report->complete);
  if (dataset.has_value(dicom::Tag{0x0040, 0xA493})) out.member("verified", report->verified);
  out.key("report");
  write_item(report->root, out);
  if (with_references) {
    std::set<std::string> seen;
    std::vector<pixel::ImageReference> references;
    gather(report->root, seen, references);
    write_references(out, references);
  }
  return true;
}

}  // namespace sansfilm::document
