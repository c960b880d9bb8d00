#include <doctest/doctest.h>

#include <array>
#include <string>

#include "shared/hanging/match.hpp"
#include "shared/hanging/shipped.hpp"

using namespace sansfilm;
using namespace sansfilm::hanging;

namespace {

wire::Series series(const std::string& modality, std::uint32_t images, const std::string& description = "", const std::string& part = "") {
  wire::Series out;
  out.modality = modality;
  out.description = description;
  out.body_part = part;
  out.pixel_formats.push_back({});
  wire::Geometry geometry;
  geometry.orientation = {{1, 0, 0, 0, 1, 0}};
  out.geometries.push_back(geometry);
  for (std::uint32_t i = 0; i < images; ++i) {
    out.instances.push_back({std::to_string(i), static_cast<std::int32_t>(i), 0});
    wire::Frame frame;
    frame.instance = i;
    out.frames.push_back(frame);
  }
  return out;
}

wire::Series turned(wire::Series one, std::array<double, 6> cosines) {
  one.geometries[0].orientation = cosines;
  return one;
}

void add_mammogram(wire::Series& to, const std::string& laterality, const std::string& view) {
  wire::PixelFormat format;
  format.laterality = laterality;
  format.view = view;
  wire::Frame frame;
  frame.instance = static_cast<std::uint32_t>(to.instances.size());
  frame.pixels = static_cast<std::uint32_t>(to.pixel_formats.size());
  to.pixel_formats.push_back(format);
  to.instances.push_back({std::to_string(frame.instance), 0, 0});
  to.frames.push_back(frame);
}

// As the modality sends them: one series, in any order.
wire::Manifest mammography() {
  wire::Manifest out;
  out.series.push_back(series("MG", 0));
  add_mammogram(out.series[0], "L", "MLO");
  add_mammogram(out.series[0], "L", "CC");
  add_mammogram(out.series[0], "R", "MLO");
  add_mammogram(out.series[0], "R", "CC");
  return out;
}

std::string chosen(const wire::Manifest& study, const wire::Manifest* prior = nullptr) {
  for (const Protocol& protocol : shipped_protocols()) {
    if (hang(protocol, study, prior)) return protocol.id;
  }
  return {};
}

const Protocol& named(const std::vector<Protocol>& all, const std::string& id) {
  for (const Protocol& one : all) {
    if (one.id == id) return one;
  }
  FAIL("no protocol ", id);
  return all.front();
}

}  // namespace

TEST_CASE("four mammograms of one series hang by laterality and view, whatever their order") {
  const auto hung = hang(named(shipped_protocols(), "mammography"), mammography());
  REQUIRE(hung);
  CHECK(*hung == Hung{Placed{false, 0, 3}, Placed{false, 0, 1}, Placed{false, 0, 2}, Placed{false, 0, 0}});
}

TEST_CASE("with a prior study its views hang under the current ones; without one the protocol for it is passed over") {
  const wire::Manifest study = mammography();
  wire::Manifest prior;
  for (int i = 0; i < 3; ++i) prior.series.push_back(series("MG", 0));
  add_mammogram(prior.series[0], "R", "CC");
  add_mammogram(prior.series[1], "L", "CC");
  add_mammogram(prior.series[2], "R", "MLO");
  CHECK(chosen(study) == "mammography");
  CHECK(chosen(study, &prior) == "mammography-prior");
  const auto hung = hang(named(shipped_protocols(), "mammography-prior"), study, &prior);
  REQUIRE(hung);
  CHECK((*hung)[0] == Placed{false, 0, 3});
  CHECK((*hung)[4] == Placed{true, 0, 0});
  CHECK((*hung)[6] == Placed{true, 2, 0});
  CHECK_FALSE((*hung)[7]);   // not made then: its place stays free
}

TEST_CASE("a protocol applies only where every view that it requires has an image") {
  wire::Manifest three = mammography();
  three.series[0].frames.pop_back();
  CHECK_FALSE(hang(named(shipped_protocols(), "mammography"), three));
  CHECK(chosen(three) == "mammography-pair");
}

TEST_CASE("each kind of study has its protocol") {
  const auto study = [](std::initializer_list<wire::Series> all) {
    wire::Manifest out;
    out.series = all;
    return out;
  };
  const std::array<double, 6> sagittal{0, 1, 0, 0, 0, -1}, coronal{1, 0, 0, 0, 0, -1};
  CHECK(chosen(study({series("CR", 1, "", "CHEST")})) == "chest-radiograph");
  CHECK(chosen(study({series("DX", 1, "", "chest")})) == "chest-radiograph");
  CHECK(chosen(study({series("DX", 1, "", "KNEE")})).empty());
  CHECK(chosen(study({series("CT", 60, "", "CHEST")})) == "ct-chest");
  CHECK(chosen(study({series("CT", 60, "", "ABDOMEN"), series("CT", 60)})) == "ct");
  CHECK(chosen(study({series("MR", 20)})) == "mr");
  CHECK(chosen(study({series("MR", 20), turned(series("MR", 20), coronal), turned(series("MR", 20), sagittal)})) == "mr-planes");
  CHECK(chosen(study({series("MR", 20, "AX T1", "BRAIN"), series("MR", 20, "AX T2 FLAIR"), series("MR", 20, "ax t2 tse"), series("MR", 20, "DWI b1000")})) == "mr-brain");
  CHECK(chosen(study({series("US", 6)})) == "ultrasound-tiles");
  CHECK(chosen(study({series("US", 1)})) == "ultrasound");
  CHECK(chosen(study({series("XA", 30), series("XA", 20)})) == "angiography-two");
  CHECK(chosen(study({series("XA", 30)})) == "angiography");
  CHECK(chosen(study({series("PT", 50), series("CT", 50)})) == "pet-ct");
  CHECK(chosen(study({series("CT", 50), series("SR", 0)})) == "ct");   // what has no picture does not count
  CHECK(chosen(study({series("NM", 1)})).empty());
  CHECK(chosen(study({series("SR", 0)})).empty());
}

TEST_CASE("the same series may stand twice where the protocol says so, and otherwise does not") {
  const wire::Manifest study{{}, {series("CT", 30, "", "CHEST")}};
  const auto hung = hang(named(shipped_protocols(), "ct-chest"), study);
  REQUIRE(hung);
  CHECK(*hung == Hung{Placed{false, 0, {}}, Placed{false, 0, {}}});
  Protocol once = named(shipped_protocols(), "ct-chest");
  once.views[1].again = false;
  CHECK_FALSE(hang(once, study));
  once.views[1].required = false;
  CHECK(*hang(once, study) == Hung{Placed{false, 0, {}}, std::nullopt});
}

TEST_CASE("descriptions match in part, whatever the case, and a star stands for anything") {
  CHECK(has_part("Axial T2 FLAIR", "flair"));
  CHECK(has_part("Axial T2 FLAIR", "t2*flair"));
  CHECK(has_part("Axial T2 FLAIR", "*"));
  CHECK_FALSE(has_part("Axial T2 FLAIR", "flair*t2"));
  CHECK_FALSE(has_part("", "t2"));
  CHECK(has_part("t1 + c", "T1*+"));
}

TEST_CASE("the kind of a study names modalities and body part, and nothing of the patient") {
  CHECK(kind_of({{}, {series("CT", 3, "DUPONT", "Chest wall"), series("SR", 0)}}) == "CT/CHEST_WALL");
  CHECK(kind_of({{}, {series("PT", 3), series("CT", 3)}}) == "CT+PT");
  CHECK(kind_of({{}, {}}).empty());
}
