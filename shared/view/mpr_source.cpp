#include "shared/view/mpr_source.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "shared/view/display.hpp"

namespace sansfilm::view {
namespace {

using volume::Refusal;
using volume::RefusalKind;

constexpr std::size_t kWishedAhead = 4;   // slices asked for beside the one that is looked at

std::vector<volume::StackInput> inputs_of(const StudyModel& model, std::uint32_t series_index) {
  const wire::Series& series = model.series_of(series_index);
  std::vector<volume::StackInput> out;
  for (std::uint32_t place = 0; place < model.series()[series_index].count(); ++place) {
    const wire::Frame& frame = model.frame_of(series_index, place);
    const wire::Instance& instance = series.instances[frame.instance];
    volume::StackInput one;
    one.id = place;
    one.plane = plane_of(series, frame);
    one.rows = series.pixel_formats[frame.pixels].rows;
    one.columns = series.pixel_formats[frame.pixels].columns;
    one.instance_number = instance.number;
    one.frame = frame.frame;
    one.frame_of_reference = series.frame_of_reference_uid;
    one.acquisition_number = instance.acquisition;
    if (frame.time_ms != 0) one.trigger_time = frame.time_ms;
    out.push_back(std::move(one));
  }
  return out;
}

std::optional<Refusal> refusal_of(const wire::PixelFormat& format, const pixel::ImageDescription& image) {
  const bool colour = format.samples != 1 || image.photometric == pixel::Photometric::kPalette || image.supplemental;
  if (colour) return Refusal{RefusalKind::kColour};
  if (format.sample_format != wire::SampleFormat::kInteger || format.bytes_per_sample > 2) return Refusal{RefusalKind::kSampleFormat};
  return std::nullopt;
}

bool same_values(const wire::PixelFormat& a, const wire::PixelFormat& b) {
  return a.is_signed == b.is_signed && a.photometric == b.photometric && a.samples == b.samples && a.sample_format == b.sample_format;
}

bool same_rescale(const pixel::ModalityTransform& a, const pixel::ModalityTransform& b) { return a.slope == b.slope && a.intercept == b.intercept; }

}  // namespace

std::variant<MprSource, Refusal> MprSource::plan(const StudyModel& model, std::uint32_t series_index, std::uint32_t place, std::uint64_t budget_bytes) {
  const wire::Series& series = model.series_of(series_index);
  const wire::Frame& shown = model.frame_of(series_index, place);
  if (const auto refusal = refusal_of(series.pixel_formats[shown.pixels], describe_image(series, shown))) return *refusal;
  auto planned = volume::plan_lattice(inputs_of(model, series_index), place);
  if (const auto* refusal = std::get_if<Refusal>(&planned)) return *refusal;
  const auto& found = std::get<volume::LatticePlan>(planned);
  const auto coarseness = volume::Volume::coarseness_for(found.lattice, budget_bytes);
  if (!coarseness) return Refusal{RefusalKind::kTooLarge, found.lattice.slices()};

  const auto frame_at = [&](std::size_t slice) -> const wire::Frame& { return model.frame_of(series_index, static_cast<std::uint32_t>(found.ids[slice])); };
  const wire::Frame& middle = frame_at(found.ids.size() / 2);
  const wire::PixelFormat& format = series.pixel_formats[middle.pixels];
  pixel::ImageDescription image = describe_image(series, middle);
  pixel::ModalityTransform common = image.modality;
  std::vector<pixel::ModalityTransform> own;
  for (std::size_t slice = 0; slice < found.ids.size(); ++slice) {
    const wire::Frame& frame = frame_at(slice);
    if (!same_values(series.pixel_formats[frame.pixels], format)) return Refusal{RefusalKind::kMixedFormats};
    if (const wire::Display& display = series.displays[frame.display]; display.modality_lut && frame.display != middle.display) return Refusal{RefusalKind::kMixedFormats};
    own.push_back(describe_image(series, frame).modality);
    if (std::abs(own.back().slope) > std::abs(common.slope)) common = own.back();
  }

  volume::VoxelFormat voxels{.is_signed = format.is_signed, .bits_stored = format.bits_stored, .low_is_bright = image.inverse != (common.slope < 0)};
  if (image.padding) voxels.padding = {image.padding->low, image.padding->high};
  MprSource out(volume::Volume(found.lattice, voxels, *coarseness), series_index);
  out.slice_of_.assign(series.frames.size(), wire::kNoIndex);
  for (std::size_t slice = 0; slice < found.ids.size(); ++slice) {
    out.places_.push_back(static_cast<std::uint32_t>(found.ids[slice]));
    out.frames_.push_back(model.series()[series_index].frames[found.ids[slice]]);
    out.slice_of_[out.frames_.back()] = static_cast<std::uint32_t>(slice);
    volume::ToCommon to_common;
    if (!same_rescale(own[slice], common) && common.slope != 0) to_common = {own[slice].slope / common.slope, (own[slice].intercept - common.intercept) / common.slope};
    out.to_common_.push_back(to_common);
  }
  out.taken_.assign(found.ids.size(), 0);
  out.time_points_ = found.time_points;
  out.time_point_ = found.time_point;
  image.modality = common;
  image.overlays.clear();
  image.shutter = {};
  image.bits_stored = 16;
  // Told apart from every value of the image where the bits leave room.
  const double outside = out.volume_.outside() + out.volume_.bias();
  image.padding.reset();
  if (format.bits_stored < 16 || format.is_signed) image.padding = pixel::Padding{outside, outside};
  out.image_ = std::move(image);
  return out;
}

bool MprSource::take(const StudyStream& study, stream::FrameId frame) {
  if (frame.series != study.model().series()[series_].series || frame.frame >= slice_of_.size()) return false;
  const std::uint32_t slice = slice_of_[frame.frame];
  const Picture* picture = study.picture(frame);
  if (slice == wire::kNoIndex || picture == nullptr || picture->state.quality == wire::Quality::kNone || picture->revision == taken_[slice]) return false;
  const bool final = picture->state.is_final();
  if (!volume_.put(slice, picture->frame, final ? volume::SliceState::kFinal : volume::SliceState::kPreview, to_common_[slice])) return false;
  taken_[slice] = picture->revision;
  if (final && !picture->state.lossless) lossless_ = false;
  return true;
}

void MprSource::take_all(const StudyStream& study) {
  for (const std::uint32_t frame : frames_) (void)take(study, {study.model().series()[series_].series, frame});
}

std::uint32_t MprSource::failed(const StudyStream& study) const {
  std::uint32_t out = 0;
  const std::uint32_t series = study.model().series()[series_].series;
  for (std::uint32_t slice = 0; slice < frames_.size(); ++slice) {
    if (volume_.state(slice) != volume::SliceState::kFinal && study.failure({series, frames_[slice]})) ++out;
  }
  return out;
}

std::uint32_t MprSource::place_of(const volume::Vector3& point) const {
  const auto& lattice = volume_.lattice();
  const auto at = lattice.index_at(lattice.voxel_from_patient(point)[2]);
  return places_[at.slice + (at.part > 0.5 ? 1 : 0)];
}

std::vector<stream::Viewport> MprSource::wishes(const StudyStream& study, const volume::Vector3& point, bool data_saver) const {
  const std::uint32_t series = study.model().series()[series_].series;
  const std::uint32_t first = place_of(point);
  std::vector<stream::Viewport> out = {{.series = series_, .position = first, .device_px_per_image_px = 1.0, .active = true}};
  const stream::Progress progress = study.progress(series_);
  const bool all_previewed = progress.previewed + progress.failed >= progress.frames;
  // Nearest first. A slice that is here as a whole costs no line; one of which only the beginning is here waits until all others
  // have theirs, so that it takes nothing from them.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> lacking;   // distance, slice
  for (std::uint32_t slice = 0; slice < frames_.size(); ++slice) {
    const stream::FrameId frame{series, frames_[slice]};
    const volume::SliceState state = volume_.state(slice);
    if (state == volume::SliceState::kFinal || study.failure(frame)) continue;
    const double fraction = study.fraction(frame);
    const bool decodable = data_saver || fraction >= 1.0 || (state == volume::SliceState::kAbsent && fraction > 0.0 && all_previewed);
    const std::uint32_t place = places_[slice];
    if (decodable && place != first) lacking.emplace_back(place > first ? place - first : first - place, slice);
  }
  const std::size_t count = std::min(kWishedAhead, lacking.size());
  std::partial_sort(lacking.begin(), lacking.begin() + static_cast<std::ptrdiff_t>(count), lacking.end());
  for (std::size_t i = 0; i < count; ++i) out.push_back({.series = series_, .position = places_[lacking[i].second], .device_px_per_image_px = 1.0});
  return out;
}

}  // namespace sansfilm::view
