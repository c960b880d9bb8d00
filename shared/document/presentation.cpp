#include <utility>

#include "shared/document/parts.hpp"

namespace sansfilm::document {

bool write_presentation(const dicom::Dataset& dataset, json::Writer& out) {
  const auto state = pixel::read_presentation_state(dataset);
  if (!state.ok()) return false;
  out.key("presentation").begin_object();
  write_text(out, "label", state->label);
  write_text(out, "description", state->description);
  out.key("changes").begin_array();
  bool windows = false, luts = false;
  for (const pixel::SoftcopyVoi& voi : state->vois) {
    windows = windows || !voi.windows.empty();
    luts = luts || !voi.luts.empty();
  }
  if (windows) out.string("window");
  if (luts || state->presentation_lut || state->palette) out.string("lut");
  if (state->inverse.value_or(false)) out.string("inverse");
  if (state->transform.degrees != 0) out.string("rotation");
  if (state->transform.flip) out.string("flip");
  if (!state->areas.empty()) out.string("area");
  if (!state->shutter.empty()) out.string("shutter");
  if (!state->overlays.empty()) out.string("overlay");
  if (!state->annotations.empty()) out.string("annotations");
  if (!state->blending.empty()) out.string("blending");
  out.end();
  bool any = false;
  for (const pixel::Annotation& annotation : state->annotations) {
    for (const pixel::TextObject& text : annotation.texts) {
      if (text.text.empty()) continue;
      if (!std::exchange(any, true)) out.key("texts").begin_array();
      out.string(clean_text(text.text));
    }
  }
  if (any) out.end();
  out.end();
  write_references(out, state->images);
  return true;
}

}  // namespace sansfilm::document
