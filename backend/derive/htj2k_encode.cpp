#include "backend/derive/htj2k_encode.hpp"

#include <openjph/ojph_arch.h>
#include <openjph/ojph_codestream.h>
#include <openjph/ojph_file.h>
#include <openjph/ojph_mem.h>
#include <openjph/ojph_message.h>
#include <openjph/ojph_params.h>

#include <algorithm>
#include <exception>
#include <stdexcept>

#include "shared/base/bytes.hpp"

namespace sansfilm::derive {

namespace {

using base::Budget;
using base::Error;
using base::ErrorCode;
using base::Frame;
using base::Result;
using base::Status;

constexpr unsigned kMostBits = 24;      // beyond, its 32-bit arithmetic may overflow in the transform
constexpr std::uint32_t kBlock_px = 64;

// What the library says goes nowhere: its errors come as exceptions too.
class Quiet final : public ojph::message_error {
 public:
  void operator()(int, const char*, int, const char*, ...) override { throw std::runtime_error("OpenJPH"); }
};
class NoWarning final : public ojph::message_warning {
 public:
  void operator()(int, const char*, int, const char*, ...) override {}
};

void silence() {
  static const bool done = [] {
    static Quiet quiet;
    static NoWarning nothing;
    ojph::configure_error(&quiet);
    ojph::configure_warning(&nothing);
    return true;
  }();
  (void)done;
}

template <class T>
SampleRange range_in(const Frame& frame) {
  SampleRange range;
  const std::size_t count = frame.samples.size() / sizeof(T);
  for (std::size_t i = 0; i < count; ++i) {
    const std::int64_t value = base::load_le<T>(frame.samples.data() + i * sizeof(T));
    if (i == 0) range.least = range.most = value;
    range.least = std::min(range.least, value);
    range.most = std::max(range.most, value);
  }
  return range;
}

template <class T>
void fill_row(const Frame& frame, std::uint32_t row, std::uint32_t component, std::int32_t* out) {
  const std::size_t step = frame.samples_per_pixel;
  const std::uint8_t* at = frame.samples.data() + (std::size_t{row} * frame.columns * step + component) * sizeof(T);
  for (std::uint32_t x = 0; x < frame.columns; ++x, at += step * sizeof(T)) out[x] = static_cast<std::int32_t>(base::load_le<T>(at));
}

using FillRow = void (*)(const Frame&, std::uint32_t, std::uint32_t, std::int32_t*);

FillRow filler_of(const Frame& frame) {
  switch (frame.bytes_per_sample) {
    case 1: return frame.is_signed ? fill_row<std::int8_t> : fill_row<std::uint8_t>;
    case 2: return frame.is_signed ? fill_row<std::int16_t> : fill_row<std::uint16_t>;
    default: return frame.is_signed ? fill_row<std::int32_t> : fill_row<std::uint32_t>;
  }
}

void describe(ojph::codestream& codestream, const Frame& frame, const Htj2kOptions& options, unsigned bits) {
  ojph::param_siz size = codestream.access_siz();
  size.set_image_extent(ojph::point(frame.columns, frame.rows));
  size.set_num_components(frame.samples_per_pixel);
  for (std::uint32_t c = 0; c < frame.samples_per_pixel; ++c) size.set_component(c, ojph::point(1, 1), bits, frame.is_signed);
  std::uint32_t shortest = std::min(frame.columns, frame.rows);
  if (options.tile_size_px != 0) {
    size.set_tile_size(ojph::size(std::min(options.tile_size_px, frame.columns), std::min(options.tile_size_px, frame.rows)));
    shortest = std::min(shortest, options.tile_size_px);
  }
  std::uint32_t resolutions = std::max(options.resolutions, 1U);
  while (resolutions > 1 && (std::uint64_t{1} << (resolutions - 1)) > shortest) --resolutions;

  ojph::param_cod coding = codestream.access_cod();
  coding.set_num_decomposition(resolutions - 1);
  coding.set_block_dims(kBlock_px, kBlock_px);
  coding.set_progression_order("RPCL");
  coding.set_color_transform(options.colour_transform);
  coding.set_reversible(options.step <= 0.0F);
  if (options.step > 0.0F) codestream.access_qcd().set_irrev_quant(options.step);
  codestream.set_planar(!options.colour_transform);
}

// Lines in the order in which the library asks for them.
void push_lines(ojph::codestream& codestream, const Frame& frame) {
  const FillRow fill = filler_of(frame);
  std::vector<std::uint32_t> next_row(frame.samples_per_pixel, 0);
  ojph::ui32 component = 0;
  ojph::line_buf* line = codestream.exchange(nullptr, component);
  const std::uint64_t lines = std::uint64_t{frame.rows} * frame.samples_per_pixel;
  for (std::uint64_t i = 0; i < lines && line != nullptr; ++i) {
    fill(frame, next_row[component]++, component, line->i32);
    line = codestream.exchange(line, component);
  }
}

Status check(const Frame& frame, const Htj2kOptions& options) {
  const auto refuse = [](const char* why) { return Error{ErrorCode::kInvalidArgument, why}; };
  if (frame.kind != base::SampleKind::kInteger) return refuse("HTJ2K holds integers only");
  if (frame.columns == 0 || frame.rows == 0 || frame.samples_per_pixel == 0) return refuse("an empty frame");
  const std::uint64_t samples = std::uint64_t{frame.columns} * frame.rows * frame.samples_per_pixel;
  if (frame.samples.size() != samples * frame.bytes_per_sample) return refuse("the samples do not fit the dimensions");
  if (options.colour_transform && frame.samples_per_pixel != 3) return refuse("a colour transform needs 3 samples");
  return {};
}

}  // namespace

SampleRange range_of(const Frame& frame) {
  SampleRange range;
  switch (frame.bytes_per_sample) {
    case 1: range = frame.is_signed ? range_in<std::int8_t>(frame) : range_in<std::uint8_t>(frame); break;
    case 2: range = frame.is_signed ? range_in<std::int16_t>(frame) : range_in<std::uint16_t>(frame); break;
    case 4: range = frame.is_signed ? range_in<std::int32_t>(frame) : range_in<std::uint32_t>(frame); break;
    default: return {0, 0, 64};
  }
  range.bits = 1;
  const auto fits = [&] {
    return frame.is_signed ? range.least >= -(std::int64_t{1} << (range.bits - 1)) && range.most < (std::int64_t{1} << (range.bits - 1))
                           : range.most < (std::int64_t{1} << range.bits);
  };
  while (!fits()) ++range.bits;
  return range;
}

Result<std::vector<std::uint8_t>> encode_htj2k(const Frame& frame, const Htj2kOptions& options, Budget& budget) {
  SF_CHECK(check(frame, options));
  SF_CHECK(budget.take_pixels(frame.columns, frame.rows, frame.samples_per_pixel));
  // Samples that do not fit the declared bits would come back changed: the precision follows the samples.
  const unsigned bits = static_cast<unsigned>(std::max<int>(frame.bits_stored, range_of(frame).bits));
  if (bits > kMostBits) return Error{ErrorCode::kUnsupported, "more than 24 bits a sample are not encoded as HTJ2K"};
  const std::uint64_t samples = std::uint64_t{frame.columns} * frame.rows * frame.samples_per_pixel;
  SF_CHECK(budget.take_bytes(samples * 6 + (1 << 20)));   // wavelet lines, coded blocks, the result
  SF_CHECK(budget.check_time());
  silence();
  try {
    ojph::codestream codestream;
    describe(codestream, frame, options, bits);
    ojph::mem_outfile out;
    out.open();
    codestream.write_headers(&out);
    push_lines(codestream, frame);
    codestream.flush();
    std::vector<std::uint8_t> bytes(out.get_data(), out.get_data() + out.tell());
    codestream.close();
    return bytes;
  } catch (const std::exception&) {
    return Error{ErrorCode::kCodec, "the HTJ2K encoder failed"};
  }
}

}  // namespace sansfilm::derive
