// Files given on the command line or by the configuration, read.
#pragma once

#include <memory>
#include <string>

#include "backend/ingest/input_file.hpp"
#include "shared/base/result.hpp"
#include "shared/dicom/reader.hpp"

namespace sansfilm::app {

struct Input {
  std::unique_ptr<ingest::InputFile> storage;   // the dataset borrows from it
  dicom::File file;
};

[[nodiscard]] base::Result<Input> read_input(const std::string& path);   // DICOM
[[nodiscard]] base::Result<std::string> read_text(const std::string& path);

}  // namespace sansfilm::app
