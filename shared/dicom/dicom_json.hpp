// The DICOM JSON model: datasets as JSON, all text in UTF-8.
//
// DS and IS are numbers where they are numbers, else strings; empty values among others are null; group lengths are
// left out; (0008,0005), if it is there, says ISO_IR 192. A real that is not finite is null.
//
// @source PS3.18 2024e Annex F
// @errors of json::Writer::finish
// @thread pure
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "shared/dicom/dataset.hpp"
#include "shared/json/json.hpp"

namespace sansfilm::dicom {

struct JsonOptions {
  enum class Bulk : std::uint8_t {
    kInline,  // InlineBinary for all binary values; encapsulated pixel data, which have no such form, only their VR
    kUri,     // BulkDataURI for binary values longer than inline_limit
    kOmit,    // only the VR for binary values longer than inline_limit
  };
  Bulk bulk = Bulk::kOmit;
  std::size_t inline_limit = 1024;  // bytes; PS3.18 leaves it to the server
  std::string_view bulk_uri_base;   // kUri: the URI of an element is this, "/" and its tag, with items as "/<index>"
};

// One dataset as one JSON object, where the writer stands.
void write_json(const Dataset& dataset, const JsonOptions& options, json::Writer& out);

[[nodiscard]] base::Result<std::string> to_json(const Dataset& dataset, const JsonOptions& options, bool pretty = false);

// For answers that are made from a catalog and not from a dataset: one attribute each, within an open object.
// Text is UTF-8 with backslashes between values; an empty text is an attribute without value.
void write_json_text(Tag tag, Vr vr, std::string_view utf8, json::Writer& out);
void write_json_integers(Tag tag, Vr vr, std::initializer_list<std::int64_t> values, json::Writer& out);

}  // namespace sansfilm::dicom
