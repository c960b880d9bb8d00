// A stack as a block of 16-bit samples, filled by its decoded frames in whatever order and quality they arrive.
//
// Samples are stored values; where slices differ in their rescale (PET), they are brought to one rescale, that of the largest
// slope, and rounded: at most half a step of it is lost. What does not fit in the memory is held coarser in plane: the mean of
// blocks of n x n pixels, all slices kept. Until a slice has come its nearest neighbours stand in for it, so that there is a
// picture early; who draws asks state() and says so.
//
// @source PS3.3 2024e C.11.1 (rescale), C.7.5.1.1.2 (padding)
// @shape  one buffer a slice, row by row; internal values are stored values minus bias()
// @units  bytes; mm
// @errors put() is false for a frame of another format or size
// @owner  owns its samples
// @thread one caller
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "shared/base/frame.hpp"
#include "shared/volume/lattice.hpp"

namespace sansfilm::volume {

enum class SliceState : std::uint8_t { kAbsent, kPreview, kFinal };

struct VoxelFormat {
  bool is_signed = false;
  std::uint16_t bits_stored = 16;
  bool low_is_bright = false;                   // MONOCHROME1: what is absent has to be dark
  std::optional<std::pair<double, double>> padding;   // stored values that are no image
};

// Stored values of a slice to those of the volume: value * scale + offset, rounded.
struct ToCommon {
  double scale = 1;
  double offset = 0;
  [[nodiscard]] bool nothing() const { return scale == 1 && offset == 0; }
};

class Volume {
 public:
  // The smallest n with which the stack fits in the budget, 1 if it does as it is; nothing beyond kMostCoarse.
  static constexpr std::uint32_t kMostCoarse = 16;
  [[nodiscard]] static std::optional<std::uint32_t> coarseness_for(const Lattice& lattice, std::uint64_t budget_bytes);

  Volume(const Lattice& full, const VoxelFormat& format, std::uint32_t coarseness);

  // A frame of the full size, or reduced (preview): smaller by powers of two. A worse one than is there changes nothing.
  bool put(std::uint32_t slice, const base::Frame& frame, SliceState state, const ToCommon& to_common = {});

  [[nodiscard]] const Lattice& lattice() const { return lattice_; }
  [[nodiscard]] std::uint32_t coarseness() const { return coarseness_; }
  [[nodiscard]] SliceState state(std::uint32_t slice) const { return states_[slice]; }
  [[nodiscard]] std::uint32_t finals() const { return finals_; }
  [[nodiscard]] std::uint32_t present() const { return present_; }
  [[nodiscard]] bool complete() const { return finals_ == lattice_.slices(); }
  [[nodiscard]] std::uint64_t bytes() const;
  [[nodiscard]] std::uint32_t revision() const { return revision_; }   // changes with every put

  // For the loops that read it. Entry `slices` is the last slice again, and a row and a sample lie behind each slice, so that the
  // neighbour of the last voxel can be read (its weight is 0).
  [[nodiscard]] const std::int16_t* const* table() const { return table_.data(); }
  [[nodiscard]] std::int32_t bias() const { return bias_; }
  [[nodiscard]] bool is_signed() const { return format_.is_signed; }
  // Internal values: of what is outside the volume, and of a slice that neither has come nor has a neighbour.
  [[nodiscard]] std::int16_t outside() const { return outside_; }
  [[nodiscard]] std::int16_t blank() const { return blank_value_; }

 private:
  void fill(std::int16_t* out, const base::Frame& frame, const ToCommon& to_common) const;
  void renew_table();

  std::uint32_t full_columns_, full_rows_;
  VoxelFormat format_;
  std::uint32_t coarseness_;
  Lattice lattice_;
  std::int32_t bias_ = 0;
  std::int16_t blank_value_ = 0, outside_ = 0;
  std::size_t slice_samples_;
  std::vector<std::unique_ptr<std::int16_t[]>> slices_;
  std::unique_ptr<std::int16_t[]> blank_;
  std::vector<const std::int16_t*> table_;
  std::vector<SliceState> states_;
  std::uint32_t finals_ = 0, present_ = 0, revision_ = 0;
};

}  // namespace sansfilm::volume
