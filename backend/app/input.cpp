#include "backend/app/input.hpp"

namespace sansfilm::app {

base::Result<Input> read_input(const std::string& path) {
  Input input;
  SF_TRY(input.storage, ingest::InputFile::open(path));
  base::Budget budget;
  SF_TRY(input.file, dicom::read_file(input.storage->bytes(), {}, budget));
  return input;
}

}  // namespace sansfilm::app
