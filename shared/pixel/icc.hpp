// Conversion of a rendered colour image from its ICC profile to sRGB.
//
// Profiles of medical images are read here and nowhere else; a build without Little CMS leaves images as they are and says so.
//
// @source PS3.3 2024e C.11.15 (ICC profile module: input profile, device colour space RGB); ICC.1:2022
// @errors kUnsupported (built without the library, or a profile that is not for RGB), kMalformed (unreadable profile)
// @owner  the transform owns its library handle
// @thread one transform a thread
#pragma once

#include <memory>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "shared/pixel/render.hpp"

namespace sansfilm::pixel {

class IccTransform {
 public:
  static base::Result<IccTransform> to_srgb(base::Bytes profile);

  // In place; an image of one channel is left as it is.
  void apply(RenderedImage& image) const;

 private:
  struct Handle;
  struct Close {
    void operator()(Handle* handle) const;
  };
  explicit IccTransform(std::unique_ptr<Handle, Close> handle) : handle_(std::move(handle)) {}
  std::unique_ptr<Handle, Close> handle_;
};

}  // namespace sansfilm::pixel
