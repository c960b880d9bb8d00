#include "backend/ingest/identity.hpp"

#include <algorithm>

#include "shared/base/checked.hpp"
#include "shared/dicom/frames.hpp"
#include "shared/dicom/instance_attributes.hpp"
#include "shared/dicom/tags.hpp"

namespace sansfilm::ingest {

using base::Error;
using base::ErrorCode;
using base::Result;
using base::Status;
using dicom::Tag;
namespace tags = dicom::tags;

namespace {

constexpr std::size_t kLongestText = 1024;   // what the index keeps of an attribute; the original keeps all

Status require_uid(const std::string& uid, Tag tag) {
  if (uid.empty()) {
    return Error{.code = ErrorCode::kMissing, .detail = "an attribute that identifies the instance is absent", .tag = tag.value};
  }
  if (!is_uid(uid)) return Error{.code = ErrorCode::kInvalidArgument, .detail = "not a UID", .tag = tag.value};
  return {};
}

// Cut at a character's beginning.
std::string shortened(std::string text) {
  if (text.size() > kLongestText) {
    std::size_t end = kLongestText;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    text.resize(end);
  }
  return text;
}

std::string number_text(const std::optional<std::int64_t>& number) { return number ? std::to_string(*number) : std::string(); }

}  // namespace

bool is_directory(const dicom::File& file) { return file.meta.raw_text(tags::kMediaStorageSopClassUid) == kDirectorySopClass; }

bool is_uid(std::string_view text) {
  if (text.empty() || text.size() > 64 || text.front() == '.' || text.back() == '.') return false;
  if (text.find("..") != std::string_view::npos) return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

Result<catalog::NewInstance> read_identity(const dicom::File& file) {
  dicom::InstanceAttributes found = dicom::read_instance_attributes(file);
  SF_CHECK(require_uid(found.sop_class, tags::kSopClassUid));
  SF_CHECK(require_uid(found.sop_uid, tags::kSopInstanceUid));
  SF_CHECK(require_uid(found.study_uid, tags::kStudyInstanceUid));
  SF_CHECK(require_uid(found.series_uid, tags::kSeriesInstanceUid));
  catalog::NewInstance out;
  out.sop_class = std::move(found.sop_class);
  out.sop_uid = std::move(found.sop_uid);
  out.study_uid = std::move(found.study_uid);
  out.series_uid = std::move(found.series_uid);
  out.patient_id = shortened(std::move(found.patient_id));
  out.issuer = shortened(std::move(found.patient_id_issuer));
  out.patient_name = shortened(std::move(found.patient_name));
  out.birth_date = std::move(found.birth_date);
  out.sex = shortened(std::move(found.sex));
  out.study_date = std::move(found.study_date);
  out.study_time = std::move(found.study_time);
  out.study_description = shortened(std::move(found.study_description));
  out.accession = shortened(std::move(found.accession));
  out.study_id = shortened(std::move(found.study_id));
  out.modality = found.modality.substr(0, 16);
  std::erase(out.modality, ',');
  out.series_description = shortened(std::move(found.series_description));
  out.body_part = shortened(std::move(found.body_part));
  out.series_number = number_text(found.series_number);
  out.instance_number = number_text(found.instance_number);
  out.transfer_syntax = std::move(found.transfer_syntax);
  if (dicom::is_picture(file)) {
    const std::int64_t frames = file.dataset.integer(tags::kNumberOfFrames).value_or(1);
    if (frames < 1 || frames > INT32_MAX) {
      return Error{.code = ErrorCode::kMalformed, .detail = "not a number of frames", .tag = tags::kNumberOfFrames.value};
    }
    out.frames = static_cast<std::uint32_t>(frames);
  }
  return out;
}

Status check_picture(const dicom::File& file, base::Budget& budget) {
  const dicom::Dataset& dataset = file.dataset;
  if (dicom::pixel_element(dataset) == nullptr) return {};
  const std::int64_t rows = dataset.integer(tags::kRows).value_or(0), columns = dataset.integer(tags::kColumns).value_or(0);
  if (rows <= 0) return Error{.code = ErrorCode::kMissing, .detail = "a picture without rows", .tag = tags::kRows.value};
  if (columns <= 0) return Error{.code = ErrorCode::kMissing, .detail = "a picture without columns", .tag = tags::kColumns.value};
  const auto samples = static_cast<std::uint64_t>(std::clamp<std::int64_t>(dataset.integer(tags::kSamplesPerPixel).value_or(1), 1, 65535));
  if (auto taken = budget.take_pixels(static_cast<std::uint64_t>(columns), static_cast<std::uint64_t>(rows), samples); !taken.ok()) {
    Error error = taken.error();
    error.tag = tags::kRows.value;
    return error;
  }
  const dicom::Element* pixels = dataset.find(tags::kPixelData);
  if (pixels == nullptr || file.transfer_syntax->encapsulated || !pixels->fragments.empty()) return {};
  const auto bits = static_cast<std::uint64_t>(std::clamp<std::int64_t>(dataset.integer(tags::kBitsAllocated).value_or(16), 1, 64));
  const auto frames = static_cast<std::uint64_t>(std::clamp<std::int64_t>(dataset.integer(tags::kNumberOfFrames).value_or(1), 1, INT32_MAX));
  const auto frame_bits = static_cast<std::uint64_t>(rows) * static_cast<std::uint64_t>(columns) * bits;   // below 2^38
  const auto all = base::checked_multiply<std::uint64_t>(frame_bits, samples * frames);
  // 4:2:2 native data hold two samples a pixel; the least that any photometric interpretation needs.
  const std::uint64_t least = samples == 3 && all ? *all / 3 * 2 : all.value_or(UINT64_MAX);
  if (pixels->value.size() < least / 8) {
    return Error{.code = ErrorCode::kTruncated, .detail = "the pixel data are shorter than rows, columns and frames announce",
                 .offset = pixels->offset, .tag = tags::kPixelData.value};
  }
  return {};
}

}  // namespace sansfilm::ingest
