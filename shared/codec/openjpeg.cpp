// JPEG 2000 (Part 1, Part 2 with arrays across the components) and HTJ2K, decoded by OpenJPEG.
//
// @source ISO/IEC 15444-1:2019; 15444-15:2019; PS3.5 2024e A.4.4
#include <optional>
#include <span>

#include "shared/codec/coders.hpp"
#include "shared/codec/component_transform.hpp"
#include "shared/codec/jpeg2000.hpp"
#include "shared/codec/jpeg2000_header.hpp"
#include "shared/codec/openjpeg_stream.hpp"

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

// More packets than this take longer to walk than any picture is worth; 4,000 x 5,000 pixels in 128-pixel precincts
// with 20 layers have 33,000.
constexpr std::uint64_t kMostPackets = std::uint64_t{1} << 24;

// What to take out of the codestream and how wide to store it.
struct Wanted {
  std::uint32_t first_component = 0;
  std::uint32_t components = 0;        // 0: all
  std::uint8_t least_sample_bytes = 1;
};

std::uint64_t scaled(std::uint64_t size, std::uint32_t reduce) {
  return (size + (std::uint64_t{1} << reduce) - 1) >> reduce;
}

// Upper bound of OpenJPEG's own memory: planes of 32-bit samples, one tile, its tables, copies of the compressed bytes.
std::uint64_t decoder_bytes(const Jpeg2000Header& header, std::uint32_t reduce, std::size_t codestream_bytes) {
  const std::uint64_t plane = scaled(header.columns, reduce) * scaled(header.rows, reduce) * 4;
  const std::uint64_t tile = scaled(header.tile_columns, reduce) * scaled(header.tile_rows, reduce) * 4;
  const std::uint64_t samples = (header.tiles > 1 ? plane + tile : plane + plane / 8) * header.components;
  const std::uint64_t stream = 2 * std::uint64_t{codestream_bytes} + (1 << 20);
  std::uint64_t total = 0;
  if (__builtin_add_overflow(samples + stream, header.structure_bytes, &total)) return ~std::uint64_t{0};
  return total;
}

Status check_size(const Jpeg2000Header& header, const Jpeg2000DecodeOptions& options, const Budget& budget) {
  if (options.reduce > header.decompositions) {
    return Error{ErrorCode::kInvalidArgument, "fewer resolutions than asked to leave out", base::kNoOffset, 0, 0xFF52};
  }
  // Only a look: the frame itself is charged when it is allocated.
  Budget pixels = budget;
  SF_CHECK(pixels.take_pixels(scaled(header.columns, options.reduce), scaled(header.rows, options.reduce),
                              header.components));
  if (header.packets > kMostPackets) {
    return Error{ErrorCode::kOverBudget, "more packets than any picture needs", base::kNoOffset, 0, 0xFF52};
  }
  return {};
}

template <class T>
void copy_plane(const opj_image_comp_t& plane, const opj_image_t& image, std::uint32_t reduce, Frame& frame,
                std::size_t channel) {
  const std::size_t spp = frame.samples_per_pixel;
  T* out = reinterpret_cast<T*>(frame.samples.data()) + channel;
  if (plane.w == frame.columns && plane.h == frame.rows) {
    const std::size_t count = std::size_t{frame.columns} * frame.rows;
    if (spp == 1) {
      for (std::size_t i = 0; i < count; ++i) out[i] = static_cast<T>(plane.data[i]);
    } else {
      for (std::size_t i = 0; i < count; ++i) out[i * spp] = static_cast<T>(plane.data[i]);
    }
    return;
  }
  // A subsampled component: each of its samples serves the grid points up to the next one.
  const auto position = [&](std::uint32_t offset, std::uint32_t grid0, std::uint32_t step, std::uint32_t size) {
    const std::uint64_t grid = grid0 + (std::uint64_t{offset} << reduce);
    const std::uint64_t first = (grid0 + std::uint64_t{step} - 1) / step;
    const std::uint64_t index = grid / step < first ? 0 : (grid / step - first) >> reduce;
    return static_cast<std::size_t>(std::min<std::uint64_t>(index, size - 1));
  };
  for (std::uint32_t y = 0; y < frame.rows; ++y) {
    const std::size_t row = position(y, image.y0, plane.dy, plane.h) * plane.w;
    for (std::uint32_t x = 0; x < frame.columns; ++x) {
      out[(std::size_t{y} * frame.columns + x) * spp] =
          static_cast<T>(plane.data[row + position(x, image.x0, plane.dx, plane.w)]);
    }
  }
}

// `planes`: those that are wanted.
Result<Frame> to_frame(const opj_image_t& image, std::span<const opj_image_comp_t> planes, const Jpeg2000Header& header,
                       std::uint32_t reduce, const Wanted& wanted, Budget& budget) {
  const auto count = static_cast<std::uint32_t>(planes.size());
  Frame frame;
  frame.columns = static_cast<std::uint32_t>(scaled(header.columns + std::uint64_t{image.x0}, reduce) -
                                             scaled(image.x0, reduce));
  frame.rows = static_cast<std::uint32_t>(scaled(header.rows + std::uint64_t{image.y0}, reduce) -
                                          scaled(image.y0, reduce));
  frame.samples_per_pixel = static_cast<std::uint16_t>(count);
  frame.reversible = header.reversible;
  frame.colour = count >= 3 ? ColourModel::kRgb : ColourModel::kMonochrome;
  frame.bits_stored = 0;
  for (std::uint32_t c = 0; c < count; ++c) {
    const opj_image_comp_t& plane = planes[c];
    if (plane.data == nullptr || plane.w == 0 || plane.h == 0) {
      return Error{ErrorCode::kCodec, "a component has no samples", 0, 0, 0xFF51};
    }
    frame.bits_stored = std::max<std::uint16_t>(frame.bits_stored, static_cast<std::uint16_t>(plane.prec));
    frame.is_signed = frame.is_signed || plane.sgnd != 0;
  }
  for (std::uint32_t c = 0; frame.is_signed && c < count; ++c) {
    // An unsigned component beside a signed one needs one bit more to be held as signed.
    const opj_image_comp_t& plane = planes[c];
    if (plane.sgnd == 0 && plane.prec == frame.bits_stored) {
      ++frame.bits_stored;
      break;
    }
  }
  frame.bytes_per_sample = std::max(bytes_for_bits(frame.bits_stored), wanted.least_sample_bytes);
  SF_CHECK(allocate_samples(frame, budget));
  for (std::uint32_t c = 0; c < count; ++c) {
    const opj_image_comp_t& plane = planes[c];
    if (frame.bytes_per_sample == 1) copy_plane<std::uint8_t>(plane, image, reduce, frame, c);
    if (frame.bytes_per_sample == 2) copy_plane<std::uint16_t>(plane, image, reduce, frame, c);
    if (frame.bytes_per_sample == 4) copy_plane<std::uint32_t>(plane, image, reduce, frame, c);
  }
  return frame;
}

// In lenient mode OpenJPEG allocates what a tile-part claims, up to 4 GiB, whatever is left of the stream: the claim is
// cut to what is there.
std::vector<std::uint8_t> with_true_length(Bytes codestream, std::size_t psot) {
  std::vector<std::uint8_t> copy(codestream.begin(), codestream.end());
  base::store_be<std::uint32_t>(copy.data() + psot, static_cast<std::uint32_t>(copy.size() - (psot - 6)));
  return copy;
}

Result<ImageHandle> run_decoder(Bytes codestream, const Jpeg2000DecodeOptions& options) {
  MemoryReader reader{codestream};
  const StreamHandle stream = open_reader(reader);
  const CodecHandle codec(opj_create_decompress(OPJ_CODEC_J2K));
  if (stream == nullptr || codec == nullptr) return Error{ErrorCode::kOverBudget, "no memory for the decoder"};
  silence(codec.get());

  opj_dparameters_t parameters;
  opj_set_default_decoder_parameters(&parameters);
  parameters.cp_reduce = options.reduce;
  parameters.cp_layer = options.layers;
  if (!opj_setup_decoder(codec.get(), &parameters) ||
      !opj_decoder_set_strict_mode(codec.get(), options.allow_partial ? OPJ_FALSE : OPJ_TRUE)) {
    return Error{ErrorCode::kInternal, "the decoder refused its parameters"};
  }
  opj_image_t* raw = nullptr;
  const bool header_read = opj_read_header(stream.get(), codec.get(), &raw) != OPJ_FALSE;
  ImageHandle image(raw);
  if (!header_read || image == nullptr) {
    return Error{ErrorCode::kCodec, "the codestream's header is damaged", reader.at, 0, 0xFF4F};
  }
  if (!opj_decode(codec.get(), stream.get(), image.get())) {
    return Error{ErrorCode::kCodec, "the codestream is damaged or ends early", reader.at, 0, 0xFF90};
  }
  return image;
}

// Part 2: OpenJPEG decodes the components that were coded, the transform across them is ours.
Result<Frame> decode_transformed(Bytes codestream, const Jpeg2000Header& header, const Jpeg2000DecodeOptions& options,
                                 const Wanted& wanted, Budget& budget) {
  const WorkMemory work(budget, component_transform_bytes(codestream));
  SF_CHECK(work.status());
  SF_TRY(const ComponentTransform transform, read_component_transform(codestream, header.components));
  SF_TRY(const PlainCodestream plain, without_component_transform(codestream));
  SF_TRY(const ImageHandle image, run_decoder(plain.bytes, options));
  if (image->numcomps != header.components || plain.bits.size() != header.components) {
    return Error{ErrorCode::kCodec, "a component has no samples", 0, 0, 0xFF51};
  }
  std::vector<const std::int32_t*> coded;
  bool cut = false;
  const opj_image_comp_t& like = image->comps[0];
  const std::size_t samples = std::size_t{like.w} * like.h;
  for (OPJ_UINT32 c = 0; c < image->numcomps; ++c) {
    const opj_image_comp_t& plane = image->comps[c];
    if (plane.data == nullptr || samples == 0) return Error{ErrorCode::kCodec, "a component has no samples", 0, 0, 0xFF51};
    if (plane.w != like.w || plane.h != like.h) {
      return Error{ErrorCode::kUnsupported, "components of different sizes under one component transform", 0, 0, 0xFF51};
    }
    const std::int32_t most = static_cast<std::int32_t>((std::uint32_t{1} << (plain.bits[c] - 1)) - 1);
    cut = cut || std::any_of(plane.data, plane.data + samples, [&](std::int32_t value) { return value >= most || value < -most; });
    coded.push_back(plane.data);
  }
  SF_TRY(auto values, undo_component_transform(transform, coded, samples, plain.fraction_bits, wanted.first_component, wanted.components, budget));
  std::vector<opj_image_comp_t> planes(wanted.components, like);
  for (std::uint32_t c = 0; c < wanted.components; ++c) {
    const ComponentDepth depth = transform.depths[wanted.first_component + c];
    planes[c].data = values[c].data();
    planes[c].prec = depth.bits;
    planes[c].sgnd = depth.is_signed ? 1 : 0;
  }
  auto frame = to_frame(*image, planes, header, options.reduce, wanted, budget);
  budget.give_back_bytes(std::uint64_t{wanted.components} * samples * sizeof(std::int32_t));
  if (frame.ok() && cut) remark(*frame, "a coded component goes beyond the precision that the codestream announces: the samples may be wrong there");
  return frame;
}

Result<Frame> decode_codestream(Bytes codestream, const Jpeg2000Header& header, const Jpeg2000DecodeOptions& options,
                                const Wanted& wanted, Budget& budget) {
  SF_CHECK(check_size(header, options, budget));
  const WorkMemory work(budget, decoder_bytes(header, options.reduce, codestream.size()));
  SF_CHECK(work.status());
  SF_CHECK(budget.check_time());
  Jpeg2000DecodeOptions adapted = options;
  // In strict mode OpenJPEG drops, without a word, the tile-parts beyond the number announced.
  adapted.allow_partial = options.allow_partial || header.miscounted_tile_parts;
  const bool shorten = adapted.allow_partial && header.overlong_psot != 0;
  const WorkMemory copy(budget, shorten ? codestream.size() : 0);
  SF_CHECK(copy.status());
  const std::vector<std::uint8_t> shortened =
      shorten ? with_true_length(codestream, header.overlong_psot) : std::vector<std::uint8_t>();
  const Bytes whole = shorten ? Bytes(shortened) : codestream;
  const std::uint32_t count = wanted.components == 0 ? header.image_components : wanted.components;
  if (count == 0 || count > 0xFFFF || std::uint64_t{wanted.first_component} + count > header.image_components) {
    return Error{ErrorCode::kInconsistent, "the codestream has fewer components than the dataset needs", 0, 0, 0xFF51};
  }
  if (header.component_transform) return decode_transformed(whole, header, adapted, {wanted.first_component, count, wanted.least_sample_bytes}, budget);
  SF_TRY(const ImageHandle image, run_decoder(whole, adapted));
  if (image->numcomps != header.components) return Error{ErrorCode::kCodec, "a component has no samples", 0, 0, 0xFF51};
  return to_frame(*image, std::span(image->comps + wanted.first_component, count), header, options.reduce, wanted, budget);
}

void settle_dicom_attributes(Frame& frame, const Jpeg2000Header& header, const PixelLayout& layout,
                             ColourModel declared) {
  frame.colour = declared;
  if (header.colour_transform && (declared == ColourModel::kYbrFull || declared == ColourModel::kYbrPartial)) {
    frame.colour = ColourModel::kRgb;
    remark(frame, "the codestream transforms colour itself, the dataset says " + layout.photometric +
                      ": the samples are taken as RGB");
  }
  remark_on_shape(frame, layout);
  if (header.miscounted_tile_parts) remark(frame, "the codestream has more tile-parts than it announces");
  // Encoders commonly code the allocated word. If the surplus bits are empty, the dataset's count is the better one.
  if (frame.is_signed == layout.is_signed && layout.bits_stored != 0 && layout.bits_stored < frame.bits_stored &&
      fits_in_bits(frame, frame.bytes_per_sample * 8U, layout.bits_stored, frame.is_signed)) {
    frame.bits_stored = layout.bits_stored;
  }
  if (frame.bits_stored != layout.bits_stored || frame.is_signed != layout.is_signed) {
    const auto words = [](unsigned bits, bool is_signed) {
      return std::to_string(bits) + (is_signed ? " bits signed" : " bits unsigned");
    };
    remark(frame, "the codestream says " + words(frame.bits_stored, frame.is_signed) + ", the dataset " +
                      words(layout.bits_stored, layout.is_signed) + ": the codestream is followed");
  }
}

}  // namespace

Result<Frame> decode_jpeg2000(Bytes codestream, const Jpeg2000DecodeOptions& options, Budget& budget) {
  const Bytes bare = strip_jp2_boxes(codestream);
  SF_TRY(const Jpeg2000Header header, read_jpeg2000_header(bare));
  return decode_codestream(bare, header, options, {}, budget);
}

Result<Frame> decode_dicom_jpeg2000(Bytes bytes, const PixelLayout& layout, std::uint32_t first_component,
                                    Budget& budget) {
  SF_TRY(const ColourModel declared, colour_of(layout));
  const Bytes bare = strip_jp2_boxes(bytes);
  SF_TRY(const Jpeg2000Header header, read_jpeg2000_header(bare));
  Wanted wanted;
  wanted.least_sample_bytes = bytes_for_bits(layout.bits_allocated);
  wanted.first_component = first_component;
  const bool many_frames = header.image_components > layout.samples_per_pixel && header.image_components != 3 &&
                           header.image_components % layout.samples_per_pixel == 0;
  if (first_component != 0 || many_frames) wanted.components = layout.samples_per_pixel;

  auto frame = decode_codestream(bare, header, {}, wanted, budget);
  if (!frame.ok() && frame.error().code == ErrorCode::kCodec) {
    // The strict decoder gave up: what comes before the damage can still be shown.
    Jpeg2000DecodeOptions lenient;
    lenient.allow_partial = true;
    auto partial = decode_codestream(bare, header, lenient, wanted, budget);
    if (!partial.ok()) return frame;
    frame = std::move(partial);
    frame->complete = false;
    remark(*frame, "the codestream is damaged or ends early: part of the picture is missing or coarse");
  }
  if (!frame.ok()) return frame;
  if (bare.size() != bytes.size()) remark(*frame, "the codestream is wrapped in JP2 boxes, which are ignored");
  settle_dicom_attributes(*frame, header, layout, declared);
  return frame;
}

}  // namespace sansfilm::codec
