// Where the real files are, and the tables that say what is in them.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "shared/base/budget.hpp"
#include "shared/codec/decode.hpp"
#include "shared/dicom/frames.hpp"
#include "shared/dicom/reader.hpp"

namespace codec_test {

inline std::string data_folder() {
  const char* named = std::getenv("SANSFILM_TEST_DATA");
  return named != nullptr ? named : "../shared/data/public";
}

inline std::optional<std::vector<std::uint8_t>> read_bytes(const std::string& relative) {
  std::ifstream in(data_folder() + "/" + relative, std::ios::binary);
  if (!in) return std::nullopt;
  return std::vector<std::uint8_t>{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// Rows of a tab-separated table without its heading; empty if the data folder is absent.
inline std::vector<std::vector<std::string>> read_table(const std::string& name) {
  std::vector<std::vector<std::string>> rows;
  std::ifstream in(data_folder() + "/" + name);
  std::string line;
  bool heading = true;
  while (std::getline(in, line)) {
    if (heading) {
      heading = false;
      continue;
    }
    std::vector<std::string> row;
    std::istringstream cells(line);
    for (std::string cell; std::getline(cells, cell, '\t');) row.push_back(cell);
    rows.push_back(std::move(row));
  }
  return rows;
}

// A DICOM file and its bytes, which it borrows.
struct OpenFile {
  std::vector<std::uint8_t> bytes;
  sansfilm::dicom::File file;
};

inline std::optional<OpenFile> open_file(const std::string& relative) {
  auto bytes = read_bytes(relative);
  if (!bytes) return std::nullopt;
  OpenFile opened{std::move(*bytes), {}};
  sansfilm::base::Budget budget;
  auto file = sansfilm::dicom::read_file(opened.bytes, {}, budget);
  if (!file.ok()) return std::nullopt;
  opened.file = std::move(file).value();
  return opened;
}

}  // namespace codec_test
