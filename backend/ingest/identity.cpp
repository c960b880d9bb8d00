#include "backend/ingest/identity.hpp"

#include <algorithm>

#include "shared/base/checked.hpp"

namespace sansfilm::ingest {

using base::Error;
using base::ErrorCode;
using base::Result;
using base::Status;
using dicom::Tag;

namespace {

constexpr Tag kMediaSopClass{0x0002, 0x0002}, kSopClass{0x0008, 0x0016}, kSopInstance{0x0008, 0x0018},
    kStudyDate{0x0008, 0x0020}, kStudyTime{0x0008, 0x0030}, kAccession{0x0008, 0x0050}, kModality{0x0008, 0x0060},
    kStudyDescription{0x0008, 0x1030}, kSeriesDescription{0x0008, 0x103E}, kPatientName{0x0010, 0x0010},
    kPatientId{0x0010, 0x0020}, kIssuer{0x0010, 0x0021}, kBirthDate{0x0010, 0x0030}, kSex{0x0010, 0x0040},
    kBodyPart{0x0018, 0x0015}, kStudyInstance{0x0020, 0x000D}, kSeriesInstance{0x0020, 0x000E},
    kStudyId{0x0020, 0x0010}, kSeriesNumber{0x0020, 0x0011}, kInstanceNumber{0x0020, 0x0013},
    kSamples{0x0028, 0x0002}, kFrames{0x0028, 0x0008}, kRows{0x0028, 0x0010}, kColumns{0x0028, 0x0011},
    kBitsAllocated{0x0028, 0x0100}, kFloatPixels{0x7FE0, 0x0008}, kDoublePixels{0x7FE0, 0x0009},
    kPixels{0x7FE0, 0x0010};

constexpr std::size_t kLongestText = 1024;   // what the index keeps of an attribute; the original keeps all

Result<std::string> read_uid(const dicom::Dataset& dataset, Tag tag) {
  const auto raw = dataset.raw_text(tag);
  if (!raw || raw->empty()) {
    return Error{.code = ErrorCode::kMissing, .detail = "an attribute that identifies the instance is absent", .tag = tag.value};
  }
  if (!is_uid(*raw)) return Error{.code = ErrorCode::kInvalidArgument, .detail = "not a UID", .tag = tag.value};
  return std::string(*raw);
}

// Cut at a character's beginning.
std::string short_text(const dicom::Dataset& dataset, Tag tag) {
  std::string text = dataset.text(tag);
  if (text.size() > kLongestText) {
    std::size_t end = kLongestText;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    text.resize(end);
  }
  return text;
}

// DA as YYYYMMDD (also the old YYYY.MM.DD); anything else is kept out of the index.
std::string date(const dicom::Dataset& dataset, Tag tag) {
  std::string text = short_text(dataset, tag);
  std::erase(text, '.');
  const bool digits = text.size() == 8 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  return digits ? text : std::string();
}

std::string time(const dicom::Dataset& dataset, Tag tag) {
  std::string text = short_text(dataset, tag);
  std::erase(text, ':');
  const bool valid = text.size() <= 16 && std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
  return valid ? text : std::string();
}

bool has_picture(const dicom::Dataset& dataset) {
  return dataset.find(kPixels) != nullptr || dataset.find(kFloatPixels) != nullptr || dataset.find(kDoublePixels) != nullptr;
}

}  // namespace

bool is_directory(const dicom::File& file) { return file.meta.raw_text(kMediaSopClass) == kDirectorySopClass; }

bool is_uid(std::string_view text) {
  if (text.empty() || text.size() > 64 || text.front() == '.' || text.back() == '.') return false;
  if (text.find("..") != std::string_view::npos) return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

Result<catalog::NewInstance> read_identity(const dicom::File& file) {
  const dicom::Dataset& dataset = file.dataset;
  catalog::NewInstance out;
  const bool in_meta = !dataset.has_value(kSopClass) && file.meta.has_value(kMediaSopClass);
  SF_TRY(out.sop_class, read_uid(in_meta ? file.meta : dataset, in_meta ? kMediaSopClass : kSopClass));
  SF_TRY(out.sop_uid, read_uid(dataset, kSopInstance));
  SF_TRY(out.study_uid, read_uid(dataset, kStudyInstance));
  SF_TRY(out.series_uid, read_uid(dataset, kSeriesInstance));
  out.patient_id = short_text(dataset, kPatientId);
  out.issuer = short_text(dataset, kIssuer);
  out.patient_name = short_text(dataset, kPatientName);
  out.birth_date = date(dataset, kBirthDate);
  out.sex = short_text(dataset, kSex);
  out.study_date = date(dataset, kStudyDate);
  out.study_time = time(dataset, kStudyTime);
  out.study_description = short_text(dataset, kStudyDescription);
  out.accession = short_text(dataset, kAccession);
  out.study_id = short_text(dataset, kStudyId);
  out.modality = short_text(dataset, kModality).substr(0, 16);
  std::erase(out.modality, ',');
  out.series_description = short_text(dataset, kSeriesDescription);
  out.body_part = short_text(dataset, kBodyPart);
  out.series_number = short_text(dataset, kSeriesNumber);
  out.instance_number = short_text(dataset, kInstanceNumber);
  out.transfer_syntax = std::string(file.transfer_syntax->uid);
  if (has_picture(dataset)) {
    const std::int64_t frames = dataset.integer(kFrames).value_or(1);
    if (frames < 1 || frames > INT32_MAX) {
      return Error{.code = ErrorCode::kMalformed, .detail = "not a number of frames", .tag = kFrames.value};
    }
    out.frames = static_cast<std::uint32_t>(frames);
  }
  return out;
}

Status check_picture(const dicom::File& file, base::Budget& budget) {
  const dicom::Dataset& dataset = file.dataset;
  if (!has_picture(dataset)) return {};
  const std::int64_t rows = dataset.integer(kRows).value_or(0), columns = dataset.integer(kColumns).value_or(0);
  if (rows <= 0) return Error{.code = ErrorCode::kMissing, .detail = "a picture without rows", .tag = kRows.value};
  if (columns <= 0) return Error{.code = ErrorCode::kMissing, .detail = "a picture without columns", .tag = kColumns.value};
  const auto samples = static_cast<std::uint64_t>(std::clamp<std::int64_t>(dataset.integer(kSamples).value_or(1), 1, 65535));
  if (auto taken = budget.take_pixels(static_cast<std::uint64_t>(columns), static_cast<std::uint64_t>(rows), samples); !taken.ok()) {
    Error error = taken.error();
    error.tag = kRows.value;
    return error;
  }
  const dicom::Element* pixels = dataset.find(kPixels);
  if (pixels == nullptr || file.transfer_syntax->encapsulated || !pixels->fragments.empty()) return {};
  const auto bits = static_cast<std::uint64_t>(std::clamp<std::int64_t>(dataset.integer(kBitsAllocated).value_or(16), 1, 64));
  const auto frames = static_cast<std::uint64_t>(std::clamp<std::int64_t>(dataset.integer(kFrames).value_or(1), 1, INT32_MAX));
  const auto frame_bits = static_cast<std::uint64_t>(rows) * static_cast<std::uint64_t>(columns) * bits;   // below 2^38
  const auto all = base::checked_multiply<std::uint64_t>(frame_bits, samples * frames);
  // 4:2:2 native data hold two samples a pixel; the least that any photometric interpretation needs.
  const std::uint64_t least = samples == 3 && all ? *all / 3 * 2 : all.value_or(UINT64_MAX);
  if (pixels->value.size() < least / 8) {
    return Error{.code = ErrorCode::kTruncated, .detail = "the pixel data are shorter than rows, columns and frames announce",
                 .offset = pixels->offset, .tag = kPixels.value};
  }
  return {};
}

}  // namespace sansfilm::ingest
