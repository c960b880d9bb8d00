#include "wasm/local/collection.hpp"

#include <algorithm>
#include <utility>

#include "shared/dicom/instance_attributes.hpp"
#include "shared/dicom/uid.hpp"
#include "shared/document/document.hpp"
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
  if (!dicom::is_valid_uid(attributes.study_uid) || !dicom::is_valid_uid(attributes.series_uid) || !dicom::is_valid_uid(attributes.sop_uid)) {
    return opened->file.complete || !opened->whole ? Outcome::kNoIdentity : Outcome::kDamaged;
  }
  if (!instances_.emplace(attributes.sop_uid, source).second) return Outcome::kRepeated;
  wire::Manifest described = manifest::describe_instance(opened->file, frames_.next_content(), opened->frames);
  frames_.add(*opened, source, described.series[0]);
  merge(described, source.size_bytes);
  return Outcome::kTaken;
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
  }
  return {};
}

}  // namespace sansfilm::local
