#include "backend/derive/derive_instance.hpp"

#include <optional>

#include "backend/derive/container.hpp"
#include "backend/derive/fragment.hpp"
#include "backend/derive/recipe.hpp"
#include "shared/codec/decode.hpp"
#include "shared/codec/jpeg2000.hpp"
#include "shared/dicom/frames.hpp"
#include "shared/dicom/reader.hpp"
#include "shared/j2k/index.hpp"
#include "shared/manifest/describe.hpp"
#include "shared/manifest/series.hpp"
#include "shared/manifest/streamed_frame.hpp"

namespace sansfilm::derive {

namespace {

using base::Budget;
using base::Error;
using base::ErrorCode;
using base::Result;
using manifest::StreamedFrame;

// O1, when the original is a codestream that can be served as it is.
std::optional<StreamedFrame> serve_original(const dicom::File& file, const dicom::FrameTable& table, std::uint32_t frame,
                                            const wire::PixelFormat& declared, Budget& budget) {
  const dicom::PixelCoding coding = file.transfer_syntax->coding;
  if (coding != dicom::PixelCoding::kJpeg2000 && coding != dicom::PixelCoding::kHtj2k) return std::nullopt;
  const auto located = dicom::locate_frame(file, table, frame, budget);
  if (!located.ok() || !located->complete) return std::nullopt;
  return manifest::original_stream(coding, located->bytes, declared, budget);
}

using Codestream = std::vector<std::uint8_t>;

Result<StreamedFrame> cut_up(const Result<Codestream>& codestream, wire::RecipeId recipe, const wire::PixelFormat& format, Budget& budget) {
  if (!codestream.ok()) return codestream.error();
  SF_TRY(const j2k::Index index, j2k::build_index(*codestream, budget));
  return manifest::cut(*codestream, index, recipe, format, budget);
}

Result<StreamedFrame> layered(const base::Frame& frame, const wire::PixelFormat& format, Budget& budget) {
  return cut_up(codec::encode_jpeg2000(frame, layered_options(frame), budget), manifest::kLayered, format, budget);
}

// P1 or H1.
Result<StreamedFrame> preview_then_ht(const base::Frame& frame, bool part1_preview, const wire::PixelFormat& format, Budget& budget) {
  const wire::RecipeId recipe = part1_preview ? manifest::kPreviewThenHt : manifest::kHtThenHt;
  SF_TRY(StreamedFrame preview, cut_up(part1_preview ? codec::encode_jpeg2000(frame, preview_options(frame), budget)
                                                     : encode_htj2k(frame, ht_preview_options(frame), budget),
                                       recipe, format, budget));
  SF_TRY(StreamedFrame last, cut_up(encode_htj2k(frame, ht_options(frame), budget), recipe, format, budget));
  return manifest::with_last(std::move(preview), std::move(last));
}

// As chosen, L1 for what HTJ2K cannot hold, R1 for what JPEG 2000 cannot.
Result<StreamedFrame> encode(base::Frame frame, const wire::PixelFormat& format, Choice choice, Budget& budget) {
  if (frame.kind != base::SampleKind::kInteger) return manifest::raw_stream(std::move(frame), format);
  const Choice settled_choice = settled(choice, frame);
  if (settled_choice != Choice::kLayered) {
    auto streamed = preview_then_ht(frame, settled_choice == Choice::kPreviewThenHt, format, budget);
    if (streamed.ok() || streamed.error().code != ErrorCode::kUnsupported) return streamed;
  }
  auto streamed = layered(frame, format, budget);
  if (!streamed.ok() && streamed.error().code == ErrorCode::kUnsupported) return manifest::raw_stream(std::move(frame), format);
  return streamed;
}

Result<StreamedFrame> stream_frame(const dicom::File& file, const dicom::FrameTable& table, std::uint32_t frame,
                                   const wire::PixelFormat& declared, Choice choice, Budget& budget) {
  if (auto original = serve_original(file, table, frame, declared, budget)) return std::move(*original);
  SF_TRY(base::Frame decoded, codec::decode_frame(file, frame, budget));
  if (!decoded.complete) return Error{ErrorCode::kTruncated, "the pixel data of the frame end early"};
  const wire::PixelFormat format = manifest::format_as_decoded(decoded, declared);
  return encode(std::move(decoded), format, choice, budget);
}

}  // namespace

Result<Derived> derive_instance(base::Bytes original, const store::Digest& digest, const base::Limits& limits,
                                base::Budget::Clock clock, Choice choice) {
  Budget reading(limits, clock);
  SF_TRY(const dicom::File file, dicom::read_file(original, {}, reading));
  wire::Manifest described = manifest::describe_instance(file, content_of(digest));
  wire::Series& series = described.series[0];
  if (series.frames.empty()) return Error{ErrorCode::kMissing, "there is no picture to stream"};
  SF_TRY(const dicom::FrameTable table, dicom::find_frames(file));

  // The formats of the dataset are replaced by those of the streams, frame by frame.
  const std::vector<wire::PixelFormat> declared = std::exchange(series.pixel_formats, {});
  Derived derived;
  derived.frames = static_cast<std::uint32_t>(series.frames.size());
  ContainerWriter writer(content_of(digest), derived.frames);
  for (wire::Frame& frame : series.frames) {
    const wire::PixelFormat& format = declared[frame.pixels];
    Budget budget(limits, clock);  // each frame has its own
    Result<StreamedFrame> streamed = stream_frame(file, table, frame.frame, format, choice, budget);
    if (!streamed.ok()) {
      if (derived.failed_frames++ == 0) derived.first_failure = streamed.error();
      manifest::set_stream(series, frame, format, nullptr);
      continue;
    }
    frame.layer_bytes = manifest::layer_bytes_of(*streamed);
    FrameRow row{0, streamed->stream.tiles(), streamed->stream.layers, streamed->stream.resolutions(), streamed->stream.recipe};
    manifest::set_stream(series, frame, streamed->format, &streamed->stream);
    SF_CHECK(writer.add_frame(frame.frame, row, std::move(streamed->chunks)));
    if (writer.size() > limits.bytes * 4) return Error{ErrorCode::kOverBudget, "the streams of one instance are too large"};
  }
  if (derived.failed_frames == derived.frames) return derived.first_failure;
  derived.fragment = manifest::write_fragment(described);
  derived.container = writer.finish(derived.fragment);
  return derived;
}

}  // namespace sansfilm::derive
