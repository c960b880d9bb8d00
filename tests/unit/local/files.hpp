// Small local files in memory, and a device that gives their bytes and counts them.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "shared/dicom/tags.hpp"
#include "shared/dicom/writer.hpp"
#include "wasm/local/collection.hpp"

namespace sansfilm::local::test {

namespace tags = dicom::tags;

struct Device {
  std::vector<std::vector<std::uint8_t>> files;
  std::uint64_t bytes_read = 0;
  bool broken = false;
};

inline Device& device() {
  static Device one;
  return one;
}

inline std::uint32_t read_at(std::uint32_t file, double offset, std::uint32_t length, std::uint8_t* to) {
  if (device().broken || file >= device().files.size()) return 0;
  const auto& bytes = device().files[file];
  const auto from = static_cast<std::size_t>(offset);
  if (from >= bytes.size()) return 0;
  const std::size_t count = std::min<std::size_t>(length, bytes.size() - from);
  std::memcpy(to, bytes.data() + from, count);
  device().bytes_read += count;
  return static_cast<std::uint32_t>(count);
}

struct Slice {
  std::string study = "1.2.3", series = "1.2.3.1", uid = "1.2.3.1.1";
  std::int64_t number = 1;
  std::uint32_t rows = 300, columns = 256, frames = 1;
  std::string syntax = "1.2.840.10008.1.2.1";
};

inline std::vector<std::uint8_t> samples_of(const Slice& slice) {
  std::vector<std::uint8_t> bytes(std::size_t{slice.rows} * slice.columns * slice.frames * 2);
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    bytes[i] = static_cast<std::uint8_t>(i / 2 * 7 + static_cast<std::size_t>(slice.number));
    bytes[i + 1] = static_cast<std::uint8_t>(i / 512 % 16);
  }
  return bytes;
}

inline dicom::DatasetBuilder dataset_of(const Slice& slice) {
  dicom::DatasetBuilder data;
  data.text(tags::kSopClassUid, "1.2.840.10008.5.1.4.1.1.2").text(tags::kSopInstanceUid, slice.uid);
  data.text(tags::kStudyInstanceUid, slice.study).text(tags::kSeriesInstanceUid, slice.series).text(tags::kModality, "CT");
  data.text(tags::kPatientName, "Essai^Locale").text(tags::kStudyDate, "20261103").integer(tags::kInstanceNumber, slice.number);
  data.integer(tags::kSamplesPerPixel, 1).text(tags::kPhotometricInterpretation, "MONOCHROME2");
  data.integer(tags::kRows, slice.rows).integer(tags::kColumns, slice.columns).integer(tags::kBitsAllocated, 16);
  data.integer(tags::kBitsStored, 12).integer(tags::kHighBit, 11).integer(tags::kPixelRepresentation, 0);
  if (slice.frames > 1) data.integer(tags::kNumberOfFrames, slice.frames);
  return data;
}

inline std::vector<std::uint8_t> file_of(const Slice& slice) {
  dicom::DatasetBuilder data = dataset_of(slice);
  data.bytes(tags::kPixelData, dicom::Vr::OW, samples_of(slice));
  return dicom::write_file(data, slice.syntax).value();
}

// Puts a file on the device and into the collection.
inline Outcome add(Collection& collection, std::vector<std::uint8_t> bytes, const std::string& path = "a") {
  device().files.push_back(std::move(bytes));
  const auto file = static_cast<std::uint32_t>(device().files.size() - 1);
  return collection.add({file, device().files[file].size()}, path);
}

}  // namespace sansfilm::local::test
