// The reading half of manifest_json.hpp. What is absent has its default; what is there must be consistent, so that a
// viewer may index without asking.
#include <algorithm>
#include <optional>

#include "shared/wire/json_value.hpp"
#include "shared/wire/manifest_json.hpp"

namespace sansfilm::wire {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using base::Status;
using json::Value;

constexpr std::size_t kMostFrames = std::size_t{1} << 20;

Error inconsistent(const char* detail) { return Error{ErrorCode::kInconsistent, detail}; }

const std::vector<Value>& items_of(const Value& object, std::string_view name) {
  static const std::vector<Value> kNone;
  const Value* member = object.find(name);
  return member != nullptr && member->kind == Value::Kind::kArray ? member->items : kNone;
}

template <class T, class Read>
Status read_table(const Value& object, std::string_view name, std::vector<T>& out, Read read) {
  for (const Value& item : items_of(object, name)) {
    SF_TRY(T row, read(item));
    out.push_back(std::move(row));
  }
  return {};
}

template <class E>
Result<E> enum_of(const Value& object, std::string_view name, E last) {
  const auto number = object.integer_of<std::uint8_t>(name, 0);
  if (number > static_cast<std::uint8_t>(last)) return inconsistent("a number that this version has no name for");
  return static_cast<E>(number);
}

Result<Lut> read_lut(const Value& value) {
  Lut lut;
  lut.first = value.integer_of<std::int32_t>("first", 0);
  lut.bits = value.integer_of<std::uint8_t>("bits", 16);
  lut.explanation = value.text_of("explanation");
  SF_TRY(const std::vector<std::uint8_t> bytes, json::from_base64(value.text_of("entries")));
  if (bytes.size() % 2 != 0 || bytes.size() > 2 * 65536) return inconsistent("a LUT of no whole number of entries, or of over 65,536");
  lut.entries.resize(bytes.size() / 2);
  for (std::size_t i = 0; i < lut.entries.size(); ++i) lut.entries[i] = base::load_le<std::uint16_t>(bytes.data() + 2 * i);
  return lut;
}

Result<Window> read_window(const Value& value) {
  Window window;
  window.center = value.number_of("center", 0.0);
  window.width = value.number_of("width", 1.0);
  window.explanation = value.text_of("explanation");
  SF_TRY(window.function, enum_of(value, "function", WindowFunction::kSigmoid));
  return window;
}

Suv read_suv(const Value& value) {
  Suv suv;
  suv.body_weight = value.number_of("body_weight", 0.0);
  suv.lean_body_mass = value.number_of("lean_body_mass", 0.0);
  suv.body_surface = value.number_of("body_surface", 0.0);
  suv.problem = value.text_of("problem");
  suv.lean_problem = value.text_of("lean_problem");
  return suv;
}

Result<Display> read_display(const Value& value) {
  Display display;
  if (const Value* rescale = value.find("rescale")) {
    display.rescale = Rescale{rescale->number_of("slope", 1.0), rescale->number_of("intercept", 0.0), rescale->text_of("type")};
  }
  if (const Value* lut = value.find("modality_lut")) {
    SF_TRY(display.modality_lut, read_lut(*lut));
  }
  SF_CHECK(read_table(value, "windows", display.windows, read_window));
  SF_CHECK(read_table(value, "voi_luts", display.voi_luts, read_lut));
  SF_CHECK(read_table(value, "palette", display.palette, read_lut));
  if (!display.palette.empty() && display.palette.size() != 3) return inconsistent("a palette has three tables");
  display.supplemental_palette = value.truth_of("supplemental_palette", false);
  display.presentation_inverse = value.truth_of("presentation_inverse", false);
  if (const Value* suv = value.find("suv")) display.suv = read_suv(*suv);
  return display;
}

Result<UltrasoundRegion> read_region(const Value& value) {
  UltrasoundRegion region;
  const auto& box = items_of(value, "box");
  if (box.size() != 4) return inconsistent("a region has four edges");
  region.x0 = box[0].as_integer<std::int32_t>(0);
  region.y0 = box[1].as_integer<std::int32_t>(0);
  region.x1 = box[2].as_integer<std::int32_t>(0);
  region.y1 = box[3].as_integer<std::int32_t>(0);
  region.spatial_format = value.integer_of<std::uint16_t>("spatial_format", 0);
  region.data_type = value.integer_of<std::uint16_t>("data_type", 0);
  region.flags = value.integer_of<std::uint32_t>("flags", 0);
  region.units_x = value.integer_of<std::uint16_t>("units_x", 0);
  region.units_y = value.integer_of<std::uint16_t>("units_y", 0);
  region.delta_x = value.number_of("delta_x", 0.0);
  region.delta_y = value.number_of("delta_y", 0.0);
  if (value.find("reference_x") != nullptr) region.reference_x = value.integer_of<std::int32_t>("reference_x", 0);
  if (value.find("reference_y") != nullptr) region.reference_y = value.integer_of<std::int32_t>("reference_y", 0);
  return region;
}

Result<Geometry> read_geometry(const Value& value) {
  Geometry geometry;
  SF_TRY(geometry.spacing_kind, enum_of(value, "spacing_kind", SpacingKind::kUltrasound));
  geometry.row_spacing_mm = value.number_of("row_spacing", 0.0);
  geometry.column_spacing_mm = value.number_of("column_spacing", 0.0);
  geometry.calibration = value.text_of("calibration");
  geometry.magnification = value.number_of("magnification", 0.0);
  const auto& cosines = items_of(value, "orientation");
  if (cosines.size() == 6) {
    std::array<double, 6> orientation{};
    for (std::size_t i = 0; i < 6; ++i) orientation[i] = cosines[i].number;
    geometry.orientation = orientation;
  } else if (!cosines.empty()) {
    return inconsistent("an orientation has six cosines");
  }
  geometry.patient_orientation = {value.text_of("patient_row"), value.text_of("patient_column")};
  geometry.slice_thickness_mm = value.number_of("thickness", 0.0);
  geometry.pixel_aspect_vertical = value.number_of("aspect_vertical", 1.0);
  geometry.pixel_aspect_horizontal = value.number_of("aspect_horizontal", 1.0);
  SF_CHECK(read_table(value, "regions", geometry.regions, read_region));
  return geometry;
}

Result<Overlay> read_overlay(const Value& value) {
  Overlay overlay;
  overlay.group = value.integer_of<std::uint16_t>("group", 0x6000);
  overlay.rows = value.integer_of<std::uint32_t>("rows", 0);
  overlay.columns = value.integer_of<std::uint32_t>("columns", 0);
  overlay.origin_row = value.integer_of<std::int32_t>("row", 1);
  overlay.origin_column = value.integer_of<std::int32_t>("column", 1);
  overlay.region = value.truth_of("region", false);
  overlay.label = value.text_of("label");
  SF_TRY(overlay.bits, json::from_base64(value.text_of("bits")));
  if (overlay.rows > 65535 || overlay.columns > 65535 || overlay.bits.size() < (std::uint64_t{overlay.rows} * overlay.columns + 7) / 8) {
    return inconsistent("an overlay has fewer bits than its size says");
  }
  return overlay;
}

template <std::size_t kCount>
Status read_edges(const Value& value, std::string_view name, std::optional<std::array<std::int32_t, kCount>>& out) {
  const auto& items = items_of(value, name);
  if (items.empty()) return {};
  if (items.size() != kCount) return inconsistent("a shutter's shape has another number of edges");
  out.emplace();
  for (std::size_t i = 0; i < kCount; ++i) (*out)[i] = items[i].as_integer<std::int32_t>(0);
  return {};
}

Result<Graphics> read_graphics(const Value& value) {
  Graphics graphics;
  SF_CHECK(read_table(value, "overlays", graphics.overlays, read_overlay));
  if (const Value* said = value.find("shutter")) {
    Shutter shutter;
    SF_CHECK(read_edges(*said, "rectangle", shutter.rectangle));
    SF_CHECK(read_edges(*said, "circle", shutter.circle));
    for (const Value& number : items_of(*said, "polygon")) shutter.polygon.push_back(number.as_integer<std::int32_t>(0));
    if (said->find("bitmap") != nullptr) shutter.bitmap_group = said->integer_of<std::uint16_t>("bitmap", 0);
    shutter.presentation_value = said->integer_of<std::uint16_t>("value", 0);
    graphics.shutter = std::move(shutter);
  }
  return graphics;
}

Result<PixelFormat> read_pixel_format(const Value& value) {
  PixelFormat format;
  format.rows = value.integer_of<std::uint32_t>("rows", 0);
  format.columns = value.integer_of<std::uint32_t>("columns", 0);
  format.samples = value.integer_of<std::uint16_t>("samples", 1);
  format.bits_stored = value.integer_of<std::uint16_t>("bits", 16);
  format.bytes_per_sample = value.integer_of<std::uint8_t>("bytes", 2);
  format.is_signed = value.truth_of("signed", false);
  SF_TRY(format.sample_format, enum_of(value, "sample_format", SampleFormat::kFloat64));
  format.photometric = value.text_of("photometric");
  if (value.find("padding_first") != nullptr) format.padding_first = value.integer_of<std::int64_t>("padding_first", 0);
  if (value.find("padding_last") != nullptr) format.padding_last = value.integer_of<std::int64_t>("padding_last", 0);
  format.source_lossy = value.truth_of("lossy", false);
  format.lossy_method = value.text_of("lossy_method");
  format.lossy_ratio = value.number_of("lossy_ratio", 0.0);
  format.laterality = value.text_of("laterality");
  format.view = value.text_of("view");
  if (format.rows == 0 || format.columns == 0 || format.samples == 0 || format.bytes_per_sample == 0 || format.bytes_per_sample > 8) {
    return inconsistent("a pixel format without pixels");
  }
  return format;
}

Result<Codestream> read_codestream(const Value& value) {
  Codestream stream;
  SF_TRY(stream.recipe, parse_recipe_id(value.text_of("recipe")));
  SF_TRY(stream.coding, enum_of(value, "coding", StreamCoding::kRaw));
  stream.tiles_across = value.integer_of<std::uint32_t>("tiles_across", 1);
  stream.tiles_down = value.integer_of<std::uint32_t>("tiles_down", 1);
  stream.tile_width = value.integer_of<std::uint32_t>("tile_width", 0);
  stream.tile_height = value.integer_of<std::uint32_t>("tile_height", 0);
  stream.decompositions = value.integer_of<std::uint8_t>("decompositions", 0);
  stream.layers = value.integer_of<std::uint16_t>("layers", 1);
  stream.components = value.integer_of<std::uint16_t>("components", 1);
  stream.reversible = value.truth_of("reversible", true);
  stream.high_throughput = value.truth_of("high_throughput", false);
  SF_TRY(stream.header, json::from_base64(value.text_of("header")));
  SF_TRY(stream.last_header, json::from_base64(value.text_of("last_header")));
  if (stream.tiles_across == 0 || stream.tiles_down == 0 || std::uint64_t{stream.tiles_across} * stream.tiles_down > 65535 ||
      stream.decompositions > 32 || stream.layers == 0 || (!stream.last_header.empty() && stream.layers < 2)) {
    return inconsistent("a codestream without tiles or layers, or with too many");
  }
  return stream;
}

Result<Object> read_object(const Value& value) {
  Object object;
  SF_TRY(object.content, parse_content_id(value.text_of("content")));
  const auto kind = std::find(kObjectKindNames.begin(), kObjectKindNames.end(), value.text_of("kind"));
  object.kind = kind == kObjectKindNames.end() ? ObjectKind::kOther
                                               : static_cast<ObjectKind>(kind - kObjectKindNames.begin());
  object.sop_class_uid = value.text_of("class");
  object.sop_instance_uid = value.text_of("uid");
  object.label = value.text_of("label");
  object.bytes = value.integer_of<std::uint64_t>("bytes", 0);
  for (const Value& uid : items_of(value, "series")) object.series.push_back(uid.text);
  return object;
}

// A column: absent, one number, {"from","step"} or an array with nulls.
Result<std::vector<std::optional<double>>> read_column(const Value* column, std::size_t count, std::optional<double> absent) {
  std::vector<std::optional<double>> values(count, absent);
  if (column == nullptr) return values;
  if (column->kind == Value::Kind::kNumber) {
    std::fill(values.begin(), values.end(), column->number);
  } else if (column->kind == Value::Kind::kObject) {
    const double from = column->number_of("from", 0.0), step = column->number_of("step", 0.0);
    for (std::size_t i = 0; i < count; ++i) values[i] = from + step * static_cast<double>(i);
  } else if (column->kind == Value::Kind::kArray && column->items.size() == count) {
    for (std::size_t i = 0; i < count; ++i) {
      const Value& item = column->items[i];
      values[i] = item.kind == Value::Kind::kNumber ? std::optional<double>(item.number) : std::nullopt;
    }
  } else {
    return inconsistent("columns of unequal length");
  }
  return values;
}

template <class T>
Result<std::vector<T>> read_integers(const Value& object, std::string_view name, std::size_t count, std::optional<double> absent, T null) {
  SF_TRY(const auto column, read_column(object.find(name), count, absent));
  std::vector<T> values(count, null);
  for (std::size_t i = 0; i < count; ++i) {
    if (!column[i]) continue;
    Value number;
    number.kind = Value::Kind::kNumber;
    number.number = *column[i];
    const auto whole = number.as_integer<std::int64_t>(-1 - (std::int64_t{1} << 40));
    if (!std::in_range<T>(whole)) return inconsistent("a whole number is out of its range");
    values[i] = static_cast<T>(whole);
  }
  return values;
}

Result<std::size_t> read_count(const Value& object) {
  const auto count = object.integer_of<std::size_t>("count", 0);
  if (count > kMostFrames) return Error{ErrorCode::kOverBudget, "more frames in a series than this version shows"};
  return count;
}

Status read_instances(const Value& object, Series& series, std::vector<ContentId>& contents) {
  SF_TRY(const std::size_t count, read_count(object));
  const auto& uids = items_of(object, "uid");
  if (uids.size() != count) return inconsistent("columns of unequal length");
  SF_TRY(const std::vector<std::uint8_t> bytes, json::from_base64(object.text_of("content")));
  if (bytes.size() != count * ContentId::kBytes) return inconsistent("columns of unequal length");
  SF_TRY(const auto numbers, read_integers<std::int32_t>(object, "number", count, 0.0, 0));
  SF_TRY(const auto acquisitions, read_integers<std::int32_t>(object, "acquisition", count, 0.0, 0));
  const std::string prefix = object.text_of("uid_prefix");
  contents.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    series.instances.push_back({prefix + uids[i].text, numbers[i], acquisitions[i]});
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(i * ContentId::kBytes), ContentId::kBytes, contents[i].bytes.begin());
  }
  return {};
}

Status read_layer_bytes(const Value& object, Series& series) {
  const auto& layers = items_of(object, "bytes");
  for (const Value& layer : layers) {
    if (layer.items.size() != series.frames.size()) return inconsistent("columns of unequal length");
  }
  for (std::size_t f = 0; f < series.frames.size(); ++f) {
    Frame& frame = series.frames[f];
    if (frame.codestream == kNoIndex || layers.empty()) continue;
    frame.layer_bytes.resize(std::min<std::size_t>(series.codestreams[frame.codestream].layers, layers.size()));
    for (std::size_t l = 0; l < frame.layer_bytes.size(); ++l) frame.layer_bytes[l] = layers[l].items[f].as_integer<std::uint32_t>(0);
  }
  return {};
}

Status read_frames(const Value& object, Series& series, const std::vector<ContentId>& contents) {
  SF_TRY(const std::size_t count, read_count(object));
  using Indices = std::vector<std::uint32_t>;
  SF_TRY(const Indices instance, read_integers<std::uint32_t>(object, "instance", count, 0.0, kNoIndex));
  SF_TRY(const Indices number, read_integers<std::uint32_t>(object, "frame", count, 0.0, kNoIndex));
  SF_TRY(const Indices pixels, read_integers<std::uint32_t>(object, "pixels", count, 0.0, kNoIndex));
  SF_TRY(const Indices display, read_integers<std::uint32_t>(object, "display", count, 0.0, kNoIndex));
  SF_TRY(const Indices geometry, read_integers<std::uint32_t>(object, "geometry", count, 0.0, kNoIndex));
  SF_TRY(const Indices stream, read_integers<std::uint32_t>(object, "stream", count, std::nullopt, kNoIndex));
  SF_TRY(const Indices graphics, read_integers<std::uint32_t>(object, "graphics", count, std::nullopt, kNoIndex));
  SF_TRY(const auto time, read_column(object.find("time"), count, 0.0));
  SF_TRY(const auto x, read_column(object.find("x"), count, std::nullopt));
  SF_TRY(const auto y, read_column(object.find("y"), count, std::nullopt));
  SF_TRY(const auto z, read_column(object.find("z"), count, std::nullopt));
  for (std::size_t i = 0; i < count; ++i) {
    if (instance[i] >= series.instances.size() || pixels[i] >= series.pixel_formats.size() || display[i] >= series.displays.size() ||
        geometry[i] >= series.geometries.size() || (stream[i] != kNoIndex && stream[i] >= series.codestreams.size()) ||
        (graphics[i] != kNoIndex && graphics[i] >= series.graphics.size())) {
      return inconsistent("a frame refers to a row that its table does not have");
    }
    Frame frame;
    frame.content = contents[instance[i]];
    frame.frame = number[i];
    frame.instance = instance[i];
    frame.pixels = pixels[i];
    frame.display = display[i];
    frame.geometry = geometry[i];
    frame.codestream = stream[i];
    frame.graphics = graphics[i];
    frame.time_ms = time[i].value_or(0.0);
    if (x[i] && y[i] && z[i]) frame.position_mm = {*x[i], *y[i], *z[i]};
    series.frames.push_back(std::move(frame));
  }
  return read_layer_bytes(object, series);
}

Result<Series> read_series(const Value& value) {
  Series series;
  series.series_instance_uid = value.text_of("uid");
  series.modality = value.text_of("modality");
  series.number = value.integer_of<std::int32_t>("number", 0);
  series.description = value.text_of("description");
  series.protocol = value.text_of("protocol");
  series.body_part = value.text_of("body_part");
  series.laterality = value.text_of("laterality");
  series.frame_of_reference_uid = value.text_of("frame_of_reference");
  series.patient_position = value.text_of("patient_position");
  series.date = value.text_of("date");
  series.time = value.text_of("time");
  series.manufacturer = value.text_of("manufacturer");
  series.station = value.text_of("station");
  series.frame_time_ms = value.number_of("frame_time", 0.0);
  SF_CHECK(read_table(value, "pixel_formats", series.pixel_formats, read_pixel_format));
  SF_CHECK(read_table(value, "displays", series.displays, read_display));
  SF_CHECK(read_table(value, "geometries", series.geometries, read_geometry));
  if (value.find("graphics") != nullptr) SF_CHECK(read_table(value, "graphics", series.graphics, read_graphics));
  SF_CHECK(read_table(value, "codestreams", series.codestreams, read_codestream));
  std::vector<ContentId> contents;
  if (const Value* instances = value.find("instances")) SF_CHECK(read_instances(*instances, series, contents));
  if (const Value* frames = value.find("frames")) SF_CHECK(read_frames(*frames, series, contents));
  SF_CHECK(read_table(value, "objects", series.objects, read_object));
  return series;
}

Study read_study(const Value& value) {
  Study study;
  study.study_instance_uid = value.text_of("uid");
  study.patient_name = value.text_of("patient_name");
  study.patient_id = value.text_of("patient_id");
  study.issuer = value.text_of("issuer");
  study.birth_date = value.text_of("birth_date");
  study.sex = value.text_of("sex");
  study.age = value.text_of("age");
  study.date = value.text_of("date");
  study.time = value.text_of("time");
  study.description = value.text_of("description");
  study.accession_number = value.text_of("accession_number");
  study.institution = value.text_of("institution");
  study.referring_physician = value.text_of("referring_physician");
  study.series_count = value.integer_of<std::uint32_t>("series_count", 0);
  return study;
}

}  // namespace

Status ManifestReader::feed(base::Bytes bytes) {
  while (!bytes.empty()) {
    const auto end = std::find(bytes.begin(), bytes.end(), std::uint8_t{'\n'});
    const auto length = static_cast<std::size_t>(end - bytes.begin());
    if (length > kMaxManifestLineBytes - pending_.size()) return Error{ErrorCode::kOverBudget, "a line of the manifest is too long"};
    pending_.append(reinterpret_cast<const char*>(bytes.data()), length);
    if (end == bytes.end()) return {};
    bytes = bytes.subspan(length + 1);
    const std::string line = std::exchange(pending_, {});
    SF_CHECK(take_line(line));
  }
  return {};
}

Status ManifestReader::take_line(std::string_view line) {
  if (ended_) return inconsistent("a line behind the last");
  SF_TRY(const Value value, json::parse(line));
  if (const Value* study = value.find("study"); study != nullptr && !has_study_) {
    if (value.integer_of<std::uint32_t>("sansfilm", 0) != kProtocolVersion) {
      return Error{ErrorCode::kUnsupported, "the server speaks another version of the protocol: load the page anew"};
    }
    manifest_.study = read_study(*study);
    has_study_ = true;
    return {};
  }
  if (!has_study_) return inconsistent("a manifest begins with its study");
  if (const Value* series = value.find("series")) {
    SF_TRY(Series read, read_series(*series));
    manifest_.series.push_back(std::move(read));
    return {};
  }
  if (const Value* carries = value.find("carries")) {
    carries_.clear();
    for (const Value& text : carries->items) {
      SF_TRY(const ChunkRange range, parse_chunk_range(text.text));
      carries_.push_back(range);
    }
    return {};
  }
  if (const Value* carried = value.find("carried")) {
    SF_TRY(const std::vector<std::uint8_t> bytes, json::from_base64(carried->text));
    carried_.insert(carried_.end(), bytes.begin(), bytes.end());
    return {};
  }
  if (value.find("end") != nullptr) {
    if (value.integer_of<std::size_t>("end", 0) != manifest_.series.size()) return inconsistent("series are missing before the end");
    ended_ = true;
    return {};
  }
  return inconsistent("a line that is neither study, series nor end");
}

}  // namespace sansfilm::wire
