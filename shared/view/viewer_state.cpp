// The live state of the viewer as JSON.
#include <cstdio>

#include "shared/view/format.hpp"
#include "shared/view/json_object.hpp"
#include "shared/view/mpr_state.hpp"
#include "shared/view/viewer.hpp"

namespace sansfilm::view {
namespace {

const char* tool_name(Tool tool) {
  switch (tool) {
    case Tool::kWindow: return "window";
    case Tool::kScroll: return "scroll";
    case Tool::kZoom: return "zoom";
    case Tool::kPan: return "pan";
  }
  return "";
}

std::string probe_json(const Probe& probe, Language language) {
  JsonObject out;
  out.number("column", probe.column);
  out.number("row", probe.row);
  std::string stored = "[";
  for (const double value : probe.stored) stored += (stored.size() > 1 ? "," : "") + number_json(value);
  out.raw("stored", stored + "]");
  out.boolean("padding", probe.padding);
  out.boolean("exact", probe.exact);
  if (probe.value) {
    out.number("value", *probe.value);
    out.text("unit", probe.unit);
  }
  if (probe.suv_body_weight) out.number("suvBodyWeight", *probe.suv_body_weight);
  if (probe.suv_lean_body_mass) out.number("suvLeanBodyMass", *probe.suv_lean_body_mass);
  if (probe.suv_body_surface) out.number("suvBodySurface", *probe.suv_body_surface);
  if (!probe.suv_body_weight) out.text("suvProblem", pixel::name_of(probe.suv_problem));
  if (probe.patient_mm) {
    const auto& mm = *probe.patient_mm;
    out.raw("patientMm", "[" + number_json(mm[0]) + "," + number_json(mm[1]) + "," + number_json(mm[2]) + "]");
  }
  std::string words;
  for (const ProbeLine& line : probe_lines(probe, language)) words += (words.empty() ? "" : "\n") + line.text;
  out.text("text", words);
  return out.take();
}

std::string colour_text(const pixel::Rgb& rgb) {
  char buffer[8];
  std::snprintf(buffer, sizeof buffer, "#%02x%02x%02x", unsigned{rgb[0]}, unsigned{rgb[1]}, unsigned{rgb[2]});
  return buffer;
}

const char* kind_name(LayerRow::Kind kind) {
  switch (kind) {
    case LayerRow::Kind::kHeading: return "heading";
    case LayerRow::Kind::kPresentation: return "presentation";
    case LayerRow::Kind::kLayer: return "layer";
    case LayerRow::Kind::kPart: return "part";
  }
  return "";
}

// The rows of the panel, as a screen reader is told them.
std::string rows_json(const Viewer& viewer) {
  std::string out = "[";
  for (const LayerRow& row : viewer.layer_rows()) {
    JsonObject one;
    one.text("kind", kind_name(row.kind));
    one.text("text", row.text);
    if (row.can_be_switched()) one.boolean("on", row.on);
    if (!row.note.empty()) one.text("note", row.note);
    if (row.layer) {
      const Layer& layer = viewer.layers().at(*row.layer);
      one.text("uid", layer.uid);
      one.boolean("here", row.here);
      one.boolean("ready", layer.state == LayerState::kReady);
      one.boolean("failed", layer.state == LayerState::kFailed);
      if (row.kind == LayerRow::Kind::kLayer) one.number("opacity", layer.opacity);
    }
    if (row.kind == LayerRow::Kind::kPart) one.text("colour", colour_text(row.colour));
    if (out.size() > 1) out += ',';
    out += one.take();
  }
  return out + "]";
}

// What is drawn over the picture as lines: how many, and the texts among them.
void describe_layers(const Viewer& viewer, JsonObject& out) {
  out.boolean("layersOpen", viewer.layers_open());
  out.boolean("layersHidden", viewer.layers().hidden());
  out.number("layerBytes", static_cast<double>(viewer.layers().bytes()));
  if (viewer.row_cursor()) out.number("layerCursor", static_cast<double>(*viewer.row_cursor()));
  out.raw("layers", rows_json(viewer));
  const auto* state = viewer.cell().presentation(viewer.study()->model());
  out.text("presentation", state != nullptr ? viewer.layers().at(*viewer.cell().chosen_presentation()).uid : std::string());
  DrawList drawn;
  viewer.draw_layers(drawn);
  out.number("layerPaths", static_cast<double>(drawn.paths.size()));
  std::string texts = "[";
  for (const TextMark& mark : drawn.texts) {
    JsonObject one;
    one.text("text", mark.text);
    one.raw("at", point_json(mark.at));
    texts += (texts.size() > 1 ? "," : "") + one.take();
  }
  out.raw("layerTexts", texts + "]");
}

std::string points_json(const std::vector<Point>& points) {
  std::string out = "[";
  for (const Point point : points) out += (out.size() > 1 ? "," : "") + point_json(point);
  return out + "]";
}

void describe_value(const measure::Measured& value, JsonObject& out) {
  out.boolean("provisional", value.provisional);
  out.boolean("millimetres", value.calibration.has_value());
  if (value.length) out.number("length", *value.length);
  if (value.second_length) out.number("secondLength", *value.second_length);
  if (value.ratio) out.number("ratio", *value.ratio);
  if (value.angle_deg) out.number("angle", *value.angle_deg);
  if (value.area) out.number("area", *value.area);
  if (!value.statistics) return;
  const measure::Statistics& s = *value.statistics;
  out.number("pixels", static_cast<double>(s.pixels));
  out.number("mean", s.mean);
  out.number("deviation", s.deviation);
  out.number("least", s.least);
  out.number("most", s.most);
  out.text("unit", s.unit);
}

void describe_measurements(const Viewer& viewer, JsonObject& out) {
  const Measurements& measurements = viewer.measurements();
  const auto chosen = measurements.hand().chosen();
  out.text("measuring", chosen ? measure::name_of(*chosen) : std::string_view());
  out.boolean("drawing", measurements.hand().draft().has_value());
  out.boolean("canKeep", viewer.can_keep());
  out.boolean("keeping", viewer.keeping());
  out.boolean("measurementsOpen", viewer.measurements_open());
  std::string all = "[";
  for (const MeasurementRow& row : viewer.measurement_rows()) {
    const measure::Measurement& one = *measurements.list().find(row.id);
    JsonObject entry;
    entry.number("id", row.id);
    entry.text("kind", measure::name_of(one.kind));
    entry.text("uid", one.sop_instance_uid);
    entry.number("frame", one.frame);
    entry.raw("points", points_json(one.points));
    entry.boolean("here", row.here);
    entry.boolean("selected", row.selected);
    entry.boolean("kept", row.kept);
    if (row.kept) entry.text("author", row.author);
    if (const measure::Measured* value = measurements.value_of(row.id)) describe_value(*value, entry);
    std::string words = row.name;
    for (const std::string& line : row.values) words += "\n" + line;
    entry.text("text", words);
    all += (all.size() > 1 ? "," : "") + entry.take();
  }
  out.raw("measurements", all + "]");
}

// Who else is there, and where each one points: what the pictures of names and arrows say.
std::string others_json(const Viewer& viewer) {
  std::string all = "[";
  for (const auto& [id, member] : viewer.others().all()) {
    JsonObject one;
    one.number("id", id);
    one.text("name", member.name);
    one.number("marks", static_cast<double>(member.marks.size()));
    one.text("image", member.pointer.image_uid);
    if (member.pointer.at) one.raw("pointer", point_json(*member.pointer.at));
    all += (all.size() > 1 ? "," : "") + one.take();
  }
  return all + "]";
}

// What one viewport shows.
void describe_pane(const Viewer& viewer, std::size_t index, JsonObject& out) {
  const Pane& pane = viewer.viewports().pane(index);
  const Cell& cell = pane.cell();
  const wire::Series& series = pane.series();
  out.text("modality", series.modality);
  out.text("seriesDescription", series.description);
  out.number("series", cell.series());
  out.text("seriesUid", series.series_instance_uid);
  out.number("frame", cell.place());
  out.number("frames", pane.stack().count());
  if (!pane.has_frame()) return;

  const wire::Frame& frame = pane.described();
  out.text("sopInstanceUid", series.instances[frame.instance].sop_instance_uid);
  out.number("frameInInstance", frame.frame);
  out.number("columns", series.pixel_formats[frame.pixels].columns);
  out.number("rows", series.pixel_formats[frame.pixels].rows);
  if (pane.stack().order == StackOrder::kPosition) out.number("positionMm", pane.stack().along_mm[cell.place()]);

  const Picture* picture = pane.picture();
  const wire::PictureState state = picture != nullptr ? picture->state : wire::PictureState{};
  const Honesty honesty = pane.honesty(viewer.language());
  out.text("quality", wire::quality_name(state.quality));
  out.number("reduce", state.reduce);
  out.number("fraction", viewer.study()->fraction(pane.frame()));
  out.boolean("final", honesty.is_final);
  out.boolean("lossless", honesty.lossless);
  out.boolean("failed", honesty.badge == Badge::kFault);
  out.text("honesty", honesty.text);
  if (picture != nullptr && picture->frame.estimated_error) out.number("estimatedError", *picture->frame.estimated_error);   // in stored values

  if (const std::optional<Probe> probe = viewer.probe(index)) out.raw("probe", probe_json(*probe, viewer.language()));

  const WindowValues window = pane.window_values(viewer.language());
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

void describe_cine(const Cine& cine, JsonObject& out) {
  JsonObject one;
  one.boolean("playing", cine.playing());
  one.boolean("waiting", cine.waiting());
  one.number("framesPerSecond", cine.rate_fps());
  one.boolean("forward", cine.forward());
  one.boolean("toAndFro", cine.sweep());
  out.raw("cine", one.take());
}

std::string viewports_json(const Viewer& viewer) {
  const Viewports& viewports = viewer.viewports();
  std::string out = "[";
  for (std::size_t i = 0; i < viewports.count(); ++i) {
    JsonObject one;
    one.boolean("active", i == viewports.active());
    one.boolean("shown", viewports.is_shown(i));
    one.raw("area", area_json(viewports.pane(i).cell().viewport().area()));
    if (viewports.pane(i).cell().has_series()) describe_pane(viewer, i, one);
    if (const auto line = viewer.links().line_on(viewports, i)) one.raw("referenceLine", points_json({line->from, line->to}));
    if (const auto point = viewer.links().point_on(viewports.pane(i))) one.raw("patientPoint", point_json(*point));
    out += (i > 0 ? "," : "") + one.take();
  }
  return out + "]";
}

// Where each series is shown, as the cards of the strip say it.
std::string strip_json(const Viewer& viewer) {
  std::string out = "[";
  for (std::uint32_t series = 0; series < viewer.study()->model().series().size(); ++series) {
    std::string shown = "[";
    for (const std::size_t index : viewer.viewports().all_showing(series)) shown += (shown.size() > 1 ? "," : "") + std::to_string(index);
    JsonObject one;
    one.text("seriesUid", viewer.study()->model().series_of(series).series_instance_uid);
    one.raw("viewports", shown + "]");
    out += (series > 0 ? "," : "") + one.take();
  }
  return out + "]";
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
  out.raw("viewport", area_json(cell().viewport().area()));
  out.number("gridRows", viewports_.grid().rows);
  out.number("gridColumns", viewports_.grid().columns);
  out.number("activeViewport", static_cast<double>(viewports_.active()));
  out.boolean("expanded", viewports_.expanded());
  out.boolean("tiles", tiles_.on());
  out.boolean("carrying", series_drag_.carried().has_value());
  out.text("mprRefusal", mpr_refusal_);
  if (mpr_) out.raw("mpr", mpr_json(*mpr_, mpr_failed(), language_));
  out.text("notice", notice(last_now_).text);
  out.boolean("dataSaver", settings_.data_saver);
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
  stream::Progress all;
  for (std::uint32_t series = 0; series < study_->model().series().size(); ++series) {
    const stream::Progress one = study_->progress(series);
    all.frames += one.frames;
    all.previewed += one.previewed;
    all.complete += one.complete;
  }
  out.number("studyFrames", all.frames);
  out.number("studyPreviewed", all.previewed);
  out.number("studyComplete", all.complete);
  out.raw("viewports", viewports_json(*this));
  out.raw("strip", strip_json(*this));
  out.text("protocol", hanging_.protocol() != nullptr ? hanging_.protocol()->id : std::string());
  out.text("kindOfStudy", hanging_.kind());
  out.boolean("pointing", links_.pointing);
  out.boolean("linkedWindow", links_.window);
  out.boolean("linkedView", links_.view);
  const ScrollLink::Mode mode = links_.scroll.mode();
  out.text("linkedScroll", mode == ScrollLink::Mode::kOff ? "off" : mode == ScrollLink::Mode::kPosition ? "position" : "offset");
  if (cell().has_series()) {
    const stream::Progress progress = study_->progress(cell().series());
    out.number("framesComplete", progress.complete);
    out.number("framesPreviewed", progress.previewed);
    out.number("framesFailed", progress.failed);
    describe_pane(*this, viewports_.active(), out);
    if (has_frame()) {
      describe_cine(cine_, out);
      describe_layers(*this, out);
      describe_measurements(*this, out);
      out.raw("others", others_json(*this));
    }
  }
  return out.take();
}

}  // namespace sansfilm::view
