#include "backend/app/png_file.hpp"

#include <png.h>

#include <cstring>

namespace sansfilm::app {

base::Status write_png(const std::string& path, std::uint32_t columns, std::uint32_t rows, std::uint32_t channels,
                       std::span<const std::uint8_t> bytes) {
  png_image image;
  std::memset(&image, 0, sizeof image);
  image.version = PNG_IMAGE_VERSION;
  image.width = columns;
  image.height = rows;
  image.format = channels == 1 ? PNG_FORMAT_GRAY : PNG_FORMAT_RGBA;
  const auto expected = std::uint64_t{columns} * rows * channels;
  if (bytes.size() != expected) return base::Error{.code = base::ErrorCode::kInternal, .detail = "the picture has another size than it says"};
  const int written = png_image_write_to_file(&image, path.c_str(), 0, bytes.data(), 0, nullptr);
  png_image_free(&image);
  if (written != 0) return {};
  return base::Error{.code = base::ErrorCode::kIo, .detail = "the picture can't be written"};
}

}  // namespace sansfilm::app
