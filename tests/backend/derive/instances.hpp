// Small DICOM instances of every kind that derivation treats in its own way, and a reader of what it makes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "backend/derive/derive_instance.hpp"
#include "backend/derive/fragment.hpp"
#include "shared/base/frame.hpp"
#include "shared/wire/framing.hpp"
#include "shared/wire/manifest.hpp"

namespace sansfilm::derive::test {

struct Picture {
  std::uint32_t rows = 96, columns = 80;
  std::uint32_t frames = 1;
  std::uint16_t samples = 1;
  std::uint16_t bits_allocated = 16, bits_stored = 12;
  bool is_signed = false;
  std::string photometric = "MONOCHROME2";
  bool floating = false;
  bool lossy = false;
  std::uint32_t number = 1;
};

// A Part 10 file, explicit little endian, and its stored values frame after frame.
[[nodiscard]] std::vector<std::uint8_t> write_instance(const Picture& picture);
[[nodiscard]] std::vector<std::uint8_t> stored_values(const Picture& picture);

// The samples of a frame, put together from its chunks as a worker does.
[[nodiscard]] base::Result<base::Frame> put_together(const wire::Codestream& stream, const wire::PixelFormat& format,
                                                     const std::vector<std::pair<wire::ChunkKey, std::vector<std::uint8_t>>>& chunks,
                                                     std::uint32_t reduce = 0);

}  // namespace sansfilm::derive::test
