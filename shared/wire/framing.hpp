// The answer to a batch: frames, each a header of kFrameHeaderBytes and a payload. It survives a cut: every frame that
// arrived whole is used, and resume_index() says from which chunk to ask again.
//
// Header, little endian: 0 magic u32 "SFC1" | 4 kind u8 | 5 flags u8 | 6 error u16 | 8 index u32 | 12 length u32 |
// 16 digest u64. The digest is XXH64 of the payload with the XXH64 (seed 0) of the chunk key's text as seed: a payload
// that is altered, cut, or belongs to another chunk or recipe does not fit.
//
// @source the XXH64 algorithm as its public specification states it (XXH64, version 0.1.1)
// @errors feed: kMalformed when what comes is no frame (drop the connection, resume); offset = byte in the answer
// @owner  received payloads own their bytes
// @thread one reader per answer, one caller
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/base/error.hpp"
#include "shared/base/result.hpp"
#include "shared/wire/chunk_key.hpp"

namespace sansfilm::wire {

inline constexpr std::uint32_t kFrameMagic = 0x31434653U;  // "SFC1"
inline constexpr std::size_t kFrameHeaderBytes = 24;

inline constexpr std::size_t kFrameMagicOffset = 0;
inline constexpr std::size_t kFrameKindOffset = 4;
inline constexpr std::size_t kFrameFlagsOffset = 5;
inline constexpr std::size_t kFrameErrorOffset = 6;
inline constexpr std::size_t kFrameIndexOffset = 8;
inline constexpr std::size_t kFrameLengthOffset = 12;
inline constexpr std::size_t kFrameDigestOffset = 16;

enum class FrameKind : std::uint8_t {
  kChunk = 0,
  kError = 1,  // this chunk cannot be had: `error` says why, length 0
  kEnd = 2,    // the answer is complete; index = number of chunks answered, length 0
};

// Why a chunk cannot be had. The numbers are part of the protocol.
enum class ChunkError : std::uint16_t {
  kNone = 0,
  kNotFound = 1,   // there is no such instance, frame, recipe, tile, resolution or layer
  kGone = 2,       // it was there: deleted, or made again by another recipe; ask for the manifest anew
  kDenied = 3,     // the access that allowed it has ended
  kNotReady = 4,   // it is being made; ask again later
  kBroken = 5,     // the original cannot be decoded
  kInternal = 6,   // a fault of the server
  kAltered = 100,  // never sent: the reader's own verdict on a payload whose digest does not fit
};

inline constexpr std::array<std::string_view, 7> kChunkErrorSlugs = {
    "none", "not-found", "gone", "denied", "not-ready", "broken", "internal"};

[[nodiscard]] std::string_view chunk_error_slug(ChunkError error);

[[nodiscard]] std::uint64_t xxh64(base::Bytes bytes, std::uint64_t seed);
[[nodiscard]] std::uint64_t chunk_digest(const ChunkKey& key, base::Bytes payload);

using FrameHeader = std::array<std::uint8_t, kFrameHeaderBytes>;

// The header to send before a payload whose digest is known (from chunk_digest, or stored when the chunk was made).
[[nodiscard]] FrameHeader chunk_frame_header(std::uint32_t index, std::uint32_t length, std::uint64_t digest);
[[nodiscard]] FrameHeader error_frame_header(std::uint32_t index, ChunkError error);
[[nodiscard]] FrameHeader end_frame_header(std::uint32_t chunks);

struct ReceivedChunk {
  std::uint32_t index = 0;               // in the expanded request
  ChunkKey key;
  ChunkError error = ChunkError::kNone;  // kAltered: ask once more
  std::vector<std::uint8_t> payload;     // empty when there is an error
};

class FrameReader {
 public:
  // `keys`: the expanded request.
  explicit FrameReader(std::vector<ChunkKey> keys);

  [[nodiscard]] base::Status feed(base::Bytes bytes);    // any cut of the answer, in order
  [[nodiscard]] std::optional<ReceivedChunk> next();     // what is complete so far, in order

  [[nodiscard]] bool ended() const { return ended_; }    // the end frame has come: nothing is missing
  [[nodiscard]] std::uint32_t resume_index() const { return next_index_; }  // the first chunk not received
  [[nodiscard]] std::vector<ChunkKey> missing() const;   // the chunks from there on

 private:
  [[nodiscard]] base::Status take_header();
  void finish_frame();

  std::vector<ChunkKey> keys_;
  std::vector<ReceivedChunk> ready_;
  std::size_t ready_read_ = 0;
  FrameHeader header_{};
  std::size_t header_have_ = 0;
  std::vector<std::uint8_t> payload_;
  std::uint32_t payload_length_ = 0;
  std::uint32_t current_index_ = 0;
  std::uint32_t next_index_ = 0;
  std::uint64_t offset_ = 0;
  bool in_payload_ = false;
  bool ended_ = false;
  bool failed_ = false;
};

}  // namespace sansfilm::wire
