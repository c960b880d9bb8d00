#include "shared/dicom/inflate.hpp"

#include <algorithm>
#include <array>

namespace sansfilm::dicom {

namespace {

using base::Error;
using base::ErrorCode;

constexpr unsigned kMaxCodeBits = 15;
constexpr std::size_t kWindow = 32768;
constexpr std::size_t kFirstGrowth = 1 << 16;

// Bits come least significant first. Reading past the end yields zeros and sets `overrun`.
class BitReader {
 public:
  explicit BitReader(base::Bytes bytes) : bytes_(bytes) {}

  std::uint32_t peek(unsigned count) {
    while (held_ < count) {
      std::uint64_t next = 0;
      if (at_ < bytes_.size()) {
        next = bytes_[at_++];
      } else {
        ++missing_;
      }
      bits_ |= next << held_;
      held_ += 8;
    }
    return static_cast<std::uint32_t>(bits_ & ((std::uint64_t{1} << count) - 1));
  }

  void drop(unsigned count) {
    bits_ >>= count;
    held_ -= count;
  }

  std::uint32_t take(unsigned count) {
    const std::uint32_t value = peek(count);
    drop(count);
    return value;
  }

  void align() { drop(held_ % 8); }
  // True if bits were consumed that are not in the input (bits peeked but not consumed do not count).
  [[nodiscard]] bool overrun() const { return missing_ * 8 > held_; }
  [[nodiscard]] std::size_t position() const {
    const std::size_t unread = held_ / 8 > missing_ ? held_ / 8 - missing_ : 0;
    return at_ - unread;
  }

 private:
  base::Bytes bytes_;
  std::size_t at_ = 0;
  std::size_t missing_ = 0;
  std::uint64_t bits_ = 0;
  unsigned held_ = 0;
};

// One lookup of 15 bits gives symbol and length: symbol << 4 | length, 0 for a code that does not exist.
class HuffmanTable {
 public:
  HuffmanTable() : entries_(std::size_t{1} << kMaxCodeBits) {}

  // False if the lengths oversubscribe the code space. An incomplete code is accepted: its gaps decode to an error.
  bool build(std::span<const std::uint8_t> lengths) {
    std::array<std::uint16_t, kMaxCodeBits + 1> count{};
    for (const std::uint8_t length : lengths) ++count[length];
    count[0] = 0;
    std::array<std::uint32_t, kMaxCodeBits + 2> next{};
    std::uint32_t code = 0;
    for (unsigned bits = 1; bits <= kMaxCodeBits; ++bits) {
      code = (code + count[bits - 1]) << 1;
      next[bits] = code;
      if (code + count[bits] > (1U << bits)) return false;
    }
    std::fill(entries_.begin(), entries_.end(), std::uint16_t{0});
    for (std::size_t symbol = 0; symbol < lengths.size(); ++symbol) {
      const unsigned length = lengths[symbol];
      if (length == 0) continue;
      const std::uint32_t reversed = reverse(next[length]++, length);
      const auto entry = static_cast<std::uint16_t>(symbol << 4 | length);
      for (std::uint32_t at = reversed; at < entries_.size(); at += 1U << length) entries_[at] = entry;
    }
    return true;
  }

  // The symbol, or -1 for a code that does not exist.
  int decode(BitReader& in) const {
    const std::uint16_t entry = entries_[in.peek(kMaxCodeBits)];
    if (entry == 0) return -1;
    in.drop(entry & 15U);
    return entry >> 4;
  }

 private:
  static std::uint32_t reverse(std::uint32_t code, unsigned bits) {
    std::uint32_t out = 0;
    for (unsigned i = 0; i < bits; ++i) out |= ((code >> i) & 1U) << (bits - 1 - i);
    return out;
  }

  std::vector<std::uint16_t> entries_;
};

struct Extra {
  std::uint16_t base;
  std::uint8_t bits;
};

// RFC 1951 3.2.5
constexpr std::array<Extra, 29> kLengths = {{{3, 0},  {4, 0},  {5, 0},  {6, 0},  {7, 0},  {8, 0},  {9, 0},  {10, 0},
                                             {11, 1}, {13, 1}, {15, 1}, {17, 1}, {19, 2}, {23, 2}, {27, 2}, {31, 2},
                                             {35, 3}, {43, 3}, {51, 3}, {59, 3}, {67, 4}, {83, 4}, {99, 4}, {115, 4},
                                             {131, 5}, {163, 5}, {195, 5}, {227, 5}, {258, 0}}};
constexpr std::array<Extra, 30> kDistances = {
    {{1, 0},    {2, 0},    {3, 0},     {4, 0},     {5, 1},     {7, 1},     {9, 2},     {13, 2},     {17, 3},     {25, 3},
     {33, 4},   {49, 4},   {65, 5},    {97, 5},    {129, 6},   {193, 6},   {257, 7},   {385, 7},    {513, 8},    {769, 8},
     {1025, 9}, {1537, 9}, {2049, 10}, {3073, 10}, {4097, 11}, {6145, 11}, {8193, 12}, {12289, 12}, {16385, 13}, {24577, 13}}};

class Inflater {
 public:
  Inflater(base::Bytes compressed, base::Budget& budget) : in_(compressed), budget_(budget) {}

  Inflated run() {
    bool last = false;
    while (!last && !out_.error) {
      last = in_.take(1) != 0;
      switch (in_.take(2)) {
        case 0: stored_block(); break;
        case 1: fixed_block(); break;
        case 2: dynamic_block(); break;
        default: fail(ErrorCode::kMalformed, "the deflate stream has a block of an unknown type"); break;
      }
      if (!out_.error && in_.overrun()) fail(ErrorCode::kTruncated, "the deflate stream ends early");
    }
    out_.consumed = in_.position();
    return std::move(out_);
  }

 private:
  void fail(ErrorCode code, const char* detail) {
    if (!out_.error) out_.error = Error{.code = code, .detail = detail, .offset = in_.position()};
  }

  bool room_for(std::size_t count) {
    const std::size_t needed = out_.bytes.size() + count;
    if (needed <= out_.bytes.capacity()) return true;
    const std::size_t grown = std::max({needed, out_.bytes.capacity() * 2, kFirstGrowth});
    if (auto status = budget_.take_bytes(grown - out_.bytes.capacity()); !status) {
      out_.error = status.error();
      return false;
    }
    if (auto status = budget_.check_time(); !status) {
      out_.error = status.error();
      return false;
    }
    out_.bytes.reserve(grown);
    return true;
  }

  void stored_block() {
    in_.align();
    const std::uint32_t length = in_.take(16);
    const std::uint32_t complement = in_.take(16);
    if (in_.overrun()) return;
    if ((length ^ complement) != 0xFFFF) return fail(ErrorCode::kMalformed, "a stored block contradicts its length");
    if (!room_for(length)) return;
    for (std::uint32_t i = 0; i < length; ++i) {
      const auto byte = static_cast<std::uint8_t>(in_.take(8));
      if (in_.overrun()) return;
      out_.bytes.push_back(byte);
    }
  }

  void fixed_block() {
    std::array<std::uint8_t, 288> lengths{};
    std::fill(lengths.begin(), lengths.begin() + 144, std::uint8_t{8});
    std::fill(lengths.begin() + 144, lengths.begin() + 256, std::uint8_t{9});
    std::fill(lengths.begin() + 256, lengths.begin() + 280, std::uint8_t{7});
    std::fill(lengths.begin() + 280, lengths.end(), std::uint8_t{8});
    std::array<std::uint8_t, 30> distances{};
    distances.fill(5);
    (void)literals_.build(lengths);
    (void)distances_.build(distances);
    compressed_block();
  }

  void dynamic_block() {
    static constexpr std::array<std::uint8_t, 19> kOrder = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                                            11, 4,  12, 3, 13, 2, 14, 1, 15};
    const unsigned literal_count = in_.take(5) + 257;
    const unsigned distance_count = in_.take(5) + 1;
    const unsigned code_count = in_.take(4) + 4;
    std::array<std::uint8_t, 19> code_lengths{};
    for (unsigned i = 0; i < code_count; ++i) code_lengths[kOrder[i]] = static_cast<std::uint8_t>(in_.take(3));
    if (literal_count > 286 || distance_count > 30 || !literals_.build(code_lengths)) {
      return fail(ErrorCode::kMalformed, "a deflate block has impossible code lengths");
    }
    std::array<std::uint8_t, 286 + 30> lengths{};
    const unsigned total = literal_count + distance_count;
    for (unsigned at = 0; at < total;) {
      const int symbol = literals_.decode(in_);
      if (symbol < 0 || in_.overrun()) return fail(ErrorCode::kMalformed, "a deflate block has impossible code lengths");
      if (symbol < 16) {
        lengths[at++] = static_cast<std::uint8_t>(symbol);
        continue;
      }
      const std::uint8_t repeated = symbol == 16 && at > 0 ? lengths[at - 1] : std::uint8_t{0};
      const unsigned times = symbol == 16 ? 3 + in_.take(2) : symbol == 17 ? 3 + in_.take(3) : 11 + in_.take(7);
      if ((symbol == 16 && at == 0) || times > total - at) {
        return fail(ErrorCode::kMalformed, "a deflate block has impossible code lengths");
      }
      std::fill_n(lengths.begin() + at, times, repeated);
      at += times;
    }
    const std::span<const std::uint8_t> all(lengths);
    if (!literals_.build(all.first(literal_count)) || !distances_.build(all.subspan(literal_count, distance_count))) {
      return fail(ErrorCode::kMalformed, "a deflate block has impossible code lengths");
    }
    compressed_block();
  }

  void compressed_block() {
    while (true) {
      const int symbol = literals_.decode(in_);
      if (in_.overrun()) return fail(ErrorCode::kTruncated, "the deflate stream ends early");
      if (symbol < 0 || symbol > 285) return fail(ErrorCode::kMalformed, "the deflate stream has an undefined code");
      if (symbol == 256) return;
      if (symbol < 256) {
        if (!room_for(1)) return;
        out_.bytes.push_back(static_cast<std::uint8_t>(symbol));
        continue;
      }
      const Extra length_code = kLengths[static_cast<std::size_t>(symbol - 257)];
      const std::size_t length = length_code.base + in_.take(length_code.bits);
      const int distance_symbol = distances_.decode(in_);
      if (distance_symbol < 0 || distance_symbol > 29) {
        return fail(ErrorCode::kMalformed, "the deflate stream has an undefined code");
      }
      const Extra distance_code = kDistances[static_cast<std::size_t>(distance_symbol)];
      const std::size_t distance = distance_code.base + in_.take(distance_code.bits);
      if (in_.overrun()) return fail(ErrorCode::kTruncated, "the deflate stream ends early");
      if (distance > out_.bytes.size() || distance > kWindow) {
        return fail(ErrorCode::kMalformed, "the deflate stream refers to bytes before its start");
      }
      if (!room_for(length)) return;
      const std::size_t from = out_.bytes.size() - distance;
      for (std::size_t i = 0; i < length; ++i) out_.bytes.push_back(out_.bytes[from + i]);
    }
  }

  BitReader in_;
  base::Budget& budget_;
  HuffmanTable literals_;
  HuffmanTable distances_;
  Inflated out_;
};

}  // namespace

Inflated inflate(base::Bytes compressed, base::Budget& budget) { return Inflater(compressed, budget).run(); }

}  // namespace sansfilm::dicom
