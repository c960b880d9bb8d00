// A stream of OpenJPEG over memory that we own. Only openjpeg*.cpp include this.
//
// @owner  the stream borrows the MemoryReader or MemoryWriter, which must outlive it
// @thread one codec at a time
#pragma once

#include <openjpeg.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <vector>

#include "shared/base/bytes.hpp"

namespace sansfilm::codec {

struct StreamDeleter {
  void operator()(opj_stream_t* stream) const { opj_stream_destroy(stream); }
};
struct CodecDeleter {
  void operator()(opj_codec_t* codec) const { opj_destroy_codec(codec); }
};
struct ImageDeleter {
  void operator()(opj_image_t* image) const { opj_image_destroy(image); }
};
using StreamHandle = std::unique_ptr<opj_stream_t, StreamDeleter>;
using CodecHandle = std::unique_ptr<opj_codec_t, CodecDeleter>;
using ImageHandle = std::unique_ptr<opj_image_t, ImageDeleter>;

struct MemoryReader {
  base::Bytes bytes;
  std::size_t at = 0;
};

inline OPJ_SIZE_T read_memory(void* buffer, OPJ_SIZE_T count, void* user) {
  auto& reader = *static_cast<MemoryReader*>(user);
  const std::size_t left = reader.bytes.size() - reader.at;
  if (left == 0) return static_cast<OPJ_SIZE_T>(-1);
  const std::size_t taken = std::min<std::size_t>(left, count);
  std::memcpy(buffer, reader.bytes.data() + reader.at, taken);
  reader.at += taken;
  return taken;
}

inline OPJ_OFF_T skip_memory(OPJ_OFF_T count, void* user) {
  auto& reader = *static_cast<MemoryReader*>(user);
  if (count < 0) return -1;
  const std::size_t left = reader.bytes.size() - reader.at;
  const std::size_t taken = std::min<std::size_t>(left, static_cast<std::size_t>(count));
  if (taken == 0 && count > 0) return -1;
  reader.at += taken;
  return static_cast<OPJ_OFF_T>(taken);
}

inline OPJ_BOOL seek_memory(OPJ_OFF_T position, void* user) {
  auto& reader = *static_cast<MemoryReader*>(user);
  if (position < 0 || static_cast<std::size_t>(position) > reader.bytes.size()) return OPJ_FALSE;
  reader.at = static_cast<std::size_t>(position);
  return OPJ_TRUE;
}

inline StreamHandle open_reader(MemoryReader& reader) {
  // The stream copies through its own buffer; no larger than the data.
  const std::size_t buffer = std::clamp<std::size_t>(reader.bytes.size(), 1024, 1 << 20);
  StreamHandle stream(opj_stream_create(buffer, OPJ_TRUE));
  if (stream == nullptr) return stream;
  opj_stream_set_read_function(stream.get(), read_memory);
  opj_stream_set_skip_function(stream.get(), skip_memory);
  opj_stream_set_seek_function(stream.get(), seek_memory);
  opj_stream_set_user_data(stream.get(), &reader, nullptr);
  opj_stream_set_user_data_length(stream.get(), reader.bytes.size());
  return stream;
}

inline void ignore_message(const char*, void*) {}

// OpenJPEG's texts stay inside: the core prints nothing.
inline void silence(opj_codec_t* codec) {
  opj_set_info_handler(codec, ignore_message, nullptr);
  opj_set_warning_handler(codec, ignore_message, nullptr);
  opj_set_error_handler(codec, ignore_message, nullptr);
}

}  // namespace sansfilm::codec
