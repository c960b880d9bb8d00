#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include "backend/derive/chunk_source.hpp"
#include "backend/derive/container.hpp"
#include "backend/derive/recipe.hpp"
#include "backend/derive/study_manifest.hpp"
#include "shared/manifest/describe.hpp"
#include "shared/manifest/streamed_frame.hpp"
#include "shared/codec/decode.hpp"
#include "shared/wire/batch.hpp"
#include "shared/wire/manifest_json.hpp"
#include "tests/backend/derive/instances.hpp"

namespace sansfilm::derive {

namespace {

using test::Picture;

// Blobs in memory, with a count of the reads.
class MemoryStore final : public store::BlobStore {
 public:
  std::vector<base::Status> put_many(std::span<const store::NewBlob> blobs) override {
    for (const auto& blob : blobs) blobs_[blob.name] = {blob.bytes.begin(), blob.bytes.end()};
    return std::vector<base::Status>(blobs.size());
  }
  base::Result<std::unique_ptr<store::Blob>> open(std::string_view) override { return base::Error{base::ErrorCode::kNotFound}; }
  base::Result<std::vector<std::uint8_t>> get(std::string_view name, std::uint64_t offset, std::uint64_t length) override {
    ++reads;
    const auto found = blobs_.find(std::string(name));
    if (found == blobs_.end()) return base::Error{base::ErrorCode::kNotFound};
    if (offset > found->second.size() || length > found->second.size() - offset) return base::Error{base::ErrorCode::kOverBudget};
    const auto begin = found->second.begin() + static_cast<std::ptrdiff_t>(offset);
    return std::vector<std::uint8_t>(begin, begin + static_cast<std::ptrdiff_t>(length));
  }
  base::Result<std::uint64_t> size(std::string_view name) override {
    const auto found = blobs_.find(std::string(name));
    if (found == blobs_.end()) return base::Error{base::ErrorCode::kNotFound};
    return std::uint64_t{found->second.size()};
  }
  base::Status remove(std::string_view name) override { return blobs_.erase(std::string(name)), base::Status{}; }
  base::Status enumerate(const std::function<bool(std::string_view, std::uint64_t)>&) override { return {}; }

  int reads = 0;
  std::map<std::string, std::vector<std::uint8_t>> blobs_;
};

struct Made {
  store::Digest digest;
  wire::Series series;
  MemoryStore blobs;
};

Made derive_bytes(base::Bytes file, Choice choice = Choice::kLayered) {
  Made made;
  made.digest = store::sha256(file);
  auto derived = derive_instance(file, made.digest, {}, nullptr, choice);
  REQUIRE_MESSAGE(derived.ok(), (derived.ok() ? "" : base::describe(derived.error())));
  const auto fragment = manifest::read_fragment({reinterpret_cast<const std::uint8_t*>(derived->fragment.data()), derived->fragment.size()});
  REQUIRE(fragment.has_value());
  made.series = fragment->series[0];
  made.blobs.blobs_[derived_name(made.digest)] = derived->container;
  return made;
}

wire::ChunkRange whole(const Made& made, const wire::Frame& frame) {
  const wire::Codestream& stream = made.series.codestreams.at(frame.codestream);
  return {frame.content, frame.frame, stream.recipe, 0, stream.tiles() - 1, 0, stream.decompositions, 0,
          static_cast<std::uint16_t>(stream.layers - 1)};
}

std::vector<std::pair<wire::ChunkKey, std::vector<std::uint8_t>>> fetch(Made& made, const wire::ChunkRange& range) {
  ChunkSource source(made.blobs);
  std::vector<std::pair<wire::ChunkKey, std::vector<std::uint8_t>>> chunks;
  source.read(made.digest, range, [&](const ServedChunk& chunk) {
    CHECK(chunk.error == wire::ChunkError::kNone);
    CHECK(chunk.digest == wire::chunk_digest(chunk.key, chunk.payload));
    chunks.emplace_back(chunk.key, std::vector<std::uint8_t>(chunk.payload.begin(), chunk.payload.end()));
    return true;
  });
  return chunks;
}

base::Frame samples_of(Made& made, std::size_t f) {
  const wire::Frame& frame = made.series.frames.at(f);
  REQUIRE(frame.codestream != wire::kNoIndex);
  auto decoded = test::put_together(made.series.codestreams[frame.codestream], made.series.pixel_formats[frame.pixels],
                                    fetch(made, whole(made, frame)));
  REQUIRE_MESSAGE(decoded.ok(), (decoded.ok() ? "" : base::describe(decoded.error())));
  return std::move(decoded).value();
}

// Bits above Bits Stored are not part of the value: a 12-bit signed sample comes back sign-extended, as it was written.
void check_lossless(const Picture& picture, char family, Choice choice = Choice::kLayered) {
  Made made = derive_bytes(test::write_instance(picture), choice);
  REQUIRE(made.series.frames.size() == picture.frames);
  const auto stored = test::stored_values(picture);
  const std::size_t frame_bytes = stored.size() / picture.frames;
  for (std::size_t f = 0; f < picture.frames; ++f) {
    const wire::Frame& frame = made.series.frames[f];
    const wire::Codestream& stream = made.series.codestreams.at(frame.codestream);
    CHECK(stream.recipe.family == family);
    CHECK(stream.reversible);
    const base::Frame decoded = samples_of(made, f);
    const auto first = stored.begin() + static_cast<std::ptrdiff_t>(f * frame_bytes);
    const bool same = decoded.samples == std::vector<std::uint8_t>(first, first + static_cast<std::ptrdiff_t>(frame_bytes));
    CHECK(same);
    std::uint64_t bytes = 0;
    for (const std::uint32_t layer : frame.layer_bytes) bytes += layer;
    std::uint64_t fetched = 0;
    for (const auto& [key, payload] : fetch(made, whole(made, frame))) fetched += payload.size();
    CHECK(bytes == fetched);
  }
}

catalog::Instance instance_of(const Made& made, const std::string& fragment) {
  catalog::Instance instance;
  instance.sha256 = made.digest;
  instance.derive_state = catalog::DeriveState::kDone;
  instance.derived.assign(fragment.begin(), fragment.end());
  instance.size = 77;
  return instance;
}

}  // namespace

TEST_CASE("every stored value comes back from all chunks together") {
  check_lossless({}, 'L');
  check_lossless({.bits_stored = 16, .is_signed = true}, 'L');
  check_lossless({.bits_allocated = 8, .bits_stored = 8, .photometric = "MONOCHROME1"}, 'L');
  check_lossless({.frames = 3, .samples = 3, .bits_allocated = 8, .bits_stored = 8, .photometric = "RGB"}, 'L');
  check_lossless({.frames = 2, .bits_stored = 10}, 'L');
  check_lossless({.rows = 1100, .columns = 1030}, 'L');
  check_lossless({.rows = 3, .columns = 5}, 'L');
  check_lossless({.rows = 1, .columns = 1}, 'L');
}

TEST_CASE("every stored value comes back from the last layer of P and H, which stands alone") {
  for (const Choice choice : {Choice::kPreviewThenHt, Choice::kHtThenHt}) {
    const char family = choice == Choice::kPreviewThenHt ? 'P' : 'H';
    check_lossless({}, family, choice);
    check_lossless({.bits_stored = 16, .is_signed = true}, family, choice);
    check_lossless({.bits_allocated = 8, .bits_stored = 8, .photometric = "MONOCHROME1"}, family, choice);
    check_lossless({.frames = 3, .samples = 3, .bits_allocated = 8, .bits_stored = 8, .photometric = "RGB"}, family, choice);
    check_lossless({.rows = 1100, .columns = 1030}, family, choice);
    check_lossless({.rows = 3, .columns = 5}, family, choice);
    check_lossless({.rows = 1, .columns = 1}, family, choice);
    check_lossless({.bits_allocated = 32, .bits_stored = 32}, 'R', choice);
  }
}

TEST_CASE("recipe P: the layers before the last are a preview of their own, and the last does without them") {
  Made made = derive_bytes(test::write_instance({.rows = 512, .columns = 512}), Choice::kPreviewThenHt);
  const wire::Frame& frame = made.series.frames[0];
  const wire::Codestream& stream = made.series.codestreams.at(0);
  CHECK(stream.layers == 4);
  CHECK(!stream.last_header.empty());
  CHECK(stream.reversible);
  CHECK(stream.high_throughput);
  REQUIRE(frame.layer_bytes.size() == 4);
  const auto preview = [&](std::uint16_t layers, std::uint32_t reduce) {
    wire::ChunkRange range = whole(made, frame);
    range.last_layer = static_cast<std::uint16_t>(layers - 1);
    range.last_resolution = static_cast<std::uint8_t>(range.last_resolution - reduce);
    return test::put_together(stream, made.series.pixel_formats[0], fetch(made, range), reduce);
  };
  const auto first = preview(1, 0);
  REQUIRE(first.ok());
  CHECK(first->columns == 512);
  const auto small = preview(3, 2);
  REQUIRE(small.ok());
  CHECK(small->columns == 128);
  wire::ChunkRange last = whole(made, frame);
  last.first_layer = last.last_layer;
  const auto alone = test::put_together(stream, made.series.pixel_formats[0], fetch(made, last));
  REQUIRE(alone.ok());
  CHECK(alone->samples == samples_of(made, 0).samples);
  CHECK(alone->samples != first->samples);
}

TEST_CASE("by size: pictures of more than one tile get H, the rest L") {
  CHECK(settled(Choice::kBySize, {.columns = 512, .rows = 512}) == Choice::kLayered);
  CHECK(settled(Choice::kBySize, {.columns = 2000, .rows = 300}) == Choice::kHtThenHt);
  CHECK(settled(Choice::kPreviewThenHt, {.columns = 512, .rows = 512}) == Choice::kPreviewThenHt);
  CHECK(choice_of("P") == Choice::kPreviewThenHt);
  CHECK(choice_of("L") == Choice::kLayered);
  CHECK(choice_of("by-size") == Choice::kBySize);
}

TEST_CASE("what JPEG 2000 cannot hold is served raw") {
  check_lossless({.bits_allocated = 32, .floating = true}, 'R');
  check_lossless({.bits_allocated = 32, .bits_stored = 32}, 'R');
}

TEST_CASE("one-bit pixels come back as one byte each") {
  const Picture picture{.bits_allocated = 1, .bits_stored = 1};
  Made made = derive_bytes(test::write_instance(picture));
  const auto bits = test::stored_values(picture);
  const base::Frame decoded = samples_of(made, 0);
  REQUIRE(decoded.samples.size() == std::size_t{picture.rows} * picture.columns);
  for (std::size_t i = 0; i < decoded.samples.size(); ++i) REQUIRE(decoded.samples[i] == ((bits[i / 8] >> (i % 8)) & 1));
}

TEST_CASE("recipe L: six layers that grow as they should, one tile up to 1,024, tiles of 512 above") {
  Made small = derive_bytes(test::write_instance({.rows = 512, .columns = 512}));
  const wire::Codestream& one = small.series.codestreams.at(0);
  CHECK(one.tiles() == 1);
  CHECK(one.layers == 6);
  CHECK(one.decompositions == 5);
  const auto& bytes = small.series.frames[0].layer_bytes;
  REQUIRE(bytes.size() == 6);
  double sum = 0;
  const double expected[] = {0.1, 0.25, 0.5, 1.0, 2.0};
  for (std::size_t layer = 0; layer < 5; ++layer) {
    sum += bytes[layer];
    CHECK(sum <= 1.05 * expected[layer] * 512 * 512 / 8 + 200);
  }
  Made large = derive_bytes(test::write_instance({.rows = 1100, .columns = 1030}));
  CHECK(large.series.codestreams.at(0).tiles_across == 3);
  CHECK(large.series.codestreams.at(0).tiles_down == 3);
}

TEST_CASE("a few layers at a lower resolution give the reduced picture") {
  Made made = derive_bytes(test::write_instance({.rows = 512, .columns = 512}));
  const wire::Frame& frame = made.series.frames[0];
  wire::ChunkRange some = whole(made, frame);
  some.last_layer = 1;
  some.last_resolution = 3;
  const auto reduced = test::put_together(made.series.codestreams[0], made.series.pixel_formats[0], fetch(made, some), 2);
  REQUIRE(reduced.ok());
  CHECK(reduced->rows == 128);
  CHECK(reduced->columns == 128);
}

TEST_CASE("a mark of lossy compression is kept") {
  Made made = derive_bytes(test::write_instance({.lossy = true}));
  CHECK(made.series.pixel_formats.at(0).source_lossy);
  CHECK(!derive_bytes(test::write_instance({})).series.pixel_formats.at(0).source_lossy);
}

TEST_CASE("chunks that stand together are one read, and the directory is read once") {
  Made made = derive_bytes(test::write_instance({.rows = 512, .columns = 512}));
  ChunkSource source(made.blobs);
  int chunks = 0;
  const auto count = [&](const ServedChunk&) { return ++chunks, true; };
  source.read(made.digest, whole(made, made.series.frames[0]), count);
  CHECK(chunks == 36);
  CHECK(made.blobs.reads == 4);  // header, row, directory, all chunks
  source.read(made.digest, whole(made, made.series.frames[0]), count);
  CHECK(made.blobs.reads == 5);
  source.forget(made.digest);
  CHECK(source.cached_bytes() == 0);
}

TEST_CASE("chunks that cannot be had say why, and a sink that has enough stops the reading") {
  Made made = derive_bytes(test::write_instance({}));
  ChunkSource source(made.blobs);
  const auto errors = [&](const store::Digest& digest, wire::ChunkRange range) {
    std::vector<wire::ChunkError> all;
    source.read(digest, range, [&](const ServedChunk& chunk) { return all.push_back(chunk.error), true; });
    return all;
  };
  const wire::ChunkRange good = whole(made, made.series.frames[0]);
  wire::ChunkRange range = good;
  range.frame = 1;
  CHECK(errors(made.digest, range) == std::vector<wire::ChunkError>(good.count(), wire::ChunkError::kNotFound));
  range = good;
  range.recipe = {'L', 9};
  CHECK(errors(made.digest, range)[0] == wire::ChunkError::kNotFound);
  range = good;
  range.last_tile = 1;  // each second chunk is of a tile that is not there
  const auto mixed = errors(made.digest, range);
  CHECK(std::count(mixed.begin(), mixed.end(), wire::ChunkError::kNone) == static_cast<std::ptrdiff_t>(good.count()));
  CHECK(mixed.size() == 2 * good.count());
  CHECK(errors(store::sha256("another"), good)[0] == wire::ChunkError::kNotReady);
  int served = 0;
  source.read(made.digest, good, [&](const ServedChunk&) { return ++served < 2; });
  CHECK(served == 2);
}

TEST_CASE("a container that is cut or altered is an error, never more") {
  Made made = derive_bytes(test::write_instance({.rows = 128, .columns = 160}));
  const auto name = derived_name(made.digest);
  const auto good = made.blobs.blobs_[name];
  const wire::ChunkRange range = whole(made, made.series.frames[0]);
  const auto errors = [&] {
    ChunkSource source(made.blobs);
    std::size_t count = 0;
    source.read(made.digest, range, [&](const ServedChunk& chunk) { return count += chunk.error != wire::ChunkError::kNone, true; });
    return count;
  };
  CHECK(errors() == 0);
  for (std::size_t cut = 0; cut + 1 < good.size(); cut += 1 + good.size() / 97) {
    made.blobs.blobs_[name].assign(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(cut));
    (void)errors();
    CHECK(!ChunkSource(made.blobs).fragment(made.digest).has_value());
  }
  for (std::size_t at = 0; at < kContainerHeaderBytes + kFrameRowBytes + 40; ++at) {
    made.blobs.blobs_[name] = good;
    made.blobs.blobs_[name][at] ^= 0xFF;
    (void)errors();
    (void)ChunkSource(made.blobs).fragment(made.digest);
  }
}

TEST_CASE("a study's manifest puts instances together, tables once") {
  catalog::Series series;
  series.series_uid = "1.2.3.4";
  for (std::uint32_t i = 1; i <= 4; ++i) {
    const auto file = test::write_instance({.number = i});
    Made made;
    made.digest = store::sha256(file);
    auto derived = derive_instance(file, made.digest, {});
    REQUIRE(derived.ok());
    series.instances.push_back(instance_of(made, derived->fragment));
  }
  series.instances.push_back({});  // nothing readable is known of it
  const wire::Series merged = merge_series(series);
  CHECK(merged.frames.size() == 4);
  CHECK(merged.instances.size() == 4);
  CHECK(merged.pixel_formats.size() == 1);
  CHECK(merged.displays.size() == 1);
  CHECK(merged.geometries.size() == 1);
  CHECK(merged.codestreams.size() == 1);
  CHECK(merged.modality == "CT");
  CHECK(merged.frames[3].instance == 3);
  CHECK((*merged.frames[3].position_mm)[2] == 6.0);
  CHECK(merged.displays[0].rescale->intercept == -1024);
  REQUIRE(merged.displays[0].windows.size() == 1);
  CHECK(merged.displays[0].windows[0].width == 400);
  REQUIRE(merged.objects.size() == 1);
  CHECK(merged.objects[0].kind == wire::ObjectKind::kUnreadable);

  const std::string text = study_manifest(std::span(&series, 1));
  CHECK(text.find("TEST^Derive") != std::string::npos);
  CHECK(std::count(text.begin(), text.end(), '\n') == 3);
}

TEST_CASE("with the manifest goes the first picture, as far as it was asked for: the very chunks that a batch would bring") {
  catalog::Series series;
  series.series_uid = "1.2.3.4";
  MemoryStore blobs;
  for (std::uint32_t i = 1; i <= 2; ++i) {
    const auto file = test::write_instance({.number = i});
    Made made = derive_bytes(file);
    auto derived = derive_instance(file, made.digest, {});
    REQUIRE(derived.ok());
    series.instances.push_back(instance_of(made, derived->fragment));
    blobs.blobs_.merge(made.blobs.blobs_);
  }
  ChunkSource source(blobs);
  const ReadChunks read = [&](const store::Digest& original, const wire::ChunkRange& range, const std::function<bool(const ServedChunk&)>& sink) {
    source.read(original, range, sink);
  };
  const wire::Series merged = merge_series(series);
  wire::SendAhead wanted{1000, 1000, merged.frames[0].layer_bytes[0] + merged.frames[0].layer_bytes[1]};
  const std::string text = study_manifest(std::span(&series, 1), {}, {wanted, read});
  wire::ManifestReader reader;
  REQUIRE(reader.feed({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}).ok());
  REQUIRE(reader.ended());
  REQUIRE(reader.carries() == wire::first_picture(merged, wanted));
  REQUIRE(reader.carries().size() == 2);
  CHECK(reader.carries()[0].content == merged.frames[0].content);

  wire::FrameReader chunks(wire::expand(reader.carries()));
  REQUIRE(chunks.feed(reader.take_carried()).ok());
  CHECK(chunks.ended());
  std::size_t bytes = 0;
  for (const wire::ChunkRange& range : reader.carries()) {
    source.read(series.instances[0].sha256, range, [&](const ServedChunk& served) {
      const auto chunk = chunks.next();
      REQUIRE(chunk.has_value());
      CHECK(chunk->error == wire::ChunkError::kNone);
      CHECK(std::equal(chunk->payload.begin(), chunk->payload.end(), served.payload.begin(), served.payload.end()));
      bytes += chunk->payload.size();
      return true;
    });
  }
  CHECK(bytes == wanted.bytes);
  CHECK(study_manifest(std::span(&series, 1), {}, {{}, read}) == study_manifest(std::span(&series, 1)));
}

TEST_CASE("before derivation the manifest tells the frames without their streams") {
  const auto file = test::write_instance({.frames = 2});
  base::Budget budget;
  const auto read = dicom::read_file(file, {}, budget);
  REQUIRE(read.ok());
  const auto fragment = manifest::read_fragment(describe(*read, store::sha256(file)));
  REQUIRE(fragment.has_value());
  REQUIRE(fragment->series[0].frames.size() == 2);
  CHECK(fragment->series[0].frames[1].codestream == wire::kNoIndex);
  CHECK(fragment->series[0].frames[1].frame == 1);
}

TEST_CASE("a file without a picture, a cut one, one that is none: an error that says so") {
  CHECK(derive_instance({}, {}, {}).error().code == base::ErrorCode::kEmpty);
  const std::vector<std::uint8_t> noise(1000, 0x42);
  CHECK(!derive_instance(noise, {}, {}).ok());
  auto file = test::write_instance({});
  file.resize(file.size() / 2);
  CHECK(!derive_instance(file, store::sha256(file), {}).ok());
  CHECK(!derive_instance(test::write_instance({}), {}, {.bytes = 1000}).ok());
}

// Real files of every kind. Lossless: what the chunks give is what the decoder gives.
TEST_CASE("real files stream to the values that their own decoder gives") {
  const char* folder = std::getenv("SANSFILM_TEST_DATA");
  const std::filesystem::path data = folder != nullptr ? folder : "../shared/data/public";
  if (!std::filesystem::exists(data)) {
    MESSAGE("skipped: no real files on this machine");
    return;
  }
  int streamed = 0, refused = 0;
  std::map<char, int> families;
  for (const char* part : {"syntaxes", "series-mr"}) {
    for (const auto& entry : std::filesystem::directory_iterator(data / part)) {
      CAPTURE(entry.path().filename().string());
      std::ifstream in(entry.path(), std::ios::binary);
      const std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
      base::Budget budget;
      const auto file = dicom::read_file(bytes, {}, budget);
      REQUIRE(file.ok());
      const auto digest = store::sha256(bytes);
      if (!derive_instance(bytes, digest, {}).ok()) {
        ++refused;
        continue;
      }
      Made made = derive_bytes(bytes);
      const wire::Frame& frame = made.series.frames.back();
      if (frame.codestream == wire::kNoIndex) continue;
      ++families[made.series.codestreams[frame.codestream].recipe.family];
      const auto expected = codec::decode_frame(*file, frame.frame, budget);
      REQUIRE(expected.ok());
      const bool same = samples_of(made, made.series.frames.size() - 1).samples == expected->samples;
      CHECK(same);
      ++streamed;
    }
  }
  MESSAGE(streamed << " files streamed (L " << families['L'] << ", O " << families['O'] << ", R " << families['R'] << "), " << refused << " refused");
  CHECK(streamed >= 40);
}

}  // namespace sansfilm::derive
