// The public test files, which live outside the repository: $SANSFILM_TEST_DATA, else beside the checkout.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace sansfilm::test {

inline std::filesystem::path data_folder() {
  const char* stated = std::getenv("SANSFILM_TEST_DATA");
  return stated != nullptr ? std::filesystem::path(stated) : std::filesystem::path("../shared/data/public");
}

inline std::vector<std::uint8_t> read_bytes(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// path -> values of TRUTH.tsv for one kind of fact.
inline std::map<std::string, std::string> truths(const std::string& what) {
  std::map<std::string, std::string> out;
  std::ifstream in(data_folder() / "TRUTH.tsv");
  for (std::string line; std::getline(in, line);) {
    std::istringstream columns(line);
    std::string path, kind, value;
    std::getline(columns, path, '\t');
    std::getline(columns, kind, '\t');
    std::getline(columns, value, '\t');
    if (kind == what) out[path] = value;
  }
  return out;
}

}  // namespace sansfilm::test
