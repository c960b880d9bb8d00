// The three planes of a multiplanar reconstruction: one point that they share, and how each lies in the patient.
//
// They stay at right angles to each other. A plane that is turned turns about the normal of the one in which its line was taken;
// that one keeps its place on the screen.
//
// @source PS3.3 2024e C.7.6.1.1.1 for the directions of the patient
// @units  mm in the patient: +x left, +y posterior, +z head; radians
// @owner  value
// @thread one caller
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "shared/volume/lattice.hpp"

namespace sansfilm::view {

enum class MprPlane : std::uint8_t { kAxial, kCoronal, kSagittal };
inline constexpr std::array kMprPlanes = {MprPlane::kAxial, MprPlane::kCoronal, MprPlane::kSagittal};

struct PlaneAxes {
  volume::Vector3 right{1, 0, 0}, down{0, 1, 0};   // on the screen, unit
  [[nodiscard]] volume::Vector3 normal() const { return volume::cross(right, down); }
};

class MprAxes {
 public:
  MprAxes() { reset({}); }

  void reset(const volume::Vector3& centre);     // the patient's axes
  void move_to(const volume::Vector3& centre) { centre_ = centre; }
  void turn(MprPlane about, double radians);     // the other two, about its normal

  [[nodiscard]] const volume::Vector3& centre() const { return centre_; }
  [[nodiscard]] const PlaneAxes& axes(MprPlane plane) const { return axes_[static_cast<std::size_t>(plane)]; }
  // Where `other` cuts `plane`: a direction through the centre.
  [[nodiscard]] volume::Vector3 line(MprPlane plane, MprPlane other) const;
  [[nodiscard]] bool oblique(MprPlane plane) const;   // leans by more than a tenth of a degree
  [[nodiscard]] bool oblique() const;
  // The centre along the normal, counted as the patient's coordinate nearest to it.
  [[nodiscard]] double position_mm(MprPlane plane) const;

 private:
  volume::Vector3 centre_{};
  std::array<PlaneAxes, 3> axes_;
};

}  // namespace sansfilm::view
