// Small encoders for tests: DICOM RLE, deflate without compression, lossless JPEG with one fixed Huffman table.
//
// @source PS3.5 2024e Annex G; RFC 1951 3.2.4; ISO/IEC 10918-1:1994 Annex H
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace codec_test {

using Bytes = std::vector<std::uint8_t>;

// `samples`: interleaved little endian samples of `width` bytes.
inline Bytes write_rle(const Bytes& samples, std::size_t width, std::size_t spp) {
  const std::size_t step = width * spp, pixels = samples.size() / step;
  Bytes header(64), body;
  header[0] = static_cast<std::uint8_t>(step);
  for (std::size_t segment = 0; segment < step; ++segment) {
    const std::size_t offset = 64 + body.size();
    for (std::size_t b = 0; b < 4; ++b) header[4 + segment * 4 + b] = static_cast<std::uint8_t>(offset >> (8 * b));
    const std::size_t byte = (segment / width) * width + (width - 1 - segment % width);
    const auto at = [&](std::size_t i) { return samples[i * step + byte]; };
    for (std::size_t i = 0; i < pixels;) {
      std::size_t run = 1;
      while (i + run < pixels && run < 128 && at(i + run) == at(i)) ++run;
      if (run > 1) {
        body.push_back(static_cast<std::uint8_t>(257 - run));
        body.push_back(at(i));
        i += run;
        continue;
      }
      std::size_t literal = 1;
      while (i + literal < pixels && literal < 128 &&
             (i + literal + 1 >= pixels || at(i + literal) != at(i + literal + 1))) {
        ++literal;
      }
      body.push_back(static_cast<std::uint8_t>(literal - 1));
      for (std::size_t k = 0; k < literal; ++k) body.push_back(at(i + k));
      i += literal;
    }
    if (body.size() % 2 != 0) body.push_back(0x80);
  }
  header.insert(header.end(), body.begin(), body.end());
  return header;
}

inline Bytes write_stored_deflate(const Bytes& data) {
  Bytes out;
  for (std::size_t at = 0; at < data.size() || at == 0; at += 65535) {
    const std::size_t length = std::min<std::size_t>(65535, data.size() - at);
    out.push_back(at + length >= data.size() ? 1 : 0);
    const auto n = static_cast<std::uint16_t>(length);
    for (const std::uint16_t word : {n, static_cast<std::uint16_t>(~n)}) {
      out.push_back(static_cast<std::uint8_t>(word));
      out.push_back(static_cast<std::uint8_t>(word >> 8));
    }
    out.insert(out.end(), data.begin() + static_cast<std::ptrdiff_t>(at),
               data.begin() + static_cast<std::ptrdiff_t>(at + length));
  }
  return out;
}

// Collects bits, most significant first, with JPEG's byte stuffing.
class BitSink {
 public:
  explicit BitSink(Bytes& out) : out_(out) {}
  void put(std::uint32_t value, unsigned bits) {
    for (unsigned i = bits; i-- > 0;) {
      current_ = static_cast<std::uint8_t>((current_ << 1) | ((value >> i) & 1U));
      if (++filled_ == 8) flush_byte();
    }
  }
  void finish() {
    while (filled_ != 0) put(1, 1);
  }

 private:
  void flush_byte() {
    out_.push_back(current_);
    if (current_ == 0xFF) out_.push_back(0);
    current_ = 0;
    filled_ = 0;
  }
  Bytes& out_;
  std::uint8_t current_ = 0;
  unsigned filled_ = 0;
};

// Seventeen difference categories, all with codes of 5 bits: category n has code n.
inline Bytes write_lossless_jpeg(const Bytes& samples, unsigned columns, unsigned rows, unsigned components,
                                 unsigned bits, unsigned predictor) {
  const auto hi = [](unsigned v) { return static_cast<std::uint8_t>(v >> 8); };
  const auto lo = [](unsigned v) { return static_cast<std::uint8_t>(v); };
  Bytes out = {0xFF, 0xD8, 0xFF, 0xC3, 0, lo(8 + 3 * components), lo(bits), hi(rows), lo(rows), hi(columns), lo(columns),
               lo(components)};
  for (unsigned c = 0; c < components; ++c) out.insert(out.end(), {lo(c + 1), 0x11, 0});
  out.insert(out.end(), {0xFF, 0xC4, 0, 2 + 17 + 17, 0, 0, 0, 0, 0, 17, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
  for (unsigned category = 0; category <= 16; ++category) out.push_back(lo(category));
  out.insert(out.end(), {0xFF, 0xDA, 0, lo(6 + 2 * components), lo(components)});
  for (unsigned c = 0; c < components; ++c) out.insert(out.end(), {lo(c + 1), 0});
  out.insert(out.end(), {lo(predictor), 0, 0});

  const std::size_t width = bits <= 8 ? 1 : 2;
  const auto sample = [&](unsigned x, unsigned y, unsigned c) {
    const std::size_t at = ((std::size_t{y} * columns + x) * components + c) * width;
    return static_cast<int>(width == 1 ? samples[at] : samples[at] | (samples[at + 1] << 8));
  };
  BitSink sink(out);
  for (unsigned y = 0; y < rows; ++y) {
    for (unsigned x = 0; x < columns; ++x) {
      for (unsigned c = 0; c < components; ++c) {
        const int ra = x > 0 ? sample(x - 1, y, c) : 0, rb = y > 0 ? sample(x, y - 1, c) : 0;
        const int rc = x > 0 && y > 0 ? sample(x - 1, y - 1, c) : 0;
        int predicted = 0;
        if (x == 0 && y == 0) predicted = 1 << (bits - 1);
        else if (y == 0) predicted = ra;
        else if (x == 0) predicted = rb;
        else {
          const int by_predictor[8] = {0, ra, rb, rc, ra + rb - rc, ra + ((rb - rc) >> 1), rb + ((ra - rc) >> 1),
                                       (ra + rb) / 2};
          predicted = by_predictor[predictor];
        }
        int difference = (sample(x, y, c) - predicted) & 0xFFFF;
        if (difference > 32768) difference -= 65536;
        unsigned category = 0;
        for (unsigned magnitude = static_cast<unsigned>(difference < 0 ? -difference : difference); magnitude != 0;
             magnitude >>= 1) {
          ++category;
        }
        sink.put(category, 5);
        if (category == 16) continue;  // 32768 has no further bits
        if (difference < 0) difference += (1 << category) - 1;
        sink.put(static_cast<std::uint32_t>(difference), category);
      }
    }
  }
  sink.finish();
  out.insert(out.end(), {0xFF, 0xD9});
  return out;
}

}  // namespace codec_test
