#include "backend/app/input.hpp"

#include <fstream>
#include <iterator>

namespace sansfilm::app {

base::Result<std::string> read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return base::Error{.code = base::ErrorCode::kNotFound, .detail = "the file can't be read", .subject = path};
  return std::string(std::istreambuf_iterator<char>(file), {});
}

base::Result<Input> read_input(const std::string& path) {
  Input input;
  SF_TRY(input.storage, ingest::InputFile::open(path));
  base::Budget budget;
  SF_TRY(input.file, dicom::read_file(input.storage->bytes(), {}, budget));
  return input;
}

}  // namespace sansfilm::app
