#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "shared/j2k/estimated_error.hpp"
#include "shared/j2k/synthesis_energy.hpp"
#include "tests/unit/j2k/opj.hpp"

namespace sansfilm::j2k {

namespace {

struct Case {
  std::string name;
  test::Picture picture;
  test::Encoding encoding;
};

// A round body with soft organs on air and a little noise: what a CT compresses like.
test::Picture make_body(std::uint32_t side, double noise) {
  test::Picture picture{.columns = side, .rows = side, .bits = 12};
  picture.planes.resize(1);
  std::uint32_t random = 1;
  const auto next = [&random] {
    random = random * 1664525U + 1013904223U;
    return (random >> 8) / double(1U << 24) - 0.5;
  };
  for (std::uint32_t y = 0; y < side; ++y) {
    for (std::uint32_t x = 0; x < side; ++x) {
      const double u = 2.0 * x / side - 1.0, v = 2.0 * y / side - 1.0, r = std::hypot(u, 1.2 * v);
      double value = r < 0.8 ? 1040.0 + 60.0 * std::sin(9 * u) * std::cos(7 * v) : 20.0;
      if (std::hypot(u - 0.3, v) < 0.12) value = 2200.0;
      value += noise * (next() + next() + next() + next());
      picture.planes[0].push_back(std::clamp(static_cast<int>(value), 0, 4095));
    }
  }
  return picture;
}

std::vector<Case> cases() {
  const std::vector<float> layers = {120, 48, 24, 12, 6, 0};
  const test::Picture colour = test::make_picture(300, 260, 8, false, 3, 3);
  return {
      {"a quiet body", make_body(400, 6), {.ratios = layers}},
      {"a noisy body", make_body(400, 60), {.ratios = layers}},
      {"a noisy body in tiles", make_body(400, 60), {.ratios = layers, .resolutions = 5, .tile_size = 128}},
      {"signed, precincts", test::make_picture(300, 250, 16, true, 1, 2), {.progression = 2, .ratios = layers, .precinct = 64, .block = 32}},
      {"colour, RCT", colour, {.ratios = layers, .colour_transform = true}},
      {"colour, components apart", colour, {.ratios = layers}},
      {"irreversible", make_body(400, 30), {.ratios = {120, 48, 24, 12, 6}, .irreversible = true}},
      {"colour, ICT", colour, {.ratios = {96, 48, 24, 12}, .irreversible = true, .colour_transform = true}},
      {"bypass, every pass terminated", make_body(400, 30), {.ratios = layers, .style = 1 | 4}},
  };
}

using Planes = std::vector<std::vector<std::int32_t>>;

double root_mean_square(const Planes& a, const Planes& b) {
  double sum = 0.0;
  std::size_t count = 0;
  for (std::size_t c = 0; c < a.size(); ++c) {
    for (std::size_t i = 0; i < a[c].size(); ++i) sum += std::pow(double(a[c][i]) - b[c][i], 2);
    count += a[c].size();
  }
  return std::sqrt(sum / static_cast<double>(count));
}

Index index_of(base::Bytes codestream) {
  base::Budget budget;
  auto index = build_index(codestream, budget);
  REQUIRE(index.ok());
  return std::move(index).value();
}

std::vector<PacketBytes> packets_of(base::Bytes codestream, const Index& index) {
  std::vector<PacketBytes> packets;
  for (const Packet& p : index.packets) packets.push_back({p.id, codestream.subspan(p.offset, p.length)});
  return packets;
}

}  // namespace

TEST_CASE("the estimated error is within a factor of three of the true one, at every layer and resolution") {
  for (const Case& c : cases()) {
    CAPTURE(c.name);
    const auto codestream = test::encode(c.picture, c.encoding);
    REQUIRE(!codestream.empty());
    const Index index = index_of(codestream);
    const auto packets = packets_of(codestream, index);
    for (std::uint8_t reduce = 0; reduce <= 2; ++reduce) {
      const auto whole = test::decode(codestream, reduce, 0);
      // An irreversible codestream is far from its original too: that is what its last step is measured against.
      for (std::uint16_t layers = 1; layers < index.geometry.layers; ++layers) {
        CAPTURE(reduce);
        CAPTURE(layers);
        const auto part = test::decode(codestream, reduce, layers);
        REQUIRE(part.has_value());
        const double truth = reduce == 0 ? root_mean_square(*part, c.picture.planes) : root_mean_square(*part, *whole);
        base::Budget budget;
        const auto estimate = estimated_error(index.main_header, packets, reduce, layers, budget);
        REQUIRE(estimate.ok());
        REQUIRE(estimate->has_value());
        CHECK(**estimate > truth / 3.0);
        CHECK(**estimate < truth * 3.0);
      }
    }
  }
}

TEST_CASE("where nothing is left out but layers that were cut late, the estimate is within a factor of 1.7") {
  for (const Case& c : cases()) {
    CAPTURE(c.name);
    const auto codestream = test::encode(c.picture, c.encoding);
    const Index index = index_of(codestream);
    const auto layers = static_cast<std::uint16_t>(index.geometry.layers - 1);
    const auto part = test::decode(codestream, 0, layers);
    base::Budget budget;
    const auto estimate = estimated_error(index.main_header, packets_of(codestream, index), 0, layers, budget);
    REQUIRE(estimate.ok());
    const double truth = root_mean_square(*part, c.picture.planes);
    CHECK(**estimate > truth / 1.7);
    CHECK(**estimate < truth * 1.7);
  }
}

TEST_CASE("a unit error in a coefficient becomes what the synthesis filters make of it") {
  const SynthesisEnergy reversible = synthesis_energy(true);
  // F.3.8.1 by hand: low (1/2, 1, 1/2), high (-1/8, -1/4, 3/4, -1/4, -1/8).
  CHECK(reversible.low[1] == doctest::Approx(1.5));
  CHECK(reversible.high[1] == doctest::Approx(0.71875));
  const SynthesisEnergy irreversible = synthesis_energy(false);
  // The 9/7 filters are nearly orthonormal: what the scale gives to one it takes from the other.
  CHECK(irreversible.low[1] * irreversible.high[1] == doctest::Approx(1.0).epsilon(0.03));
}

TEST_CASE("packets that tell no bit-plane, or a QCD that is cut, give no estimate") {
  test::Picture flat{.columns = 40, .rows = 40, .bits = 12};
  flat.planes = {std::vector<std::int32_t>(1600, 2048)};
  const auto codestream = test::encode(flat, {.ratios = {20, 0}, .resolutions = 3});
  const Index index = index_of(codestream);
  base::Budget budget;
  const auto packets = packets_of(codestream, index);
  const auto nothing = estimated_error(index.main_header, packets, 0, 1, budget);
  REQUIRE(nothing.ok());
  CHECK(!nothing->has_value());
  std::vector<std::uint8_t> header = index.main_header;
  const std::uint8_t qcd[] = {0xFF, 0x5C};
  const auto at = std::search(header.begin(), header.end(), std::begin(qcd), std::end(qcd));
  REQUIRE(at != header.end());
  *(at + 4) = 0x42;   // claims a step for each band, with too few bytes for them
  const auto cut = estimated_error(header, packets, 0, 1, budget);
  REQUIRE(cut.ok());
  CHECK(!cut->has_value());
}

TEST_CASE("with every packet of a reversible codestream nothing is lost") {
  for (const Case& c : cases()) {
    if (c.encoding.irreversible) continue;
    CAPTURE(c.name);
    const auto codestream = test::encode(c.picture, c.encoding);
    const Index index = index_of(codestream);
    base::Budget budget;
    const auto estimate = estimated_error(index.main_header, packets_of(codestream, index), 0, 0, budget);
    REQUIRE(estimate.ok());
    CHECK(*estimate == std::optional<double>(0.0));
  }
}

}  // namespace sansfilm::j2k
