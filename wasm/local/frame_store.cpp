#include "wasm/local/frame_store.hpp"

#include <algorithm>
#include <utility>

#include "shared/codec/decode.hpp"
#include "shared/dicom/frames.hpp"
#include "shared/manifest/series.hpp"

namespace sansfilm::local {

namespace {

using base::Result;

constexpr std::uint64_t kDecode_bytes = std::uint64_t{1} << 30;

base::Budget decode_budget() { return base::Budget({.bytes = kDecode_bytes}); }

bool is_jpeg2000(const dicom::File& file) {
  const dicom::PixelCoding coding = file.transfer_syntax->coding;
  return coding == dicom::PixelCoding::kJpeg2000 || coding == dicom::PixelCoding::kHtj2k;
}

std::optional<manifest::StreamedFrame> original_of(const dicom::File& file, std::uint32_t frame, const wire::PixelFormat& declared) {
  base::Budget budget = decode_budget();
  const auto located = dicom::locate_frame(file, frame, budget);
  if (!located.ok() || !located->complete) return std::nullopt;
  return manifest::original_stream(file.transfer_syntax->coding, located->bytes, declared, budget);
}

std::uint32_t row_of(std::vector<wire::PixelFormat>& table, const wire::PixelFormat& row) {
  const auto found = std::find(table.begin(), table.end(), row);
  if (found != table.end()) return static_cast<std::uint32_t>(found - table.begin());
  table.push_back(row);
  return static_cast<std::uint32_t>(table.size() - 1);
}

base::Frame shape_of(const wire::PixelFormat& form) {
  base::Frame frame;
  frame.rows = form.rows;
  frame.columns = form.columns;
  frame.samples_per_pixel = form.samples;
  frame.bytes_per_sample = form.bytes_per_sample;
  return frame;
}

std::uint32_t raw_bytes(const wire::PixelFormat& form) {
  const std::uint64_t bytes = std::uint64_t{form.rows} * form.columns * form.samples * form.bytes_per_sample;
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(bytes, 0xFFFFFFFFU));
}

}  // namespace

wire::ContentId FrameStore::next_content() const {
  wire::ContentId id;
  base::store_be(id.bytes.data() + id.bytes.size() - 4, static_cast<std::uint32_t>(instances_.size() + 1));
  return id;
}

std::optional<std::uint32_t> FrameStore::instance_of(const wire::ContentId& content) const {
  const bool ours = std::all_of(content.bytes.begin(), content.bytes.end() - 4, [](std::uint8_t byte) { return byte == 0; });
  const auto number = base::load_be<std::uint32_t>(content.bytes.data() + content.bytes.size() - 4);
  if (!ours || number == 0 || number > instances_.size()) return std::nullopt;
  return number - 1;
}

void FrameStore::add(const OpenedFile& opened, const Source& source, wire::Series& series) {
  LocalInstance instance{source, opened.whole, opened.native, {}};
  const std::vector<wire::PixelFormat> declared = std::exchange(series.pixel_formats, {});
  for (wire::Frame& frame : series.frames) {
    stream_frame(opened, instance, series, frame, declared[frame.pixels]);
    instance.forms.push_back(row_of(forms_, series.pixel_formats[frame.pixels]));
  }
  if (!instance.forms.empty() && std::equal(instance.forms.begin() + 1, instance.forms.end(), instance.forms.begin())) instance.forms.resize(1);
  instances_.push_back(std::move(instance));
}

void FrameStore::stream_frame(const OpenedFile& opened, const LocalInstance& instance, wire::Series& series, wire::Frame& frame,
                              const wire::PixelFormat& declared) {
  if (opened.whole && is_jpeg2000(opened.file)) {
    if (const auto original = original_of(opened.file, frame.frame, declared)) {
      frame.layer_bytes = manifest::layer_bytes_of(*original);
      manifest::set_stream(series, frame, original->format, &original->stream);
      return;
    }
  }
  dicom::FrameBytes located;
  if (opened.whole) {
    base::Budget budget = decode_budget();
    if (auto found = dicom::locate_frame(opened.file, frame.frame, budget); found.ok()) located = std::move(found).value();
  }
  const PictureForms::Decode decode_it = [&]() -> Result<base::Frame> {
    if (!opened.whole) return decode(instance, frame.frame);
    base::Budget budget = decode_budget();
    return codec::decode_frame(opened.file, frame.frame, budget);
  };
  // What cannot be decoded is promised all the same: the viewer asks for it and is told that it is broken.
  const wire::PixelFormat form = known_.form_of(opened.file, declared, located.bytes, decode_it).value_or(declared);
  frame.layer_bytes = {raw_bytes(form)};
  const wire::Codestream stream = manifest::raw_stream(shape_of(form), form).stream;
  manifest::set_stream(series, frame, form, &stream);
}

Result<const OpenedFile*> FrameStore::whole_file(const LocalInstance& instance) {
  if (!last_whole_ || last_whole_file_ != instance.source.file) {
    last_whole_.reset();
    SF_TRY(last_whole_, open_whole(read_, instance.source));
    last_whole_file_ = instance.source.file;
  }
  return &*last_whole_;
}

Result<base::Frame> FrameStore::decode(const LocalInstance& instance, std::uint32_t frame) {
  base::Budget budget = decode_budget();
  if (instance.whole) {
    SF_TRY(const OpenedFile* opened, whole_file(instance));
    return codec::decode_frame(opened->file, frame, budget);
  }
  SF_TRY(const OpenedFile opened, open_frame(read_, instance.source, instance.native, frame));
  return codec::decode_frame(opened.file, 0, budget);
}

LocalChunk FrameStore::chunk(const wire::ChunkKey& key) {
  const auto place = instance_of(key.content);
  if (!place) return {wire::ChunkError::kNotFound, {}};
  const LocalInstance& instance = instances_[*place];
  if (instance.forms.empty()) return {wire::ChunkError::kNotFound, {}};
  if (instance.forms.size() > 1 && key.frame >= instance.forms.size()) return {wire::ChunkError::kNotFound, {}};
  const wire::PixelFormat& form = forms_[instance.forms[instance.forms.size() > 1 ? key.frame : 0]];
  if (key.recipe == manifest::kRaw) return raw_chunk(key, instance, form);
  if (key.recipe == manifest::kOriginal) return original_chunk(key, instance, form);
  return {wire::ChunkError::kNotFound, {}};
}

LocalChunk FrameStore::raw_chunk(const wire::ChunkKey& key, const LocalInstance& instance, const wire::PixelFormat& form) {
  if (key.tile != 0 || key.resolution != 0 || key.layer != 0) return {wire::ChunkError::kNotFound, {}};
  base::Result<base::Frame> frame = decode(instance, key.frame);
  if (!frame.ok() || !frame->complete || frame->samples.size() > wire::kMaxChunkBytes) return {wire::ChunkError::kBroken, {}};
  // Samples in another form than was promised would be shown as other values.
  if (form_of_samples(*frame, form) != form) return {wire::ChunkError::kBroken, {}};
  return {wire::ChunkError::kNone, std::move(frame->samples)};
}

LocalChunk FrameStore::original_chunk(const wire::ChunkKey& key, const LocalInstance& instance, const wire::PixelFormat& form) {
  if (!last_cut_ || last_cut_->content != key.content || last_cut_->frame != key.frame) {
    last_cut_.reset();
    const auto opened = whole_file(instance);
    if (!opened.ok()) return {wire::ChunkError::kBroken, {}};
    auto streamed = original_of((*opened)->file, key.frame, form);
    if (!streamed) return {wire::ChunkError::kBroken, {}};
    last_cut_ = Cut{key.content, key.frame, std::move(*streamed)};
  }
  for (const j2k::Chunk& chunk : last_cut_->streamed.chunks) {
    if (chunk.id.tile == key.tile && chunk.id.resolution == key.resolution && chunk.id.layer == key.layer) {
      return {wire::ChunkError::kNone, chunk.payload};
    }
  }
  return {wire::ChunkError::kNotFound, {}};
}

}  // namespace sansfilm::local
