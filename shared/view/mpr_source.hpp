// From a series of the open study to a volume: whether it can be one, what its samples mean, and its slices as they are decoded.
//
// The stack is that of the picture that is shown: its orientation, its time point. Asks the stream for slices in the order that
// fills the volume: the stream's own order as long as its pictures fit in the memory for them, then those that have arrived and were
// not decoded.
//
// @source PS3.3 2024e C.7.6.2; C.11.1 (rescale); C.7.5.1.1.2 (padding)
// @units  bytes
// @errors volume::Refusal
// @owner  owns the volume; the study is borrowed for the time of a call
// @thread one caller
#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "shared/pixel/image.hpp"
#include "shared/view/study_stream.hpp"
#include "shared/volume/volume.hpp"

namespace sansfilm::view {

class MprSource {
 public:
  [[nodiscard]] static std::variant<MprSource, volume::Refusal> plan(const StudyModel& model, std::uint32_t series, std::uint32_t place,
                                                                     std::uint64_t budget_bytes);

  // Takes what the study holds of one frame; true: the volume has become better.
  bool take(const StudyStream& study, stream::FrameId frame);
  void take_all(const StudyStream& study);

  [[nodiscard]] const volume::Volume& volume() const { return volume_; }
  [[nodiscard]] std::uint32_t series() const { return series_; }
  // How a plane is displayed: that of the middle slice, with the rescale of the volume and without what lies over a picture.
  [[nodiscard]] const pixel::ImageDescription& image() const { return image_; }
  [[nodiscard]] bool lossless() const { return lossless_; }       // of the slices that are final
  [[nodiscard]] std::uint32_t failed(const StudyStream& study) const;
  [[nodiscard]] std::size_t time_points() const { return time_points_; }
  [[nodiscard]] std::size_t time_point() const { return time_point_; }
  // The place in the series of the slice nearest to a point.
  [[nodiscard]] std::uint32_t place_of(const volume::Vector3& point) const;
  // What to wish for, the slice at `point` first. `data_saver`: the stream fetches nothing but that, so that slices are asked for a
  // few at a time: who enters planes has asked for the stack.
  [[nodiscard]] std::vector<stream::Viewport> wishes(const StudyStream& study, const volume::Vector3& point, bool data_saver) const;

 private:
  MprSource(volume::Volume volume, std::uint32_t series) : volume_(std::move(volume)), series_(series) {}

  volume::Volume volume_;
  std::uint32_t series_;
  pixel::ImageDescription image_;
  std::vector<std::uint32_t> places_;              // of each slice, in the series' order
  std::vector<std::uint32_t> frames_;              // of each slice, in wire::Series::frames
  std::vector<std::uint32_t> slice_of_;            // of each frame of the series; kNoIndex: not of this stack
  std::vector<volume::ToCommon> to_common_;        // of each slice
  std::vector<std::uint32_t> taken_;               // Picture::revision of each slice; 0: none
  std::size_t time_points_ = 1, time_point_ = 0;
  bool lossless_ = true;
};

}  // namespace sansfilm::view
