// Reads a DICOM file (Part 10) or a bare dataset. Every length is checked against the bytes that remain and the budget.
//
// What can still be read of a damaged file is returned with findings; an Error means that not even a dataset is there.
//
// @source PS3.10 2024e 7; PS3.5 2024e 7, Annex A
// @errors kEmpty, kNotDicom, kTruncated, kMalformed, kUnsupported, kOverBudget; offset and tag are set
// @owner  File borrows from `bytes` (and owns the inflated dataset of the deflated syntax)
// @thread pure
#pragma once

#include <cstdint>
#include <vector>

#include "shared/base/budget.hpp"
#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "shared/dicom/dataset.hpp"
#include "shared/dicom/transfer_syntax.hpp"

namespace sansfilm::dicom {

struct ReadOptions {
  std::uint32_t max_depth = 64;         // nesting of sequences
  bool stop_before_pixel_data = false;  // for the index: pixel data are located, not walked
};

struct File {
  std::vector<std::uint8_t> inflated;     // only for the deflated syntax
  Dataset meta;                           // group 0002
  Dataset dataset;
  const TransferSyntax* transfer_syntax = nullptr;  // never null in a returned File
  std::vector<base::Error> findings;      // what is wrong though readable, in file order; [] for a clean file
  bool complete = true;                   // false: the file ended early; what came before is here
};

[[nodiscard]] base::Result<File> read_file(base::Bytes bytes, const ReadOptions& options, base::Budget& budget);

// A dataset without preamble and meta information, in a known transfer syntax (as in a DIMSE message).
[[nodiscard]] base::Result<File> read_dataset(base::Bytes bytes, const TransferSyntax& syntax,
                                              const ReadOptions& options, base::Budget& budget);

}  // namespace sansfilm::dicom
