#include "shared/together/shared_state.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "shared/json/json.hpp"

namespace sansfilm::together {
namespace {

using base::Error;
using base::ErrorCode;
using base::Point;
using json::Value;

constexpr std::array<std::string_view, 4> kVois = {"default", "window", "lut", "automatic"};
constexpr std::size_t kLongestUid = 64;            // PS3.5 9.1
constexpr std::int64_t kMostFrame = 0x7FFF'FFFF;
constexpr double kFarthest = 1e7;                  // no picture is so large; a value beyond is a fault

Error wrong(std::string_view key) { return Error{.code = ErrorCode::kMalformed, .detail = "a value is missing or of the wrong kind", .subject = std::string(key)}; }

std::string finish(json::Writer& out) { return std::move(out.finish()).value(); }

void write_point(json::Writer& out, std::string_view key, Point point) { out.key(key).begin_array().number(point.x).number(point.y).end(); }

base::Result<std::string> read_uid(const Value& in, std::string_view key) {
  const auto text = in[key].string();
  const bool fits = text && !text->empty() && text->size() <= kLongestUid &&
                    std::all_of(text->begin(), text->end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
  if (!fits) return wrong(key);
  return std::string(*text);
}

base::Result<std::int64_t> read_integer(const Value& in, std::string_view key, std::int64_t most) {
  const auto number = in[key].integer();
  if (!number || *number < 0 || *number > most) return wrong(key);
  return *number;
}

base::Result<bool> read_boolean(const Value& in, std::string_view key) {
  const auto value = in[key].boolean();
  if (!value) return wrong(key);
  return *value;
}

base::Result<double> read_number(const Value& in, std::string_view key) {
  const auto number = in.number();
  if (!number || !std::isfinite(*number) || std::abs(*number) > kFarthest) return wrong(key);
  return *number;
}

base::Result<Point> read_point(const Value& in, std::string_view key) {
  const std::vector<Value> pair = in.items();
  if (pair.size() != 2) return wrong(key);
  SF_TRY(const double x, read_number(pair[0], key));
  SF_TRY(const double y, read_number(pair[1], key));
  return Point{x, y};
}

base::Status read_voi(const Value& in, SharedView& out) {
  const auto name = in["voi"].string();
  const auto found = name ? std::find(kVois.begin(), kVois.end(), *name) : kVois.end();
  if (found == kVois.end()) return wrong("voi");
  out.voi = static_cast<Voi>(found - kVois.begin());
  if (out.voi == Voi::kLut) {
    SF_TRY(const std::int64_t lut, read_integer(in, "lut", 1000));
    out.lut = static_cast<std::uint32_t>(lut);
  }
  if (out.voi != Voi::kWindow) return {};
  const std::vector<Value> window = in["window"].items();
  if (window.size() != 3) return wrong("window");
  SF_TRY(out.center, read_number(window[0], "window"));
  SF_TRY(out.width, read_number(window[1], "window"));
  const auto function = window[2].integer();
  if (!function || *function < 0 || *function > 2 || out.width <= 0) return wrong("window");
  out.function = static_cast<std::uint8_t>(*function);
  return {};
}

base::Result<measure::Measurement> read_mark(const Value& in) {
  measure::Measurement mark;
  const auto name = in["kind"].string();
  const auto kind = name ? measure::kind_named(*name) : std::nullopt;
  if (!kind) return wrong("kind");
  mark.kind = *kind;
  SF_TRY(mark.sop_instance_uid, read_uid(in, "image"));
  SF_TRY(const std::int64_t frame, read_integer(in, "frame", kMostFrame));
  mark.frame = static_cast<std::uint32_t>(frame);
  const std::vector<Value> points = in["points"].items();
  if (points.empty() || points.size() > kMostMarkPoints) return wrong("points");
  for (const Value& one : points) {
    SF_TRY(const Point point, read_point(one, "points"));
    mark.points.push_back(point);
  }
  const std::size_t wanted = measure::points_wanted(mark.kind);
  if (wanted != 0 && mark.points.size() != wanted) return wrong("points");
  return mark;
}

}  // namespace

std::string write_view(const SharedView& view) {
  json::Writer out;
  out.begin_object().member("series", view.series_uid).member("image", view.image_uid).member("frame", view.frame);
  out.member("voi", kVois.at(static_cast<std::size_t>(view.voi)));
  if (view.voi == Voi::kWindow) out.key("window").begin_array().number(view.center).number(view.width).integer(view.function).end();
  if (view.voi == Voi::kLut) out.member("lut", view.lut);
  out.member("inverted", view.inverted).member("fitted", view.fitted);
  write_point(out, "middle", view.middle);
  out.key("seen").begin_array().number(view.seen_width).number(view.seen_height).end();
  out.member("quarters", view.quarters).member("mirrored", view.mirrored).end();
  return finish(out);
}

std::string write_pointer(const SharedPointer& pointer) {
  json::Writer out;
  out.begin_object().member("image", pointer.image_uid).member("frame", pointer.frame);
  if (pointer.at) write_point(out, "at", *pointer.at);
  out.end();
  return finish(out);
}

std::string write_marks(const std::vector<measure::Measurement>& marks) {
  json::Writer out;
  out.begin_object().key("marks").begin_array();
  std::size_t points = 0;
  for (std::size_t i = 0; i < std::min(marks.size(), kMostMarks); ++i) {
    const measure::Measurement& mark = marks[i];
    const std::size_t step = std::max<std::size_t>(1, (mark.points.size() + kMostMarkPoints - 1) / kMostMarkPoints);
    points += mark.points.size() / step;
    if (points > kMostMarkedPoints) break;
    out.begin_object().member("kind", measure::name_of(mark.kind)).member("image", mark.sop_instance_uid).member("frame", mark.frame);
    out.key("points").begin_array();
    for (std::size_t at = 0; at < mark.points.size(); at += step) out.begin_array().number(mark.points[at].x).number(mark.points[at].y).end();
    out.end().end();
  }
  out.end().end();
  return finish(out);
}

base::Result<SharedView> read_view(std::string_view json, base::Budget& budget) {
  SF_TRY(const json::Document document, json::Document::parse(json, budget));
  const Value in = document.root();
  SharedView out;
  SF_TRY(out.series_uid, read_uid(in, "series"));
  SF_TRY(out.image_uid, read_uid(in, "image"));
  SF_TRY(const std::int64_t frame, read_integer(in, "frame", kMostFrame));
  out.frame = static_cast<std::uint32_t>(frame);
  SF_CHECK(read_voi(in, out));
  SF_TRY(out.inverted, read_boolean(in, "inverted"));
  SF_TRY(out.fitted, read_boolean(in, "fitted"));
  SF_TRY(out.middle, read_point(in["middle"], "middle"));
  SF_TRY(const Point seen, read_point(in["seen"], "seen"));
  if (!out.fitted && (seen.x <= 0 || seen.y <= 0)) return wrong("seen");
  out.seen_width = seen.x;
  out.seen_height = seen.y;
  SF_TRY(const std::int64_t quarters, read_integer(in, "quarters", 3));
  out.quarters = static_cast<int>(quarters);
  SF_TRY(out.mirrored, read_boolean(in, "mirrored"));
  return out;
}

base::Result<SharedPointer> read_pointer(std::string_view json, base::Budget& budget) {
  SF_TRY(const json::Document document, json::Document::parse(json, budget));
  const Value in = document.root();
  SharedPointer out;
  SF_TRY(out.image_uid, read_uid(in, "image"));
  SF_TRY(const std::int64_t frame, read_integer(in, "frame", kMostFrame));
  out.frame = static_cast<std::uint32_t>(frame);
  if (in["at"].is_null()) return out;
  SF_TRY(out.at, read_point(in["at"], "at"));
  return out;
}

base::Result<std::vector<measure::Measurement>> read_marks(std::string_view json, base::Budget& budget) {
  SF_TRY(const json::Document document, json::Document::parse(json, budget));
  const Value marks = document.root()["marks"];
  if (!marks.is_array() || marks.size() > kMostMarks) return wrong("marks");
  std::vector<measure::Measurement> out;
  for (const Value& one : marks.items()) {
    SF_TRY(measure::Measurement mark, read_mark(one));
    out.push_back(std::move(mark));
  }
  return out;
}

}  // namespace sansfilm::together
