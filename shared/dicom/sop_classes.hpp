// The storage SOP classes: what an object is, by its SOP Class UID.
// @source PS3.6 2022b Table A-1; PS3.4 2024e B.5
// @errors none: an unknown UID gives nullptr; such an object is stored and listed all the same
// @thread pure
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace sansfilm::dicom {

// How an object is shown.
enum class ObjectKind : std::uint8_t {
  kImage,
  kReport,             // SR: a tree of content items
  kKeyObjects,         // KO: references to instances
  kPresentationState,
  kSegmentation,
  kContours,           // RT Structure Set
  kWaveform,
  kDocument,           // encapsulated PDF, CDA, STL, OBJ, MTL
  kOther,
};

struct SopClass {
  std::string_view uid;
  std::string_view name;
  ObjectKind kind = ObjectKind::kOther;
  bool retired = false;
};

[[nodiscard]] const SopClass* find_sop_class(std::string_view uid);
[[nodiscard]] std::span<const SopClass> storage_sop_classes();

}  // namespace sansfilm::dicom
