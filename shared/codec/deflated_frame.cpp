// Deflated Image Frame Compression: each frame is native pixel data through raw deflate. zlib.
//
// @source PS3.5 2024e A.4.13 (1.2.840.10008.1.2.8.1); RFC 1951
#include <zlib.h>

#include <algorithm>

#include "shared/codec/coders.hpp"

namespace sansfilm::codec {

using base::Budget;
using base::Bytes;
using base::Error;
using base::ErrorCode;
using base::Frame;
using base::Result;

namespace {

constexpr std::uint64_t kInflateWorkBytes = 64 * 1024;  // zlib's window and tables, rounded up

struct Inflated {
  std::size_t produced = 0;
  bool failed = false;
  bool more = false;  // the stream goes on beyond the frame
};

// Raw deflate into exactly `out`: a bomb cannot produce more than the frame holds.
Inflated inflate_into(Bytes bytes, std::vector<std::uint8_t>& out) {
  z_stream stream{};
  Inflated result;
  if (inflateInit2(&stream, -15) != Z_OK) return {0, true, false};
  stream.next_in = const_cast<Bytef*>(bytes.data());  // zlib reads only, its type predates const
  stream.avail_in = static_cast<uInt>(std::min<std::size_t>(bytes.size(), ~uInt{0}));
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(std::min<std::size_t>(out.size(), ~uInt{0}));
  const int status = inflate(&stream, Z_FINISH);
  result.produced = out.size() - stream.avail_out;
  result.failed = status == Z_DATA_ERROR || status == Z_MEM_ERROR || status == Z_NEED_DICT;
  result.more = status != Z_STREAM_END && !result.failed && stream.avail_out == 0;
  inflateEnd(&stream);
  return result;
}

}  // namespace

Result<Frame> decode_deflated_frame(Bytes bytes, const PixelLayout& layout, Budget& budget) {
  const auto size = native_frame_bytes(layout);
  if (!size || *size > ~uInt{0}) return Error{ErrorCode::kOverBudget, "the size of the frame overflows"};
  const WorkMemory work(budget, *size + kInflateWorkBytes);
  SF_CHECK(work.status());
  std::vector<std::uint8_t> native(static_cast<std::size_t>(*size));
  const Inflated inflated = inflate_into(bytes, native);
  if (inflated.produced == 0) {
    return Error{ErrorCode::kCodec, "the deflate stream of the frame is damaged", 0};
  }
  auto frame = decode_native(native, {}, layout, budget);
  if (!frame.ok()) return frame;
  if (inflated.produced < *size) {
    frame->complete = false;
    remark(*frame, "the deflate stream ends or breaks before the frame does: the rest is zero");
  }
  if (inflated.more) remark(*frame, "the deflate stream holds more bytes than the frame: the surplus is ignored");
  return frame;
}

}  // namespace sansfilm::codec
