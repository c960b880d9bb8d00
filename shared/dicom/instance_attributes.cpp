#include "shared/dicom/instance_attributes.hpp"

#include <algorithm>

#include "shared/dicom/frames.hpp"
#include "shared/dicom/tags.hpp"

namespace sansfilm::dicom {

namespace {

std::string first_text(const Dataset& dataset, Tag tag) { return std::string(dataset.raw_text(tag).value_or("")); }

std::uint32_t size_of(const Dataset& dataset, Tag tag) {
  const std::int64_t value = dataset.integer(tag).value_or(0);
  return value > 0 && value <= 0xFFFFFFFFLL ? static_cast<std::uint32_t>(value) : 0;
}

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

unsigned number_at(std::string_view text, std::size_t at, std::size_t count) {
  unsigned value = 0;
  for (std::size_t i = at; i < at + count; ++i) value = value * 10 + static_cast<unsigned>(text[i] - '0');
  return value;
}

}  // namespace

std::string valid_date(std::string_view text) {
  std::string date(text);
  while (!date.empty() && date.back() == ' ') date.pop_back();
  if (date.size() == 10 && date[4] == '.' && date[7] == '.') std::erase(date, '.');
  if (date.size() != 8 || !all_digits(date)) return {};
  static constexpr unsigned kDays[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const unsigned year = number_at(date, 0, 4), month = number_at(date, 4, 2), day = number_at(date, 6, 2);
  if (month < 1 || month > 12 || day < 1 || day > kDays[month - 1]) return {};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && day == 29 && !leap ? std::string() : date;
}

std::string valid_time(std::string_view text) {
  std::string time(text);
  while (!time.empty() && time.back() == ' ') time.pop_back();
  if (time.size() >= 5 && time[2] == ':') std::erase(time, ':');
  const std::size_t point = std::min(time.find('.'), time.size());
  const std::string_view whole = std::string_view(time).substr(0, point);
  const std::string_view fraction = point == time.size() ? std::string_view() : std::string_view(time).substr(point + 1);
  if (whole.empty() || whole.size() > 6 || whole.size() % 2 != 0 || !all_digits(whole)) return {};
  if (point != time.size() && (whole.size() != 6 || fraction.empty() || fraction.size() > 6 || !all_digits(fraction))) return {};
  if (number_at(whole, 0, 2) > 23) return {};
  if (whole.size() >= 4 && number_at(whole, 2, 2) > 59) return {};
  if (whole.size() == 6 && number_at(whole, 4, 2) > 60) return {};  // a leap second is a second
  return time;
}

InstanceAttributes read_instance_attributes(const Dataset& dataset) {
  InstanceAttributes out;
  out.study_uid = first_text(dataset, tags::kStudyInstanceUid);
  out.series_uid = first_text(dataset, tags::kSeriesInstanceUid);
  out.sop_uid = first_text(dataset, tags::kSopInstanceUid);
  out.sop_class = first_text(dataset, tags::kSopClassUid);
  out.patient_id = dataset.text(tags::kPatientId);
  out.patient_id_issuer = dataset.text(tags::kIssuerOfPatientId);
  if (out.patient_id_issuer.empty()) {
    // The issuer may be known by an OID alone: the French INS is (PS3.3 C.7.1.1).
    if (const Dataset* qualifiers = dataset.item(tags::kIssuerOfPatientIdQualifiersSequence)) {
      out.patient_id_issuer = qualifiers->text(tags::kUniversalEntityId);
    }
  }
  out.patient_name = dataset.text(tags::kPatientName);
  out.birth_date = valid_date(first_text(dataset, tags::kPatientBirthDate));
  out.sex = first_text(dataset, tags::kPatientSex);
  out.study_date = valid_date(first_text(dataset, tags::kStudyDate));
  out.study_time = valid_time(first_text(dataset, tags::kStudyTime));
  out.study_description = dataset.text(tags::kStudyDescription);
  out.study_id = dataset.text(tags::kStudyId);
  out.accession = dataset.text(tags::kAccessionNumber);
  out.modality = first_text(dataset, tags::kModality);
  out.series_description = dataset.text(tags::kSeriesDescription);
  out.body_part = first_text(dataset, tags::kBodyPartExamined);
  out.laterality = first_text(dataset, dataset.has_value(tags::kImageLaterality) ? tags::kImageLaterality : tags::kLaterality);
  out.institution = dataset.text(tags::kInstitutionName);
  out.series_number = dataset.integer(tags::kSeriesNumber);
  out.instance_number = dataset.integer(tags::kInstanceNumber);
  if (pixel_element(dataset) != nullptr) {
    out.frames = std::max(size_of(dataset, tags::kNumberOfFrames), 1U);
    out.rows = size_of(dataset, tags::kRows);
    out.columns = size_of(dataset, tags::kColumns);
  }
  return out;
}

InstanceAttributes read_instance_attributes(const File& file) {
  InstanceAttributes out = read_instance_attributes(file.dataset);
  if (out.sop_class.empty()) out.sop_class = first_text(file.meta, tags::kMediaStorageSopClassUid);
  if (out.sop_uid.empty()) out.sop_uid = first_text(file.meta, tags::kMediaStorageSopInstanceUid);
  out.transfer_syntax = file.transfer_syntax->uid;
  return out;
}

}  // namespace sansfilm::dicom
