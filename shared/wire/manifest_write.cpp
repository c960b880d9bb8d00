// The writing half of manifest_json.hpp.
#include <algorithm>
#include <functional>
#include <optional>

#include "shared/wire/json_value.hpp"
#include "shared/wire/manifest_json.hpp"

namespace sansfilm::wire {

namespace {

using json::append_number;
using json::append_text;
using json::ObjectWriter;

template <class T, class Append>
void append_array(std::string& out, const T& values, Append append) {
  out += '[';
  bool first = true;
  for (const auto& value : values) {
    if (!first) out += ',';
    first = false;
    append(value);
  }
  out += ']';
}

// A column of numbers in its shortest form: one number when all are equal, {"from":a,"step":b} when they count, else an
// array, in which null stands for "not stated".
void append_column(ObjectWriter& object, std::string_view name, const std::vector<std::optional<double>>& values,
                   std::optional<double> unless = std::nullopt) {
  if (values.empty()) return;
  const bool equal = std::all_of(values.begin(), values.end(), [&](const auto& v) { return v == values[0]; });
  if (equal && (!values[0] || values[0] == unless)) return;
  std::string& out = object.member(name);
  if (equal) return append_number(out, *values[0]);
  if (values.size() > 2 && values[0] && values[1]) {
    const double step = *values[1] - *values[0];
    bool counts = true;
    for (std::size_t i = 0; i < values.size() && counts; ++i) {
      counts = values[i] && *values[i] == *values[0] + step * static_cast<double>(i);
    }
    if (counts) {
      ObjectWriter column(out);
      append_number(column.member("from"), *values[0]);
      append_number(column.member("step"), step);
      return column.end();
    }
  }
  append_array(out, values, [&](const std::optional<double>& v) { v ? append_number(out, *v) : void(out += "null"); });
}

template <class T, class Get>
std::vector<std::optional<double>> column_of(const std::vector<T>& rows, Get get) {
  std::vector<std::optional<double>> column;
  column.reserve(rows.size());
  for (const T& row : rows) column.push_back(get(row));
  return column;
}

void append_lut(std::string& out, const Lut& lut) {
  ObjectWriter object(out);
  object.number("first", lut.first);
  object.number("bits", lut.bits, 16);
  object.text("explanation", lut.explanation);
  std::vector<std::uint8_t> bytes(lut.entries.size() * 2);
  for (std::size_t i = 0; i < lut.entries.size(); ++i) base::store_le(bytes.data() + 2 * i, lut.entries[i]);
  object.text("entries", json::to_base64(bytes));
  object.end();
}

void append_window(std::string& out, const Window& window) {
  ObjectWriter object(out);
  append_number(object.member("center"), window.center);
  append_number(object.member("width"), window.width);
  object.text("explanation", window.explanation);
  object.number("function", static_cast<double>(window.function));
  object.end();
}

void append_suv(std::string& out, const Suv& suv) {
  ObjectWriter object(out);
  object.number("body_weight", suv.body_weight);
  object.number("lean_body_mass", suv.lean_body_mass);
  object.number("body_surface", suv.body_surface);
  object.text("problem", suv.problem);
  object.text("lean_problem", suv.lean_problem);
  object.end();
}

void append_display(std::string& out, const Display& display) {
  ObjectWriter object(out);
  if (display.rescale) {
    ObjectWriter rescale(object.member("rescale"));
    rescale.number("slope", display.rescale->slope, 1.0);
    rescale.number("intercept", display.rescale->intercept);
    rescale.text("type", display.rescale->type);
    rescale.end();
  }
  if (display.modality_lut) append_lut(object.member("modality_lut"), *display.modality_lut);
  const auto lut = [&](const Lut& value) { append_lut(out, value); };
  if (!display.windows.empty()) append_array(object.member("windows"), display.windows, [&](const Window& w) { append_window(out, w); });
  if (!display.voi_luts.empty()) append_array(object.member("voi_luts"), display.voi_luts, lut);
  if (!display.palette.empty()) append_array(object.member("palette"), display.palette, lut);
  object.truth("supplemental_palette", display.supplemental_palette);
  object.truth("presentation_inverse", display.presentation_inverse);
  if (display.suv) append_suv(object.member("suv"), *display.suv);
  object.end();
}

void append_region(std::string& out, const UltrasoundRegion& region) {
  ObjectWriter object(out);
  const double corners[] = {double(region.x0), double(region.y0), double(region.x1), double(region.y1)};
  append_array(object.member("box"), corners, [&](double v) { append_number(out, v); });
  object.number("spatial_format", region.spatial_format);
  object.number("data_type", region.data_type);
  object.number("flags", region.flags);
  object.number("units_x", region.units_x);
  object.number("units_y", region.units_y);
  object.number("delta_x", region.delta_x);
  object.number("delta_y", region.delta_y);
  if (region.reference_x) append_number(object.member("reference_x"), *region.reference_x);
  if (region.reference_y) append_number(object.member("reference_y"), *region.reference_y);
  object.end();
}

void append_geometry(std::string& out, const Geometry& geometry) {
  ObjectWriter object(out);
  object.number("spacing_kind", static_cast<double>(geometry.spacing_kind));
  object.number("row_spacing", geometry.row_spacing_mm);
  object.number("column_spacing", geometry.column_spacing_mm);
  object.text("calibration", geometry.calibration);
  object.number("magnification", geometry.magnification);
  if (geometry.orientation) append_array(object.member("orientation"), *geometry.orientation, [&](double v) { append_number(out, v); });
  object.text("patient_row", geometry.patient_orientation[0]);
  object.text("patient_column", geometry.patient_orientation[1]);
  object.number("thickness", geometry.slice_thickness_mm);
  object.number("aspect_vertical", geometry.pixel_aspect_vertical, 1.0);
  object.number("aspect_horizontal", geometry.pixel_aspect_horizontal, 1.0);
  if (!geometry.regions.empty()) append_array(object.member("regions"), geometry.regions, [&](const auto& r) { append_region(out, r); });
  object.end();
}

void append_overlay(std::string& out, const Overlay& overlay) {
  ObjectWriter object(out);
  append_number(object.member("group"), overlay.group);
  append_number(object.member("rows"), overlay.rows);
  append_number(object.member("columns"), overlay.columns);
  object.number("row", overlay.origin_row, 1);
  object.number("column", overlay.origin_column, 1);
  object.truth("region", overlay.region);
  object.text("label", overlay.label);
  object.text("bits", json::to_base64(overlay.bits));
  object.end();
}

void append_shutter(std::string& out, const Shutter& shutter) {
  ObjectWriter object(out);
  const auto number = [&](double value) { append_number(out, value); };
  if (shutter.rectangle) append_array(object.member("rectangle"), *shutter.rectangle, number);
  if (shutter.circle) append_array(object.member("circle"), *shutter.circle, number);
  if (!shutter.polygon.empty()) append_array(object.member("polygon"), shutter.polygon, number);
  if (shutter.bitmap_group) append_number(object.member("bitmap"), *shutter.bitmap_group);
  object.number("value", shutter.presentation_value);
  object.end();
}

void append_graphics(std::string& out, const Graphics& graphics) {
  ObjectWriter object(out);
  if (!graphics.overlays.empty()) append_array(object.member("overlays"), graphics.overlays, [&](const Overlay& o) { append_overlay(out, o); });
  if (graphics.shutter) append_shutter(object.member("shutter"), *graphics.shutter);
  object.end();
}

void append_pixel_format(std::string& out, const PixelFormat& format) {
  ObjectWriter object(out);
  append_number(object.member("rows"), format.rows);
  append_number(object.member("columns"), format.columns);
  object.number("samples", format.samples, 1);
  object.number("bits", format.bits_stored, 16);
  object.number("bytes", format.bytes_per_sample, 2);
  object.truth("signed", format.is_signed);
  object.number("sample_format", static_cast<double>(format.sample_format));
  object.text("photometric", format.photometric);
  if (format.padding_first) append_number(object.member("padding_first"), static_cast<double>(*format.padding_first));
  if (format.padding_last) append_number(object.member("padding_last"), static_cast<double>(*format.padding_last));
  object.truth("lossy", format.source_lossy);
  object.text("lossy_method", format.lossy_method);
  object.number("lossy_ratio", format.lossy_ratio);
  object.text("laterality", format.laterality);
  object.text("view", format.view);
  object.end();
}

void append_codestream(std::string& out, const Codestream& stream) {
  ObjectWriter object(out);
  object.text("recipe", to_text(stream.recipe));
  object.number("coding", static_cast<double>(stream.coding));
  object.number("tiles_across", stream.tiles_across, 1);
  object.number("tiles_down", stream.tiles_down, 1);
  append_number(object.member("tile_width"), stream.tile_width);
  append_number(object.member("tile_height"), stream.tile_height);
  append_number(object.member("decompositions"), stream.decompositions);
  append_number(object.member("layers"), stream.layers);
  object.number("components", stream.components, 1);
  object.truth("reversible", stream.reversible, true);
  object.truth("high_throughput", stream.high_throughput);
  object.text("header", json::to_base64(stream.header));
  object.text("last_header", json::to_base64(stream.last_header));
  object.end();
}

void append_object(std::string& out, const Object& other) {
  ObjectWriter object(out);
  object.text("content", to_text(other.content));
  object.text("kind", kObjectKindNames[static_cast<std::size_t>(other.kind)]);
  object.text("class", other.sop_class_uid);
  object.text("uid", other.sop_instance_uid);
  object.text("label", other.label);
  object.number("bytes", static_cast<double>(other.bytes));
  if (!other.series.empty()) append_array(object.member("series"), other.series, [&](const std::string& uid) { append_text(out, uid); });
  object.end();
}

std::size_t common_prefix(const std::vector<Instance>& instances) {
  std::size_t length = instances.empty() ? 0 : instances[0].sop_instance_uid.size();
  for (const Instance& instance : instances) {
    const auto& uid = instance.sop_instance_uid;
    const auto& first = instances[0].sop_instance_uid;
    const auto [a, b] = std::mismatch(first.begin(), first.begin() + static_cast<std::ptrdiff_t>(std::min(length, uid.size())), uid.begin());
    length = static_cast<std::size_t>(a - first.begin());
  }
  return length;
}

// The content of an instance is that of its frames: it stands once, 16 bytes each, all in one text.
void append_instances(ObjectWriter& object, std::string& out, const Series& series) {
  ObjectWriter columns(object.member("instances"));
  append_number(columns.member("count"), static_cast<double>(series.instances.size()));
  std::vector<std::uint8_t> contents(series.instances.size() * ContentId::kBytes);
  for (const Frame& frame : series.frames) {
    if (frame.instance >= series.instances.size()) continue;
    std::copy(frame.content.bytes.begin(), frame.content.bytes.end(),
              contents.begin() + static_cast<std::ptrdiff_t>(frame.instance * ContentId::kBytes));
  }
  columns.text("content", json::to_base64(contents));
  const std::size_t prefix = common_prefix(series.instances);
  if (!series.instances.empty()) columns.text("uid_prefix", series.instances[0].sop_instance_uid.substr(0, prefix));
  append_array(columns.member("uid"), series.instances, [&](const Instance& i) { append_text(out, i.sop_instance_uid.substr(prefix)); });
  append_column(columns, "number", column_of(series.instances, [](const Instance& i) { return std::optional<double>(i.number); }), 0);
  append_column(columns, "acquisition", column_of(series.instances, [](const Instance& i) { return std::optional<double>(i.acquisition); }), 0);
  columns.end();
}

void append_frames(ObjectWriter& object, std::string& out, const Series& series) {
  ObjectWriter columns(object.member("frames"));
  append_number(columns.member("count"), static_cast<double>(series.frames.size()));
  const auto column = [&](std::string_view name, auto get, std::optional<double> unless) {
    append_column(columns, name, column_of(series.frames, get), unless);
  };
  column("instance", [](const Frame& f) { return std::optional<double>(f.instance); }, 0);
  column("frame", [](const Frame& f) { return std::optional<double>(f.frame); }, 0);
  column("pixels", [](const Frame& f) { return std::optional<double>(f.pixels); }, 0);
  column("display", [](const Frame& f) { return std::optional<double>(f.display); }, 0);
  column("geometry", [](const Frame& f) { return std::optional<double>(f.geometry); }, 0);
  column("stream", [](const Frame& f) { return f.codestream == kNoIndex ? std::nullopt : std::optional<double>(f.codestream); }, std::nullopt);
  column("graphics", [](const Frame& f) { return f.graphics == kNoIndex ? std::nullopt : std::optional<double>(f.graphics); }, std::nullopt);
  column("time", [](const Frame& f) { return std::optional<double>(f.time_ms); }, 0);
  for (std::size_t axis = 0; axis < 3; ++axis) {
    constexpr std::string_view kAxes[] = {"x", "y", "z"};
    column(kAxes[axis], [axis](const Frame& f) { return f.position_mm ? std::optional<double>((*f.position_mm)[axis]) : std::nullopt; },
           std::nullopt);
  }
  std::size_t layers = 0;
  for (const Frame& frame : series.frames) layers = std::max(layers, frame.layer_bytes.size());
  if (layers > 0) {
    // Layer by layer: the sizes of one layer resemble one another.
    std::string& list = columns.member("bytes");
    list += '[';
    for (std::size_t layer = 0; layer < layers; ++layer) {
      if (layer > 0) list += ',';
      append_array(list, series.frames, [&](const Frame& f) {
        append_number(out, layer < f.layer_bytes.size() ? f.layer_bytes[layer] : 0.0);
      });
    }
    list += ']';
  }
  columns.end();
}

}  // namespace

std::string write_study_line(const Study& study) {
  std::string out;
  ObjectWriter line(out);
  append_number(line.member("sansfilm"), kProtocolVersion);
  ObjectWriter object(line.member("study"));
  object.text("uid", study.study_instance_uid);
  object.text("patient_name", study.patient_name);
  object.text("patient_id", study.patient_id);
  object.text("issuer", study.issuer);
  object.text("birth_date", study.birth_date);
  object.text("sex", study.sex);
  object.text("age", study.age);
  object.text("date", study.date);
  object.text("time", study.time);
  object.text("description", study.description);
  object.text("accession_number", study.accession_number);
  object.text("institution", study.institution);
  object.text("referring_physician", study.referring_physician);
  object.number("series_count", study.series_count);
  object.end();
  line.end();
  return out + "\n";
}

std::string write_series_line(const Series& series) {
  std::string out;
  ObjectWriter line(out);
  ObjectWriter object(line.member("series"));
  object.text("uid", series.series_instance_uid);
  object.text("modality", series.modality);
  object.number("number", series.number);
  object.text("description", series.description);
  object.text("protocol", series.protocol);
  object.text("body_part", series.body_part);
  object.text("laterality", series.laterality);
  object.text("frame_of_reference", series.frame_of_reference_uid);
  object.text("patient_position", series.patient_position);
  object.text("date", series.date);
  object.text("time", series.time);
  object.text("manufacturer", series.manufacturer);
  object.text("station", series.station);
  object.number("frame_time", series.frame_time_ms);
  append_array(object.member("pixel_formats"), series.pixel_formats, [&](const auto& v) { append_pixel_format(out, v); });
  append_array(object.member("displays"), series.displays, [&](const auto& v) { append_display(out, v); });
  append_array(object.member("geometries"), series.geometries, [&](const auto& v) { append_geometry(out, v); });
  if (!series.graphics.empty()) append_array(object.member("graphics"), series.graphics, [&](const auto& v) { append_graphics(out, v); });
  append_array(object.member("codestreams"), series.codestreams, [&](const auto& v) { append_codestream(out, v); });
  append_instances(object, out, series);
  append_frames(object, out, series);
  if (!series.objects.empty()) append_array(object.member("objects"), series.objects, [&](const auto& v) { append_object(out, v); });
  object.end();
  line.end();
  return out + "\n";
}

std::string write_carries_line(std::span<const ChunkRange> ranges) {
  std::string out;
  ObjectWriter line(out);
  append_array(line.member("carries"), ranges, [&](const ChunkRange& range) { append_text(out, to_text(range)); });
  line.end();
  return out + "\n";
}

std::string write_carried_line(base::Bytes bytes) {
  std::string out;
  ObjectWriter line(out);
  append_text(line.member("carried"), json::to_base64(bytes));
  line.end();
  return out + "\n";
}

std::string write_end_line(std::uint32_t series_count) { return "{\"end\":" + std::to_string(series_count) + "}\n"; }

std::string write_manifest(const Manifest& manifest) {
  std::string out = write_study_line(manifest.study);
  for (const Series& series : manifest.series) out += write_series_line(series);
  return out + write_end_line(static_cast<std::uint32_t>(manifest.series.size()));
}

}  // namespace sansfilm::wire
