#include "shared/pixel/transform.hpp"

namespace sansfilm::pixel {

bool is_usable(const Window& window) {
  if (!std::isfinite(window.centre) || !std::isfinite(window.width)) return false;
  return window.function == VoiFunction::kLinear ? window.width >= 1.0 : window.width > 0.0;
}

double apply_window(const Window& window, double value, double top) {
  const double c = window.centre;
  const double w = window.width;
  switch (window.function) {
    case VoiFunction::kLinear:
      if (value <= c - 0.5 - (w - 1.0) / 2.0) return 0.0;
      if (value > c - 0.5 + (w - 1.0) / 2.0) return top;
      return ((value - (c - 0.5)) / (w - 1.0) + 0.5) * top;
    case VoiFunction::kLinearExact:
      if (value <= c - w / 2.0) return 0.0;
      if (value > c + w / 2.0) return top;
      return ((value - c) / w + 0.5) * top;
    case VoiFunction::kSigmoid:
      return top / (1.0 + std::exp(-4.0 * (value - c) / w));
  }
  return 0.0;
}

const char* name_of(VoiFunction function) {
  switch (function) {
    case VoiFunction::kLinear: return "LINEAR";
    case VoiFunction::kLinearExact: return "LINEAR_EXACT";
    case VoiFunction::kSigmoid: return "SIGMOID";
  }
  return "";
}

}  // namespace sansfilm::pixel
