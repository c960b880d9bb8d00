// Any bytes as a dataset, read as image, presentation state, segmentation and waveform, then rendered.
#include <cstddef>
#include <cstdint>

#include "shared/dicom/reader.hpp"
#include "shared/pixel/presentation_state.hpp"
#include "shared/pixel/render.hpp"
#include "shared/pixel/segmentation.hpp"
#include "shared/pixel/waveform.hpp"
#include "shared/volume/contours.hpp"
#include "shared/volume/stack_input.hpp"

using namespace sansfilm;

namespace {

base::Frame small_frame(std::uint8_t selector) {
  base::Frame frame;
  frame.columns = 8;
  frame.rows = 8;
  frame.bits_stored = (selector & 1) != 0 ? 12 : 16;
  frame.is_signed = (selector & 2) != 0;
  frame.samples.resize(128);
  for (std::size_t i = 0; i < frame.samples.size(); ++i) frame.samples[i] = static_cast<std::uint8_t>(i * 37 + selector);
  return frame;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  base::Budget budget({.bytes = 1U << 26, .pixels = 1U << 22});
  const base::Bytes bytes(data + 1, size - 1);
  const auto* syntax = dicom::find_transfer_syntax((data[0] & 4) != 0 ? "1.2.840.10008.1.2" : "1.2.840.10008.1.2.1");
  const auto file = dicom::read_dataset(bytes, *syntax, {}, budget);
  if (!file.ok()) return 0;
  const auto& dataset = file->dataset;
  const auto frame = small_frame(data[0]);
  const auto image = pixel::describe_image(dataset, 0);
  if (image.ok() && std::uint64_t{image->rows} * image->columns < 1U << 16) (void)pixel::render(frame, *image, {});
  const auto state = pixel::read_presentation_state(dataset);
  if (state.ok()) {
    pixel::ImageDescription plain;
    plain.columns = plain.rows = 8;
    (void)pixel::render(frame, plain, pixel::apply_presentation_state(*state, plain, "1.2.3"));
    (void)pixel::displayed_area(*state, "1.2.3", 0);
  }
  (void)pixel::read_segmentation(dataset);
  (void)pixel::read_waveform(dataset, budget);
  (void)volume::read_structure_set(dataset);
  const auto input = volume::read_stack_input(dataset, 0, 0);
  (void)volume::analyse_stacks({input, input});
  return 0;
}
