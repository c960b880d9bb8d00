#include "wasm/local/directory.hpp"

#include "shared/dicom/tags.hpp"

namespace sansfilm::local {

namespace {

namespace tags = dicom::tags;

constexpr std::string_view kMediaStorageDirectory = "1.2.840.10008.1.3.10";
constexpr dicom::Tag kReferencedSopInstanceUidInFile{0x0004, 0x1511};

}  // namespace

bool is_directory(const dicom::File& file) {
  return file.meta.raw_text(tags::kMediaStorageSopClassUid).value_or("") == kMediaStorageDirectory ||
         file.dataset.find(tags::kDirectoryRecordSequence) != nullptr;
}

std::string normal_path(std::string_view path) {
  std::string normal;
  for (const char c : path) normal += c == '\\' ? '/' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (const std::size_t version = normal.rfind(';'); version != std::string::npos && normal.find('/', version) == std::string::npos) {
    normal.resize(version);
  }
  if (normal.ends_with('.')) normal.pop_back();
  return normal;
}

std::vector<DirectoryEntry> read_directory(const dicom::File& file, std::string_view path) {
  const std::size_t name = path.find_last_of("/\\");
  const std::string folder(name == std::string_view::npos ? std::string_view{} : path.substr(0, name + 1));
  std::vector<DirectoryEntry> entries;
  for (const dicom::Dataset& record : file.dataset.items(tags::kDirectoryRecordSequence)) {
    std::string reference = folder;
    const std::size_t parts = record.multiplicity(tags::kReferencedFileId);
    if (!record.has_value(tags::kReferencedFileId)) continue;
    for (std::size_t i = 0; i < parts; ++i) {
      if (i > 0) reference += '/';
      reference += record.raw_text(tags::kReferencedFileId, i).value_or("");
    }
    entries.push_back({normal_path(reference), std::string(record.raw_text(kReferencedSopInstanceUidInFile).value_or(""))});
  }
  return entries;
}

}  // namespace sansfilm::local
