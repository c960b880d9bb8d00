// Sorting of frames into stacks by where they lie, never by instance number alone, and what is odd about them.
//
// Frames of one stack share frame of reference, stack id, orientation (within 1 degree), size and spacing. Slices are sorted along
// the normal so that one scrolls from head to feet (transverse), from anterior to posterior (coronal), from the patient's right
// to left (sagittal), by the dominant axis of the normal. Where every position occurs equally often, the occurrences are time
// points (temporal position, b-value, trigger time, echo...); otherwise they are duplicates.
//
// @source PS3.3 2024e C.7.6.2 (image plane), C.7.6.16.2.2 (frame content: stack id, temporal position), C.8.13.5.9 (b-value)
// @units  mm, degrees
// @errors none: everything odd is a finding with its data; frames without geometry form a stack of their own, by number
// @owner  values; ids are the caller's
// @thread pure
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/volume/geometry.hpp"

namespace sansfilm::volume {

struct StackInput {
  std::size_t id = 0;                    // the caller's handle (instance and frame)
  std::optional<Plane> plane;
  std::uint32_t rows = 0;
  std::uint32_t columns = 0;
  std::int64_t instance_number = 0;
  std::uint32_t frame = 0;
  std::string frame_of_reference;
  std::string stack_id;                  // (0020,9056)
  // What can tell one time point from another at the same position; absent values stay empty.
  std::optional<double> temporal_position, b_value, trigger_time, cardiac_phase, echo_time, acquisition_number, acquisition_time;
};

enum class TimeKey : std::uint8_t { kNone, kTemporalPosition, kBValue, kTriggerTime, kCardiacPhase, kEchoTime, kAcquisitionNumber, kAcquisitionTime, kOrder };

enum class StackFindingKind : std::uint8_t {
  kNoGeometry,         // sorted by instance number: position or orientation lacks
  kMixedOrientations,  // the series has several stacks; `count` of them
  kGap,                // `count` slices lack after the slice at index `slice`; `value` is the distance in mm
  kIrregularSpacing,   // the largest deviation from the median spacing is `value` mm
  kDuplicatePosition,  // `count` frames at the position of slice index `slice`
  kIncompleteTime,     // some time points lack slices: `count` positions occur less often than the others
  kGantryTilt,         // slices are sheared: `value` degrees between their row of positions and the normal
  kShiftedSlices,      // positions wander in plane without a constant shear; `value` mm at most
  kSingleSlice,        // nothing to scroll, no volume
};

struct StackFinding {
  StackFindingKind kind;
  std::size_t slice = 0;
  std::size_t count = 0;
  double value = 0;
};

struct Slice {
  double position_mm = 0;            // along the normal
  std::vector<std::size_t> ids;      // one a time point; in duplicates, all of them
};

struct Stack {
  Vector3 normal{};                  // zero for a stack without geometry
  std::vector<Slice> slices;         // in scrolling order
  std::size_t time_points = 1;
  TimeKey time_key = TimeKey::kNone;
  std::vector<double> times;         // the key's values, one a time point, if they are the same at all positions
  double spacing_mm = 0;             // median distance between slices along the normal; 0 for one slice
  Vector3 shear{};                   // in-plane shift from one slice to the next in mm (gantry tilt); zero if none
  double tilt_degrees = 0;
  bool is_volume = false;            // regular, complete, without gaps or duplicates: may be resliced (with its shear)
  std::vector<StackFinding> findings;

  [[nodiscard]] std::size_t frames() const { return slices.size() * time_points; }
};

struct StackAnalysis {
  std::vector<Stack> stacks;         // largest first
  std::vector<StackFinding> findings;
};

[[nodiscard]] StackAnalysis analyse_stacks(const std::vector<StackInput>& inputs);

// For the screen, French first: "3 coupes manquent (15,0 mm)".
[[nodiscard]] std::string text_fr(const StackFinding& finding);
[[nodiscard]] std::string text_en(const StackFinding& finding);

}  // namespace sansfilm::volume
