#include "tests/backend/derive/instances.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "shared/codec/jpeg2000.hpp"
#include "shared/dicom/tags.hpp"
#include "shared/dicom/writer.hpp"
#include "shared/j2k/assemble.hpp"
#include "shared/j2k/chunk.hpp"

namespace sansfilm::derive::test {

namespace tags = dicom::tags;

std::vector<std::uint8_t> stored_values(const Picture& picture) {
  const std::size_t count = std::size_t{picture.rows} * picture.columns * picture.samples * picture.frames;
  std::uint32_t random = 17 + picture.number;
  const auto noise = [&] { return (random = random * 1664525U + 1013904223U) >> 24; };
  if (picture.bits_allocated == 1) {
    std::vector<std::uint8_t> bits((count + 7) / 8);
    for (std::uint8_t& byte : bits) byte = static_cast<std::uint8_t>(noise() & noise());
    return bits;
  }
  std::vector<std::uint8_t> bytes(count * picture.bits_allocated / 8);
  for (std::size_t i = 0; i < count; ++i) {
    const double wave = 0.5 + 0.4 * std::sin(static_cast<double>(i % picture.columns) / 9.0 + static_cast<double>(i / picture.columns) / 13.0);
    if (picture.floating) {
      const auto value = static_cast<float>(wave * 3.0 - 1.0);
      std::memcpy(bytes.data() + 4 * i, &value, 4);
      continue;
    }
    auto value = static_cast<std::int64_t>(wave * std::ldexp(0.9, picture.bits_stored)) + (noise() & 3);
    if (picture.is_signed) value -= std::int64_t{1} << (picture.bits_stored - 1);
    std::memcpy(bytes.data() + i * picture.bits_allocated / 8, &value, picture.bits_allocated / 8U);
  }
  return bytes;
}

std::vector<std::uint8_t> write_instance(const Picture& picture) {
  dicom::DatasetBuilder dataset;
  const std::string tail = std::to_string(picture.number);
  dataset.text(tags::kSopClassUid, dicom::Vr::UI, picture.frames > 1 ? "1.2.840.10008.5.1.4.1.1.7.2" : "1.2.840.10008.5.1.4.1.1.2");
  dataset.text(tags::kSopInstanceUid, dicom::Vr::UI, "1.2.3.4." + tail);
  dataset.text(tags::kStudyInstanceUid, dicom::Vr::UI, "1.2.3");
  dataset.text(tags::kSeriesInstanceUid, dicom::Vr::UI, "1.2.3.4");
  dataset.text(tags::kModality, dicom::Vr::CS, "CT");
  dataset.text(tags::kPatientName, dicom::Vr::PN, "TEST^Derive");
  dataset.integer(tags::kInstanceNumber, picture.number);
  dataset.integer(tags::kSamplesPerPixel, picture.samples);
  dataset.text(tags::kPhotometricInterpretation, dicom::Vr::CS, picture.photometric);
  if (picture.samples > 1) dataset.integer(tags::kPlanarConfiguration, 0);
  if (picture.frames > 1) dataset.integer(tags::kNumberOfFrames, picture.frames);
  dataset.integer(tags::kRows, picture.rows);
  dataset.integer(tags::kColumns, picture.columns);
  dataset.integer(tags::kBitsAllocated, picture.bits_allocated);
  if (!picture.floating) {
    dataset.integer(tags::kBitsStored, picture.bits_stored);
    dataset.integer(tags::kHighBit, picture.bits_stored - 1);
    dataset.integer(tags::kPixelRepresentation, picture.is_signed ? 1 : 0);
  }
  if (picture.lossy) dataset.text(tags::kLossyImageCompression, dicom::Vr::CS, "01");
  dataset.reals(tags::kPixelSpacing, {0.5, 0.25});
  dataset.reals(tags::kImagePositionPatient, {-10.0, 20.0, 1.5 * picture.number});
  dataset.reals(tags::kImageOrientationPatient, {1, 0, 0, 0, 1, 0});
  dataset.real(tags::kWindowCenter, 40);
  dataset.real(tags::kWindowWidth, 400);
  dataset.real(tags::kRescaleSlope, 1);
  dataset.real(tags::kRescaleIntercept, -1024);
  auto values = stored_values(picture);
  if (values.size() % 2 != 0) values.push_back(0);
  if (picture.floating) {
    dataset.bytes(tags::kFloatPixelData, dicom::Vr::OF, std::move(values));
  } else {
    dataset.bytes(tags::kPixelData, picture.bits_allocated > 8 ? dicom::Vr::OW : dicom::Vr::OB, std::move(values));
  }
  auto file = dicom::write_file(dataset, "1.2.840.10008.1.2.1");
  REQUIRE(file.ok());
  return std::move(file).value();
}

base::Result<base::Frame> put_together(const wire::Codestream& stream, const wire::PixelFormat& format,
                                       const std::vector<std::pair<wire::ChunkKey, std::vector<std::uint8_t>>>& chunks,
                                       std::uint32_t reduce) {
  base::Budget budget;
  if (stream.coding == wire::StreamCoding::kRaw) {
    REQUIRE(chunks.size() == 1);
    base::Frame frame;
    frame.rows = format.rows, frame.columns = format.columns, frame.samples_per_pixel = format.samples;
    frame.bytes_per_sample = format.bytes_per_sample;
    frame.samples = chunks[0].second;
    return frame;
  }
  // A last layer that stands alone replaces what came before it.
  const auto last = static_cast<std::uint16_t>(stream.layers - 1);
  const bool alone = !stream.last_header.empty() &&
                     std::any_of(chunks.begin(), chunks.end(), [&](const auto& chunk) { return chunk.first.layer == last; });
  const std::vector<std::uint8_t>& header = alone ? stream.last_header : stream.header;
  std::vector<j2k::PacketBytes> packets;
  for (const auto& [key, payload] : chunks) {
    if (alone && key.layer < last) continue;
    SF_CHECK(j2k::read_chunk(header, {key.tile, key.resolution, static_cast<std::uint16_t>(alone ? 0 : key.layer)}, payload, packets));
  }
  SF_TRY(const std::vector<std::uint8_t> codestream, j2k::assemble(header, packets, budget));
  return codec::decode_jpeg2000(codestream, {.reduce = reduce}, budget);
}

}  // namespace sansfilm::derive::test
