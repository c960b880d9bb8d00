// The attributes that hold for one frame: the per-frame functional group, else the shared one, else the top level.
//
// @source PS3.3 2024e C.7.6.16.1.1, C.7.6.16.1.2 (a macro stands in the shared or the per-frame sequence, never in both)
// @owner  borrows the dataset
// @thread pure
#pragma once

#include <cstdint>

#include "shared/dicom/dataset.hpp"

namespace sansfilm::pixel {

class FrameScope {
 public:
  // `frame` counts from 0.
  FrameScope(const dicom::Dataset& dataset, std::uint32_t frame);

  // The first item of a functional group macro that applies to this frame; nullptr if there is none.
  [[nodiscard]] const dicom::Dataset* macro(dicom::Tag sequence) const;

  // Where to read `attribute`: the macro's item if it has a value there, else the top level of the dataset.
  [[nodiscard]] const dicom::Dataset& holder(dicom::Tag sequence, dicom::Tag attribute) const;

  [[nodiscard]] const dicom::Dataset& top() const { return *dataset_; }
  [[nodiscard]] std::uint32_t frame() const { return frame_; }
  [[nodiscard]] bool is_enhanced() const { return shared_ != nullptr || own_ != nullptr; }

 private:
  const dicom::Dataset* dataset_;
  const dicom::Dataset* shared_;
  const dicom::Dataset* own_;
  std::uint32_t frame_;
};

}  // namespace sansfilm::pixel
