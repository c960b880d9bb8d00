// The attributes that the display of images reads, by their keyword in PS3.6.
// @source PS3.6 2024e 6
#pragma once

#include "shared/dicom/tag.hpp"

namespace sansfilm::pixel::tag {

using dicom::Tag;

// clang-format off
// Image pixel
inline constexpr Tag kSamplesPerPixel{0x0028, 0x0002};
inline constexpr Tag kPhotometricInterpretation{0x0028, 0x0004};
inline constexpr Tag kNumberOfFrames{0x0028, 0x0008};
inline constexpr Tag kRows{0x0028, 0x0010};
inline constexpr Tag kColumns{0x0028, 0x0011};
inline constexpr Tag kPixelAspectRatio{0x0028, 0x0034};
inline constexpr Tag kBitsAllocated{0x0028, 0x0100};
inline constexpr Tag kBitsStored{0x0028, 0x0101};
inline constexpr Tag kHighBit{0x0028, 0x0102};
inline constexpr Tag kPixelRepresentation{0x0028, 0x0103};
inline constexpr Tag kPixelPaddingValue{0x0028, 0x0120};
inline constexpr Tag kPixelPaddingRangeLimit{0x0028, 0x0121};
inline constexpr Tag kFloatPixelPaddingValue{0x0028, 0x0122};
inline constexpr Tag kDoubleFloatPixelPaddingValue{0x0028, 0x0123};
inline constexpr Tag kFloatPixelPaddingRangeLimit{0x0028, 0x0124};
inline constexpr Tag kDoubleFloatPixelPaddingRangeLimit{0x0028, 0x0125};
inline constexpr Tag kPixelData{0x7FE0, 0x0010};
inline constexpr Tag kFloatPixelData{0x7FE0, 0x0008};
inline constexpr Tag kDoubleFloatPixelData{0x7FE0, 0x0009};

// Identity of the object
inline constexpr Tag kSopClassUid{0x0008, 0x0016};
inline constexpr Tag kSopInstanceUid{0x0008, 0x0018};
inline constexpr Tag kSeriesInstanceUid{0x0020, 0x000E};
inline constexpr Tag kModality{0x0008, 0x0060};
inline constexpr Tag kInstanceNumber{0x0020, 0x0013};
inline constexpr Tag kFrameOfReferenceUid{0x0020, 0x0052};
inline constexpr Tag kReferencedSopClassUid{0x0008, 0x1150};
inline constexpr Tag kReferencedSopInstanceUid{0x0008, 0x1155};
inline constexpr Tag kReferencedFrameNumber{0x0008, 0x1160};
inline constexpr Tag kReferencedSeriesSequence{0x0008, 0x1115};
inline constexpr Tag kReferencedImageSequence{0x0008, 0x1140};
inline constexpr Tag kSourceImageSequence{0x0008, 0x2112};
inline constexpr Tag kDerivationImageSequence{0x0008, 0x9124};

// Code sequences
inline constexpr Tag kCodeValue{0x0008, 0x0100};
inline constexpr Tag kCodingSchemeDesignator{0x0008, 0x0102};
inline constexpr Tag kCodeMeaning{0x0008, 0x0104};

// Functional groups
inline constexpr Tag kSharedFunctionalGroups{0x5200, 0x9229};
inline constexpr Tag kPerFrameFunctionalGroups{0x5200, 0x9230};
inline constexpr Tag kPixelValueTransformation{0x0028, 0x9145};
inline constexpr Tag kFrameVoiLut{0x0028, 0x9132};
inline constexpr Tag kPixelMeasures{0x0028, 0x9110};
inline constexpr Tag kPlanePosition{0x0020, 0x9113};
inline constexpr Tag kPlaneOrientation{0x0020, 0x9116};
inline constexpr Tag kFrameContent{0x0020, 0x9111};
inline constexpr Tag kFrameDisplayShutter{0x0018, 0x9472};
inline constexpr Tag kPlanePositionSlide{0x0048, 0x021A};
inline constexpr Tag kSegmentIdentification{0x0062, 0x000A};

// Modality transform
inline constexpr Tag kModalityLutSequence{0x0028, 0x3000};
inline constexpr Tag kLutDescriptor{0x0028, 0x3002};
inline constexpr Tag kLutExplanation{0x0028, 0x3003};
inline constexpr Tag kModalityLutType{0x0028, 0x3004};
inline constexpr Tag kLutData{0x0028, 0x3006};
inline constexpr Tag kRescaleIntercept{0x0028, 0x1052};
inline constexpr Tag kRescaleSlope{0x0028, 0x1053};
inline constexpr Tag kRescaleType{0x0028, 0x1054};
inline constexpr Tag kPixelIntensityRelationship{0x0028, 0x1040};
inline constexpr Tag kDoseUnits{0x3004, 0x0002};
inline constexpr Tag kDoseGridScaling{0x3004, 0x000E};
inline constexpr Tag kUnits{0x0054, 0x1001};

// VOI
inline constexpr Tag kWindowCenter{0x0028, 0x1050};
inline constexpr Tag kWindowWidth{0x0028, 0x1051};
inline constexpr Tag kWindowExplanation{0x0028, 0x1055};
inline constexpr Tag kVoiLutFunction{0x0028, 0x1056};
inline constexpr Tag kVoiLutSequence{0x0028, 0x3010};

// Presentation LUT
inline constexpr Tag kPresentationLutShape{0x2050, 0x0020};
inline constexpr Tag kPresentationLutSequence{0x2050, 0x0010};
inline constexpr Tag kPixelPresentation{0x0008, 0x9205};

// Palettes: red; green is +1, blue +2, alpha +3
inline constexpr Tag kRedDescriptor{0x0028, 0x1101};
inline constexpr Tag kRedData{0x0028, 0x1201};
inline constexpr Tag kSegmentedRedData{0x0028, 0x1221};

// Real world values
inline constexpr Tag kRealWorldValueMapping{0x0040, 0x9096};
inline constexpr Tag kRealWorldLastMapped{0x0040, 0x9211};
inline constexpr Tag kRealWorldLutData{0x0040, 0x9212};
inline constexpr Tag kRealWorldDoubleLastMapped{0x0040, 0x9213};
inline constexpr Tag kRealWorldDoubleFirstMapped{0x0040, 0x9214};
inline constexpr Tag kRealWorldFirstMapped{0x0040, 0x9216};
inline constexpr Tag kRealWorldIntercept{0x0040, 0x9224};
inline constexpr Tag kRealWorldSlope{0x0040, 0x9225};
inline constexpr Tag kMeasurementUnitsCode{0x0040, 0x08EA};
inline constexpr Tag kLutLabel{0x0040, 0x9210};

// Geometry
inline constexpr Tag kPixelSpacing{0x0028, 0x0030};
inline constexpr Tag kImagerPixelSpacing{0x0018, 0x1164};
inline constexpr Tag kNominalScannedPixelSpacing{0x0018, 0x2010};
inline constexpr Tag kPixelSpacingCalibrationType{0x0028, 0x0A02};
inline constexpr Tag kPixelSpacingCalibrationDescription{0x0028, 0x0A04};
inline constexpr Tag kMagnificationFactor{0x0018, 0x1114};
inline constexpr Tag kDistanceSourceToDetector{0x0018, 0x1110};
inline constexpr Tag kDistanceSourceToPatient{0x0018, 0x1111};
inline constexpr Tag kImagePosition{0x0020, 0x0032};
inline constexpr Tag kImageOrientation{0x0020, 0x0037};
inline constexpr Tag kPatientOrientation{0x0020, 0x0020};
inline constexpr Tag kPatientOrientationMacro{0x0020, 0x9116};
inline constexpr Tag kSliceThickness{0x0018, 0x0050};
inline constexpr Tag kSpacingBetweenSlices{0x0018, 0x0088};
inline constexpr Tag kGantryTilt{0x0018, 0x1120};
inline constexpr Tag kDetectorInformation{0x0054, 0x0022};

// Colour management
inline constexpr Tag kIccProfile{0x0028, 0x2000};
inline constexpr Tag kOpticalPath{0x0048, 0x0105};

// Shutter
inline constexpr Tag kShutterShape{0x0018, 0x1600};
inline constexpr Tag kShutterLeft{0x0018, 0x1602};
inline constexpr Tag kShutterRight{0x0018, 0x1604};
inline constexpr Tag kShutterUpper{0x0018, 0x1606};
inline constexpr Tag kShutterLower{0x0018, 0x1608};
inline constexpr Tag kShutterCentre{0x0018, 0x1610};
inline constexpr Tag kShutterRadius{0x0018, 0x1612};
inline constexpr Tag kShutterVertices{0x0018, 0x1620};
inline constexpr Tag kShutterPresentationValue{0x0018, 0x1622};
inline constexpr Tag kShutterOverlayGroup{0x0018, 0x1623};
inline constexpr Tag kShutterCieLab{0x0018, 0x1624};
// clang-format on

}  // namespace sansfilm::pixel::tag
