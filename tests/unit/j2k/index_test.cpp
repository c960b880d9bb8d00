#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "shared/j2k/assemble.hpp"
#include "shared/j2k/chunk.hpp"
#include "shared/j2k/index.hpp"
#include "tests/unit/j2k/opj.hpp"

namespace sansfilm::j2k {

namespace {

base::Result<Index> try_index(base::Bytes codestream) {
  base::Budget budget({.bytes = std::uint64_t{64} << 20});
  return build_index(codestream, budget);
}

std::vector<std::uint8_t> sample_stream(test::Encoding encoding = {.ratios = {40, 10, 0}, .resolutions = 4, .tile_size = 64,
                                                                   .plt = true, .tlm = true}) {
  return test::encode(test::make_picture(150, 100, 12, false, 1, 21), encoding);
}

// Where a marker segment stands, from `from` on.
std::size_t find_marker(const std::vector<std::uint8_t>& bytes, std::uint16_t marker, std::size_t from = 0) {
  for (std::size_t i = from; i + 1 < bytes.size(); ++i) {
    if (base::load_be<std::uint16_t>(bytes.data() + i) == marker) return i;
  }
  FAIL("the sample has no such marker");
  return 0;
}

std::filesystem::path data_folder() {
  const char* folder = std::getenv("SANSFILM_TEST_DATA");
  return folder != nullptr ? folder : "../shared/data/public";
}

std::vector<std::uint8_t> read_all(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// The codestream inside a JP2 or JPH file, or the file itself.
base::Bytes codestream_in(const std::vector<std::uint8_t>& file) {
  for (std::size_t i = 0; i + 3 < file.size(); ++i) {
    if (base::load_be<std::uint32_t>(file.data() + i) == 0xFF4FFF51U) return base::Bytes(file).subspan(i);
  }
  return file;
}

}  // namespace

TEST_CASE("a codestream cut anywhere lists a prefix of its packets and says that it is not complete") {
  const auto whole = sample_stream();
  const auto full = try_index(whole);
  REQUIRE(full.ok());
  CHECK(full->complete);
  std::vector<std::size_t> cuts;
  for (const Packet& packet : full->packets) {
    cuts.push_back(packet.offset);
    cuts.push_back(packet.offset + packet.length / 2);
  }
  for (std::size_t i = 0; i < 16; ++i) cuts.push_back(whole.size() * i / 16);
  std::size_t listed_somewhere = 0;
  for (const std::size_t cut : cuts) {
    CAPTURE(cut);
    const auto part = try_index(base::Bytes(whole).first(cut));
    if (!part.ok()) {
      CHECK(part.error().code == base::ErrorCode::kTruncated);
      continue;
    }
    CHECK(!part->complete);
    REQUIRE(part->packets.size() < full->packets.size());
    listed_somewhere += part->packets.size();
    for (std::size_t i = 0; i < part->packets.size(); ++i) {
      CHECK(part->packets[i].id == full->packets[i].id);
      CHECK(part->packets[i].offset == full->packets[i].offset);
      CHECK(part->packets[i].offset + part->packets[i].length <= cut);
    }
  }
  CHECK(listed_somewhere > 0);
}

TEST_CASE("the copied main header keeps all but the pointer markers") {
  const auto whole = sample_stream();
  const auto index = try_index(whole);
  REQUIRE(index.ok());
  const std::size_t tlm = find_marker(whole, 0xFF55);
  const std::size_t length = base::load_be<std::uint16_t>(whole.data() + tlm + 2) + std::size_t{2};
  CHECK(index->main_header.size() + length == find_marker(whole, 0xFF90));
  CHECK(read_geometry(index->main_header).ok());
}

TEST_CASE("a PLT that shifts bytes from one packet to the next is refused") {
  auto bytes = sample_stream();
  const std::size_t plt = find_marker(bytes, 0xFF58);
  std::uint8_t* lengths = bytes.data() + plt + 5;
  std::size_t first = 0;  // a pair of one-byte lengths
  while ((lengths[first] & 0x80) != 0 || (lengths[first + 1] & 0x80) != 0 || lengths[first] < 2) ++first;
  --lengths[first];
  ++lengths[first + 1];
  const auto index = try_index(bytes);
  REQUIRE(!index.ok());
  CHECK(index.error().code == base::ErrorCode::kInconsistent);
  CHECK(index.error().marker == 0xFF58);
}

TEST_CASE("a PLT with a packet less is refused") {
  const auto bytes = sample_stream();
  const std::size_t sot = find_marker(bytes, 0xFF90);
  const std::size_t plt = find_marker(bytes, 0xFF58);
  auto shorter = bytes;
  const auto plt_length = base::load_be<std::uint16_t>(bytes.data() + plt + 2);
  shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(plt + 1 + plt_length));  // its last byte
  base::store_be<std::uint16_t>(shorter.data() + plt + 2, static_cast<std::uint16_t>(plt_length - 1));
  base::store_be<std::uint32_t>(shorter.data() + sot + 6, base::load_be<std::uint32_t>(bytes.data() + sot + 6) - 1);
  const auto index = try_index(shorter);
  REQUIRE(!index.ok());
  CHECK(index.error().code == base::ErrorCode::kInconsistent);
}

TEST_CASE("TLM is not believed: a false one changes nothing") {
  const auto bytes = sample_stream();
  auto lying = bytes;
  const std::size_t tlm = find_marker(lying, 0xFF55);
  const std::size_t length = base::load_be<std::uint16_t>(lying.data() + tlm + 2);
  for (std::size_t i = tlm + 6; i < tlm + 2 + length; ++i) lying[i] = 0xFF;
  const auto index = try_index(lying);
  const auto truth = try_index(bytes);
  REQUIRE(index.ok());
  CHECK(index->packets.size() == truth->packets.size());
  CHECK(index->complete);
}

TEST_CASE("a false SOT is refused or bounded") {
  const auto bytes = sample_stream();
  const std::size_t sot = find_marker(bytes, 0xFF90);
  const auto with = [&](std::size_t at, std::uint32_t value, std::size_t width) {
    auto changed = bytes;
    if (width == 2) base::store_be(changed.data() + sot + at, static_cast<std::uint16_t>(value));
    if (width == 4) base::store_be(changed.data() + sot + at, value);
    return try_index(changed);
  };
  CHECK(with(2, 11, 2).error().code == base::ErrorCode::kMalformed);           // Lsot
  CHECK(with(4, 500, 2).error().code == base::ErrorCode::kMalformed);          // a tile that is not there
  CHECK(!with(4, 1, 2).ok());                                                  // the tile of another
  CHECK(with(6, 13, 4).error().code == base::ErrorCode::kMalformed);           // shorter than its header
  CHECK(!with(6, 20, 4).ok());
  CHECK(with(6, 0, 4).error().code == base::ErrorCode::kMalformed);            // until EOC, though more tiles follow
  const auto beyond = with(6, 0xFFFFFFFFU, 4);                                 // beyond the end
  CHECK((!beyond.ok() || !beyond->complete));
}

TEST_CASE("a header that announces more layers, tiles or precincts than the bytes hold costs little") {
  const auto bytes = sample_stream({.resolutions = 4});
  const std::size_t siz = find_marker(bytes, 0xFF51);
  const std::size_t cod = find_marker(bytes, 0xFF52);
  auto layers = bytes;
  base::store_be<std::uint16_t>(layers.data() + cod + 6, 65535);
  const auto more_layers = try_index(layers);
  CHECK((!more_layers.ok() || !more_layers->complete));
  auto huge = bytes;
  base::store_be<std::uint32_t>(huge.data() + siz + 6, 0xFFFFFFFFU);
  base::store_be<std::uint32_t>(huge.data() + siz + 10, 0xFFFFFFFFU);
  CHECK(!try_index(huge).ok());
  auto one_tile = huge;
  base::store_be<std::uint32_t>(one_tile.data() + siz + 22, 0xFFFFFFFFU);
  base::store_be<std::uint32_t>(one_tile.data() + siz + 26, 0xFFFFFFFFU);
  const auto one = try_index(one_tile);
  CHECK((!one.ok() || !one->complete));
}

TEST_CASE("what is not indexed says so: progression changes, packed headers, tiles with parameters of their own") {
  const auto bytes = sample_stream({.resolutions = 3});
  const std::size_t cod = find_marker(bytes, 0xFF52);
  const std::size_t sot = find_marker(bytes, 0xFF90);
  const auto with_segment = [&](std::size_t at, std::uint16_t code) {
    auto changed = bytes;
    const std::vector<std::uint8_t> segment = {static_cast<std::uint8_t>(code >> 8), static_cast<std::uint8_t>(code), 0, 9,
                                               0, 0, 0, 1, 3, 1, 0};
    changed.insert(changed.begin() + static_cast<std::ptrdiff_t>(at), segment.begin(), segment.end());
    if (at > sot) {
      base::store_be<std::uint32_t>(changed.data() + sot + 6,
                                    base::load_be<std::uint32_t>(bytes.data() + sot + 6) + static_cast<std::uint32_t>(segment.size()));
    }
    return try_index(changed);
  };
  for (const auto& [at, code] : {std::pair<std::size_t, std::uint16_t>{cod, std::uint16_t{0xFF5F}}, {cod, std::uint16_t{0xFF60}},
                                 {sot + 12, std::uint16_t{0xFF52}}, {sot + 12, std::uint16_t{0xFF61}}}) {
    const auto index = with_segment(at, code);
    REQUIRE(!index.ok());
    CHECK(index.error().code == base::ErrorCode::kUnsupported);
    CHECK(index.error().marker == code);
  }
}

TEST_CASE("any byte changed gives an error or an index within the bytes") {
  const auto bytes = sample_stream();
  std::uint32_t random = 99;
  for (int round = 0; round < 3000; ++round) {
    auto changed = bytes;
    for (int i = 0; i < 3; ++i) {
      random = random * 1664525U + 1013904223U;
      const std::size_t limit = round % 2 == 0 ? 200 : changed.size();
      changed[(random >> 8) % limit] ^= static_cast<std::uint8_t>(1U << (random >> 29));
    }
    const auto index = try_index(changed);
    if (!index.ok()) continue;
    for (const Packet& packet : index->packets) REQUIRE(packet.offset + packet.length <= changed.size());
  }
}

TEST_CASE("chunks hold every packet once, and give them back") {
  test::Encoding encoding{.progression = 3, .ratios = {40, 10, 0}, .resolutions = 4, .tile_size = 64, .precinct = 64, .block = 16};
  const auto codestream = test::encode(test::make_picture(150, 100, 8, false, 3, 22), encoding);
  const auto index = try_index(codestream);
  REQUIRE(index.ok());
  base::Budget budget;
  const auto chunks = cut_into_chunks(codestream, *index, budget);
  REQUIRE(chunks.ok());
  CHECK(chunks->size() == 6 * 4 * 3);
  std::vector<PacketBytes> packets;
  for (const Chunk& chunk : *chunks) REQUIRE(read_chunk(index->main_header, chunk.id, chunk.payload, packets).ok());
  CHECK(packets.size() == index->packets.size());
  const auto whole = assemble(index->main_header, packets, budget);
  REQUIRE(whole.ok());
  CHECK(test::decode(*whole, 0, 0) == test::decode(codestream, 0, 0));
}

TEST_CASE("a chunk that is cut, longer, of another place, or with false lengths is refused and adds nothing") {
  const auto codestream = sample_stream({.ratios = {40, 10, 0}, .resolutions = 4, .precinct = 64, .block = 16});
  const auto index = try_index(codestream);
  REQUIRE(index.ok());
  base::Budget budget;
  const auto chunks = cut_into_chunks(codestream, *index, budget);
  REQUIRE(chunks.ok());
  const Chunk& chunk = chunks->at(3);
  std::vector<PacketBytes> packets;
  for (std::size_t cut = 0; cut < chunk.payload.size(); ++cut) {
    CHECK(!read_chunk(index->main_header, chunk.id, base::Bytes(chunk.payload).first(cut), packets).ok());
  }
  auto longer = chunk.payload;
  longer.push_back(0);
  CHECK(!read_chunk(index->main_header, chunk.id, longer, packets).ok());
  CHECK(!read_chunk(index->main_header, {1, 3, 0}, chunk.payload, packets).ok());
  CHECK(!read_chunk(index->main_header, {0, 9, 0}, chunk.payload, packets).ok());
  CHECK(!read_chunk(index->main_header, {0, 3, 9}, chunk.payload, packets).ok());
  auto huge = chunk.payload;
  for (std::size_t i = 0; i < 5; ++i) huge[i] = 0xFF;
  CHECK(!read_chunk(index->main_header, chunk.id, huge, packets).ok());
  CHECK(packets.empty());
}

// Streams of other encoders: HT code-blocks, markers of every kind. Skipped, and counted as such, where they are absent.
TEST_CASE("the conformance codestreams are indexed, or say what is not supported, and reassemble to the same samples") {
  const auto folder = data_folder() / "j2k-conformance";
  if (!std::filesystem::exists(folder)) {
    MESSAGE("skipped: no conformance codestreams on this machine");
    return;
  }
  int indexed = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    CAPTURE(entry.path().filename().string());
    const auto file = read_all(entry.path());
    const base::Bytes codestream = codestream_in(file);
    base::Budget budget;
    const auto index = build_index(codestream, budget);
    if (!index.ok()) {
      const bool unsupported = index.error().code == base::ErrorCode::kUnsupported;
      CHECK_MESSAGE(unsupported, base::describe(index.error()));
      continue;
    }
    ++indexed;
    std::vector<PacketBytes> packets;
    for (const Packet& p : index->packets) packets.push_back({p.id, codestream.subspan(p.offset, p.length)});
    const auto whole = assemble(index->main_header, packets, budget);
    REQUIRE(whole.ok());
    const bool same = test::decode(*whole, 0, 0, index->complete) == test::decode(codestream, 0, 0, false);
    CHECK(same);
    CHECK(index->complete);
  }
  CHECK(indexed >= 5);
}

TEST_CASE("malformed codestreams of public trackers are refused or bounded") {
  const auto folder = data_folder() / "malformed";
  if (!std::filesystem::exists(folder)) {
    MESSAGE("skipped: no malformed codestreams on this machine");
    return;
  }
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const auto extension = entry.path().extension();
    if (extension != ".j2k" && extension != ".jp2") continue;
    CAPTURE(entry.path().filename().string());
    const auto file = read_all(entry.path());
    const auto index = try_index(codestream_in(file));
    if (index.ok()) {
      for (const Packet& packet : index->packets) CHECK(packet.offset + packet.length <= file.size());
    }
  }
}

}  // namespace sansfilm::j2k
