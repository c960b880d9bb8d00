// JPEG-LS, lossless and near-lossless, decoded by CharLS through its C interface, which lets no exception out.
//
// @source ISO/IEC 14495-1:1999; PS3.5 2024e A.4.3
#include <charls/charls.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "shared/codec/coders.hpp"

namespace sansfilm::codec {

using base::Budget;
using base::Bytes;
using base::Error;
using base::ErrorCode;
using base::Frame;
using base::Result;
using charls::jpegls_errc;

namespace {

constexpr std::uint16_t kStartOfFrame = 0xFFF7, kStartOfScan = 0xFFDA;

struct DecoderDeleter {
  void operator()(charls_jpegls_decoder* decoder) const { charls_jpegls_decoder_destroy(decoder); }
};
using DecoderHandle = std::unique_ptr<charls_jpegls_decoder, DecoderDeleter>;

Error refusal(jpegls_errc code, std::uint16_t marker) {
  switch (code) {
    case jpegls_errc::source_buffer_too_small:
      return {ErrorCode::kTruncated, "the JPEG-LS stream ends early", base::kNoOffset, 0, marker};
    case jpegls_errc::not_enough_memory:
      return {ErrorCode::kOverBudget, "no memory for the JPEG-LS decoder", base::kNoOffset, 0, marker};
    case jpegls_errc::encoding_not_supported:
    case jpegls_errc::parameter_value_not_supported:
    case jpegls_errc::jpegls_preset_extended_parameter_type_not_supported:
    case jpegls_errc::bit_depth_for_transform_not_supported:
    case jpegls_errc::color_transform_not_supported:
      return {ErrorCode::kUnsupported, "a JPEG-LS coding that the decoder does not know", base::kNoOffset, 0, marker};
    default:
      return {ErrorCode::kCodec, "the JPEG-LS stream is damaged", base::kNoOffset, 0, marker};
  }
}

struct Stream {
  DecoderHandle decoder;
  charls_frame_info info{};
  charls::interleave_mode interleave = charls::interleave_mode::none;
  std::int32_t near_lossless = 0;
};

Result<Stream> open_stream(Bytes bytes) {
  Stream stream;
  stream.decoder.reset(charls_jpegls_decoder_create());
  charls_jpegls_decoder* const decoder = stream.decoder.get();
  if (decoder == nullptr) return Error{ErrorCode::kOverBudget, "no memory for the JPEG-LS decoder"};
  auto code = charls_jpegls_decoder_set_source_buffer(decoder, bytes.data(), bytes.size());
  if (code == jpegls_errc::success) {
    charls_spiff_header ignored;
    std::int32_t found = 0;
    code = charls_jpegls_decoder_read_spiff_header(decoder, &ignored, &found);
  }
  if (code == jpegls_errc::success) code = charls_jpegls_decoder_read_header(decoder);
  if (code == jpegls_errc::success) code = charls_jpegls_decoder_get_frame_info(decoder, &stream.info);
  if (code == jpegls_errc::success) {
    code = charls_jpegls_decoder_get_interleave_mode(decoder, &stream.interleave);
  }
  if (code == jpegls_errc::success) {
    code = charls_jpegls_decoder_get_near_lossless(decoder, 0, &stream.near_lossless);
  }
  if (code != jpegls_errc::success) return refusal(code, kStartOfFrame);
  return stream;
}

// CharLS 2.4.2 reads a run of zero bits past the end of its data for seconds (it counts 2^31 of them), but stops at a
// marker: a stream that does not end in one gets an end of image.
bool ends_in_marker(Bytes bytes) {
  const auto is_end = [&](std::size_t from_end) {
    return bytes.size() >= from_end && bytes[bytes.size() - from_end] == 0xFF && bytes[bytes.size() - from_end + 1] == 0xD9;
  };
  return is_end(2) || is_end(3);  // with or without the byte that pads a fragment
}

std::vector<std::uint8_t> with_end_marker(Bytes bytes) {
  std::vector<std::uint8_t> out;
  out.reserve(bytes.size() + 2);
  out.assign(bytes.begin(), bytes.end());
  out.push_back(0xFF);
  out.push_back(0xD9);
  return out;
}

// R R R ... G G G ... B B B ... -> R G B R G B ...
void interleave_planes(Frame& frame) {
  const std::size_t width = frame.bytes_per_sample, spp = frame.samples_per_pixel;
  const std::size_t pixels = std::size_t{frame.columns} * frame.rows;
  std::vector<std::uint8_t> out(frame.samples.size());
  for (std::size_t c = 0; c < spp; ++c) {
    const std::uint8_t* from = frame.samples.data() + c * pixels * width;
    for (std::size_t i = 0; i < pixels; ++i) std::memcpy(out.data() + (i * spp + c) * width, from + i * width, width);
  }
  frame.samples.swap(out);
}

bool holds_anything(const Frame& frame) {
  return std::any_of(frame.samples.begin(), frame.samples.end(), [](std::uint8_t byte) { return byte != 0; });
}

}  // namespace

Result<Frame> decode_jpeg_ls(Bytes bytes, const PixelLayout& layout, Budget& budget) {
  if (bytes.empty()) return Error{ErrorCode::kTruncated, "the frame has no bytes", base::kNoOffset, 0x7FE00010};
  const bool ends = ends_in_marker(bytes);
  const WorkMemory copy(budget, ends ? 0 : bytes.size() + 2);
  SF_CHECK(copy.status());
  const std::vector<std::uint8_t> ended = ends ? std::vector<std::uint8_t>() : with_end_marker(bytes);
  SF_TRY(Stream stream, open_stream(ends ? bytes : Bytes(ended)));
  Frame frame;
  frame.columns = stream.info.width;
  frame.rows = stream.info.height;
  frame.samples_per_pixel = static_cast<std::uint16_t>(stream.info.component_count);
  frame.bytes_per_sample = bytes_for_bits(static_cast<unsigned>(stream.info.bits_per_sample));
  frame.reversible = stream.near_lossless == 0;
  SF_TRY(frame.colour, colour_of(layout));
  const std::uint8_t final_bytes = std::max(frame.bytes_per_sample, bytes_for_bits(layout.bits_allocated));
  SF_CHECK(allocate_samples(frame, budget, final_bytes));
  const bool planar = frame.samples_per_pixel > 1 && stream.interleave == charls::interleave_mode::none;
  // CharLS keeps a few lines of 32-bit samples; planes are interleaved through a copy.
  const std::uint64_t lines = std::uint64_t{frame.columns} * frame.samples_per_pixel * 32 + (1 << 16);
  const WorkMemory work(budget, lines + (planar ? frame.samples.size() : 0));
  SF_CHECK(work.status());
  SF_CHECK(budget.check_time());

  const auto code = charls_jpegls_decoder_decode_to_buffer(stream.decoder.get(), frame.samples.data(),
                                                           frame.samples.size(), 0);
  if (code != jpegls_errc::success) {
    // Lines are written as they are decoded, into zeroed memory.
    if (!holds_anything(frame)) return refusal(code, kStartOfScan);
    frame.complete = false;
    remark(frame, "the JPEG-LS stream is damaged or ends early: the rest is zero");
  }
  if (planar) interleave_planes(frame);
  remark_on_shape(frame, layout);
  widen_samples(frame, final_bytes);
  settle_sign_and_precision(frame, static_cast<unsigned>(stream.info.bits_per_sample), layout);
  return frame;
}

}  // namespace sansfilm::codec
