// JPEG baseline, extended, progressive and lossless, decoded by libjpeg-turbo 3.
//
// Colour: the library is asked for the components as they are coded; YCbCr is told in Frame::colour and converted by
// shared/pixel. Chroma is upsampled by the library.
//
// @source ISO/IEC 10918-1:1994; PS3.5 2024e 8.2.1, A.4.1
#include <csetjmp>
#include <cstdio>  // jpeglib.h needs FILE

#include <jpeglib.h>

#include <jerror.h>

#include <algorithm>

#include "shared/codec/coders.hpp"

namespace sansfilm::codec {

using base::Budget;
using base::Bytes;
using base::ColourModel;
using base::Error;
using base::ErrorCode;
using base::Frame;
using base::Result;
using base::Status;

namespace {

constexpr std::uint16_t kStartOfImage = 0xFFD8, kStartOfScan = 0xFFDA, kLosslessFrame = 0xFFC3;
// A progressive picture of a camera has about 10 scans; thousands in a small file are an attack on our time.
constexpr int kMostScans = 500;
constexpr std::uint64_t kLibraryBytes = 4 << 20;  // tables and row buffers of libjpeg, rounded up
constexpr std::uint32_t kRowsBetweenClockChecks = 64;

struct FrameMarker {
  std::uint16_t marker = 0;  // SOFn; 0: not found
  std::size_t offset = 0;
};

// The SOFn that says which process it is. Only marker segments come before it.
FrameMarker find_frame_marker(Bytes bytes) {
  std::size_t at = 2;
  while (at + 4 <= bytes.size()) {
    if (bytes[at] != 0xFF) return {};
    const std::uint8_t code = bytes[at + 1];
    if (code == 0xFF) {
      ++at;
      continue;
    }
    const bool is_frame = code >= 0xC0 && code <= 0xCF && code != 0xC4 && code != 0xC8 && code != 0xCC;
    if (is_frame) return {static_cast<std::uint16_t>(0xFF00U | code), at};
    if (code == 0xDA || code == 0xD9) return {};
    at += 2 + std::size_t{base::load_be<std::uint16_t>(bytes.data() + at + 2)};
  }
  return {};
}

// libjpeg's objects and where its errors land. It is C: it leaves by longjmp, so nothing with a destructor may live in
// the functions between setjmp and the library.
struct Session {
  jpeg_decompress_struct cinfo;
  jpeg_error_mgr errors;
  jpeg_progress_mgr progress;
  std::jmp_buf escape;
  const Budget* budget;
  bool damaged;    // a warning that means lost samples
  bool ended;      // the data end early
  bool timed_out;
};

Session& session_of(j_common_ptr cinfo) { return *static_cast<Session*>(cinfo->client_data); }

[[noreturn]] void leave(j_common_ptr cinfo) { std::longjmp(session_of(cinfo).escape, 1); }

void note_message(j_common_ptr cinfo, int level) {
  if (level >= 0) return;
  Session& session = session_of(cinfo);
  ++cinfo->err->num_warnings;
  switch (cinfo->err->msg_code) {
    case JWRN_JPEG_EOF:
    case JWRN_HIT_MARKER:
      session.ended = true;
      break;
    case JWRN_HUFF_BAD_CODE:
    case JWRN_MUST_RESYNC:
    case JWRN_ARITH_BAD_CODE:
    case JWRN_BOGUS_PROGRESSION:
      session.damaged = true;
      break;
    default:
      break;
  }
}

void print_nothing(j_common_ptr) {}

void watch_progress(j_common_ptr cinfo) {
  Session& session = session_of(cinfo);
  const bool too_long = !session.budget->check_time().ok();
  const bool too_many = cinfo->is_decompressor && session.cinfo.input_scan_number > kMostScans;
  if (!too_long && !too_many) return;
  session.timed_out = true;
  leave(cinfo);
}

class Decompressor {
 public:
  explicit Decompressor(const Budget& budget) {
    session_ = {};
    session_.cinfo.err = jpeg_std_error(&session_.errors);
    session_.errors.error_exit = leave;
    session_.errors.emit_message = note_message;
    session_.errors.output_message = print_nothing;
    session_.progress.progress_monitor = watch_progress;
    session_.budget = &budget;
  }
  ~Decompressor() { jpeg_destroy_decompress(&session_.cinfo); }
  Decompressor(const Decompressor&) = delete;
  Decompressor& operator=(const Decompressor&) = delete;

  bool read_header(Bytes bytes) {
    size_ = bytes.size();
    if (setjmp(session_.escape) != 0) return false;
    session_.cinfo.client_data = &session_;  // jpeg_create_decompress keeps err and client_data
    jpeg_create_decompress(&session_.cinfo);
    session_.cinfo.progress = &session_.progress;
    jpeg_mem_src(&session_.cinfo, bytes.data(), static_cast<unsigned long>(bytes.size()));
    return jpeg_read_header(&session_.cinfo, TRUE) == JPEG_HEADER_OK;
  }

  bool start(std::uint64_t memory_limit) {
    if (setjmp(session_.escape) != 0) return false;
    constexpr std::uint64_t kLongest = static_cast<std::uint64_t>(~0UL >> 1U);
    session_.cinfo.mem->max_memory_to_use = static_cast<long>(std::min(memory_limit, kLongest));
    // No colour conversion: components come out as they went in.
    if (session_.cinfo.num_components > 1) session_.cinfo.jpeg_color_space = JCS_UNKNOWN;
    session_.cinfo.out_color_space = session_.cinfo.jpeg_color_space;
    session_.cinfo.dct_method = JDCT_ISLOW;
    return jpeg_start_decompress(&session_.cinfo) != FALSE;
  }

  // Rows from output_scanline on, at most `count`; false if the library left.
  bool read_rows(std::uint8_t* samples, std::size_t row_bytes, std::uint32_t count) {
    if (setjmp(session_.escape) != 0) return false;
    jpeg_decompress_struct& cinfo = session_.cinfo;
    const std::uint32_t end = std::min(cinfo.output_scanline + count, cinfo.output_height);
    while (cinfo.output_scanline < end) {
      std::uint8_t* row = samples + std::size_t{cinfo.output_scanline} * row_bytes;
      JDIMENSION got = 0;
      if (cinfo.data_precision <= 8) {
        JSAMPROW rows[1] = {row};
        got = jpeg_read_scanlines(&cinfo, rows, 1);
      } else if (cinfo.data_precision <= 12) {
        J12SAMPROW rows[1] = {reinterpret_cast<J12SAMPROW>(row)};
        got = jpeg12_read_scanlines(&cinfo, rows, 1);
      } else {
        J16SAMPROW rows[1] = {reinterpret_cast<J16SAMPROW>(row)};
        got = jpeg16_read_scanlines(&cinfo, rows, 1);
      }
      if (got == 0) return false;
    }
    return true;
  }

  // One row of samples of 8 bits.
  bool read_row(std::uint8_t* samples) {
    if (setjmp(session_.escape) != 0) return false;
    JSAMPROW rows[1] = {samples};
    return jpeg_read_scanlines(&session_.cinfo, rows, 1) == 1;
  }

  [[nodiscard]] const jpeg_decompress_struct& info() const { return session_.cinfo; }
  [[nodiscard]] bool damaged() const { return session_.damaged; }
  [[nodiscard]] bool ended() const { return session_.ended; }

  [[nodiscard]] Error error(std::uint16_t marker) const {
    const jpeg_source_mgr* source = session_.cinfo.src;
    const std::uint64_t offset = source == nullptr || source->bytes_in_buffer > size_ ? 0 : size_ - source->bytes_in_buffer;
    if (session_.timed_out) return {ErrorCode::kTimeout, "the JPEG stream takes too long", offset, 0, marker};
    switch (session_.errors.msg_code) {
      case JERR_OUT_OF_MEMORY:
      case JERR_NO_BACKING_STORE:
      case JERR_IMAGE_TOO_BIG:
      case JERR_WIDTH_OVERFLOW:
        return {ErrorCode::kOverBudget, "the JPEG stream needs too much memory", offset, 0, marker};
      case JERR_SOF_UNSUPPORTED:
      case JERR_BAD_PRECISION:
      case JERR_ARITH_NOTIMPL:
      case JERR_NOT_COMPILED:
      case JERR_CONVERSION_NOTIMPL:
      case JERR_CCIR601_NOTIMPL:
      case JERR_FRACT_SAMPLE_NOTIMPL:
        return {ErrorCode::kUnsupported, "a JPEG process that the decoder does not know", offset, 0, marker};
      case JERR_INPUT_EMPTY:
      case JERR_INPUT_EOF:
        return {ErrorCode::kTruncated, "the JPEG stream ends early", offset, 0, marker};
      default:
        return {ended() ? ErrorCode::kTruncated : ErrorCode::kCodec, "the JPEG stream is damaged", offset, 0, marker};
    }
  }

 private:
  Session session_;
  std::size_t size_ = 0;
};

// What the stream itself says of its three components; nullopt: nothing.
std::optional<ColourModel> colour_in_stream(const jpeg_decompress_struct& info, bool lossless) {
  if (info.saw_Adobe_marker) return info.Adobe_transform == 0 ? ColourModel::kRgb : ColourModel::kYbrFull;
  const auto id = [&](int index) { return info.comp_info[index].component_id; };
  if (id(0) == 'R' && id(1) == 'G' && id(2) == 'B') return ColourModel::kRgb;
  const bool subsampled = info.max_h_samp_factor > 1 || info.max_v_samp_factor > 1;
  if (subsampled) return ColourModel::kYbrFull;
  // A JFIF file is YCbCr by definition; in lossless streams the marker is a habit of encoders and says nothing.
  if (info.saw_JFIF_marker && !lossless) return ColourModel::kYbrFull;
  return std::nullopt;
}

void settle_colour(Frame& frame, const jpeg_decompress_struct& info, bool lossless, const PixelLayout& layout) {
  if (frame.samples_per_pixel != 3) return;
  const auto told = colour_in_stream(info, lossless);
  if (!told || frame.colour == *told || frame.colour == ColourModel::kYbrPartial) return;
  frame.colour = *told;
  remark(frame, std::string("the JPEG stream holds ") + (*told == ColourModel::kRgb ? "RGB" : "YCbCr") +
                    ", the dataset says " + layout.photometric + ": the stream is followed");
}

// A stream may leave its height to a DNL marker after the first scan: the dataset knows it, libjpeg does not wait.
std::vector<std::uint8_t> with_height(Bytes bytes, const FrameMarker& frame, std::uint32_t rows) {
  std::vector<std::uint8_t> patched(bytes.begin(), bytes.end());
  base::store_be(patched.data() + frame.offset + 5, static_cast<std::uint16_t>(rows));
  return patched;
}

// Rows of 8 bits that the dataset keeps in words: widened from a row that is still in the nearest cache.
bool read_widened_rows(Decompressor& decompressor, Frame& frame, std::vector<std::uint8_t>& row) {
  for (std::uint32_t i = 0; i < kRowsBetweenClockChecks && decompressor.info().output_scanline < frame.rows; ++i) {
    const std::uint32_t at = decompressor.info().output_scanline;
    if (!decompressor.read_row(row.data())) return false;
    std::uint8_t* const out = frame.samples.data() + std::size_t{at} * row.size() * 2;
    for (std::size_t s = 0; s < row.size(); ++s) base::store_le(out + s * 2, std::uint16_t{row[s]});
  }
  return true;
}

// `coded_bytes`: of a sample as the library gives it; the frame's may be one wider.
Status read_all_rows(Decompressor& decompressor, Frame& frame, std::uint8_t coded_bytes, const Budget& budget) {
  const std::size_t row_samples = std::size_t{frame.columns} * frame.samples_per_pixel;
  const bool widened = coded_bytes == 1 && frame.bytes_per_sample == 2;
  std::vector<std::uint8_t> row(widened ? row_samples : 0);
  while (decompressor.info().output_scanline < frame.rows) {
    SF_CHECK(budget.check_time());
    const bool read = widened ? read_widened_rows(decompressor, frame, row)
                              : decompressor.read_rows(frame.samples.data(), row_samples * frame.bytes_per_sample, kRowsBetweenClockChecks);
    if (read) continue;
    if (decompressor.info().output_scanline == 0) return decompressor.error(kStartOfScan);
    frame.complete = false;
    break;
  }
  if (decompressor.damaged() || decompressor.ended()) frame.complete = false;
  if (!frame.complete) remark(frame, "the JPEG stream is damaged or ends early: part of the picture is missing");
  return {};
}

Result<Frame> decode_stream(Bytes bytes, const FrameMarker& marker, const PixelLayout& layout, Budget& budget) {
  Decompressor decompressor(budget);
  if (!decompressor.read_header(bytes)) return decompressor.error(marker.marker != 0 ? marker.marker : kStartOfImage);
  const jpeg_decompress_struct& info = decompressor.info();
  const auto components = static_cast<std::uint32_t>(info.num_components);
  if (components != 1 && components != 3) {
    return Error{ErrorCode::kUnsupported, "JPEG with neither 1 nor 3 components", marker.offset, 0, marker.marker};
  }
  Frame frame;
  frame.columns = info.image_width;
  frame.rows = info.image_height;
  frame.samples_per_pixel = static_cast<std::uint16_t>(components);
  const auto precision = static_cast<unsigned>(info.data_precision);
  const std::uint8_t coded_bytes = bytes_for_bits(precision);
  frame.bytes_per_sample = coded_bytes;
  const bool lossless = marker.marker == kLosslessFrame;
  frame.reversible = lossless;
  SF_TRY(frame.colour, colour_of(layout));
  const std::uint8_t final_bytes = std::max(coded_bytes, bytes_for_bits(layout.bits_allocated));
  if (coded_bytes == 1 && final_bytes == 2) frame.bytes_per_sample = final_bytes;   // widened row by row
  SF_CHECK(allocate_samples(frame, budget, final_bytes));

  // Streams of several scans are held whole in 16-bit coefficients, padded to blocks.
  const std::uint64_t padded = (std::uint64_t{frame.columns} + 32) * (std::uint64_t{frame.rows} + 32);
  const std::uint64_t library_bytes = padded * components * 2 + kLibraryBytes;
  const WorkMemory work(budget, library_bytes);
  SF_CHECK(work.status());
  SF_CHECK(budget.check_time());
  if (!decompressor.start(library_bytes)) return decompressor.error(marker.marker);
  if (info.output_width != frame.columns || info.output_height != frame.rows ||
      info.output_components != info.num_components) {
    return Error{ErrorCode::kInternal, "the JPEG decoder changed its mind about the size", marker.offset, 0, marker.marker};
  }
  SF_CHECK(read_all_rows(decompressor, frame, coded_bytes, budget));
  remark_on_shape(frame, layout);
  settle_colour(frame, info, lossless, layout);
  widen_samples(frame, final_bytes);
  settle_sign_and_precision(frame, precision, layout);
  return frame;
}

}  // namespace

Result<Frame> decode_jpeg(Bytes bytes, const PixelLayout& layout, Budget& budget) {
  if (bytes.empty()) return Error{ErrorCode::kTruncated, "the frame has no bytes", base::kNoOffset, 0x7FE00010};
  const FrameMarker marker = find_frame_marker(bytes);
  const bool heightless = marker.marker != 0 && marker.offset + 7 <= bytes.size() &&
                          base::load_be<std::uint16_t>(bytes.data() + marker.offset + 5) == 0;
  if (!heightless || layout.rows > 0xFFFF) return decode_stream(bytes, marker, layout, budget);
  const WorkMemory work(budget, bytes.size());
  SF_CHECK(work.status());
  const std::vector<std::uint8_t> patched = with_height(bytes, marker, layout.rows);
  return decode_stream(patched, marker, layout, budget);
}

}  // namespace sansfilm::codec
