#include "shared/dicom/inflate.hpp"

#include <doctest/doctest.h>

#include "shared/dicom/reader.hpp"
#include "shared/dicom/tags.hpp"
#include "tests/unit/dicom/byte_writer.hpp"

using namespace sansfilm;
using namespace sansfilm::dicom;
using test::ByteWriter;
using test::part10;

namespace {

// Writes deflate streams bit by bit.
class BitWriter {
 public:
  BitWriter& bits(std::uint32_t value, unsigned count) {
    for (unsigned i = 0; i < count; ++i) bit(value >> i & 1U);
    return *this;
  }
  // A Huffman code stands with its most significant bit first.
  BitWriter& code(std::uint32_t value, unsigned count) {
    for (unsigned i = count; i-- > 0;) bit(value >> i & 1U);
    return *this;
  }
  [[nodiscard]] const std::vector<std::uint8_t>& bytes() const { return bytes_; }

 private:
  void bit(std::uint32_t value) {
    if (used_ % 8 == 0) bytes_.push_back(0);
    bytes_.back() = static_cast<std::uint8_t>(bytes_.back() | value << (used_ % 8));
    ++used_;
  }
  std::vector<std::uint8_t> bytes_;
  unsigned used_ = 0;
};

std::string stored(std::string_view text) {
  const auto size = static_cast<std::uint16_t>(text.size());
  ByteWriter out;
  return std::string(out.u8(1).u16(size).u16(static_cast<std::uint16_t>(~size)).raw(text).view());
}

std::string text_of(const Inflated& inflated) { return {inflated.bytes.begin(), inflated.bytes.end()}; }

// One zero, then 258 zeros a code of 13 bits: 1 MB of it becomes 160 MB.
std::vector<std::uint8_t> bomb(std::size_t repeats) {
  BitWriter out;
  out.bits(1, 1).bits(1, 2).code(0x30, 8);
  for (std::size_t i = 0; i < repeats; ++i) out.code(0xC5, 8).code(0, 5);
  return out.code(0, 7).bytes();
}

}  // namespace

TEST_CASE("stored, fixed and dynamic blocks are inflated") {
  base::Budget budget;
  ByteWriter plain;
  plain.raw(stored("hello"));
  CHECK(text_of(inflate(plain.bytes(), budget)) == "hello");

  BitWriter fixed;  // "aaaaaaa": a, then length 6 at distance 1
  fixed.bits(1, 1).bits(1, 2).code(0x30 + 'a', 8).code(4, 7).code(0, 5).code(0, 7);
  CHECK(text_of(inflate(fixed.bytes(), budget)) == "aaaaaaa");

  // zlib.compressobj(9, wbits=-15) of 200 random letters a to e: a block with codes of its own
  static constexpr std::uint8_t kDynamic[] = {
      0x35, 0x8e, 0x81, 0x0d, 0x00, 0x31, 0x08, 0x02, 0x67, 0x05, 0x74, 0xff, 0x15, 0x9e, 0xb3, 0xf9, 0xa6,
      0x89, 0xf6, 0x04, 0xaa, 0xbc, 0x33, 0x92, 0x3c, 0x76, 0xdc, 0xce, 0x5a, 0xdb, 0x65, 0xb1, 0x32, 0x7d,
      0x72, 0xda, 0x3b, 0x77, 0x55, 0x1d, 0x2c, 0x6d, 0x2a, 0xde, 0x32, 0x25, 0x0b, 0x48, 0x3a, 0xda, 0x10,
      0x66, 0x32, 0x56, 0x24, 0x18, 0x85, 0x33, 0xb9, 0x52, 0x3f, 0xa6, 0x17, 0xa5, 0x20, 0xbb, 0xb9, 0x7e,
      0xce, 0xf7, 0xf8, 0xc0, 0x9e, 0x5d, 0x76, 0xea, 0x6e, 0x45, 0xe4, 0x21, 0xb8, 0x5c, 0xea, 0x9c, 0xbc,
      0x8b, 0x52, 0x3e};
  static constexpr std::string_view kExpected =
      "abeddaaabdbbcbdaabaebbbddacbacdabaaaaacbabcabcabadbbbaaacadbaabebcaacceaacaccbbbecaaabbebbbeabacdbbc"
      "aabcdccaabcbadabebabcabaacebbbbcaabaadabebabbaebabacbbcabdeecbdabdbababeabbabbbeabaabbbdbabbadacabba";
  const Inflated dynamic = inflate(kDynamic, budget);
  CHECK_FALSE(dynamic.error.has_value());
  CHECK(text_of(dynamic) == kExpected);
  CHECK(dynamic.consumed == sizeof kDynamic);
}

TEST_CASE("a deflate bomb stops at the budget with an error and little memory") {
  const auto bytes = bomb(600'000);
  base::Budget budget({.bytes = 8 << 20});
  const Inflated out = inflate(bytes, budget);
  REQUIRE(out.error.has_value());
  CHECK(out.error->code == base::ErrorCode::kOverBudget);
  CHECK(out.bytes.capacity() <= 8 << 20);
  auto file = part10(kDeflatedLittleEndian);
  file.storage().insert(file.storage().end(), bytes.begin(), bytes.end());
  base::Budget another({.bytes = 8 << 20});
  CHECK(read_file(file.bytes(), {}, another).error().code == base::ErrorCode::kOverBudget);
}

TEST_CASE("a deflate stream that is cut or wrong gives what came before and an error") {
  base::Budget budget;
  const auto whole = bomb(100);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const Inflated out = inflate(base::Bytes(whole).first(size), budget);
    REQUIRE(out.error.has_value());
    CHECK(out.error->code == base::ErrorCode::kTruncated);
  }
  static constexpr std::uint8_t kReservedBlock[] = {7};
  CHECK(inflate(kReservedBlock, budget).error->code == base::ErrorCode::kMalformed);
  static constexpr std::uint8_t kWrongComplement[] = {1, 5, 0, 5, 0, 1, 2, 3, 4, 5};
  CHECK(inflate(kWrongComplement, budget).error->code == base::ErrorCode::kMalformed);
  BitWriter before_start;
  before_start.bits(1, 1).bits(1, 2).code(0x30, 8).code(1, 7).code(4, 5).bits(0, 1).code(0, 7);
  CHECK(inflate(before_start.bytes(), budget).error->code == base::ErrorCode::kMalformed);
}

TEST_CASE("a deflated file is read, also with the zlib header that does not belong there, and when it is cut") {
  ByteWriter dataset;
  dataset.element(tags::kModality, "CS", "CT").us(tags::kRows, 7);
  for (const bool with_header : {false, true}) {
    auto bytes = part10(kDeflatedLittleEndian);
    if (with_header) bytes.u8(0x78).u8(0x9C);
    bytes.raw(stored(dataset.view()));
    base::Budget budget;
    const auto file = read_file(bytes.bytes(), {}, budget);
    REQUIRE(file.ok());
    CHECK(file.value().dataset.integer(tags::kRows) == 7);
    CHECK(file.value().findings.size() == (with_header ? 1 : 0));
  }
  auto cut = part10(kDeflatedLittleEndian);
  cut.raw(stored(dataset.view())).storage().pop_back();
  base::Budget budget;
  const auto file = read_file(cut.bytes(), {}, budget);
  REQUIRE(file.ok());
  CHECK_FALSE(file.value().complete);
  CHECK(file.value().dataset.raw_text(tags::kModality) == "CT");
}

TEST_CASE("a dataset that is not deflated though the meta information says so is read as it is") {
  auto bytes = part10(kDeflatedLittleEndian);
  bytes.element(tags::kModality, "CS", "CT").us(tags::kRows, 7);
  base::Budget budget;
  const auto file = read_file(bytes.bytes(), {}, budget);
  REQUIRE(file.ok());
  CHECK(file.value().dataset.integer(tags::kRows) == 7);
  CHECK_FALSE(file.value().findings.empty());
}
