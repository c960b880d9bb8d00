#include "shared/pixel/icc.hpp"

#if __has_include(<lcms2.h>)
#include <lcms2.h>
#define SANSFILM_HAS_LCMS2 1
#endif

namespace sansfilm::pixel {

using base::Error;
using base::ErrorCode;

namespace {

constexpr std::uint32_t kIccTag = 0x00282000;

}  // namespace

#ifdef SANSFILM_HAS_LCMS2

struct IccTransform::Handle {
  cmsContext context = nullptr;
  cmsHTRANSFORM transform = nullptr;
};

void IccTransform::Close::operator()(Handle* handle) const {
  if (handle->transform != nullptr) cmsDeleteTransform(handle->transform);
  if (handle->context != nullptr) cmsDeleteContext(handle->context);
  delete handle;
}

base::Result<IccTransform> IccTransform::to_srgb(base::Bytes profile) {
  constexpr std::size_t kLargest = std::size_t{1} << 24;
  if (profile.size() < 128 || profile.size() > kLargest) {
    return Error{.code = ErrorCode::kMalformed, .detail = "the ICC profile is shorter than its header or absurdly long", .tag = kIccTag};
  }
  std::unique_ptr<Handle, Close> handle(new Handle);
  handle->context = cmsCreateContext(nullptr, nullptr);
  if (handle->context == nullptr) return Error{.code = ErrorCode::kInternal, .detail = "Little CMS gave no context"};
  cmsSetLogErrorHandlerTHR(handle->context, [](cmsContext, cmsUInt32Number, const char*) {});
  const cmsHPROFILE source = cmsOpenProfileFromMemTHR(handle->context, profile.data(), static_cast<cmsUInt32Number>(profile.size()));
  if (source == nullptr) return Error{.code = ErrorCode::kMalformed, .detail = "the ICC profile is not readable", .tag = kIccTag};
  if (cmsGetColorSpace(source) != cmsSigRgbData) {
    cmsCloseProfile(source);
    return Error{.code = ErrorCode::kUnsupported, .detail = "the ICC profile is not for RGB", .tag = kIccTag};
  }
  const cmsHPROFILE target = cmsCreate_sRGBProfileTHR(handle->context);
  handle->transform = cmsCreateTransformTHR(handle->context, source, TYPE_RGBA_8, target, TYPE_RGBA_8, INTENT_PERCEPTUAL, cmsFLAGS_COPY_ALPHA);
  cmsCloseProfile(source);
  cmsCloseProfile(target);
  if (handle->transform == nullptr) return Error{.code = ErrorCode::kMalformed, .detail = "the ICC profile describes no transform", .tag = kIccTag};
  return IccTransform(std::move(handle));
}

void IccTransform::apply(RenderedImage& image) const {
  if (image.channels != 4) return;
  cmsDoTransform(handle_->transform, image.bytes.data(), image.bytes.data(), static_cast<cmsUInt32Number>(image.bytes.size() / 4));
}

#else

struct IccTransform::Handle {};

void IccTransform::Close::operator()(Handle* handle) const { delete handle; }

base::Result<IccTransform> IccTransform::to_srgb(base::Bytes) {
  return Error{.code = ErrorCode::kUnsupported, .detail = "this build has no colour management", .tag = kIccTag};
}

void IccTransform::apply(RenderedImage&) const {}

#endif

}  // namespace sansfilm::pixel
