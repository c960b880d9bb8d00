// Structured reports (and key object selections) as a tree of readable items.
//
// @source PS3.3 2024e A.35, C.17.3 (document content, relationships), C.18 (values); PS3.16 2024e TID 1500
// @shape  items in the order of the document; depth is bounded by the reader
// @errors kInvalidArgument (no content); an item of an unknown value type is kept with its name and no value
// @owner  values; they hold patient data and never go into an Error or a log
// @thread pure
#pragma once

#include <string>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/dicom/dataset.hpp"

namespace sansfilm::dicom {

struct Code {
  std::string value;
  std::string scheme;
  std::string meaning;
};

struct ReportItem {
  std::string relationship;              // CONTAINS, HAS OBS CONTEXT...; empty for the root
  std::string value_type;                // CONTAINER, TEXT, NUM, CODE...
  Code name;
  std::string value;                     // as a person reads it: "12.5 mm", a code's meaning, a date as 2020-01-31
  std::string sop_class_uid;             // IMAGE, COMPOSITE, WAVEFORM: what it refers to
  std::string sop_instance_uid;
  std::vector<std::int64_t> frames;      // from 1; empty: all
  std::string graphic_type;              // SCOORD, SCOORD3D
  std::vector<double> graphic_points;
  std::string refers_to;                 // by-reference: "1.3.2", the place of the item in the tree
  std::vector<ReportItem> children;
};

struct StructuredReport {
  ReportItem root;
  bool complete = false;                 // Completion Flag
  bool verified = false;                 // Verification Flag
};

[[nodiscard]] base::Result<StructuredReport> read_structured_report(const Dataset& dataset);

// The tree as indented lines, "name: value"; context items (observer, language) included.
[[nodiscard]] std::string report_text(const ReportItem& root);

}  // namespace sansfilm::dicom
