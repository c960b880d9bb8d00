#include "tests/unit/j2k/opj.hpp"

#include <openjpeg.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>

namespace sansfilm::j2k::test {

namespace {

void ignore_message(const char*, void*) {}

struct Memory {
  std::vector<std::uint8_t> written;
  base::Bytes to_read;
  std::size_t at = 0;
};

OPJ_SIZE_T read_memory(void* buffer, OPJ_SIZE_T count, void* user) {
  auto& memory = *static_cast<Memory*>(user);
  const std::size_t left = memory.to_read.size() - memory.at;
  if (left == 0) return static_cast<OPJ_SIZE_T>(-1);
  const std::size_t taken = std::min<std::size_t>(count, left);
  std::memcpy(buffer, memory.to_read.data() + memory.at, taken);
  memory.at += taken;
  return taken;
}

OPJ_OFF_T skip_memory(OPJ_OFF_T count, void* user) {
  auto& memory = *static_cast<Memory*>(user);
  const std::size_t left = memory.to_read.size() - memory.at;
  const std::size_t taken = std::min<std::size_t>(static_cast<std::size_t>(count), left);
  memory.at += taken;
  return static_cast<OPJ_OFF_T>(taken);
}

OPJ_BOOL seek_memory(OPJ_OFF_T to, void* user) {
  auto& memory = *static_cast<Memory*>(user);
  if (static_cast<std::size_t>(to) > memory.to_read.size()) return OPJ_FALSE;
  memory.at = static_cast<std::size_t>(to);
  return OPJ_TRUE;
}

OPJ_SIZE_T write_memory(void* buffer, OPJ_SIZE_T count, void* user) {
  auto& memory = *static_cast<Memory*>(user);
  if (memory.written.size() < memory.at + count) memory.written.resize(memory.at + count);
  std::memcpy(memory.written.data() + memory.at, buffer, count);
  memory.at += count;
  return count;
}

OPJ_OFF_T skip_written(OPJ_OFF_T count, void* user) {
  static_cast<Memory*>(user)->at += static_cast<std::size_t>(count);
  return count;
}

OPJ_BOOL seek_written(OPJ_OFF_T to, void* user) {
  static_cast<Memory*>(user)->at = static_cast<std::size_t>(to);
  return OPJ_TRUE;
}

struct StreamFree {
  void operator()(opj_stream_t* stream) const { opj_stream_destroy(stream); }
};
struct CodecFree {
  void operator()(opj_codec_t* codec) const { opj_destroy_codec(codec); }
};
struct ImageFree {
  void operator()(opj_image_t* image) const { opj_image_destroy(image); }
};
using Stream = std::unique_ptr<opj_stream_t, StreamFree>;
using Codec = std::unique_ptr<opj_codec_t, CodecFree>;
using Image = std::unique_ptr<opj_image_t, ImageFree>;

void be_silent(opj_codec_t* codec) {
  opj_set_error_handler(codec, ignore_message, nullptr);
  opj_set_warning_handler(codec, ignore_message, nullptr);
  opj_set_info_handler(codec, ignore_message, nullptr);
}

}  // namespace

Picture make_picture(std::uint32_t columns, std::uint32_t rows, std::uint32_t bits, bool is_signed,
                     std::uint32_t components, std::uint32_t seed) {
  Picture picture{.columns = columns, .rows = rows, .bits = bits, .is_signed = is_signed};
  picture.step_x.assign(components, 1);
  picture.step_y.assign(components, 1);
  const std::int32_t range = std::int32_t{1} << bits;
  const std::int32_t low = is_signed ? -range / 2 : 0;
  std::uint32_t random = seed * 2654435761U + 1;
  for (std::uint32_t c = 0; c < components; ++c) {
    std::vector<std::int32_t> plane(std::size_t{columns} * rows);
    for (std::uint32_t y = 0; y < rows; ++y) {
      for (std::uint32_t x = 0; x < columns; ++x) {
        random = random * 1664525U + 1013904223U;
        const double wave = 0.5 + 0.3 * std::sin(0.07 * x + c) * std::cos(0.05 * y) + ((x / 37 + y / 29) % 3 == 0 ? 0.15 : 0.0);
        const double noise = (static_cast<double>(random >> 16) / 65536.0 - 0.5) * 0.04;
        plane[std::size_t{y} * columns + x] =
            std::clamp(low + static_cast<std::int32_t>((wave + noise) * range), low, low + range - 1);
      }
    }
    picture.planes.push_back(std::move(plane));
  }
  return picture;
}

std::vector<std::uint8_t> encode(const Picture& picture, const Encoding& encoding) {
  const std::size_t components = picture.planes.size();
  std::vector<opj_image_cmptparm_t> parameters(components);
  for (std::size_t c = 0; c < components; ++c) {
    const auto ceil_div = [](std::uint32_t a, std::uint32_t b) { return (a + b - 1) / b; };
    parameters[c].dx = picture.step_x[c];
    parameters[c].dy = picture.step_y[c];
    parameters[c].x0 = picture.x0;
    parameters[c].y0 = picture.y0;
    parameters[c].w = ceil_div(picture.x0 + picture.columns, picture.step_x[c]) - ceil_div(picture.x0, picture.step_x[c]);
    parameters[c].h = ceil_div(picture.y0 + picture.rows, picture.step_y[c]) - ceil_div(picture.y0, picture.step_y[c]);
    parameters[c].prec = picture.bits;
    parameters[c].sgnd = picture.is_signed ? 1 : 0;
  }
  const Image image(opj_image_create(static_cast<OPJ_UINT32>(components), parameters.data(),
                                     components == 3 ? OPJ_CLRSPC_SRGB : OPJ_CLRSPC_GRAY));
  image->x0 = picture.x0, image->y0 = picture.y0;
  image->x1 = picture.x0 + picture.columns, image->y1 = picture.y0 + picture.rows;
  for (std::size_t c = 0; c < components; ++c) {
    opj_image_comp_t& to = image->comps[c];
    for (std::uint32_t y = 0; y < to.h; ++y) {
      for (std::uint32_t x = 0; x < to.w; ++x) {
        const std::size_t from_x = std::min(x * picture.step_x[c], picture.columns - 1);
        const std::size_t from_y = std::min(y * picture.step_y[c], picture.rows - 1);
        to.data[std::size_t{y} * to.w + x] = picture.planes[c][from_y * picture.columns + from_x];
      }
    }
  }

  opj_cparameters_t options;
  opj_set_default_encoder_parameters(&options);
  options.cp_disto_alloc = 1;
  options.tcp_numlayers = static_cast<int>(encoding.ratios.size());
  for (std::size_t i = 0; i < encoding.ratios.size(); ++i) options.tcp_rates[i] = encoding.ratios[i];
  options.numresolution = encoding.resolutions;
  options.prog_order = static_cast<OPJ_PROG_ORDER>(encoding.progression);
  options.cblockw_init = options.cblockh_init = encoding.block;
  options.mode = encoding.style;
  options.irreversible = encoding.irreversible ? 1 : 0;
  options.tcp_mct = encoding.colour_transform ? 1 : 0;
  options.csty |= (encoding.sop ? 2 : 0) | (encoding.eph ? 4 : 0);
  options.image_offset_x0 = static_cast<int>(picture.x0);
  options.image_offset_y0 = static_cast<int>(picture.y0);
  if (encoding.tile_size > 0) {
    options.tile_size_on = OPJ_TRUE;
    options.cp_tdx = options.cp_tdy = encoding.tile_size;
  }
  if (encoding.precinct > 0) {
    options.csty |= 1;
    options.res_spec = encoding.resolutions;
    for (int r = 0; r < encoding.resolutions; ++r) {
      options.prcw_init[r] = options.prch_init[r] = std::max(encoding.precinct >> r, 2);
    }
  }
  if (encoding.tile_parts != 0) {
    options.tp_on = 1;
    options.tp_flag = encoding.tile_parts;
  }
  std::vector<float> matrix = encoding.matrix;
  std::vector<std::int32_t> offsets = encoding.offsets;
  if (!matrix.empty() && opj_set_MCT(&options, matrix.data(), offsets.data(), static_cast<OPJ_UINT32>(components)) == OPJ_FALSE) return {};
  const Codec codec(opj_create_compress(OPJ_CODEC_J2K));
  be_silent(codec.get());
  if (opj_setup_encoder(codec.get(), &options, image.get()) == OPJ_FALSE) return {};
  std::vector<const char*> extra;
  if (encoding.plt) extra.push_back("PLT=YES");
  if (encoding.tlm) extra.push_back("TLM=YES");
  extra.push_back(nullptr);
  if (extra.size() > 1 && opj_encoder_set_extra_options(codec.get(), extra.data()) == OPJ_FALSE) return {};

  Memory memory;
  const Stream stream(opj_stream_create(1 << 20, OPJ_FALSE));
  opj_stream_set_user_data(stream.get(), &memory, nullptr);
  opj_stream_set_write_function(stream.get(), write_memory);
  opj_stream_set_skip_function(stream.get(), skip_written);
  opj_stream_set_seek_function(stream.get(), seek_written);
  if (opj_start_compress(codec.get(), image.get(), stream.get()) == OPJ_FALSE ||
      opj_encode(codec.get(), stream.get()) == OPJ_FALSE || opj_end_compress(codec.get(), stream.get()) == OPJ_FALSE) {
    return {};
  }
  return memory.written;
}

std::optional<std::vector<std::vector<std::int32_t>>> decode(base::Bytes codestream, std::uint32_t reduce,
                                                             std::uint32_t layers, bool strict) {
  opj_dparameters_t options;
  opj_set_default_decoder_parameters(&options);
  options.cp_reduce = reduce;
  options.cp_layer = layers;
  const Codec codec(opj_create_decompress(OPJ_CODEC_J2K));
  be_silent(codec.get());
  if (opj_setup_decoder(codec.get(), &options) == OPJ_FALSE) return std::nullopt;
  opj_decoder_set_strict_mode(codec.get(), strict ? OPJ_TRUE : OPJ_FALSE);

  Memory memory{.to_read = codestream};
  const Stream stream(opj_stream_create(1 << 16, OPJ_TRUE));
  opj_stream_set_user_data(stream.get(), &memory, nullptr);
  opj_stream_set_user_data_length(stream.get(), codestream.size());
  opj_stream_set_read_function(stream.get(), read_memory);
  opj_stream_set_skip_function(stream.get(), skip_memory);
  opj_stream_set_seek_function(stream.get(), seek_memory);

  opj_image_t* raw = nullptr;
  const bool header = opj_read_header(stream.get(), codec.get(), &raw) == OPJ_TRUE;
  const Image image(raw);
  if (!header || opj_decode(codec.get(), stream.get(), image.get()) == OPJ_FALSE) return std::nullopt;
  std::vector<std::vector<std::int32_t>> planes;
  for (OPJ_UINT32 c = 0; c < image->numcomps; ++c) {
    const opj_image_comp_t& from = image->comps[c];
    if (from.data == nullptr) return std::nullopt;
    planes.emplace_back(from.data, from.data + std::size_t{from.w} * from.h);
  }
  return planes;
}

}  // namespace sansfilm::j2k::test
