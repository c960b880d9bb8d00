#include "shared/wire/framing.hpp"

#include <algorithm>

#include "shared/wire/protocol.hpp"

namespace sansfilm::wire {

namespace {

using base::Error;
using base::ErrorCode;
using base::Status;

FrameHeader frame_header(FrameKind kind, ChunkError error, std::uint32_t index, std::uint32_t length, std::uint64_t digest) {
  FrameHeader header{};
  base::store_le(header.data() + kFrameMagicOffset, kFrameMagic);
  header[kFrameKindOffset] = static_cast<std::uint8_t>(kind);
  base::store_le(header.data() + kFrameErrorOffset, static_cast<std::uint16_t>(error));
  base::store_le(header.data() + kFrameIndexOffset, index);
  base::store_le(header.data() + kFrameLengthOffset, length);
  base::store_le(header.data() + kFrameDigestOffset, digest);
  return header;
}

}  // namespace

std::string_view chunk_error_slug(ChunkError error) {
  const auto number = static_cast<std::size_t>(error);
  return number < kChunkErrorSlugs.size() ? kChunkErrorSlugs[number] : std::string_view("altered");
}

FrameHeader chunk_frame_header(std::uint32_t index, std::uint32_t length, std::uint64_t digest) {
  return frame_header(FrameKind::kChunk, ChunkError::kNone, index, length, digest);
}

FrameHeader error_frame_header(std::uint32_t index, ChunkError error) {
  return frame_header(FrameKind::kError, error, index, 0, 0);
}

FrameHeader end_frame_header(std::uint32_t chunks) { return frame_header(FrameKind::kEnd, ChunkError::kNone, chunks, 0, 0); }

FrameReader::FrameReader(std::vector<ChunkKey> keys) : keys_(std::move(keys)) {}

Status FrameReader::feed(base::Bytes bytes) {
  const auto fail = [&](const char* detail) {
    failed_ = true;
    Error error{ErrorCode::kMalformed, detail};
    error.offset = offset_;
    return error;
  };
  if (failed_) return fail("the answer went wrong before");
  while (!bytes.empty()) {
    if (ended_) return fail("bytes behind the end frame");
    if (!in_payload_) {
      const std::size_t taken = std::min(bytes.size(), kFrameHeaderBytes - header_have_);
      std::copy_n(bytes.begin(), taken, header_.begin() + static_cast<std::ptrdiff_t>(header_have_));
      header_have_ += taken;
      bytes = bytes.subspan(taken);
      if (header_have_ < kFrameHeaderBytes) break;
      if (const Status status = take_header(); !status.ok()) return fail(status.error().detail);
      offset_ += kFrameHeaderBytes;
    } else {
      const std::size_t taken = std::min<std::size_t>(bytes.size(), payload_length_ - payload_.size());
      payload_.insert(payload_.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(taken));
      bytes = bytes.subspan(taken);
      if (payload_.size() < payload_length_) break;
      offset_ += payload_length_;
    }
    if (in_payload_ && payload_.size() == payload_length_) finish_frame();
  }
  return {};
}

Status FrameReader::take_header() {
  const auto malformed = [](const char* detail) { return Error{ErrorCode::kMalformed, detail}; };
  header_have_ = 0;
  if (base::load_le<std::uint32_t>(header_.data() + kFrameMagicOffset) != kFrameMagic) return malformed("no frame begins here");
  const auto index = base::load_le<std::uint32_t>(header_.data() + kFrameIndexOffset);
  const auto length = base::load_le<std::uint32_t>(header_.data() + kFrameLengthOffset);
  const auto error = base::load_le<std::uint16_t>(header_.data() + kFrameErrorOffset);
  switch (header_[kFrameKindOffset]) {
    case static_cast<std::uint8_t>(FrameKind::kEnd):
      if (length != 0 || index != next_index_ || next_index_ != keys_.size()) return malformed("an end before the last chunk");
      ended_ = true;
      return {};
    case static_cast<std::uint8_t>(FrameKind::kError):
      if (length != 0 || error == 0) return malformed("an error frame without an error");
      break;
    case static_cast<std::uint8_t>(FrameKind::kChunk):
      if (length > kMaxChunkBytes) return malformed("a chunk longer than a chunk may be");
      break;
    default:
      return malformed("a frame of an unknown kind");
  }
  if (index != next_index_ || index >= keys_.size()) return malformed("a chunk that is not the next one asked for");
  current_index_ = index;
  if (header_[kFrameKindOffset] == static_cast<std::uint8_t>(FrameKind::kError)) {
    ready_.push_back({index, keys_[index], static_cast<ChunkError>(error), {}});
    ++next_index_;
    return {};
  }
  payload_.clear();
  payload_length_ = length;
  in_payload_ = true;
  return {};
}

void FrameReader::finish_frame() {
  const ChunkKey& key = keys_[current_index_];
  const auto digest = base::load_le<std::uint64_t>(header_.data() + kFrameDigestOffset);
  ReceivedChunk chunk{current_index_, key, ChunkError::kNone, {}};
  if (chunk_digest(key, payload_) == digest) {
    chunk.payload = std::move(payload_);
  } else {
    chunk.error = ChunkError::kAltered;
  }
  payload_ = {};
  ready_.push_back(std::move(chunk));
  ++next_index_;
  in_payload_ = false;
}

std::optional<ReceivedChunk> FrameReader::next() {
  if (ready_read_ == ready_.size()) {
    ready_.clear();
    ready_read_ = 0;
    return std::nullopt;
  }
  return std::move(ready_[ready_read_++]);
}

std::vector<ChunkKey> FrameReader::missing() const {
  return {keys_.begin() + static_cast<std::ptrdiff_t>(next_index_), keys_.end()};
}

}  // namespace sansfilm::wire
