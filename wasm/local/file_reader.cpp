#include "wasm/local/file_reader.hpp"

#include <algorithm>

#include "shared/dicom/frames.hpp"
#include "shared/dicom/tags.hpp"

namespace sansfilm::local {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::uint64_t kFirstRead_bytes = 64 * 1024;   // nearly every header ends within it
constexpr std::uint64_t kGrowth = 8;

base::Limits limits() { return {.bytes = std::uint64_t{1} << 30}; }

base::Status read_into(ReadAt read, const Source& source, std::uint64_t offset, std::uint64_t length, std::uint8_t* to) {
  if (length == 0) return {};
  const std::uint32_t got = read(source.file, static_cast<double>(offset), static_cast<std::uint32_t>(length), to);
  if (got != length) return Error{.code = ErrorCode::kIo, .detail = "the device does not give the bytes of the file", .offset = offset + got};
  return {};
}

base::Status parse(OpenedFile& opened, bool stop_before_pixel_data) {
  base::Budget budget(limits());
  SF_TRY(opened.file, dicom::read_file(opened.bytes, {.stop_before_pixel_data = stop_before_pixel_data}, budget));
  return {};
}

// The length that the header of the pixel data announces: its last four bytes, in every encoding that pixel data have.
std::uint64_t announced_length(const OpenedFile& opened, const dicom::Element& pixels) {
  const std::uint8_t* at = opened.bytes.data() + pixels.offset - 4;
  return pixels.big_endian ? base::load_be<std::uint32_t>(at) : base::load_le<std::uint32_t>(at);
}

std::uint32_t declared_frames(const dicom::Dataset& dataset) {
  const std::int64_t declared = dataset.integer(dicom::tags::kNumberOfFrames).value_or(1);
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(declared, 1, 0x7FFFFFFF));
}

// True: the header tells where each frame is. Frames that do not start on a word need what is before them.
bool find_native(OpenedFile& opened, const Source& source) {
  const dicom::Element* pixels = dicom::pixel_element(opened.file.dataset);
  if (pixels->undefined_length || opened.file.transfer_syntax->coding != dicom::PixelCoding::kNative) return false;
  const auto bits = dicom::native_frame_bits(opened.file.dataset);
  if (!bits.ok()) return true;  // no picture, whatever the pixel data hold
  const std::uint32_t declared = declared_frames(opened.file.dataset);
  if (*bits % 16 != 0 && declared > 1) return false;
  opened.native.pixel_offset = pixels->offset;
  opened.native.pixel_bytes = std::min(announced_length(opened, *pixels), source.size_bytes - pixels->offset);
  opened.native.frame_bytes = (*bits + 7) / 8;
  const std::uint64_t started = (opened.native.pixel_bytes + opened.native.frame_bytes - 1) / opened.native.frame_bytes;
  opened.frames = static_cast<std::uint32_t>(std::min<std::uint64_t>(declared, started));
  return true;
}

}  // namespace

Result<OpenedFile> open_header(ReadAt read, const Source& source) {
  OpenedFile opened;
  for (std::uint64_t length = kFirstRead_bytes; length < std::min(source.size_bytes, kLargestWhole_bytes); length *= kGrowth) {
    const std::uint64_t had = opened.bytes.size();
    opened.bytes.resize(static_cast<std::size_t>(length));
    SF_CHECK(read_into(read, source, had, length - had, opened.bytes.data() + had));
    const base::Status status = parse(opened, true);
    if (!status.ok() && status.error().code != ErrorCode::kTruncated) return status.error();
    if (status.ok() && opened.file.transfer_syntax->deflated) break;
    if (status.ok() && dicom::pixel_element(opened.file.dataset) != nullptr) {
      if (find_native(opened, source)) return opened;
      break;
    }
  }
  return open_whole(read, source);
}

Result<OpenedFile> open_whole(ReadAt read, const Source& source) {
  if (source.size_bytes > kLargestWhole_bytes) {
    return Error{ErrorCode::kOverBudget, "the file is too large to be read whole"};
  }
  OpenedFile opened;
  opened.whole = true;
  opened.bytes.resize(static_cast<std::size_t>(source.size_bytes));
  SF_CHECK(read_into(read, source, 0, source.size_bytes, opened.bytes.data()));
  SF_CHECK(parse(opened, false));
  if (const auto frames = dicom::count_frames(opened.file); frames.ok()) opened.frames = *frames;
  return opened;
}

Result<OpenedFile> open_frame(ReadAt read, const Source& source, const NativeFrames& native, std::uint32_t frame) {
  const std::uint64_t start = native.frame_bytes * frame;
  if (start >= native.pixel_bytes) return Error{ErrorCode::kTruncated, "the pixel data end before this frame"};
  const std::uint64_t length = std::min(native.frame_bytes, native.pixel_bytes - start);
  OpenedFile opened;
  opened.native = native;
  opened.frames = 1;
  opened.bytes.resize(static_cast<std::size_t>(native.pixel_offset + length));
  if (frame == 0) {
    SF_CHECK(read_into(read, source, 0, opened.bytes.size(), opened.bytes.data()));
  } else {
    SF_CHECK(read_into(read, source, 0, native.pixel_offset, opened.bytes.data()));
    SF_CHECK(read_into(read, source, native.pixel_offset + start, length, opened.bytes.data() + native.pixel_offset));
  }
  // The pixel data are longer in the file than here, where they end behind the frame: its reader takes what is there.
  SF_CHECK(parse(opened, true));
  return opened;
}

}  // namespace sansfilm::local
