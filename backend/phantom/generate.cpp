#include <cstdio>

#include "backend/phantom/calendar.hpp"
#include "backend/phantom/phantom.hpp"
#include "backend/phantom/study.hpp"

namespace sansfilm::phantom {

namespace {

constexpr std::uint32_t kMostSlices = 20000;

base::Error refused(const char* option, const char* detail) {
  return {.code = base::ErrorCode::kInvalidArgument, .detail = detail, .subject = option};
}

base::Status check(const PhantomOptions& options) {
  if (options.patients == 0 || options.patients > 10'000'000) return refused("patients", "1 .. 10000000");
  if (options.kinds.empty()) return refused("kind", "ct, mr, cr, mg, us");
  if (options.slices == 0 || options.slices > kMostSlices) return refused("slices", "1 .. 20000");
  if (options.series == 0 || options.series > 100) return refused("series", "1 .. 100");
  if (options.frames == 0 || options.frames > 1000) return refused("frames", "1 .. 1000");
  if (options.establishments == 0 || options.establishments > 10000) return refused("establishments", "1 .. 10000");
  if (options.priors > 30) return refused("priors", "0 .. 30");
  if (days_of(options.from) < 0) return refused("from", "a day as YYYYMMDD");
  if (days_of(options.to) < 0) return refused("to", "a day as YYYYMMDD");
  if (days_of(options.from) < days_of("19700101")) return refused("from", "not before 19700101");
  if (days_of(options.to) < days_of(options.from)) return refused("to", "not before from");
  return {};
}

const char* name_of(Kind kind) {
  switch (kind) {
    case Kind::kCt: return "CT";
    case Kind::kMr: return "MR";
    case Kind::kCr: return "DX";
    case Kind::kMg: return "MG";
    case Kind::kUs: return "US";
  }
  return "";
}

struct Shape {
  std::uint32_t series, instances;
};

Shape shape_of(Kind kind, const PhantomOptions& options) {
  switch (kind) {
    case Kind::kCt: return {options.series, options.slices};
    case Kind::kMr: return {2, options.slices};
    case Kind::kMg: return {1, 4};
    case Kind::kCr:
    case Kind::kUs: return {1, 1};
  }
  return {0, 0};
}

base::Result<std::vector<std::uint8_t>> make(Kind kind, const Study& study, const Textures& textures, std::uint32_t series,
                                             std::uint32_t instance, const PhantomOptions& options) {
  switch (kind) {
    case Kind::kCt: return make_ct(study, textures, series, instance, options.slices);
    case Kind::kMr: return make_mr(study, textures, series, instance, options.slices);
    case Kind::kCr: return make_radiograph(study, textures);
    case Kind::kMg: return make_mammogram(study, textures, instance);
    case Kind::kUs: return make_ultrasound(study, textures, options.frames);
  }
  return refused("kind", "ct, mr, cr, mg, us");
}

std::string path_of(std::uint32_t patient, const Study& study, Kind kind, std::uint32_t series, std::uint32_t instance) {
  char text[96];
  std::snprintf(text, sizeof text, "P%06u/%s-%s/S%02u/%05u.dcm", patient + 1, study.date.c_str(), name_of(kind), series + 1, instance + 1);
  return text;
}

base::Status add_study(const PhantomOptions& options, const Textures& textures, std::uint32_t patient, Kind kind, std::uint32_t prior,
                       const Sink& sink, Summary& summary) {
  const Study study = make_study(options, patient, kind, prior);
  const Shape shape = shape_of(kind, options);
  for (std::uint32_t series = 0; series < shape.series; ++series) {
    for (std::uint32_t instance = 0; instance < shape.instances; ++instance) {
      SF_TRY(const auto file, make(kind, study, textures, series, instance, options));
      SF_CHECK(sink(path_of(patient, study, kind, series, instance), file));
      ++summary.instances;
      summary.bytes += file.size();
    }
  }
  ++summary.studies;
  summary.series += shape.series;
  return {};
}

}  // namespace

base::Result<std::vector<Kind>> parse_kinds(std::string_view text) {
  std::vector<Kind> kinds;
  while (true) {
    const std::size_t comma = text.find(',');
    const std::string_view word = text.substr(0, comma);
    if (word == "ct") kinds.push_back(Kind::kCt);
    else if (word == "mr") kinds.push_back(Kind::kMr);
    else if (word == "cr") kinds.push_back(Kind::kCr);
    else if (word == "mg") kinds.push_back(Kind::kMg);
    else if (word == "us") kinds.push_back(Kind::kUs);
    else return refused("kind", "ct, mr, cr, mg, us");
    if (comma == std::string_view::npos) return kinds;
    text.remove_prefix(comma + 1);
  }
}

std::uint64_t count_instances(const PhantomOptions& options) {
  std::uint64_t each = 0;
  for (const Kind kind : options.kinds) each += std::uint64_t{shape_of(kind, options).series} * shape_of(kind, options).instances;
  return each * options.patients * (std::uint64_t{options.priors} + 1);
}

base::Result<Summary> generate(const PhantomOptions& options, const Sink& sink) {
  SF_CHECK(check(options));
  const Textures textures(options.seed);
  Summary summary;
  for (std::uint32_t patient = 0; patient < options.patients; ++patient) {
    for (const Kind kind : options.kinds) {
      for (std::uint32_t prior = 0; prior <= options.priors; ++prior) SF_CHECK(add_study(options, textures, patient, kind, prior, sink, summary));
    }
  }
  return summary;
}

}  // namespace sansfilm::phantom
