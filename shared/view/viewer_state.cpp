// The live state of the viewer as JSON.
#include <cmath>
#include <cstdio>

#include "shared/view/format.hpp"
#include "shared/view/viewer.hpp"

namespace sansfilm::view {
namespace {

class JsonObject {
 public:
  void text(const char* name, std::string_view value) {
    key(name);
    out_ += '"';
    for (const char c : value) append_escaped(c);
    out_ += '"';
  }
  void number(const char* name, double value) {
    char buffer[40];
    std::snprintf(buffer, sizeof buffer, "%.10g", std::isfinite(value) ? value : 0.0);
    key(name);
    out_ += buffer;
  }
  void boolean(const char* name, bool value) {
    key(name);
    out_ += value ? "true" : "false";
  }
  void raw(const char* name, const std::string& value) {
    key(name);
    out_ += value;
  }
  [[nodiscard]] std::string take() { return out_ + "}"; }

 private:
  void key(const char* name) {
    out_ += out_.size() > 1 ? ",\"" : "\"";
    out_ += name;
    out_ += "\":";
  }
  void append_escaped(char c) {
    if (c == '"' || c == '\\') {
      out_ += '\\';
      out_ += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char buffer[8];
      std::snprintf(buffer, sizeof buffer, "\\u%04x", static_cast<unsigned>(static_cast<unsigned char>(c)));
      out_ += buffer;
    } else {
      out_ += c;
    }
  }

  std::string out_ = "{";
};

const char* tool_name(Tool tool) {
  switch (tool) {
    case Tool::kWindow: return "window";
    case Tool::kScroll: return "scroll";
    case Tool::kZoom: return "zoom";
    case Tool::kPan: return "pan";
  }
  return "";
}

std::string point_json(Point p) {
  JsonObject out;
  out.number("x", p.x);
  out.number("y", p.y);
  return out.take();
}

std::string area_json(const Rect& area) {
  JsonObject out;
  out.number("x", area.x);
  out.number("y", area.y);
  out.number("width", area.width);
  out.number("height", area.height);
  return out.take();
}

void describe_frame(const Viewer& viewer, JsonObject& out) {
  const StudyStream& study = *viewer.study();
  const Cell& cell = viewer.cell();
  const SeriesModel& model = study.model().series()[cell.series()];
  const wire::Series& series = study.model().series_of(cell.series());
  out.text("modality", series.modality);
  out.text("seriesDescription", series.description);
  out.number("series", cell.series());
  out.text("seriesUid", series.series_instance_uid);
  out.number("frame", cell.place());
  out.number("frames", model.count());
  if (!viewer.has_frame()) return;

  const wire::Frame& frame = series.frames[viewer.frame().frame];
  out.text("sopInstanceUid", series.instances[frame.instance].sop_instance_uid);
  out.number("frameInInstance", frame.frame);
  out.number("columns", series.pixel_formats[frame.pixels].columns);
  out.number("rows", series.pixel_formats[frame.pixels].rows);
  if (model.order == StackOrder::kPosition) out.number("positionMm", model.along_mm[cell.place()]);

  const Picture* picture = viewer.picture();
  const wire::PictureState state = picture != nullptr ? picture->state : wire::PictureState{};
  const Honesty honesty = viewer.honesty();
  out.text("quality", wire::quality_name(state.quality));
  out.number("reduce", state.reduce);
  out.number("fraction", study.fraction(viewer.frame()));
  out.boolean("final", honesty.is_final);
  out.boolean("lossless", honesty.lossless);
  out.boolean("failed", honesty.badge == Badge::kFault);
  out.text("honesty", honesty.text);

  const WindowValues window = viewer.window_values();
  JsonObject values;
  values.number("center", window.center);
  values.number("width", window.width);
  values.text("name", window.name);
  values.boolean("known", window.known);
  out.raw("window", values.take());
  out.boolean("inverted", cell.inverted());
  const bool drawn_over = frame.graphics != wire::kNoIndex;
  out.number("overlays", drawn_over ? static_cast<double>(series.graphics[frame.graphics].overlays.size()) : 0);
  out.boolean("overlaysShown", viewer.show_graphics());
  out.boolean("shutter", drawn_over && series.graphics[frame.graphics].shutter.has_value());

  const Viewport& viewport = cell.viewport();
  out.number("zoom", viewport.scale());
  out.boolean("fitted", viewport.fitted());
  out.number("quarters", viewport.quarters());
  out.boolean("mirrored", viewport.mirrored());
  out.raw("origin", point_json(viewport.to_screen(Point{0, 0})));
}

}  // namespace

std::string Viewer::state_json(std::uint64_t paints, std::uint64_t texture_bytes) const {
  JsonObject out;
  out.text("language", language_ == Language::kFrench ? "fr" : "en");
  out.number("paints", static_cast<double>(paints));
  out.number("textureBytes", static_cast<double>(texture_bytes));
  out.number("budgetBytes", static_cast<double>(settings_.decoded_budget_bytes));
  out.number("pixelRatio", pixel_ratio_);
  out.text("tool", tool_name(gestures_.tool()));
  out.boolean("smooth", smooth_);
  out.boolean("help", help_open_);
  out.raw("viewport", area_json(cell_.viewport().area()));
  out.text("notice", notice(last_now_).text);
  out.boolean("offline", was_offline_);
  out.boolean("open", is_open());
  if (!study_) return out.take();

  out.number("decodedBytes", static_cast<double>(study_->pictures().bytes()));
  const stream::Measured measured = study_->measured();
  out.number("fetchedBytes", static_cast<double>(measured.fetched_bytes));
  out.number("firstPictureBytes", static_cast<double>(measured.first_picture_bytes));
  out.number("fetchedTwiceBytes", static_cast<double>(measured.fetched_twice_bytes));
  out.number("compressedBytes", static_cast<double>(measured.compressed_bytes));
  out.number("decodes", measured.decodes);
  out.boolean("manifestComplete", study_->manifest_complete());
  out.boolean("failedToOpen", study_->study_error() != StudyError::kNone);
  out.number("seriesCount", static_cast<double>(study_->model().series().size()));
  if (study_->has_study()) {
    out.text("study", study_->study().study_instance_uid);
    out.text("patient", person_name_text(study_->study().patient_name));
    out.text("patientId", study_->study().patient_id);
  }
  if (cell_.has_series()) {
    const stream::Progress progress = study_->progress(cell_.series());
    out.number("framesComplete", progress.complete);
    out.number("framesPreviewed", progress.previewed);
    out.number("framesFailed", progress.failed);
    describe_frame(*this, out);
  }
  return out.take();
}

}  // namespace sansfilm::view
