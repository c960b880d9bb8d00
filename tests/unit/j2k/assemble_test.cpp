#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "shared/j2k/assemble.hpp"
#include "shared/j2k/chunk.hpp"
#include "shared/j2k/index.hpp"
#include "tests/unit/j2k/opj.hpp"

namespace sansfilm::j2k {

namespace {

using test::Encoding;
using test::Picture;

struct Case {
  std::string name;
  Picture picture;
  Encoding encoding;
};

const std::vector<float> kLayers = {60, 20, 8, 0};

// Every progression, with and without what changes where packets lie.
std::vector<Case> cases() {
  std::vector<Case> all;
  const Picture grey = test::make_picture(233, 187, 12, false, 1, 1);
  const Picture hounsfield = test::make_picture(200, 150, 16, true, 1, 2);
  const Picture colour = test::make_picture(150, 131, 8, false, 3, 3);
  Picture subsampled = test::make_picture(150, 131, 8, false, 3, 4);
  subsampled.step_x = {1, 2, 2};
  subsampled.step_y = {1, 2, 1};
  Picture offset = test::make_picture(180, 140, 12, false, 1, 5);
  offset.x0 = 13, offset.y0 = 7;
  for (int progression = 0; progression < 5; ++progression) {
    const std::string order = std::vector<std::string>{"LRCP", "RLCP", "RPCL", "PCRL", "CPRL"}[static_cast<std::size_t>(progression)];
    all.push_back({order + " grey, one tile", grey, {.progression = progression, .ratios = kLayers}});
    all.push_back({order + " signed, tiles and precincts", hounsfield,
                   {.progression = progression, .ratios = kLayers, .resolutions = 4, .tile_size = 64, .precinct = 64, .block = 16}});
    all.push_back({order + " colour, precincts, SOP and EPH", colour,
                   {.progression = progression, .ratios = kLayers, .resolutions = 4, .precinct = 32, .block = 8,
                    .sop = true, .eph = true, .colour_transform = true, .plt = true}});
    all.push_back({order + " subsampled, tile-parts by resolution", subsampled,
                   {.progression = progression, .ratios = kLayers, .resolutions = 3, .tile_size = 100, .tile_parts = 'R',
                    .plt = true, .tlm = true}});
    all.push_back({order + " subsampled, precincts", subsampled,
                   {.progression = progression, .ratios = kLayers, .resolutions = 4, .precinct = 64, .block = 16}});
    all.push_back({order + " image offset, tiles", offset,
                   {.progression = progression, .ratios = kLayers, .resolutions = 5, .tile_size = 50, .precinct = 32, .block = 16}});
  }
  all.push_back({"irreversible", grey, {.ratios = {50, 20, 10}, .irreversible = true}});
  all.push_back({"bypass", grey, {.ratios = kLayers, .style = 1}});
  all.push_back({"every pass terminated", grey, {.ratios = kLayers, .style = 4}});
  all.push_back({"bypass and every pass terminated, segmentation symbols", grey, {.ratios = kLayers, .style = 1 | 4 | 32}});
  all.push_back({"one resolution", grey, {.ratios = kLayers, .resolutions = 1}});
  all.push_back({"a picture smaller than a code-block", test::make_picture(9, 5, 12, false, 1, 6), {.ratios = kLayers, .resolutions = 3}});
  return all;
}

Index index_of(base::Bytes codestream) {
  base::Budget budget;
  base::Result<Index> index = build_index(codestream, budget);
  REQUIRE_MESSAGE(index.ok(), (index.ok() ? "" : base::describe(index.error())));
  return std::move(index).value();
}

std::vector<PacketBytes> all_packets(base::Bytes codestream, const Index& index) {
  std::vector<PacketBytes> packets;
  for (const Packet& packet : index.packets) packets.push_back({packet.id, codestream.subspan(packet.offset, packet.length)});
  return packets;
}

template <class Keep>
std::vector<PacketBytes> only(const std::vector<PacketBytes>& packets, Keep keep) {
  std::vector<PacketBytes> kept;
  std::copy_if(packets.begin(), packets.end(), std::back_inserter(kept), [&](const PacketBytes& p) { return keep(p.id); });
  return kept;
}

std::vector<std::uint8_t> assembled(const Index& index, const std::vector<PacketBytes>& packets) {
  base::Budget budget;
  auto made = assemble(index.main_header, packets, budget);
  REQUIRE_MESSAGE(made.ok(), (made.ok() ? "" : base::describe(made.error())));
  return std::move(made).value();
}

std::vector<PacketId> ids_of(const std::vector<PacketBytes>& packets) {
  std::vector<PacketId> ids;
  for (const PacketBytes& packet : packets) ids.push_back(packet.id);
  return ids;
}

}  // namespace

TEST_CASE("the index finds every packet of every progression, and the packets fill the tile-parts") {
  for (const Case& c : cases()) {
    CAPTURE(c.name);
    const auto codestream = test::encode(c.picture, c.encoding);
    REQUIRE(!codestream.empty());
    const Index index = index_of(codestream);
    CHECK(index.complete);
    CHECK(index.geometry.layers == c.encoding.ratios.size());
    CHECK(index.geometry.decompositions == c.encoding.resolutions - 1);
    CHECK(index.geometry.is_signed == c.picture.is_signed);
    CHECK(index.geometry.reversible == !c.encoding.irreversible);
  }
}

TEST_CASE("all packets together give the same packet bytes in the same order, and the same samples") {
  for (const Case& c : cases()) {
    CAPTURE(c.name);
    const auto codestream = test::encode(c.picture, c.encoding);
    const Index index = index_of(codestream);
    auto packets = all_packets(codestream, index);
    std::reverse(packets.begin(), packets.end());  // in any order
    const auto whole = assembled(index, packets);
    const Index again = index_of(whole);
    REQUIRE(again.packets.size() == index.packets.size());
    std::vector<std::uint8_t> before, after;
    std::vector<PacketId> ids_before, ids_after;
    for (std::uint32_t tile = 0; tile < index.geometry.tile_columns * index.geometry.tile_rows; ++tile) {
      for (const Packet& p : index.packets) {
        if (p.id.tile != tile) continue;
        ids_before.push_back(p.id);
        before.insert(before.end(), codestream.begin() + static_cast<std::ptrdiff_t>(p.offset),
                      codestream.begin() + static_cast<std::ptrdiff_t>(p.offset + p.length));
      }
    }
    for (const Packet& p : again.packets) {
      ids_after.push_back(p.id);
      after.insert(after.end(), whole.begin() + static_cast<std::ptrdiff_t>(p.offset),
                   whole.begin() + static_cast<std::ptrdiff_t>(p.offset + p.length));
    }
    CHECK(ids_before == ids_after);
    CHECK(before == after);
    CHECK(test::decode(whole, 0, 0) == test::decode(codestream, 0, 0));
  }
}

TEST_CASE("each number of layers at each resolution decodes to the samples of the reference decode") {
  for (const Case& c : cases()) {
    CAPTURE(c.name);
    const auto codestream = test::encode(c.picture, c.encoding);
    const Index index = index_of(codestream);
    const auto packets = all_packets(codestream, index);
    for (std::uint32_t reduce = 0; reduce <= index.geometry.decompositions; ++reduce) {
      for (std::uint16_t layers = 1; layers <= index.geometry.layers; ++layers) {
        CAPTURE(reduce);
        CAPTURE(layers);
        const auto some = only(packets, [&](const PacketId& id) {
          return id.layer < layers && id.resolution + reduce <= index.geometry.decompositions;
        });
        const auto stream = assembled(index, some);
        const auto got = test::decode(stream, reduce, 0);
        REQUIRE(got.has_value());
        const bool same = got == test::decode(codestream, reduce, layers);
        CHECK(same);
        const auto state = completeness(index.main_header, ids_of(some));
        REQUIRE(state.ok());
        CHECK(state->reduce == reduce);
        CHECK(state->layers == layers);
        CHECK(state->completeness == (reduce > 0                            ? Completeness::kReduced
                                      : layers < index.geometry.layers ? Completeness::kPartial
                                                                            : Completeness::kFull));
      }
    }
  }
}

TEST_CASE("more layers at low resolutions than at high ones is a valid codestream") {
  for (const Case& c : cases()) {
    CAPTURE(c.name);
    const auto codestream = test::encode(c.picture, c.encoding);
    const Index index = index_of(codestream);
    const auto packets = all_packets(codestream, index);
    const auto some = only(packets, [&](const PacketId& id) {
      return id.layer + id.resolution <= index.geometry.layers || id.layer == 0;
    });
    const auto stream = assembled(index, some);
    CHECK(test::decode(stream, 0, 0).has_value());
    CHECK(index_of(stream).complete);
    // What the low resolutions hold in full is what the reference gives there.
    const bool same = test::decode(stream, index.geometry.decompositions, 0) ==
                      test::decode(codestream, index.geometry.decompositions, 0);
    CHECK(same);
  }
}

TEST_CASE("the packets of a prefix cut at every packet decode strictly") {
  const Case c{"tiles and precincts", test::make_picture(120, 90, 12, false, 1, 7),
               {.ratios = {40, 10, 0}, .resolutions = 3, .tile_size = 64, .precinct = 64, .block = 16}};
  const auto codestream = test::encode(c.picture, c.encoding);
  const Index index = index_of(codestream);
  const auto packets = all_packets(codestream, index);
  for (std::size_t count = 0; count <= packets.size(); ++count) {
    CAPTURE(count);
    const std::vector<PacketBytes> some(packets.begin(), packets.begin() + static_cast<std::ptrdiff_t>(count));
    const auto stream = assembled(index, some);
    CHECK(test::decode(stream, 0, 0).has_value());
    const auto state = completeness(index.main_header, ids_of(some));
    REQUIRE(state.ok());
    CHECK((state->completeness == Completeness::kFull) == (count == packets.size()));
  }
}

TEST_CASE("a subset with a hole in the layers is refused") {
  const auto codestream = test::encode(test::make_picture(64, 64, 12, false, 1, 8), {.ratios = kLayers, .resolutions = 3});
  const Index index = index_of(codestream);
  const auto holed = only(all_packets(codestream, index), [](const PacketId& id) { return id.layer != 1; });
  base::Budget budget;
  const auto made = assemble(index.main_header, holed, budget);
  REQUIRE(!made.ok());
  CHECK(made.error().code == base::ErrorCode::kInvalidArgument);
}

TEST_CASE("a packet that comes twice, of another tile, layer, precinct or without bytes is refused") {
  const auto codestream = test::encode(test::make_picture(64, 64, 12, false, 1, 9), {.resolutions = 3});
  const Index index = index_of(codestream);
  const auto packets = all_packets(codestream, index);
  const auto refused = [&](std::vector<PacketBytes> wrong) {
    base::Budget budget;
    const auto made = assemble(index.main_header, wrong, budget);
    return !made.ok() && made.error().code == base::ErrorCode::kInvalidArgument;
  };
  const auto with = [&](auto change) {
    auto wrong = packets;
    change(wrong);
    return wrong;
  };
  CHECK(refused(with([](auto& p) { p.push_back(p[0]); })));
  CHECK(refused(with([](auto& p) { p[0].id.tile = 1; })));
  CHECK(refused(with([](auto& p) { p[0].id.layer = 1; })));
  CHECK(refused(with([](auto& p) { p[0].id.precinct = 1; })));
  CHECK(refused(with([](auto& p) { p[0].id.component = 1; })));
  CHECK(refused(with([](auto& p) { p[0].id.resolution = 9; })));
  CHECK(refused(with([](auto& p) { p[0].bytes = {}; })));
}

TEST_CASE("no packet at all gives a valid, empty picture and the state none") {
  const auto codestream = test::encode(test::make_picture(64, 64, 12, false, 1, 10), {.ratios = kLayers});
  const Index index = index_of(codestream);
  CHECK(test::decode(assembled(index, {}), 0, 0).has_value());
  const auto state = completeness(index.main_header, {});
  REQUIRE(state.ok());
  CHECK(state->completeness == Completeness::kNone);
}

TEST_CASE("a first layer that one tile lacks leaves the picture without a state") {
  const auto codestream = test::encode(test::make_picture(128, 64, 12, false, 1, 11), {.ratios = kLayers, .resolutions = 3, .tile_size = 64});
  const Index index = index_of(codestream);
  const auto ids = ids_of(only(all_packets(codestream, index), [](const PacketId& id) { return id.tile == 0; }));
  CHECK(completeness(index.main_header, ids)->completeness == Completeness::kNone);
}

}  // namespace sansfilm::j2k
