// A file to be imported, as bytes: small ones are read, large ones mapped, so that memory does not grow with their size.
// @errors kIo, kNotFound
// @owner  owns the bytes
// @thread one thread
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"

namespace sansfilm::ingest {

class InputFile {
 public:
  [[nodiscard]] static base::Result<std::unique_ptr<InputFile>> open(const std::string& path);
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;
  ~InputFile();

  [[nodiscard]] base::Bytes bytes() const;
  // False: somebody has written to the file since it was opened.
  [[nodiscard]] bool is_unchanged() const;

 private:
  InputFile() = default;
  int fd_ = -1;
  std::int64_t size_ = 0, modified_ns_ = 0;
  void* mapped_ = nullptr;
  std::vector<std::uint8_t> read_;
};

}  // namespace sansfilm::ingest
