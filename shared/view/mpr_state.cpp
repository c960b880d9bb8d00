#include "shared/view/mpr_state.hpp"

#include "shared/view/json_object.hpp"
#include "shared/view/mpr_hand.hpp"
#include "shared/view/mpr_overlay.hpp"

namespace sansfilm::view {
namespace {

std::string vector_json(const volume::Vector3& v) { return "[" + number_json(v[0]) + "," + number_json(v[1]) + "," + number_json(v[2]) + "]"; }

const char* slab_name(MprSlab slab) {
  switch (slab) {
    case MprSlab::kNone: return "plane";
    case MprSlab::kMean: return "mean";
    case MprSlab::kMaximum: return "maximum";
    case MprSlab::kMinimum: return "minimum";
  }
  return "";
}

std::string lines_json(const Mpr& mpr, MprPlane plane) {
  std::string out = "[";
  for (const MprPlane other : kMprPlanes) {
    if (other == plane) continue;
    const MprLine line = line_on_screen(mpr, plane, other);
    JsonObject one;
    one.number("plane", static_cast<double>(other));
    one.raw("centre", point_json(line.centre));
    one.raw("way", point_json(line.way));
    one.number("knob", line.knob_px);
    out += (out.size() > 1 ? "," : "") + one.take();
  }
  return out + "]";
}

std::string plane_json(const Mpr& mpr, MprPlane plane, std::uint32_t failed, Language language) {
  const MprField field = mpr.field(plane);
  const Viewport& viewport = mpr.viewport(plane);
  const volume::CutQuality quality = mpr.quality(plane);
  const Honesty honesty = mpr.honesty(plane, failed, language);
  JsonObject out;
  out.text("name", plane_name(mpr, plane, language));
  out.raw("area", area_json(viewport.area()));
  out.number("zoom", viewport.scale());
  out.raw("origin", point_json(viewport.to_screen(Point{0, 0})));
  out.raw("middle", vector_json(field.middle));
  out.raw("right", vector_json(field.axes.right));
  out.raw("down", vector_json(field.axes.down));
  out.number("pixelMm", field.pixel_mm);
  out.number("columns", field.columns);
  out.number("rows", field.rows);
  out.number("positionMm", mpr.axes().position_mm(plane));
  out.boolean("oblique", mpr.axes().oblique(plane));
  out.raw("lines", lines_json(mpr, plane));
  out.number("slices", quality.slices);
  out.number("finalSlices", quality.finals);
  out.number("previewSlices", quality.previews);
  out.boolean("picture", mpr.picture(plane) != nullptr);
  out.boolean("final", honesty.is_final);
  out.text("honesty", honesty.text);
  out.boolean("coarse", mpr.coarse(plane));
  return out.take();
}

}  // namespace

std::string mpr_json(const Mpr& mpr, std::uint32_t failed, Language language) {
  const volume::Volume& volume = mpr.source().volume();
  JsonObject out;
  out.number("active", static_cast<double>(mpr.active()));
  out.raw("centre", vector_json(mpr.axes().centre()));
  out.text("slab", slab_name(mpr.slab()));
  out.number("thicknessMm", mpr.thickness_mm());
  out.number("slices", volume.lattice().slices());
  out.number("finalSlices", volume.finals());
  out.number("presentSlices", volume.present());
  out.number("failedSlices", failed);
  out.number("coarseness", volume.coarseness());
  out.number("volumeBytes", static_cast<double>(volume.bytes()));
  out.number("spacingMm", volume.lattice().spacing_mm());
  out.number("tiltDegrees", volume.lattice().tilt_degrees());
  out.boolean("even", volume.lattice().even());
  const WindowValues window = mpr.window_values();
  JsonObject values;
  values.number("center", window.center);
  values.number("width", window.width);
  values.text("name", window.name);
  out.raw("window", values.take());
  out.boolean("inverted", mpr.inverted());
  out.raw("bar", area_json(mpr.layout().bar));
  std::string planes = "[";
  for (const MprPlane plane : kMprPlanes) planes += (planes.size() > 1 ? "," : "") + plane_json(mpr, plane, failed, language);
  out.raw("planes", planes + "]");
  return out.take();
}

}  // namespace sansfilm::view
