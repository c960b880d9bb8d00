// Gives the chunks of local files: decodes or cuts a frame when its chunk is asked for, and keeps only the last.
//
// @source docs/streaming.md, recipes O1 and R1
// @errors a chunk that cannot be had is told by its ChunkError: kNotFound, kBroken
// @owner  payloads are handed over
// @thread the worker's
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "shared/base/frame.hpp"
#include "shared/manifest/streamed_frame.hpp"
#include "shared/wire/framing.hpp"
#include "wasm/local/file_reader.hpp"
#include "wasm/local/picture_form.hpp"

namespace sansfilm::local {

// What is remembered of an instance.
struct LocalInstance {
  Source source;
  bool whole = false;
  NativeFrames native;
  std::vector<std::uint32_t> forms;   // of each frame: index in FrameStore's table; one entry if all are alike, none without pictures
};

struct LocalChunk {
  wire::ChunkError error = wire::ChunkError::kNone;
  std::vector<std::uint8_t> payload;
};

class FrameStore {
 public:
  explicit FrameStore(ReadAt read) : read_(read) {}

  // Finds out how each frame of `series` (of this one instance, as manifest::describe_instance made it) is streamed, and
  // writes it there. Its frames and objects carry next_content().
  void add(const OpenedFile& opened, const Source& source, wire::Series& series);

  // The content id of the next instance: not a digest, the files are not read for that.
  [[nodiscard]] wire::ContentId next_content() const;

  [[nodiscard]] LocalChunk chunk(const wire::ChunkKey& key);

 private:
  [[nodiscard]] std::optional<std::uint32_t> instance_of(const wire::ContentId& content) const;
  [[nodiscard]] base::Result<base::Frame> decode(const LocalInstance& instance, std::uint32_t frame);
  [[nodiscard]] base::Result<const OpenedFile*> whole_file(const LocalInstance& instance);
  void stream_frame(const OpenedFile& opened, const LocalInstance& instance, wire::Series& series, wire::Frame& frame,
                    const wire::PixelFormat& declared);
  [[nodiscard]] LocalChunk raw_chunk(const wire::ChunkKey& key, const LocalInstance& instance, const wire::PixelFormat& form);
  [[nodiscard]] LocalChunk original_chunk(const wire::ChunkKey& key, const LocalInstance& instance, const wire::PixelFormat& form);

  struct Cut {
    wire::ContentId content;
    std::uint32_t frame = 0;
    manifest::StreamedFrame streamed;
  };

  ReadAt read_;
  PictureForms known_;
  std::vector<LocalInstance> instances_;
  std::vector<wire::PixelFormat> forms_;
  std::optional<OpenedFile> last_whole_;   // neighbouring frames of one file are asked for in a row
  std::uint32_t last_whole_file_ = 0;
  std::optional<Cut> last_cut_;            // the chunks of one frame too
};

}  // namespace sansfilm::local
