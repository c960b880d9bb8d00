#include <doctest/doctest.h>

#include "shared/manifest/streamed_frame.hpp"

namespace sansfilm::manifest {

TEST_CASE("a raw stream is one chunk with the samples as they are") {
  base::Frame frame;
  frame.columns = 3;
  frame.rows = 1;
  frame.bytes_per_sample = 2;
  frame.samples = {1, 2, 3, 4, 5, 6};
  const StreamedFrame made = raw_stream(frame, {.rows = 1, .columns = 3, .bytes_per_sample = 4});
  CHECK(made.stream.coding == wire::StreamCoding::kRaw);
  CHECK(made.stream.recipe == kRaw);
  CHECK(made.stream.tiles() == 1);
  CHECK(made.stream.resolutions() == 1);
  REQUIRE(made.chunks.size() == 1);
  CHECK(made.chunks[0].payload == frame.samples);
  CHECK(made.format.bytes_per_sample == 2);
  CHECK(layer_bytes_of(made) == std::vector<std::uint32_t>{6});
}

TEST_CASE("what the decoder found outweighs what the dataset declares, but not the direction of grey") {
  base::Frame frame;
  frame.columns = 5;
  frame.rows = 4;
  frame.bits_stored = 10;
  frame.is_signed = true;
  frame.colour = base::ColourModel::kMonochrome;
  frame.reversible = false;
  const wire::PixelFormat declared{.rows = 4, .columns = 5, .bits_stored = 12, .photometric = "MONOCHROME1", .laterality = "L"};
  const wire::PixelFormat format = format_as_decoded(frame, declared);
  CHECK(format.bits_stored == 10);
  CHECK(format.is_signed);
  CHECK(format.photometric == "MONOCHROME1");
  CHECK(format.source_lossy);
  CHECK(format.laterality == "L");
}

TEST_CASE("only JPEG 2000 and HTJ2K originals are served as they are") {
  base::Budget budget;
  const std::vector<std::uint8_t> nothing(64);
  CHECK(!original_stream(dicom::PixelCoding::kJpegLs, nothing, {}, budget).has_value());
  CHECK(!original_stream(dicom::PixelCoding::kJpeg2000, nothing, {}, budget).has_value());
}

}  // namespace sansfilm::manifest
