// What has no picture, turned into something that can be read: a small display model in JSON, the same from the server and
// from files that never leave the device.
//
//   {"kind","class","title","facts":[{"key","value"}],           always; "kind" as below, "class" the SOP class by name
//    "complete","verified",                                      report: true or false where it says so
//    "report": item,                                             report, key-objects
//    "references":[{"uid","class","frames":[]}],                 key-objects, presentation: the images it speaks of
//    "waveform":{"groups":[...],"notes":[{"name","value"}]},     waveform
//    "presentation":{"label","changes":[...],"texts":[...]},     presentation
//    "segments":[{"number","label","category","type","colour"}], segmentation
//    "regions":[{"number","name","colour","contours"}],          structure-set
//    "payload":{"type","extension","bytes","inline"},            pdf, cda, model, video
//    "attributes":[attribute], "cut":true}                       whatever has no better form
//
//   item: {"type","relation","code","name","value","uid","class","frames":[],"graphic","points":[],"see","children":[item]}
//   attribute: {"tag","name","vr","value"} or {"tag","name","vr","items":[[attribute]]}
//   waveform group: {"label","originality","frequency","offset_ms","samples","channels":[{"label","units","step","values":[],
//   "skew_ms","low_hz","high_hz"}]}; a value is values[i] * step in units, null where there is none
//
// Members that are empty are left out. Keys and kinds are identifiers, for the page to put into words; everything else is text
// of the object, UTF-8, never markup.
//
// @source PS3.3 2024e A.35 (reports), A.34 (waveforms), A.33 (presentation states), A.45 (documents), A.51, A.19
// @units  as in the object, dates and times as in the file
// @errors kInvalidArgument (nothing of this kind in it), kOverBudget; a faulty part is left out, the attributes are always there
// @owner  values; the text holds patient data and never goes into an Error or a log
// @thread pure
#pragma once

#include <cstdint>
#include <string>

#include "shared/base/budget.hpp"
#include "shared/base/result.hpp"
#include "shared/dicom/reader.hpp"

namespace sansfilm::document {

enum class Kind : std::uint8_t {
  kReport, kKeyObjects, kPdf, kCda, kModel, kWaveform, kPresentation, kSegmentation, kStructureSet, kVideo, kPicture, kOther,
};

[[nodiscard]] std::string_view name_of(Kind kind);   // "report", "key-objects", as in the manifest where it has the kind
[[nodiscard]] Kind kind_of(const dicom::File& file);

[[nodiscard]] base::Result<std::string> write_document(const dicom::File& file, base::Budget& budget);

// {"attributes":[...],"cut":true when there are more than can be read}: every attribute by name, binary values by their size.
[[nodiscard]] base::Result<std::string> write_attributes(const dicom::File& file);

}  // namespace sansfilm::document
