// JPEG 2000 Part 1 encoding by OpenJPEG. Apart from openjpeg.cpp so that a program that only decodes does not link it.
//
// @source ISO/IEC 15444-1:2019
#include "shared/codec/coders.hpp"
#include "shared/codec/jpeg2000.hpp"
#include "shared/codec/openjpeg_stream.hpp"

namespace sansfilm::codec {

using base::Budget;
using base::Error;
using base::ErrorCode;
using base::Frame;
using base::Result;
using base::SampleKind;
using base::Status;

namespace {

constexpr std::size_t kMostLayers = 100;  // OpenJPEG's limit

struct MemoryWriter {
  std::vector<std::uint8_t> bytes;
  std::size_t at = 0;
  std::size_t limit = 0;
};

OPJ_SIZE_T write_memory(void* buffer, OPJ_SIZE_T count, void* user) {
  auto& writer = *static_cast<MemoryWriter*>(user);
  if (count > writer.limit || writer.at > writer.limit - count) return static_cast<OPJ_SIZE_T>(-1);
  if (writer.at + count > writer.bytes.size()) writer.bytes.resize(writer.at + count);
  std::memcpy(writer.bytes.data() + writer.at, buffer, count);
  writer.at += count;
  return count;
}

OPJ_OFF_T skip_writer(OPJ_OFF_T count, void* user) {
  auto& writer = *static_cast<MemoryWriter*>(user);
  if (count < 0 || static_cast<std::uint64_t>(count) > writer.limit - writer.at) return -1;
  writer.at += static_cast<std::size_t>(count);
  if (writer.at > writer.bytes.size()) writer.bytes.resize(writer.at);
  return count;
}

OPJ_BOOL seek_writer(OPJ_OFF_T position, void* user) {
  auto& writer = *static_cast<MemoryWriter*>(user);
  if (position < 0 || static_cast<std::size_t>(position) > writer.bytes.size()) return OPJ_FALSE;
  writer.at = static_cast<std::size_t>(position);
  return OPJ_TRUE;
}

StreamHandle open_writer(MemoryWriter& writer) {
  StreamHandle stream(opj_stream_create(1 << 18, OPJ_FALSE));
  if (stream == nullptr) return stream;
  opj_stream_set_write_function(stream.get(), write_memory);
  opj_stream_set_skip_function(stream.get(), skip_writer);
  opj_stream_set_seek_function(stream.get(), seek_writer);
  opj_stream_set_user_data(stream.get(), &writer, nullptr);
  return stream;
}

Status check(const Frame& frame, const Jpeg2000EncodeOptions& options) {
  const auto refuse = [](const char* why) { return Error{ErrorCode::kInvalidArgument, why}; };
  if (frame.kind != SampleKind::kInteger) return refuse("JPEG 2000 holds integers only");
  if (frame.columns == 0 || frame.rows == 0 || frame.samples_per_pixel == 0) return refuse("an empty frame");
  const std::uint64_t samples = std::uint64_t{frame.columns} * frame.rows * frame.samples_per_pixel;
  if (frame.bytes_per_sample != 1 && frame.bytes_per_sample != 2 && frame.bytes_per_sample != 4) {
    return refuse("samples of 1, 2 or 4 bytes are encoded");
  }
  if (frame.samples.size() != samples * frame.bytes_per_sample) return refuse("the samples do not fit the dimensions");
  if (options.colour_transform && frame.samples_per_pixel != 3) return refuse("a colour transform needs 3 samples");
  if (options.resolutions == 0 || options.resolutions > 33) return refuse("1 to 33 resolutions");
  const auto& rates = options.bits_per_sample_layers;
  if (rates.size() > kMostLayers) return refuse("more than 100 layers");
  for (std::size_t i = 0; i < rates.size(); ++i) {
    const bool last = i + 1 == rates.size();
    const bool lossless_end = last && rates[i] == 0.0;
    if (!lossless_end && !(rates[i] > 0.0)) return refuse("a layer without bits");
    if (i > 0 && !lossless_end && rates[i] <= rates[i - 1]) return refuse("layers must ascend");
  }
  return {};
}

// Spreads interleaved samples over OpenJPEG's planes and finds their range.
template <class T>
void fill_planes(const Frame& frame, opj_image_t& image, std::int64_t& least, std::int64_t& most) {
  const std::size_t pixels = std::size_t{frame.columns} * frame.rows;
  const std::size_t spp = frame.samples_per_pixel;
  for (std::size_t c = 0; c < spp; ++c) {
    OPJ_INT32* out = image.comps[c].data;
    T low = base::load_le<T>(frame.samples.data() + c * sizeof(T));
    T high = low;
    for (std::size_t i = 0; i < pixels; ++i) {
      const T value = base::load_le<T>(frame.samples.data() + (i * spp + c) * sizeof(T));
      low = std::min(low, value);
      high = std::max(high, value);
      out[i] = static_cast<OPJ_INT32>(value);
    }
    least = std::min<std::int64_t>(least, low);
    most = std::max<std::int64_t>(most, high);
  }
}

Status fill(const Frame& frame, opj_image_t& image) {
  std::int64_t least = 0, most = 0;
  if (frame.bytes_per_sample == 1) {
    frame.is_signed ? fill_planes<std::int8_t>(frame, image, least, most)
                    : fill_planes<std::uint8_t>(frame, image, least, most);
  } else if (frame.bytes_per_sample == 2) {
    frame.is_signed ? fill_planes<std::int16_t>(frame, image, least, most)
                    : fill_planes<std::uint16_t>(frame, image, least, most);
  } else {
    frame.is_signed ? fill_planes<std::int32_t>(frame, image, least, most)
                    : fill_planes<std::uint32_t>(frame, image, least, most);
  }
  // Samples that do not fit the declared bits would come back changed: the precision follows the samples.
  unsigned bits = std::max<unsigned>(frame.bits_stored, 1);
  const auto fits = [&] {
    return frame.is_signed ? least >= -(std::int64_t{1} << (bits - 1)) && most < (std::int64_t{1} << (bits - 1))
                           : most < (std::int64_t{1} << bits);
  };
  while (bits < 33 && !fits()) ++bits;
  // The reversible path keeps 26 bits before its gains overflow 32-bit arithmetic.
  if (bits > 26) return Error{ErrorCode::kUnsupported, "more than 26 bits a sample cannot be encoded"};
  for (std::uint32_t c = 0; c < image.numcomps; ++c) image.comps[c].prec = bits;
  return {};
}

ImageHandle create_image(const Frame& frame) {
  std::vector<opj_image_cmptparm_t> planes(frame.samples_per_pixel);
  for (auto& plane : planes) {
    plane = {};
    plane.dx = plane.dy = 1;
    plane.w = frame.columns;
    plane.h = frame.rows;
    plane.prec = frame.bits_stored;
    plane.sgnd = frame.is_signed ? 1 : 0;
  }
  const auto space = frame.samples_per_pixel == 3 ? OPJ_CLRSPC_SRGB : OPJ_CLRSPC_GRAY;
  ImageHandle image(opj_image_create(frame.samples_per_pixel, planes.data(), space));
  if (image != nullptr) {
    image->x1 = frame.columns;
    image->y1 = frame.rows;
  }
  return image;
}

opj_cparameters_t parameters_for(const Frame& frame, const Jpeg2000EncodeOptions& options, unsigned bits) {
  opj_cparameters_t parameters;
  opj_set_default_encoder_parameters(&parameters);
  parameters.irreversible = options.reversible ? 0 : 1;
  parameters.tcp_mct = options.colour_transform ? 1 : 0;
  parameters.prog_order = OPJ_LRCP;
  std::uint32_t shortest = std::min(frame.columns, frame.rows);
  if (options.tile_size_px != 0) {
    parameters.tile_size_on = OPJ_TRUE;
    parameters.cp_tdx = static_cast<int>(std::min(options.tile_size_px, frame.columns));
    parameters.cp_tdy = static_cast<int>(std::min(options.tile_size_px, frame.rows));
    shortest = std::min(shortest, options.tile_size_px);
  }
  // No more resolutions than halvings of the shorter side.
  std::uint32_t resolutions = options.resolutions;
  while (resolutions > 1 && (std::uint64_t{1} << (resolutions - 1)) > shortest) --resolutions;
  parameters.numresolution = static_cast<int>(resolutions);

  parameters.cp_disto_alloc = 1;
  const auto& rates = options.bits_per_sample_layers;
  parameters.tcp_numlayers = rates.empty() ? 1 : static_cast<int>(rates.size());
  for (std::size_t i = 0; i < rates.size(); ++i) {
    // A compression ratio; 0 stands for "all there is".
    parameters.tcp_rates[i] = rates[i] > 0.0 ? static_cast<float>(bits / rates[i]) : 0.0F;
    if (parameters.tcp_rates[i] > 0.0F && parameters.tcp_rates[i] <= 1.0F) parameters.tcp_rates[i] = 1.0001F;
  }
  return parameters;
}

}  // namespace

Result<std::vector<std::uint8_t>> encode_jpeg2000(const Frame& frame, const Jpeg2000EncodeOptions& options,
                                                  Budget& budget) {
  SF_CHECK(check(frame, options));
  SF_CHECK(budget.take_pixels(frame.columns, frame.rows, frame.samples_per_pixel));
  const std::uint64_t samples = std::uint64_t{frame.columns} * frame.rows * frame.samples_per_pixel;
  // Planes, the tile's copy of them, code-block buffers, and the result.
  const WorkMemory work(budget, samples * (4 + 4 + 4) + samples * frame.bytes_per_sample + (1 << 20));
  SF_CHECK(work.status());
  SF_CHECK(budget.check_time());

  const ImageHandle image = create_image(frame);
  const CodecHandle codec(opj_create_compress(OPJ_CODEC_J2K));
  if (image == nullptr || codec == nullptr) return Error{ErrorCode::kOverBudget, "no memory for the encoder"};
  silence(codec.get());
  SF_CHECK(fill(frame, *image));

  MemoryWriter writer;
  writer.limit = static_cast<std::size_t>(samples * 5 + (1 << 20));
  writer.bytes.reserve(static_cast<std::size_t>(samples * frame.bytes_per_sample / 2));
  opj_cparameters_t parameters = parameters_for(frame, options, image->comps[0].prec);
  if (!opj_setup_encoder(codec.get(), &parameters, image.get())) {
    return Error{ErrorCode::kInvalidArgument, "the encoder refused its parameters"};
  }
  const char* const extras[] = {"TLM=YES", "PLT=YES", nullptr};
  if (!opj_encoder_set_extra_options(codec.get(), extras)) {
    return Error{ErrorCode::kInternal, "the encoder does not know TLM and PLT"};
  }
  const StreamHandle stream = open_writer(writer);
  if (stream == nullptr) return Error{ErrorCode::kOverBudget, "no memory for the encoder"};
  if (!opj_start_compress(codec.get(), image.get(), stream.get()) || !opj_encode(codec.get(), stream.get()) ||
      !opj_end_compress(codec.get(), stream.get())) {
    return Error{ErrorCode::kCodec, "the encoder failed"};
  }
  SF_CHECK(budget.take_bytes(writer.bytes.size()));
  return std::move(writer.bytes);
}

}  // namespace sansfilm::codec
