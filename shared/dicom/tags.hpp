// The tags that this software names, by the keywords of the data dictionary.
// @source PS3.6 2024e 6, 7
#pragma once

#include "shared/dicom/tag.hpp"

namespace sansfilm::dicom::tags {

// clang-format off
inline constexpr Tag kFileMetaInformationGroupLength{0x0002, 0x0000};
inline constexpr Tag kFileMetaInformationVersion{0x0002, 0x0001};
inline constexpr Tag kMediaStorageSopClassUid{0x0002, 0x0002};
inline constexpr Tag kMediaStorageSopInstanceUid{0x0002, 0x0003};
inline constexpr Tag kTransferSyntaxUid{0x0002, 0x0010};
inline constexpr Tag kImplementationClassUid{0x0002, 0x0012};
inline constexpr Tag kImplementationVersionName{0x0002, 0x0013};
inline constexpr Tag kSourceApplicationEntityTitle{0x0002, 0x0016};

inline constexpr Tag kDirectoryRecordSequence{0x0004, 0x1220};
inline constexpr Tag kDirectoryRecordType{0x0004, 0x1430};
inline constexpr Tag kReferencedFileId{0x0004, 0x1500};

inline constexpr Tag kSpecificCharacterSet{0x0008, 0x0005};
inline constexpr Tag kImageType{0x0008, 0x0008};
inline constexpr Tag kInstanceCreationDate{0x0008, 0x0012};
inline constexpr Tag kInstanceCreationTime{0x0008, 0x0013};
inline constexpr Tag kSopClassUid{0x0008, 0x0016};
inline constexpr Tag kSopInstanceUid{0x0008, 0x0018};
inline constexpr Tag kStudyDate{0x0008, 0x0020};
inline constexpr Tag kSeriesDate{0x0008, 0x0021};
inline constexpr Tag kAcquisitionDate{0x0008, 0x0022};
inline constexpr Tag kContentDate{0x0008, 0x0023};
inline constexpr Tag kAcquisitionDateTime{0x0008, 0x002A};
inline constexpr Tag kStudyTime{0x0008, 0x0030};
inline constexpr Tag kSeriesTime{0x0008, 0x0031};
inline constexpr Tag kAcquisitionTime{0x0008, 0x0032};
inline constexpr Tag kContentTime{0x0008, 0x0033};
inline constexpr Tag kAccessionNumber{0x0008, 0x0050};
inline constexpr Tag kQueryRetrieveLevel{0x0008, 0x0052};
inline constexpr Tag kRetrieveAeTitle{0x0008, 0x0054};
inline constexpr Tag kInstanceAvailability{0x0008, 0x0056};
inline constexpr Tag kFailedSopInstanceUidList{0x0008, 0x0058};
inline constexpr Tag kModality{0x0008, 0x0060};
inline constexpr Tag kModalitiesInStudy{0x0008, 0x0061};
inline constexpr Tag kSopClassesInStudy{0x0008, 0x0062};
inline constexpr Tag kConversionType{0x0008, 0x0064};
inline constexpr Tag kPresentationIntentType{0x0008, 0x0068};
inline constexpr Tag kManufacturer{0x0008, 0x0070};
inline constexpr Tag kInstitutionName{0x0008, 0x0080};
inline constexpr Tag kInstitutionAddress{0x0008, 0x0081};
inline constexpr Tag kReferringPhysicianName{0x0008, 0x0090};
inline constexpr Tag kCodeValue{0x0008, 0x0100};
inline constexpr Tag kCodingSchemeDesignator{0x0008, 0x0102};
inline constexpr Tag kCodeMeaning{0x0008, 0x0104};
inline constexpr Tag kTimezoneOffsetFromUtc{0x0008, 0x0201};
inline constexpr Tag kStationName{0x0008, 0x1010};
inline constexpr Tag kStudyDescription{0x0008, 0x1030};
inline constexpr Tag kSeriesDescription{0x0008, 0x103E};
inline constexpr Tag kInstitutionalDepartmentName{0x0008, 0x1040};
inline constexpr Tag kPerformingPhysicianName{0x0008, 0x1050};
inline constexpr Tag kOperatorsName{0x0008, 0x1070};
inline constexpr Tag kManufacturerModelName{0x0008, 0x1090};
inline constexpr Tag kReferencedStudySequence{0x0008, 0x1110};
inline constexpr Tag kReferencedSeriesSequence{0x0008, 0x1115};
inline constexpr Tag kReferencedImageSequence{0x0008, 0x1140};
inline constexpr Tag kReferencedSopClassUid{0x0008, 0x1150};
inline constexpr Tag kReferencedSopInstanceUid{0x0008, 0x1155};
inline constexpr Tag kReferencedFrameNumber{0x0008, 0x1160};
inline constexpr Tag kRetrieveUrl{0x0008, 0x1190};
inline constexpr Tag kFailedSopSequence{0x0008, 0x1198};
inline constexpr Tag kReferencedSopSequence{0x0008, 0x1199};
inline constexpr Tag kFailureReason{0x0008, 0x1197};
inline constexpr Tag kWarningReason{0x0008, 0x1196};
inline constexpr Tag kSourceImageSequence{0x0008, 0x2112};
inline constexpr Tag kDerivationDescription{0x0008, 0x2111};
inline constexpr Tag kAnatomicRegionSequence{0x0008, 0x2218};
inline constexpr Tag kPrivateDataElementCharacteristicsSequence{0x0008, 0x0300};

inline constexpr Tag kPatientName{0x0010, 0x0010};
inline constexpr Tag kPatientId{0x0010, 0x0020};
inline constexpr Tag kIssuerOfPatientId{0x0010, 0x0021};
inline constexpr Tag kIssuerOfPatientIdQualifiersSequence{0x0010, 0x0024};
inline constexpr Tag kUniversalEntityId{0x0040, 0x0032};
inline constexpr Tag kUniversalEntityIdType{0x0040, 0x0033};
inline constexpr Tag kPatientBirthDate{0x0010, 0x0030};
inline constexpr Tag kPatientSex{0x0010, 0x0040};
inline constexpr Tag kOtherPatientIdsSequence{0x0010, 0x1002};
inline constexpr Tag kPatientAge{0x0010, 0x1010};
inline constexpr Tag kPatientSize{0x0010, 0x1020};
inline constexpr Tag kPatientWeight{0x0010, 0x1030};
inline constexpr Tag kPatientComments{0x0010, 0x4000};
inline constexpr Tag kPatientIdentityRemoved{0x0012, 0x0062};

inline constexpr Tag kBodyPartExamined{0x0018, 0x0015};
inline constexpr Tag kSliceThickness{0x0018, 0x0050};
inline constexpr Tag kKvp{0x0018, 0x0060};
inline constexpr Tag kSpacingBetweenSlices{0x0018, 0x0088};
inline constexpr Tag kProtocolName{0x0018, 0x1030};
inline constexpr Tag kFrameTime{0x0018, 0x1063};
inline constexpr Tag kFrameTimeVector{0x0018, 0x1065};
inline constexpr Tag kRecommendedDisplayFrameRate{0x0008, 0x2144};
inline constexpr Tag kCineRate{0x0018, 0x0040};
inline constexpr Tag kEstimatedRadiographicMagnificationFactor{0x0018, 0x1114};
inline constexpr Tag kGantryDetectorTilt{0x0018, 0x1120};
inline constexpr Tag kImagerPixelSpacing{0x0018, 0x1164};
inline constexpr Tag kNominalScannedPixelSpacing{0x0018, 0x2010};
inline constexpr Tag kPatientPosition{0x0018, 0x5100};
inline constexpr Tag kViewPosition{0x0018, 0x5101};
inline constexpr Tag kViewCodeSequence{0x0054, 0x0220};
inline constexpr Tag kSequenceOfUltrasoundRegions{0x0018, 0x6011};

inline constexpr Tag kStudyInstanceUid{0x0020, 0x000D};
inline constexpr Tag kSeriesInstanceUid{0x0020, 0x000E};
inline constexpr Tag kStudyId{0x0020, 0x0010};
inline constexpr Tag kSeriesNumber{0x0020, 0x0011};
inline constexpr Tag kAcquisitionNumber{0x0020, 0x0012};
inline constexpr Tag kInstanceNumber{0x0020, 0x0013};
inline constexpr Tag kPatientOrientation{0x0020, 0x0020};
inline constexpr Tag kImagePositionPatient{0x0020, 0x0032};
inline constexpr Tag kImageOrientationPatient{0x0020, 0x0037};
inline constexpr Tag kFrameOfReferenceUid{0x0020, 0x0052};
inline constexpr Tag kLaterality{0x0020, 0x0060};
inline constexpr Tag kImageLaterality{0x0020, 0x0062};
inline constexpr Tag kSliceLocation{0x0020, 0x1041};
inline constexpr Tag kNumberOfStudyRelatedSeries{0x0020, 0x1206};
inline constexpr Tag kNumberOfStudyRelatedInstances{0x0020, 0x1208};
inline constexpr Tag kNumberOfSeriesRelatedInstances{0x0020, 0x1209};
inline constexpr Tag kImageComments{0x0020, 0x4000};
inline constexpr Tag kConcatenationUid{0x0020, 0x9161};

inline constexpr Tag kSamplesPerPixel{0x0028, 0x0002};
inline constexpr Tag kPhotometricInterpretation{0x0028, 0x0004};
inline constexpr Tag kPlanarConfiguration{0x0028, 0x0006};
inline constexpr Tag kNumberOfFrames{0x0028, 0x0008};
inline constexpr Tag kFrameIncrementPointer{0x0028, 0x0009};
inline constexpr Tag kRows{0x0028, 0x0010};
inline constexpr Tag kColumns{0x0028, 0x0011};
inline constexpr Tag kPixelSpacing{0x0028, 0x0030};
inline constexpr Tag kPixelAspectRatio{0x0028, 0x0034};
inline constexpr Tag kBitsAllocated{0x0028, 0x0100};
inline constexpr Tag kBitsStored{0x0028, 0x0101};
inline constexpr Tag kHighBit{0x0028, 0x0102};
inline constexpr Tag kPixelRepresentation{0x0028, 0x0103};
inline constexpr Tag kSmallestImagePixelValue{0x0028, 0x0106};
inline constexpr Tag kLargestImagePixelValue{0x0028, 0x0107};
inline constexpr Tag kPixelPaddingValue{0x0028, 0x0120};
inline constexpr Tag kPixelPaddingRangeLimit{0x0028, 0x0121};
inline constexpr Tag kBurnedInAnnotation{0x0028, 0x0301};
inline constexpr Tag kPixelSpacingCalibrationType{0x0028, 0x0A02};
inline constexpr Tag kPixelSpacingCalibrationDescription{0x0028, 0x0A04};
inline constexpr Tag kWindowCenter{0x0028, 0x1050};
inline constexpr Tag kWindowWidth{0x0028, 0x1051};
inline constexpr Tag kRescaleIntercept{0x0028, 0x1052};
inline constexpr Tag kRescaleSlope{0x0028, 0x1053};
inline constexpr Tag kRescaleType{0x0028, 0x1054};
inline constexpr Tag kWindowCenterWidthExplanation{0x0028, 0x1055};
inline constexpr Tag kVoiLutFunction{0x0028, 0x1056};
inline constexpr Tag kRedPaletteDescriptor{0x0028, 0x1101};
inline constexpr Tag kGreenPaletteDescriptor{0x0028, 0x1102};
inline constexpr Tag kBluePaletteDescriptor{0x0028, 0x1103};
inline constexpr Tag kAlphaPaletteDescriptor{0x0028, 0x1104};
inline constexpr Tag kRedPaletteData{0x0028, 0x1201};
inline constexpr Tag kGreenPaletteData{0x0028, 0x1202};
inline constexpr Tag kBluePaletteData{0x0028, 0x1203};
inline constexpr Tag kAlphaPaletteData{0x0028, 0x1204};
inline constexpr Tag kSegmentedRedPaletteData{0x0028, 0x1221};
inline constexpr Tag kSegmentedGreenPaletteData{0x0028, 0x1222};
inline constexpr Tag kSegmentedBluePaletteData{0x0028, 0x1223};
inline constexpr Tag kIccProfile{0x0028, 0x2000};
inline constexpr Tag kLossyImageCompression{0x0028, 0x2110};
inline constexpr Tag kLossyImageCompressionRatio{0x0028, 0x2112};
inline constexpr Tag kLossyImageCompressionMethod{0x0028, 0x2114};
inline constexpr Tag kModalityLutSequence{0x0028, 0x3000};
inline constexpr Tag kLutDescriptor{0x0028, 0x3002};
inline constexpr Tag kLutExplanation{0x0028, 0x3003};
inline constexpr Tag kModalityLutType{0x0028, 0x3004};
inline constexpr Tag kLutData{0x0028, 0x3006};
inline constexpr Tag kVoiLutSequence{0x0028, 0x3010};
inline constexpr Tag kPresentationLutSequence{0x2050, 0x0010};
inline constexpr Tag kPresentationLutShape{0x2050, 0x0020};

inline constexpr Tag kRequestedProcedureDescription{0x0032, 0x1060};
inline constexpr Tag kContentSequence{0x0040, 0xA730};
inline constexpr Tag kConceptNameCodeSequence{0x0040, 0xA043};
inline constexpr Tag kDocumentTitle{0x0042, 0x0010};
inline constexpr Tag kEncapsulatedDocument{0x0042, 0x0011};
inline constexpr Tag kMimeTypeOfEncapsulatedDocument{0x0042, 0x0012};
inline constexpr Tag kEncapsulatedDocumentLength{0x0042, 0x0015};
inline constexpr Tag kIconImageSequence{0x0088, 0x0200};
inline constexpr Tag kSharedFunctionalGroupsSequence{0x5200, 0x9229};
inline constexpr Tag kPerFrameFunctionalGroupsSequence{0x5200, 0x9230};

inline constexpr Tag kExtendedOffsetTable{0x7FE0, 0x0001};
inline constexpr Tag kExtendedOffsetTableLengths{0x7FE0, 0x0002};
inline constexpr Tag kFloatPixelData{0x7FE0, 0x0008};
inline constexpr Tag kDoubleFloatPixelData{0x7FE0, 0x0009};
inline constexpr Tag kPixelData{0x7FE0, 0x0010};
inline constexpr Tag kDataSetTrailingPadding{0xFFFC, 0xFFFC};

inline constexpr Tag kItem{0xFFFE, 0xE000};
inline constexpr Tag kItemDelimitation{0xFFFE, 0xE00D};
inline constexpr Tag kSequenceDelimitation{0xFFFE, 0xE0DD};
// clang-format on

}  // namespace sansfilm::dicom::tags
