// Every real file there is: what the chunks of a local study put together are the samples that the codec gives.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "shared/codec/decode.hpp"
#include "shared/codec/jpeg2000.hpp"
#include "shared/j2k/assemble.hpp"
#include "shared/j2k/chunk.hpp"
#include "shared/wire/manifest_json.hpp"
#include "tests/unit/local/files.hpp"

namespace sansfilm::local::test {

namespace {

std::filesystem::path test_data() {
  const char* named = std::getenv("SANSFILM_TEST_DATA");
  return named != nullptr ? named : "../shared/data/public";
}

std::vector<std::uint8_t> read_all(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

base::Result<std::vector<std::uint8_t>> samples_by_chunks(Collection& collection, const wire::Frame& frame, const wire::Codestream& stream) {
  if (stream.coding == wire::StreamCoding::kRaw) {
    LocalChunk chunk = collection.chunk({frame.content, frame.frame, stream.recipe, 0, 0, 0});
    if (chunk.error != wire::ChunkError::kNone) return base::Error{base::ErrorCode::kCodec, "broken"};
    return std::move(chunk.payload);
  }
  std::vector<LocalChunk> kept;
  std::vector<j2k::PacketBytes> packets;
  kept.reserve(std::size_t{stream.layers} * stream.resolutions() * stream.tiles());
  for (std::uint16_t layer = 0; layer < stream.layers; ++layer) {
    for (std::uint8_t resolution = 0; resolution < stream.resolutions(); ++resolution) {
      for (std::uint32_t tile = 0; tile < stream.tiles(); ++tile) {
        kept.push_back(collection.chunk({frame.content, frame.frame, stream.recipe, tile, resolution, layer}));
        if (kept.back().error != wire::ChunkError::kNone) return base::Error{base::ErrorCode::kCodec, "broken"};
        SF_CHECK(j2k::read_chunk(stream.header, {tile, resolution, layer}, kept.back().payload, packets));
      }
    }
  }
  base::Budget budget;
  SF_TRY(const auto codestream, j2k::assemble(stream.header, packets, budget));
  SF_TRY(base::Frame decoded, codec::decode_jpeg2000(codestream, {}, budget));
  return std::move(decoded.samples);
}

}  // namespace

TEST_CASE("every frame of every real file reads locally as the codec decodes it, or is told to be broken when it cannot") {
  const std::filesystem::path root = test_data();
  if (!std::filesystem::exists(root)) {
    MESSAGE("skipped: no test data");
    return;
  }
  std::size_t files = 0, frames = 0, broken = 0, whole = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (!entry.is_regular_file() || entry.file_size() > (std::uintmax_t{16} << 20)) continue;
    device() = {};
    Collection collection(read_at);
    if (add(collection, read_all(entry.path()), entry.path().filename().string()) != Outcome::kTaken) continue;
    CAPTURE(entry.path().filename().string());
    ++files;
    (void)collection.finish();
    base::Budget reading;
    const auto file = dicom::read_file(device().files[0], {}, reading);
    REQUIRE(file.ok());
    std::string text = collection.manifest(file->dataset.text(tags::kStudyInstanceUid));
    if (text.empty()) text = collection.manifest("2.25.0.1");   // without a study UID of its own
    wire::ManifestReader reader;
    REQUIRE(reader.feed({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}).ok());
    REQUIRE(reader.ended());
    const wire::Series& series = reader.manifest().series[0];
    // The first, the last and one between: a film of a thousand frames has no more to say.
    for (const std::size_t f : {std::size_t{0}, series.frames.size() / 2, series.frames.size() - 1}) {
      if (f >= series.frames.size()) continue;
      const wire::Frame& frame = series.frames[f];
      REQUIRE(frame.codestream != wire::kNoIndex);
      ++frames;
      base::Budget budget;
      const auto truth = codec::decode_frame(*file, frame.frame, budget);
      const auto got = samples_by_chunks(collection, frame, series.codestreams[frame.codestream]);
      if (!truth.ok() || !truth->complete) {
        CHECK(!got.ok());
        ++broken;
        continue;
      }
      REQUIRE(got.ok());
      CHECK(*got == truth->samples);
      const wire::PixelFormat& form = series.pixel_formats[frame.pixels];
      CHECK(form.rows == truth->rows);
      CHECK(form.columns == truth->columns);
      CHECK(form.bits_stored == truth->bits_stored);
      CHECK(form.is_signed == truth->is_signed);
      whole += series.codestreams[frame.codestream].coding == wire::StreamCoding::kJpeg2000 ? 1 : 0;
    }
  }
  MESSAGE(files << " files, " << frames << " frames, " << whole << " of them served as they are, " << broken << " that cannot be decoded");
}

}  // namespace sansfilm::local::test
