// From the manifest to what shared/pixel needs to display a decoded frame.
//
// @source PS3.4 2024e N.2
// @owner  values
// @thread pure
#pragma once

#include <optional>

#include "shared/base/frame.hpp"
#include "shared/pixel/image.hpp"
#include "shared/wire/manifest.hpp"

namespace sansfilm::view {

// The same description as pixel::describe_image makes of the file itself, as far as the manifest carries it.
[[nodiscard]] pixel::ImageDescription describe_image(const wire::Series& series, const wire::Frame& frame);

// Where the frame lies in the patient; nothing where orientation, position or a spacing in the patient lacks.
[[nodiscard]] std::optional<pixel::Plane> plane_of(const wire::Series& series, const wire::Frame& frame);

// What the decoded samples mean, which the codestream alone does not say.
[[nodiscard]] base::ColourModel colour_model(const wire::PixelFormat& format);

}  // namespace sansfilm::view
