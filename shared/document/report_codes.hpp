// The coded concepts of a measurement report.
// @source PS3.16 2024e annex D (DCM), TID 1500 and the context groups that it names; UCUM for units. Codes and meanings as pydicom 2.3's tables have them
#pragma once

#include <string_view>

namespace sansfilm::document::codes {

struct Concept {
  std::string_view value, scheme, meaning;
};

// clang-format off
inline constexpr Concept kReport{"126000", "DCM", "Imaging Measurement Report"};
inline constexpr Concept kLanguage{"121049", "DCM", "Language of Content Item and Descendants"};
inline constexpr Concept kEnglish{"en", "RFC5646", "English"};
inline constexpr Concept kObserverType{"121005", "DCM", "Observer Type"};
inline constexpr Concept kPerson{"121006", "DCM", "Person"};
inline constexpr Concept kObserverName{"121008", "DCM", "Person Observer Name"};
inline constexpr Concept kProcedure{"121058", "DCM", "Procedure reported"};
inline constexpr Concept kImagingProcedure{"363679005", "SCT", "Imaging procedure"};
inline constexpr Concept kImageLibrary{"111028", "DCM", "Image Library"};
inline constexpr Concept kImageLibraryGroup{"126200", "DCM", "Image Library Group"};
inline constexpr Concept kMeasurements{"126010", "DCM", "Imaging Measurements"};
inline constexpr Concept kGroup{"125007", "DCM", "Measurement Group"};
inline constexpr Concept kTrackingIdentifier{"112039", "DCM", "Tracking Identifier"};
inline constexpr Concept kTrackingUid{"112040", "DCM", "Tracking Unique Identifier"};
inline constexpr Concept kRegion{"111030", "DCM", "Image Region"};
inline constexpr Concept kPath{"121055", "DCM", "Path"};
inline constexpr Concept kDerivation{"121401", "DCM", "Derivation"};
inline constexpr Concept kComment{"121106", "DCM", "Comment"};

inline constexpr Concept kLength{"410668003", "SCT", "Length"};
inline constexpr Concept kLongAxis{"103339001", "SCT", "Long axis"};
inline constexpr Concept kShortAxis{"103340004", "SCT", "Short axis"};
inline constexpr Concept kAngle{"1483009", "SCT", "Angle"};
inline constexpr Concept kCobb{"285285000", "SCT", "Cobb angle"};
inline constexpr Concept kArea{"42798000", "SCT", "Area"};
inline constexpr Concept kAttenuation{"112031", "DCM", "Attenuation Coefficient"};
inline constexpr Concept kSuv{"126401", "DCM", "SUVbw"};
inline constexpr Concept kMean{"373098007", "SCT", "Mean"};
inline constexpr Concept kDeviation{"386136009", "SCT", "Standard Deviation"};
inline constexpr Concept kLeast{"255605001", "SCT", "Minimum"};
inline constexpr Concept kMost{"56851009", "SCT", "Maximum"};
// No code of SNOMED or DICOM names it.
inline constexpr Concept kCardiothoracic{"cardiothoracic-ratio", "99SANSFILM", "Cardiothoracic ratio"};
inline constexpr Concept kHeart{"heart-width", "99SANSFILM", "Width of the heart"};
inline constexpr Concept kThorax{"thorax-width", "99SANSFILM", "Width of the thorax"};
inline constexpr Concept kPixelValue{"pixel-value", "99SANSFILM", "Pixel value"};
inline constexpr Concept kPixelCount{"pixel-count", "99SANSFILM", "Number of pixels"};

inline constexpr Concept kMillimetre{"mm", "UCUM", "millimeter"};
inline constexpr Concept kSquareMillimetre{"mm2", "UCUM", "square millimeter"};
inline constexpr Concept kDegree{"deg", "UCUM", "degree"};
inline constexpr Concept kPixels{"{pixels}", "UCUM", "pixels"};
inline constexpr Concept kSquarePixels{"{pixels2}", "UCUM", "square pixels"};
inline constexpr Concept kNoUnit{"1", "UCUM", "no units"};
inline constexpr Concept kHounsfield{"[hnsf'U]", "UCUM", "Hounsfield unit"};
inline constexpr Concept kSuvUnit{"{SUVbw}g/ml", "UCUM", "Standardized Uptake Value body weight"};
// clang-format on

}  // namespace sansfilm::document::codes
