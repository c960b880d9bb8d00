#include "wasm/local/collection.hpp"

#include <algorithm>
#include <utility>

#include "shared/dicom/frames.hpp"
#include "shared/dicom/instance_attributes.hpp"
#include "shared/dicom/uid.hpp"
#include "shared/document/document.hpp"
#include "shared/document/drawing.hpp"
#include "shared/document/payload.hpp"
#include "shared/json/json.hpp"
#include "shared/manifest/describe.hpp"
#include "shared/manifest/series.hpp"
#include "shared/wire/manifest_json.hpp"

namespace sansfilm::local {

namespace {

using base::ErrorCode;

Outcome outcome_of(const base::Error& error) {
  switch (error.code) {
    case ErrorCode::kNotDicom:
      return Outcome::kNotDicom;
    case ErrorCode::kEmpty:
      return Outcome::kEmpty;
    case ErrorCode::kIo:
      return Outcome::kUnreadable;
    case ErrorCode::kOverBudget:
      return Outcome::kTooLarge;
    default:
      return Outcome::kDamaged;
  }
}

std::vector<std::uint8_t> bytes_of(const base::Result<std::string>& text) {
  return text.ok() ? std::vector<std::uint8_t>((*text).begin(), (*text).end()) : std::vector<std::uint8_t>();
}

std::vector<std::uint8_t> payload_of(const dicom::File& file) {
  std::vector<std::uint8_t> bytes;
  const auto payload = document::find_payload(file);
  if (!payload.ok()) return bytes;
  for (const base::Bytes part : payload->range(0, payload->bytes)) bytes.insert(bytes.end(), part.begin(), part.end());
  return bytes;
}

std::vector<std::uint8_t> drawing_of(const dicom::File& file) {
  base::Budget budget;
  auto drawing = document::write_drawing(file, budget);
  return drawing.ok() ? std::move(drawing).value() : std::vector<std::uint8_t>();
}

bool before(const wire::Series& a, const wire::Series& b) {
  return a.number != b.number ? a.number < b.number : a.series_instance_uid < b.series_instance_uid;
}

void write_row(json::Writer& out, const wire::Manifest& manifest) {
  const wire::Study& study = manifest.study;
  std::set<std::string> modalities;
  std::size_t instances = 0;
  for (const wire::Series& series : manifest.series) {
    if (!series.modality.empty()) modalities.insert(series.modality);
    instances += series.instances.size() + series.objects.size();
  }
  out.begin_object().member("study_uid", study.study_instance_uid);
  out.key("patient").begin_object();
  out.member("id", study.patient_id).member("name", study.patient_name);
  out.member("birth_date", dicom::valid_date(study.birth_date)).member("sex", study.sex).end();
  out.member("date", dicom::valid_date(study.date)).member("time", dicom::valid_time(study.time));
  out.member("description", study.description).member("accession", study.accession_number);
  out.key("modalities").begin_array();
  for (const std::string& modality : modalities) out.string(modality);
  out.end().member("establishment", study.institution);
  out.member("series", std::uint64_t{manifest.series.size()}).member("instances", std::uint64_t{instances}).end();
}

// Under 2.25 a UID is a UUID written as a number (PS3.5 B.2): nobody's UUID is 0.
constexpr const char* kMadeRoot = "2.25.0.";
constexpr const char* kStudyWithoutUid = "Sans UID d’examen / without study UID";

}  // namespace

Outcome Collection::add(const Source& source, std::string_view path) {
  paths_.insert(normal_path(path));
  if (source.size_bytes == 0) return Outcome::kEmpty;
  const auto opened = open_header(read_, source);
  if (!opened.ok()) return outcome_of(opened.error());
  if (is_directory(opened->file)) {
    for (DirectoryEntry& entry : read_directory(opened->file, path)) listed_.push_back(std::move(entry));
    return Outcome::kDirectory;
  }
  const dicom::InstanceAttributes attributes = dicom::read_instance_attributes(opened->file);
  const Identity identity = identify(attributes, source.file);
  if (identity.made && !(opened->file.complete || !opened->whole)) return Outcome::kDamaged;
  if (identity.made && !dicom::is_picture(opened->file)) return Outcome::kNoIdentity;
  if (!instances_.emplace(identity.sop_uid, source).second) return Outcome::kRepeated;
  wire::Manifest described = manifest::describe_instance(opened->file, frames_.next_content(), opened->frames);
  if (identity.made) put_identity(identity, described);
  frames_.add(*opened, source, described.series[0]);
  merge(described, source.size_bytes);
  return Outcome::kTaken;
}

void Collection::put_identity(const Identity& identity, wire::Manifest& described) {
  wire::Series& series = described.series[0];
  described.study.study_instance_uid = identity.study_uid;
  series.series_instance_uid = identity.series_uid;
  for (wire::Instance& instance : series.instances) instance.sop_instance_uid = identity.sop_uid;
  for (wire::Object& object : series.objects) object.sop_instance_uid = identity.sop_uid;
  if (!identity.study_made) return;
  std::string& description = described.study.description;
  description = description.empty() ? kStudyWithoutUid : std::string(kStudyWithoutUid) + " · " + description;
}

// What lacks a UID is shown all the same, under one that is made here. Without a study UID, what names the same patient is one
// study: files of two patients must never meet in one.
Collection::Identity Collection::identify(const dicom::InstanceAttributes& of, std::uint32_t file) {
  Identity out{of.study_uid, of.series_uid, of.sop_uid};
  const bool study = dicom::is_valid_uid(of.study_uid), series = dicom::is_valid_uid(of.series_uid), sop = dicom::is_valid_uid(of.sop_uid);
  if (study && series && sop) return out;
  out.made = true;
  out.study_made = !study;
  const std::string group = study ? of.study_uid : of.patient_id + '\n' + of.patient_id_issuer + '\n' + of.patient_name + '\n' + of.birth_date;
  const auto known = nameless_.emplace(group, nameless_.size() + 1).first;
  const std::string root = kMadeRoot + std::to_string(known->second);
  if (!study) out.study_uid = root;
  if (!series) out.series_uid = root + ".1";
  if (!sop) out.sop_uid = root + ".1." + std::to_string(file + 1);
  return out;
}

void Collection::merge(const wire::Manifest& instance, std::uint64_t size_bytes) {
  const wire::Series& one = instance.series[0];
  wire::Manifest& study = studies_[instance.study.study_instance_uid];
  if (study.series.empty()) study.study = instance.study;
  auto series = std::find_if(study.series.begin(), study.series.end(),
                             [&](const wire::Series& known) { return known.series_instance_uid == one.series_instance_uid; });
  if (series == study.series.end()) series = study.series.insert(series, manifest::series_head(one));
  manifest::append_instance(*series, one, size_bytes);
}

std::string Collection::finish() {
  json::Writer out;
  out.begin_object().key("studies").begin_array();
  for (auto& [uid, study] : studies_) {
    for (wire::Series& series : study.series) manifest::sort_by_number(series);
    std::sort(study.series.begin(), study.series.end(), before);
    study.study.series_count = static_cast<std::uint32_t>(study.series.size());
    write_row(out, study);
  }
  out.end();
  const auto missing = std::count_if(listed_.begin(), listed_.end(), [&](const DirectoryEntry& entry) {
    return !paths_.contains(entry.path) && !instances_.contains(entry.sop_uid);
  });
  out.member("listed", std::uint64_t{listed_.size()}).member("missing", static_cast<std::uint64_t>(missing)).end();
  auto text = out.finish();
  return text.ok() ? std::move(text).value() : std::string("{\"studies\":[],\"listed\":0,\"missing\":0}");
}

std::string Collection::manifest(std::string_view study_uid) const {
  const auto found = studies_.find(study_uid);
  return found == studies_.end() ? std::string() : wire::write_manifest(found->second);
}

std::vector<std::uint8_t> Collection::object(Part part, std::string_view sop_uid) const {
  const auto known = instances_.find(sop_uid);
  if (known == instances_.end()) return {};
  const auto opened = open_whole(read_, known->second);
  if (!opened.ok()) return {};
  base::Budget budget;
  switch (part) {
    case Part::kDocument:
      return bytes_of(document::write_document(opened->file, budget));
    case Part::kAttributes:
      return bytes_of(document::write_attributes(opened->file));
    case Part::kPayload:
      return payload_of(opened->file);
    case Part::kDrawing:
      return drawing_of(opened->file);
  }
  return {};
}

}  // namespace sansfilm::local
