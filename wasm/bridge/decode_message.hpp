// What the viewer tells a decoding worker and what it answers, as bytes: the page between them only carries them.
//
// @shape  little endian; fields in the order of the structures, texts and bytes preceded by a 32-bit length
// @errors kTruncated, kMalformed
// @owner  values
// @thread pure
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/base/frame.hpp"
#include "shared/base/result.hpp"
#include "shared/wire/manifest.hpp"

namespace sansfilm::bridge {

struct DecodeOrder {
  wire::StreamCoding coding = wire::StreamCoding::kJpeg2000;
  std::uint8_t reduce = 0;
  std::uint16_t layers = 0;               // complete layers among the chunks; 0: whatever is there
  std::uint64_t budget_bytes = std::uint64_t{512} << 20;
  std::uint32_t columns = 0, rows = 0;    // of the full picture, for kRaw
  std::uint16_t samples = 1;
  std::uint16_t bits_stored = 16;
  std::uint8_t bytes_per_sample = 2;
  bool is_signed = false;
  base::SampleKind kind = base::SampleKind::kInteger;
  std::uint16_t first_layer = 0;          // chunks of layers before it are left out; that layer is the codestream's first
  bool part = false;                      // only `tiles`
  wire::TileRect tiles;
  std::vector<std::uint8_t> header;       // main header of the codestream
  bool operator==(const DecodeOrder&) const = default;
};

// A frame without its samples, which travel beside it, or the error.
struct DecodeReply {
  bool ok = false;
  base::Frame frame;                      // samples and remarks left empty
  base::ErrorCode error = base::ErrorCode::kInternal;
  std::string detail;
  std::string subject;
  std::uint32_t took_us = 0;
};

[[nodiscard]] std::vector<std::uint8_t> to_bytes(const DecodeOrder& order);
[[nodiscard]] base::Result<DecodeOrder> read_decode_order(base::Bytes bytes);
[[nodiscard]] std::vector<std::uint8_t> to_bytes(const DecodeReply& reply);
[[nodiscard]] base::Result<DecodeReply> read_decode_reply(base::Bytes bytes);

}  // namespace sansfilm::bridge
