#include <doctest/doctest.h>

#include <string>
#include <variant>

#include "shared/hanging/read.hpp"
#include "shared/hanging/shipped.hpp"

using namespace sansfilm::hanging;

namespace {

std::string with(const std::string& protocol) { return R"({"schema": "sansfilm-hanging-1", "protocols": [)" + protocol + "]}"; }

// A protocol that is right, with the text of one of its parts replaced.
std::string one(const std::string& part = "", const std::string& by = "") {
  std::string text =
      R"({"id": "a-1", "name": {"fr": "Un", "en": "One"}, "when": {"modalities": ["CT"]}, "grid": {"rows": 1, "columns": 2}, "views": [{"show": {"modalities": ["CT"]}}]})";
  if (!part.empty()) text.replace(text.find(part), part.size(), by);
  return with(text);
}

Problem problem_of(const std::string& text) {
  const auto read = read_protocols(text);
  const auto* problem = std::get_if<Problem>(&read);
  return problem != nullptr ? *problem : Problem{};
}

std::string path_of(const std::string& text) { return problem_of(text).path; }

}  // namespace

TEST_CASE("the shipped protocols are valid, in both languages, and are read back from what is written of them") {
  const auto read = read_protocols(shipped_json());
  const auto* problem = std::get_if<Problem>(&read);
  INFO((problem != nullptr ? problem->path + " " + problem->what.english : std::string()));
  REQUIRE(problem == nullptr);
  const std::vector<Protocol> shipped = shipped_protocols();
  CHECK(shipped.size() >= 12);
  for (const char* modality : {"CR", "CT", "MR", "MG", "US", "XA", "PT"}) {
    bool found = false;
    for (const Protocol& protocol : shipped) {
      for (const std::string& named : protocol.when.modalities) found = found || named == modality;
    }
    CHECK_MESSAGE(found, modality);
  }
  for (const Protocol& protocol : shipped) CHECK((!protocol.name.french.empty() && !protocol.name.english.empty()));
  const std::string written = write_protocols(shipped);
  const auto again = read_protocols(written);
  REQUIRE(std::holds_alternative<std::vector<Protocol>>(again));
  CHECK(write_protocols(std::get<std::vector<Protocol>>(again)) == written);
}

TEST_CASE("every value of a protocol is read as it is documented") {
  const auto read = read_protocols(with(R"({"id": "all", "name": {"fr": "Tout", "en": "All"},
    "when": {"modalities": ["MG"], "body_parts": ["BREAST"], "description": ["DEPIST*"], "series": {"min": 1, "max": 4}, "images": {"min": 4}, "prior": true},
    "grid": {"rows": 2, "columns": 3},
    "views": [{"show": {"modalities": ["MG"], "lateralities": ["R"], "views": ["CC"], "description": ["x"], "not_description": ["y"], "plane": "coronal", "min_images": 2},
               "prior": true, "required": false, "again": true, "image": "middle", "window": {"center": 40.5, "width": 400, "name": {"fr": "f", "en": "e"}}, "invert": true},
              {"empty": true}, {"show": {}}],
    "links": {"scroll": "offset", "window": true, "zoom": true}, "same_scale": true, "chest_wall": "back_to_back"})"));
  REQUIRE(std::holds_alternative<std::vector<Protocol>>(read));
  const Protocol& p = std::get<std::vector<Protocol>>(read).front();
  CHECK(p.id == "all");
  CHECK(p.name.french == "Tout");
  CHECK(p.when.body_parts == std::vector<std::string>{"BREAST"});
  CHECK(p.when.least_series == 1U);
  CHECK(p.when.most_series == 4U);
  CHECK(p.when.least_images == 4U);
  CHECK_FALSE(p.when.most_images);
  CHECK(p.when.prior == true);
  CHECK((p.rows == 2 && p.columns == 3));
  REQUIRE(p.views.size() == 3);
  const View& v = p.views[0];
  CHECK((v.prior && !v.required && v.again && v.invert && v.image == Which::kMiddle && v.show.plane == Plane::kCoronal));
  CHECK((v.show.is_of_images() && v.show.least_images == 2));
  REQUIRE(v.window);
  CHECK((v.window->center == 40.5 && v.window->width == 400 && v.window->name.english == "e"));
  CHECK(p.views[1].empty);
  CHECK_FALSE(p.views[2].show.is_of_images());
  CHECK((p.link_scroll == ScrollLink::kOffset && p.link_window && p.link_zoom && p.same_scale && p.back_to_back));
}

TEST_CASE("what is wrong is named by its place in the text, with what to do, in both languages") {
  CHECK(path_of(one()).empty());
  CHECK(path_of("[") == "$");
  CHECK(path_of("[]") == "$");
  CHECK(path_of(R"({"protocols": []})") == "$.schema");
  CHECK(path_of(R"({"schema": "other", "protocols": []})") == "$.schema");
  CHECK(path_of(one("\"id\"", "\"idd\"")) == "$.protocols[0].idd");
  CHECK(path_of(one("a-1", "À 1")) == "$.protocols[0].id");
  CHECK(path_of(one("\"fr\": \"Un\", ", "")) == "$.protocols[0].name.fr");
  CHECK(path_of(one("[\"CT\"]", "[]")) == "$.protocols[0].when.modalities");
  CHECK(path_of(one("[\"CT\"]", "[7]")) == "$.protocols[0].when.modalities[0]");
  CHECK(path_of(one("\"rows\": 1", "\"rows\": 5")) == "$.protocols[0].grid.rows");
  CHECK(path_of(one("\"columns\": 2", "\"columns\": 0")) == "$.protocols[0].grid.columns");
  CHECK(path_of(one("\"columns\": 2", "\"columns\": 1.5")) == "$.protocols[0].grid.columns");
  CHECK(path_of(one("[{\"show\": {\"modalities\": [\"CT\"]}}]", "[{\"show\": {}}, {\"show\": {}}, {\"show\": {}}]")) == "$.protocols[0].views");
  CHECK(path_of(one("{\"show\": {\"modalities\": [\"CT\"]}}", "{}")) == "$.protocols[0].views[0].show");
  CHECK(path_of(one("{\"show\": {\"modalities\": [\"CT\"]}}", "{\"empty\": true, \"show\": {}}")) == "$.protocols[0].views[0]");
  CHECK(path_of(one("{\"show\": {\"modalities\": [\"CT\"]}}", "{\"prior\": true, \"show\": {}}")) == "$.protocols[0].views");
  CHECK(path_of(one("{\"show\": {\"modalities\": [\"CT\"]}}", "{\"show\": {}, \"window\": {\"center\": 0, \"width\": 0}}")) == "$.protocols[0].views[0].window.width");
  CHECK(path_of(one("{\"show\": {\"modalities\": [\"CT\"]}}", "{\"show\": {\"plane\": \"oblique\"}}")) == "$.protocols[0].views[0].show.plane");
  CHECK(path_of(one("{\"show\": {\"modalities\": [\"CT\"]}}", "{\"show\": {\"lateralities\": [\"D\"]}}")) == "$.protocols[0].views[0].show.lateralities[0]");
  CHECK(path_of(one("\"modalities\": [\"CT\"]}", "\"modalities\": [\"CT\"], \"series\": {\"min\": 3, \"max\": 2}}")) == "$.protocols[0].when.series");
  CHECK(path_of(one("{\"rows\": 1, \"columns\": 2}", "{\"rows\": 1, \"rows\": 1, \"columns\": 2}")) == "$.protocols[0].grid.rows");
  const std::string twice = one().substr(std::string(R"({"schema": "sansfilm-hanging-1", "protocols": [)").size());
  const std::string body = twice.substr(0, twice.size() - 2);
  CHECK(path_of(with(body + "," + body)) == "$.protocols[1].id");

  const Problem problem = problem_of(one("\"rows\": 1", "\"rows\": 5"));
  CHECK(problem.what.french == "un nombre entier est attendu");
  CHECK(problem.remedy.english == "1 .. 4");
  const Problem choice = problem_of(one("{\"show\": {\"modalities\": [\"CT\"]}}", "{\"show\": {}, \"image\": \"best\"}"));
  CHECK(choice.remedy.english == "possible values: first, middle, last");
}

TEST_CASE("an own protocol stands before the shipped ones and takes the place of one with its id") {
  Protocol own;
  own.id = "ct";
  own.name = {"Le mien", "Mine"};
  const std::vector<Protocol> shipped = shipped_protocols();
  const std::vector<Protocol> all = merged({own}, shipped);
  CHECK(all.size() == shipped.size());
  CHECK(all.front().name.english == "Mine");
  for (std::size_t i = 1; i < all.size(); ++i) CHECK(all[i].id != "ct");
}
