// The transform across the components of JPEG 2000 Part 2, put by hand around components that OpenJPEG encodes, and as OpenJPEG
// itself writes it (opj_set_MCT). ISO/IEC 15444-2 A.3.6 to A.3.9, Annex J.
//
// Since its components are floating point (2.4) OpenJPEG multiplies their bit patterns as if they were integers: of what it writes
// only matrices that exchange components mean what they say. Other matrices are therefore applied here.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "shared/codec/component_transform.hpp"
#include "shared/codec/jpeg2000.hpp"
#include "tests/unit/j2k/opj.hpp"

using namespace sansfilm;
using j2k::test::Encoding;
using j2k::test::Picture;

namespace {

using Segment = std::vector<std::uint8_t>;

std::int64_t sample(const base::Frame& frame, std::size_t i) {
  const std::uint8_t* at = frame.samples.data() + i * frame.bytes_per_sample;
  if (frame.bytes_per_sample == 1) return frame.is_signed ? base::load_le<std::int8_t>(at) : base::load_le<std::uint8_t>(at);
  if (frame.bytes_per_sample == 2) return frame.is_signed ? base::load_le<std::int16_t>(at) : base::load_le<std::uint16_t>(at);
  return frame.is_signed ? base::load_le<std::int32_t>(at) : base::load_le<std::uint32_t>(at);
}

base::Result<base::Frame> decode(base::Bytes codestream, const codec::Jpeg2000DecodeOptions& options = {}) {
  base::Budget budget;
  return codec::decode_jpeg2000(codestream, options, budget);
}

// The rows of a discrete cosine transform: orthonormal, as what decorrelates spectra or slices.
std::vector<float> cosines(std::size_t n) {
  std::vector<float> out;
  for (std::size_t k = 0; k < n; ++k) {
    for (std::size_t i = 0; i < n; ++i) {
      const double angle = 3.14159265358979 * static_cast<double>(k * (2 * i + 1)) / static_cast<double>(2 * n);
      out.push_back(static_cast<float>(std::cos(angle) * std::sqrt((k == 0 ? 1.0 : 2.0) / static_cast<double>(n))));
    }
  }
  return out;
}

std::vector<float> inverse_of_orthonormal(const std::vector<float>& matrix, std::size_t n) {
  std::vector<float> out(n * n);
  for (std::size_t r = 0; r < n; ++r) {
    for (std::size_t c = 0; c < n; ++c) out[c * n + r] = matrix[r * n + c];
  }
  return out;
}

// The picture's components less `offset`, through a matrix, as signed components.
Picture through(const std::vector<float>& matrix, const Picture& picture, double offset) {
  Picture out = picture;
  out.is_signed = true;
  out.bits = picture.bits + 2;
  const std::size_t n = picture.planes.size();
  for (std::size_t i = 0; i < picture.planes[0].size(); ++i) {
    for (std::size_t r = 0; r < n; ++r) {
      double sum = 0;
      for (std::size_t c = 0; c < n; ++c) sum += static_cast<double>(matrix[r * n + c]) * (picture.planes[c][i] - offset);
      out.planes[r][i] = static_cast<std::int32_t>(std::lround(sum));
    }
  }
  return out;
}

std::int64_t largest_error(const base::Frame& frame, const Picture& picture) {
  std::int64_t worst = 0;
  const std::size_t count = picture.planes.size();
  REQUIRE(frame.samples_per_pixel == count);
  for (std::size_t i = 0; i < picture.planes[0].size(); ++i) {
    for (std::size_t c = 0; c < count; ++c) worst = std::max(worst, std::abs(sample(frame, i * count + c) - picture.planes[c][i]));
  }
  return worst;
}

// --- a transform put by hand around a codestream of Part 1 ------------------------------------------------------

class Builder {
 public:
  explicit Builder(std::uint16_t marker) { u16(marker).u16(0); }
  Builder& u8(unsigned value) { return bytes_.push_back(static_cast<std::uint8_t>(value)), *this; }
  Builder& u16(unsigned value) { return u8(value >> 8 & 0xFFU).u8(value & 0xFFU); }
  template <class T>
  Builder& number(T value) {
    bytes_.resize(bytes_.size() + sizeof value);
    base::store_be(bytes_.data() + bytes_.size() - sizeof value, value);
    return *this;
  }
  [[nodiscard]] Segment done() {
    base::store_be(bytes_.data() + 2, static_cast<std::uint16_t>(bytes_.size() - 2));
    return bytes_;
  }

 private:
  Segment bytes_;
};

constexpr unsigned kDecorrelation = 0x100, kOffset = 0x200, kInt16 = 0, kInt32 = 0x400, kFloat = 0x800, kDouble = 0xC00;

template <class T>
Segment array(unsigned form, unsigned index, const std::vector<T>& values) {
  Builder out(0xFF74);
  out.u16(0).u16(form | index).u16(0);
  for (const T value : values) out.number(value);
  return out.done();
}

struct Collection {
  std::vector<unsigned> inputs, outputs;
  unsigned matrix = 0, offsets = 0;
  unsigned type = 1;
  bool reversible = false, wide = false;
};

Segment stage(unsigned index, const std::vector<Collection>& collections) {
  Builder out(0xFF75);
  out.u16(0).u8(index).u16(0).u16(static_cast<unsigned>(collections.size()));
  for (const Collection& one : collections) {
    out.u8(one.type);
    for (const auto* list : {&one.inputs, &one.outputs}) {
      out.u16((one.wide ? 0x8000U : 0U) | static_cast<unsigned>(list->size()));
      for (const unsigned component : *list) one.wide ? out.u16(component) : out.u8(component);
    }
    out.u8(one.reversible ? 1 : 0).u8(one.offsets).u8(one.matrix);
    if (one.type == 3) out.u16(0).u16(0);
  }
  return out.done();
}

Segment order(const std::vector<unsigned>& stages) {
  Builder out(0xFF77);
  out.u8(static_cast<unsigned>(stages.size()));
  for (const unsigned index : stages) out.u8(index);
  return out.done();
}

Segment depths(const std::vector<unsigned>& each) {
  Builder out(0xFF78);
  out.u16(static_cast<unsigned>(each.size()));
  for (const unsigned depth : each) out.u8(depth);
  return out.done();
}

std::size_t first_tile(base::Bytes codestream) {
  std::size_t at = 2;
  while (base::load_be<std::uint16_t>(codestream.data() + at) != 0xFF90) at += 2 + base::load_be<std::uint16_t>(codestream.data() + at + 2);
  return at;
}

std::size_t find_segment(base::Bytes codestream, std::uint16_t marker) {
  std::size_t at = 2;
  while (base::load_be<std::uint16_t>(codestream.data() + at) != marker) at += 2 + base::load_be<std::uint16_t>(codestream.data() + at + 2);
  return at;
}

std::vector<std::uint8_t> around(std::vector<std::uint8_t> codestream, const std::vector<Segment>& segments) {
  codestream[find_segment(codestream, 0xFF52) + 8] = 2;
  base::store_be<std::uint16_t>(codestream.data() + 6, 0x8100);
  std::size_t at = first_tile(codestream);
  for (const Segment& one : segments) {
    codestream.insert(codestream.begin() + static_cast<std::ptrdiff_t>(at), one.begin(), one.end());
    at += one.size();
  }
  return codestream;
}

// Intermediate components whose values are known exactly: signed, by the 5/3 wavelet.
Picture intermediate(std::uint32_t components) { return j2k::test::make_picture(37, 29, 10, true, components, 5); }

Encoding exactly() { return {.resolutions = 3}; }

constexpr unsigned kSigned16 = 0x80 | 15;

}  // namespace

TEST_CASE("what goes through an orthonormal matrix and either wavelet comes back") {
  struct Case {
    std::uint32_t components, bits;
    bool is_signed;
  };
  for (const Case& one : {Case{4, 8, false}, Case{4, 12, false}, Case{9, 12, true}, Case{3, 16, false}}) {
    const std::size_t n = one.components;
    const Picture picture = j2k::test::make_picture(93, 61, one.bits, one.is_signed, one.components, 11);
    const auto matrix = cosines(n);
    const float middle = one.is_signed ? 0.0F : std::ldexp(1.0F, static_cast<int>(one.bits) - 1);
    const Picture intermediate = through(matrix, picture, static_cast<double>(middle));
    std::vector<unsigned> all(n);
    std::iota(all.begin(), all.end(), 0U);
    const std::vector<Segment> segments = {depths(std::vector<unsigned>(n, (one.is_signed ? 0x80U : 0U) | (one.bits - 1))),
                                           array(kDecorrelation | kFloat, 1, inverse_of_orthonormal(matrix, n)),
                                           array(kOffset | kFloat, 2, std::vector<float>(n, middle)),
                                           stage(1, {{.inputs = all, .outputs = all, .matrix = 1, .offsets = 2}}), order({1})};
    for (const bool irreversible : {false, true}) {
      for (const int tile : {0, 48}) {
        CAPTURE(n);
        CAPTURE(one.bits);
        CAPTURE(irreversible);
        CAPTURE(tile);
        const auto coded = around(j2k::test::encode(intermediate, {.resolutions = 4, .tile_size = tile, .tile_parts = tile > 0 ? 'R' : '\0', .irreversible = irreversible}), segments);
        CHECK_FALSE(j2k::test::decode(coded, 0, 0).has_value());  // OpenJPEG by itself refuses it
        const auto frame = decode(coded);
        if (!frame.ok()) MESSAGE(base::describe(frame.error()));
        REQUIRE(frame.ok());
        CHECK(frame->bits_stored == one.bits);
        CHECK(frame->is_signed == one.is_signed);
        CHECK_FALSE(frame->reversible);
        CHECK(frame->remarks.empty());
        // The intermediate values were rounded: half a level in each of n, times an orthonormal row.
        CHECK(largest_error(*frame, picture) <= (irreversible ? 2 : 1) + (n > 4 ? 1 : 0));
      }
    }
  }
}

TEST_CASE("intermediate values beyond the precision that SIZ announces are not cut") {
  Picture coded = j2k::test::make_picture(64, 48, 8, true, 2, 4);
  for (auto& plane : coded.planes) {
    for (auto& value : plane) value *= 3;  // of 8 bits, says SIZ
  }
  for (const bool irreversible : {false, true}) {
    CAPTURE(irreversible);
    const auto frame = decode(around(j2k::test::encode(coded, {.resolutions = 3, .irreversible = irreversible}), {depths({kSigned16, kSigned16}), order({})}));
    REQUIRE(frame.ok());
    CHECK(frame->remarks.empty());
    CHECK(largest_error(*frame, coded) <= (irreversible ? 1 : 0));
  }
}

TEST_CASE("what OpenJPEG writes with opj_set_MCT comes back: components that change places, less their offsets") {
  const Picture picture = j2k::test::make_picture(93, 61, 12, false, 4, 11);
  const std::vector<float> turned = {0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0};
  for (const int tile : {0, 48}) {
    CAPTURE(tile);
    const auto coded = j2k::test::encode(picture, {.resolutions = 4, .tile_size = tile, .matrix = turned, .offsets = {2048, 2000, 2100, 2048}});
    REQUIRE_FALSE(coded.empty());
    CHECK_FALSE(j2k::test::decode(coded, 0, 0).has_value());
    const auto frame = decode(coded);
    if (!frame.ok()) MESSAGE(base::describe(frame.error()));
    REQUIRE(frame.ok());
    CHECK(frame->bits_stored == 12);
    CHECK_FALSE(frame->is_signed);
    CHECK(largest_error(*frame, picture) <= 1);
  }
}

TEST_CASE("a reduced picture of a transformed codestream is that of its components") {
  const Picture picture = j2k::test::make_picture(96, 64, 12, false, 4, 3);
  const auto matrix = cosines(4);
  const auto plain = j2k::test::encode(through(matrix, picture, 2048), {.resolutions = 4, .irreversible = true});
  const auto inverse = inverse_of_orthonormal(matrix, 4);
  const auto frame = decode(around(plain, {depths({11, 11, 11, 11}), array(kDecorrelation | kFloat, 1, inverse), array<std::int16_t>(kOffset, 2, {2048, 2048, 2048, 2048}),
                                           stage(1, {{.inputs = {0, 1, 2, 3}, .outputs = {0, 1, 2, 3}, .matrix = 1, .offsets = 2}}), order({1})}),
                            {.reduce = 2});
  const auto coded = j2k::test::decode(plain, 2, 0);
  REQUIRE(coded.has_value());
  REQUIRE(frame.ok());
  REQUIRE(frame->columns == 24);
  for (std::size_t i = 0; i < (*coded)[0].size(); ++i) {
    for (std::size_t r = 0; r < 4; ++r) {
      double wanted = 2048;
      for (std::size_t c = 0; c < 4; ++c) wanted += static_cast<double>(inverse[r * 4 + c]) * (*coded)[c][i];
      CHECK(std::abs(static_cast<double>(sample(*frame, i * 4 + r)) - std::clamp(wanted, 0.0, 4095.0)) <= 2);
    }
  }
}

TEST_CASE("collections and stages are undone in their order, in every form of number, with and without matrix and offsets") {
  const Picture coded = intermediate(4);
  const auto plain = j2k::test::encode(coded, exactly());
  // First stage: 0 and 3 through a matrix of integers, 2 and 1 change places with offsets. Second stage: two components of halves
  // and one that stays.
  const auto codestream = around(plain, {
      depths({kSigned16, kSigned16, kSigned16, kSigned16}),
      array<std::int16_t>(kDecorrelation | kInt16, 1, {1, 2, -1, 3}),
      array<std::int32_t>(kOffset | kInt32, 7, {1000, -1000}),
      array<double>(kDecorrelation | kDouble, 2, {0.5, 0.5, 0.5, -0.5}),
      array<float>(kOffset | kFloat, 2, {0.25F, 8.0F}),
      stage(9, {{.inputs = {0, 3}, .outputs = {0, 3}, .matrix = 1}, {.inputs = {2, 1}, .outputs = {1, 2}, .offsets = 7, .wide = true}}),
      stage(4, {{.inputs = {0, 1}, .outputs = {2, 0}, .matrix = 2, .offsets = 2}, {.inputs = {3, 2}, .outputs = {1, 3}}}),
      order({9, 4}),
  });
  const auto frame = decode(codestream);
  if (!frame.ok()) MESSAGE(base::describe(frame.error()));
  REQUIRE(frame.ok());
  REQUIRE(frame->samples_per_pixel == 4);
  for (std::size_t i = 0; i < coded.planes[0].size(); ++i) {
    const double c0 = coded.planes[0][i], c1 = coded.planes[1][i], c2 = coded.planes[2][i], c3 = coded.planes[3][i];
    const double s0 = c0 + 2 * c3, s3 = -c0 + 3 * c3, s1 = c2 + 1000, s2 = c1 - 1000;
    const double wanted[] = {0.5 * s0 - 0.5 * s1 + 8.0, s3, 0.5 * s0 + 0.5 * s1 + 0.25, s2};
    for (std::size_t c = 0; c < 4; ++c) CHECK(sample(*frame, i * 4 + c) == static_cast<std::int64_t>(std::floor(wanted[c] + 0.5)));
  }
}

TEST_CASE("a matrix may give more components than were coded, each held to its own depth; an array may lie in two segments") {
  const Picture coded = intermediate(2);
  Builder first(0xFF74), second(0xFF74);
  first.u16(0).u16(kDecorrelation | kInt16 | 3U).u16(1);
  for (const std::int16_t value : {std::int16_t{1}, std::int16_t{0}, std::int16_t{0}}) first.number(value);
  second.u16(1).u16(kDecorrelation | kInt16 | 3U);
  for (const std::int16_t value : {std::int16_t{1}, std::int16_t{1}, std::int16_t{1}}) second.number(value);
  const auto frame = decode(around(j2k::test::encode(coded, exactly()), {depths({7, kSigned16, kSigned16}), first.done(), second.done(),
                                                                        stage(1, {{.inputs = {0, 1}, .outputs = {0, 1, 2}, .matrix = 3}}), order({1})}));
  REQUIRE(frame.ok());
  REQUIRE(frame->samples_per_pixel == 3);
  for (std::size_t i = 0; i < coded.planes[0].size(); ++i) {
    const std::int32_t a = coded.planes[0][i], b = coded.planes[1][i];
    CHECK(sample(*frame, i * 3) == std::clamp(a, 0, 255));
    CHECK(sample(*frame, i * 3 + 1) == b);
    CHECK(sample(*frame, i * 3 + 2) == a + b);
  }
}

TEST_CASE("what this version does not undo across the components is refused by its name") {
  const auto plain = j2k::test::encode(intermediate(2), exactly());
  const Segment cbd = depths({kSigned16, kSigned16}), matrix = array<std::int16_t>(kDecorrelation, 1, {1, 0, 0, 1});
  const auto refused = [&](const std::vector<Segment>& segments, const char* words) {
    const auto frame = decode(around(plain, segments));
    CAPTURE(words);
    REQUIRE_FALSE(frame.ok());
    CHECK(frame.error().code == base::ErrorCode::kUnsupported);
    CHECK(std::string_view(frame.error().detail).find(words) != std::string_view::npos);
    CHECK(frame.error().marker != 0);
  };
  refused({cbd, matrix, stage(1, {{.inputs = {0, 1}, .outputs = {0, 1}, .matrix = 1, .type = 0}}), order({1})}, "dependency transform");
  refused({cbd, matrix, stage(1, {{.inputs = {0, 1}, .outputs = {0, 1}, .matrix = 1, .reversible = true}}), order({1})}, "reversible transform");
  refused({cbd, stage(1, {{.inputs = {0, 1}, .outputs = {0, 1}, .type = 3}}), order({1})}, "wavelet transform");
  auto codestream = around(plain, {cbd, order({})});
  REQUIRE(decode(codestream).ok());
  codestream[find_segment(codestream, 0xFF52) + 8] = 4;
  CHECK(decode(codestream).error().code == base::ErrorCode::kUnsupported);
}

TEST_CASE("counts that lie in the markers of a component transform are errors, or a frame, never more") {
  const auto plain = j2k::test::encode(intermediate(3), exactly());
  const auto good = around(plain, {depths({kSigned16, kSigned16, kSigned16}), array<std::int16_t>(kDecorrelation, 1, {1, 0, 0, 0, 1, 0, 0, 0, 1}),
                                   array<std::int16_t>(kOffset, 2, {1, 2, 3}), stage(1, {{.inputs = {0, 1, 2}, .outputs = {0, 1, 2}, .matrix = 1, .offsets = 2}}), order({1})});
  REQUIRE(decode(good).ok());
  const std::size_t begin = find_segment(good, 0xFF78), end = first_tile(good);
  int errors = 0;
  for (std::size_t at = begin; at < end; ++at) {
    for (const unsigned value : {0x00U, 0x01U, 0x7FU, 0x80U, 0xFFU, good[at] + 1U, good[at] - 1U}) {
      auto damaged = good;
      damaged[at] = static_cast<std::uint8_t>(value);
      const auto frame = decode(damaged);
      if (frame.ok()) continue;
      ++errors;
      CHECK(frame.error().detail[0] != '\0');
    }
  }
  CHECK(errors > 100);
  // Each of the four markers left out.
  for (const std::uint16_t marker : {std::uint16_t{0xFF78}, std::uint16_t{0xFF74}, std::uint16_t{0xFF75}, std::uint16_t{0xFF77}}) {
    CAPTURE(marker);
    auto without = good;
    const std::size_t at = find_segment(without, marker), length = 2U + base::load_be<std::uint16_t>(without.data() + at + 2);
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(at), without.begin() + static_cast<std::ptrdiff_t>(at + length));
    CHECK_FALSE(decode(without).ok());
  }
}

TEST_CASE("an array used by many stages does not make a large transform of a small codestream") {
  const auto plain = j2k::test::encode(intermediate(2), exactly());
  std::vector<std::int16_t> numbers(4, 1);
  const auto once = std::vector<Collection>{{.inputs = {0, 1}, .outputs = {0, 1}, .matrix = 1}};
  std::vector<Segment> segments = {depths({kSigned16, kSigned16}), array<std::int16_t>(kDecorrelation, 1, numbers), stage(1, once), order(std::vector<unsigned>(255, 1))};
  const auto codestream = around(plain, segments);
  const auto transform = codec::read_component_transform(codestream, 2);
  REQUIRE(transform.ok());  // 255 stages of four numbers: fewer than the codestream has bytes
  CHECK(transform->stages.size() == 255);
  const auto small = base::Bytes(codestream).first(first_tile(codestream) + 4);
  CHECK(codec::read_component_transform(small, 2).error().code == base::ErrorCode::kOverBudget);
}
