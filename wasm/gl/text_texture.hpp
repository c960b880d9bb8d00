// Texts drawn by the browser as textures: white, with the letters in the alpha channel.
// @units  device pixels
// @owner  the textures belong to who asked for them (view::TextRuns)
// @thread the page's, with the context current
#pragma once

#include "shared/view/text_runs.hpp"

namespace sansfilm::gl {

class TextTextures final : public view::TextRunMaker {
 public:
  double width(std::string_view text, const view::TextStyle& style) override;
  view::TextRun draw(std::string_view text, const view::TextStyle& style) override;
  void drop(std::uint64_t texture) override;
};

}  // namespace sansfilm::gl
