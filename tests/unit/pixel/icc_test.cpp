#include "shared/pixel/icc.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <string_view>
#include <vector>

using namespace sansfilm;
using namespace sansfilm::pixel;

namespace {

// A matrix profile of version 2 with the primaries of sRGB in the order given and a gamma of 2.2 (ICC.1:2001).
class ProfileWriter {
 public:
  std::vector<std::uint8_t> with_primaries(std::size_t red, std::size_t green, std::size_t blue, const char* space = "RGB ") {
    static constexpr double kPrimaries[3][3] = {{0.4360, 0.2225, 0.0139}, {0.3851, 0.7169, 0.0971}, {0.1431, 0.0606, 0.7141}};
    out_.assign(128 + 4 + 7 * 12, 0);
    text(12, "mntr"), text(16, space), text(20, "XYZ "), text(36, "acsp");
    word(8, 0x02100000);
    xyz_at(68, 0.9642, 1.0, 0.8249);
    word(128, 7);
    tag("wtpt", 0.9642, 1.0, 0.8249);
    tag("rXYZ", kPrimaries[red][0], kPrimaries[red][1], kPrimaries[red][2]);
    tag("gXYZ", kPrimaries[green][0], kPrimaries[green][1], kPrimaries[green][2]);
    tag("bXYZ", kPrimaries[blue][0], kPrimaries[blue][1], kPrimaries[blue][2]);
    for (const char* name : {"rTRC", "gTRC", "bTRC"}) curve(name);
    word(0, static_cast<std::uint32_t>(out_.size()));
    return out_;
  }

 private:
  void word(std::size_t at, std::uint32_t value) {
    for (std::size_t i = 0; i < 4; ++i) out_[at + i] = static_cast<std::uint8_t>(value >> (24 - 8 * i));
  }
  void text(std::size_t at, const char* letters) { std::memcpy(&out_[at], letters, 4); }
  void xyz_at(std::size_t at, double x, double y, double z) {
    const double parts[] = {x, y, z};
    for (std::size_t i = 0; i < 3; ++i) word(at + 4 * i, static_cast<std::uint32_t>(std::lround(parts[i] * 65536)));
  }
  std::size_t entry(const char* name, std::size_t size) {
    const std::size_t at = 132 + 12 * tags_++;
    const std::size_t data = out_.size();
    text(at, name);
    word(at + 4, static_cast<std::uint32_t>(data));
    word(at + 8, static_cast<std::uint32_t>(size));
    out_.resize(data + (size + 3) / 4 * 4);
    return data;
  }
  void tag(const char* name, double x, double y, double z) {
    const auto at = entry(name, 20);
    text(at, "XYZ ");
    xyz_at(at + 8, x, y, z);
  }
  void curve(const char* name) {
    const auto at = entry(name, 14);
    text(at, "curv");
    word(at + 8, 1);
    out_[at + 12] = 2;   // u8Fixed8: 2.2
    out_[at + 13] = 51;
  }

  std::vector<std::uint8_t> out_;
  std::size_t tags_ = 0;
};

RenderedImage one_pixel(std::uint8_t r, std::uint8_t g, std::uint8_t b) { return {.columns = 1, .rows = 1, .channels = 4, .bytes = {r, g, b, 255}}; }

}  // namespace

TEST_CASE("a profile whose red and blue primaries are exchanged turns red into blue") {
  const auto profile = ProfileWriter().with_primaries(2, 1, 0);
  const auto transform = IccTransform::to_srgb(profile);
  if (!transform.ok() && std::string_view(transform.error().detail) == "this build has no colour management") {
    MESSAGE("SKIPPED: built without Little CMS");
    return;
  }
  REQUIRE(transform.ok());
  auto image = one_pixel(255, 0, 0);
  transform->apply(image);
  CHECK(image.bytes[0] <= 2);
  CHECK(image.bytes[2] >= 253);
  CHECK(image.bytes[3] == 255);
}

TEST_CASE("a profile with the primaries of sRGB leaves greys as they are, within its other curve") {
  const auto transform = IccTransform::to_srgb(ProfileWriter().with_primaries(0, 1, 2));
  if (!transform.ok()) return;
  auto image = one_pixel(128, 128, 128);
  transform->apply(image);
  CHECK(std::abs(image.bytes[0] - 128) <= 3);
  CHECK(image.bytes[0] == image.bytes[1]);
}

TEST_CASE("profiles that are short, broken or not for RGB are refused by name") {
  CHECK(IccTransform::to_srgb({}).error().tag == 0x00282000);
  const std::vector<std::uint8_t> noise(500, 0xA5);
  CHECK_FALSE(IccTransform::to_srgb(noise).ok());
  CHECK_FALSE(IccTransform::to_srgb(ProfileWriter().with_primaries(0, 1, 2, "GRAY")).ok());
  auto cut = ProfileWriter().with_primaries(0, 1, 2);
  cut.resize(200);
  CHECK_FALSE(IccTransform::to_srgb(cut).ok());
}
