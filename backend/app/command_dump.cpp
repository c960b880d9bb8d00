#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "backend/app/commands.hpp"
#include "backend/app/file_commands.hpp"
#include "backend/app/input.hpp"
#include "backend/app/report.hpp"
#include "shared/dicom/dicom_json.hpp"

namespace sansfilm::app {

namespace {

namespace fs = std::filesystem;

// Every file at or below the paths: the paths in the order given, what is below a folder by name.
std::vector<std::string> files_of(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    std::error_code failed;
    if (!fs::is_directory(path, failed)) {
      files.push_back(path);
      continue;
    }
    const auto first = static_cast<std::ptrdiff_t>(files.size());
    fs::recursive_directory_iterator at(path, fs::directory_options::skip_permission_denied, failed);
    for (; !failed && at != fs::recursive_directory_iterator(); at.increment(failed)) {
      std::error_code unknown;
      if (at->is_regular_file(unknown)) files.push_back(at->path().string());
    }
    std::sort(files.begin() + first, files.end());
  }
  return files;
}

struct Dumped {
  std::string text;
  bool complete = true;
};

base::Result<Dumped> dump_file(const std::string& path, const dicom::JsonOptions& options, bool pretty) {
  SF_TRY(const Input input, read_input(path));
  Dumped dumped{.complete = input.file.complete};
  SF_TRY(dumped.text, dicom::to_json(input.file.dataset, options, pretty));
  return dumped;
}

}  // namespace

int dump(const std::vector<std::string>& paths, bool all_values) {
  dicom::JsonOptions options;
  if (all_values) options.bulk = dicom::JsonOptions::Bulk::kInline;
  const std::vector<std::string> files = files_of(paths);
  if (files.size() == 1 && files == paths) {
    const auto dumped = dump_file(files.front(), options, true);
    if (!dumped.ok()) return fail(dumped.error());
    print(dumped->text);
    return dumped->complete ? kDone : kRefusedSome;
  }
  int status = kDone;
  for (const std::string& file : files) {
    const auto dumped = dump_file(file, options, false);
    if (!dumped.ok()) {
      std::fprintf(stderr, "%s\n", say(Message::kRefused, {file, say(dumped.error())}).c_str());
    }
    print(dumped.ok() ? dumped->text : "null");
    if (!dumped.ok() || !dumped->complete) status = kRefusedSome;
  }
  return status;
}

}  // namespace sansfilm::app
