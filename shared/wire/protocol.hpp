// The version of what server and viewer say to each other, its paths and its limits. docs/streaming.md is the text of it.
//
// A change that an older viewer could not read raises kProtocolVersion, and with it the paths below. A new optional
// member of the manifest does not.
//
// @units  bytes, counts
// @thread constants
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sansfilm::wire {

inline constexpr std::uint32_t kProtocolVersion = 1;

inline constexpr std::string_view kChunkPrefix = "/stream/v1/";              // + ChunkKey path
inline constexpr std::string_view kBatchPath = "/stream/v1/batch";           // POST, body: batch.hpp
inline constexpr std::string_view kManifestPrefix = "/stream/v1/manifest/";  // + Study Instance UID

inline constexpr std::string_view kManifestMediaType = "application/x-ndjson";
inline constexpr std::string_view kBatchRequestMediaType = "text/plain";
inline constexpr std::string_view kBatchResponseMediaType = "application/vnd.sansfilm.chunks";
inline constexpr std::string_view kChunkMediaType = "application/vnd.sansfilm.chunk";

inline constexpr std::string_view kFrameMediaType = "application/vnd.sansfilm.frame";   // directory and payloads of a frame

inline constexpr std::size_t kMaxBatchRequestBytes = std::size_t{1} << 20;
inline constexpr std::uint32_t kMaxBatchChunks = 16384;                      // after the ranges are expanded
inline constexpr std::uint32_t kMaxChunkBytes = std::uint32_t{1} << 28;      // a raw frame is one chunk
inline constexpr std::size_t kMaxManifestLineBytes = std::size_t{1} << 26;

}  // namespace sansfilm::wire
