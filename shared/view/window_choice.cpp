#include "shared/view/window_choice.hpp"

#include <algorithm>

namespace sansfilm::view {
namespace {

constexpr double kLeastWidth = 1e-6;

}  // namespace

pixel::VoiChoice voi_of(const Preset& preset) {
  using Kind = pixel::VoiChoice::Kind;
  pixel::VoiChoice out;
  switch (preset.origin) {
    case PresetOrigin::kFileWindow:
    case PresetOrigin::kModality: {
      pixel::VoiFunction function = pixel::VoiFunction::kLinear;
      if (preset.function == wire::WindowFunction::kLinearExact) function = pixel::VoiFunction::kLinearExact;
      if (preset.function == wire::WindowFunction::kSigmoid) function = pixel::VoiFunction::kSigmoid;
      out.kind = Kind::kWindow;
      out.window = {preset.center, preset.width, function, preset.name};
      break;
    }
    case PresetOrigin::kFileLut:
      out.kind = Kind::kLut;
      out.index = preset.index;
      break;
    case PresetOrigin::kRange: out.kind = Kind::kAutomatic; break;
  }
  return out;
}

std::optional<pixel::Window> moved_window(const pixel::ShaderParameters& in_force, double d_center, double d_width) {
  using Mode = pixel::ShaderParameters::Mode;
  const bool grey = in_force.mode == Mode::kGrey || in_force.mode == Mode::kTable || in_force.mode == Mode::kSupplemental ||
                    in_force.mode == Mode::kPseudoColour;
  if (!grey) return std::nullopt;
  pixel::Window window = in_force.window;
  const double unit = window.width;
  window.centre += d_center * unit;
  // LINEAR is only defined from a width of 1 on (PS3.3 C.11.2.1.2.1).
  const double least = window.function == pixel::VoiFunction::kLinear ? 1.0 : kLeastWidth;
  window.width = std::max(least, window.width + d_width * unit);
  window.explanation.clear();
  return window;
}

}  // namespace sansfilm::view
