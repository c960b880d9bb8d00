#include <cstdio>

#include "backend/app/commands.hpp"
#include "backend/app/file_commands.hpp"
#include "backend/app/input.hpp"
#include "backend/app/report.hpp"
#include "shared/dicom/dicom_json.hpp"

namespace sansfilm::app {

int dump(const std::string& path) {
  const auto input = read_input(path);
  if (!input.ok()) return fail(input.error());
  const auto text = dicom::to_json(input->file.dataset, {}, true);
  if (!text.ok()) return fail(text.error());
  print(*text);
  return input->file.complete ? kDone : kRefusedSome;
}

}  // namespace sansfilm::app
