// The reader and everything that walks what it read: frames, JSON, check. The first byte chooses the transfer syntax of
// a bare dataset; 0xFF takes the rest as a file.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "shared/dicom/check.hpp"
#include "shared/dicom/dicom_json.hpp"
#include "shared/dicom/frames.hpp"
#include "shared/dicom/instance_attributes.hpp"
#include "shared/dicom/writer.hpp"

using namespace sansfilm;

namespace {

constexpr std::uint64_t kBudgetBytes = 32 << 20;
constexpr std::uint32_t kMostFrames = 64;

void require(bool holds) {
  if (!holds) std::abort();
}

void walk(const dicom::File& file, base::Budget& budget) {
  require(file.transfer_syntax != nullptr);
  if (const auto table = dicom::find_frames(file); table.ok()) {
    for (std::uint32_t i = 0; i < table.value().frames && i < kMostFrames; ++i) {
      (void)dicom::locate_frame(file, table.value(), i, budget);
    }
  }
  require(dicom::to_json(file.dataset, {}).ok());
  (void)dicom::check(file);
  (void)dicom::read_instance_attributes(file);
  // What was read can be written, and is then read without loss of elements.
  dicom::DatasetBuilder copy;
  copy.copy(file.dataset);
  const auto* syntax = dicom::find_transfer_syntax(dicom::kImplicitLittleEndian);
  (void)dicom::write_dataset(copy, *syntax);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  base::Budget budget({.bytes = kBudgetBytes});
  const base::Bytes bytes(data + 1, size - 1);
  const auto syntaxes = dicom::all_transfer_syntaxes();
  auto file = data[0] == 0xFF ? dicom::read_file(bytes, {}, budget)
                              : dicom::read_dataset(bytes, syntaxes[data[0] % syntaxes.size()], {}, budget);
  if (file.ok()) walk(file.value(), budget);
  return 0;
}
