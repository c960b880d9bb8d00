#include "shared/view/window_presets.hpp"

namespace sansfilm::view {
namespace {

struct Usual {
  Text name;
  double center;
  double width;
};

constexpr Usual kComputedTomography[] = {
    {Text::kPresetAbdomen, 50, 400},   {Text::kPresetLung, -600, 1500}, {Text::kPresetMediastinum, 40, 350},
    {Text::kPresetBone, 400, 1800},    {Text::kPresetBrain, 40, 80},    {Text::kPresetStroke, 35, 35},
    {Text::kPresetLiver, 80, 150},     {Text::kPresetAngio, 300, 600},
};

std::string file_name(const std::string& explanation, std::size_t index, std::size_t count, Language language) {
  if (!explanation.empty()) return explanation;
  if (count < 2) return text(Text::kPresetFile, language);
  return fill(Text::kPresetFileNumber, language, {std::to_string(index + 1)});
}

}  // namespace

std::vector<Preset> presets_for(std::string_view modality, const wire::Display& display, Language language) {
  std::vector<Preset> out;
  const std::size_t of_file = display.windows.size() + display.voi_luts.size();
  for (std::size_t i = 0; i < display.windows.size(); ++i) {
    const wire::Window& window = display.windows[i];
    out.push_back({PresetOrigin::kFileWindow, static_cast<std::uint32_t>(i),
                   file_name(window.explanation, i, of_file, language), window.center, window.width, window.function});
  }
  for (std::size_t i = 0; i < display.voi_luts.size(); ++i) {
    out.push_back({PresetOrigin::kFileLut, static_cast<std::uint32_t>(i),
                   file_name(display.voi_luts[i].explanation, display.windows.size() + i, of_file, language)});
  }
  if (modality == "CT") {
    for (const Usual& usual : kComputedTomography) {
      out.push_back({PresetOrigin::kModality, 0, text(usual.name, language), usual.center, usual.width});
    }
  }
  out.push_back({PresetOrigin::kRange, 0, text(Text::kPresetAuto, language)});
  return out;
}

}  // namespace sansfilm::view
