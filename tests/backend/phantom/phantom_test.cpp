#include <doctest/doctest.h>

#include <cmath>
#include <map>

#include "backend/phantom/anatomy.hpp"
#include "backend/phantom/phantom.hpp"
#include "shared/dicom/reader.hpp"
#include "shared/dicom/tags.hpp"

using namespace sansfilm;
namespace tags = sansfilm::dicom::tags;

namespace {

using Files = std::map<std::string, std::vector<std::uint8_t>>;

Files make(const phantom::PhantomOptions& options) {
  Files files;
  const auto made = phantom::generate(options, [&](const std::string& path, base::Bytes bytes) {
    CHECK(files.emplace(path, std::vector<std::uint8_t>(bytes.begin(), bytes.end())).second);
    return base::Status{};
  });
  REQUIRE(made.ok());
  CHECK(made->instances == files.size());
  CHECK(made->instances == phantom::count_instances(options));
  return files;
}

dicom::File read(const std::vector<std::uint8_t>& bytes) {
  base::Budget budget;
  auto file = dicom::read_file(bytes, {}, budget);
  REQUIRE(file.ok());
  CHECK(file->findings.empty());
  CHECK(file->complete);
  return std::move(*file);
}

int stored(const dicom::File& file, std::size_t column, std::size_t row) {
  const auto value = file.dataset.find(dicom::Tag{0x7FE0, 0x0010})->value;
  const std::size_t at = 2 * (row * static_cast<std::size_t>(*file.dataset.integer(tags::kColumns)) + column);
  return value[at] | value[at + 1] << 8;
}

// Mean density of 9 x 9 pixels around a point of the slice's plane.
double density(const dicom::File& file, phantom::Vec at) {
  const auto origin = file.dataset.numbers(tags::kImagePositionPatient);
  const double px = *file.dataset.number(tags::kPixelSpacing);
  const auto column = static_cast<std::size_t>((at.x - origin[0]) / px), row = static_cast<std::size_t>((at.y - origin[1]) / px);
  double sum = 0;
  for (std::size_t y = row - 4; y <= row + 4; ++y) {
    for (std::size_t x = column - 4; x <= column + 4; ++x) sum += stored(file, x, y);
  }
  return sum / 81 + *file.dataset.number(tags::kRescaleIntercept);
}

}  // namespace

TEST_CASE("the same seed makes the same bytes, another seed makes others") {
  phantom::PhantomOptions options{.kinds = {phantom::Kind::kCt, phantom::Kind::kMr, phantom::Kind::kUs}, .slices = 2, .frames = 2};
  const Files first = make(options);
  CHECK(first == make(options));
  options.seed = 2;
  const Files other = make(options);
  REQUIRE(other.size() == first.size());
  for (auto a = first.begin(), b = other.begin(); a != first.end(); ++a, ++b) CHECK(a->second != b->second);
}

TEST_CASE("CT slices are in order, evenly spaced, and have the densities of their organs") {
  const Files files = make({.slices = 40});
  double before = -1e9, spacing = 0;
  double liver_distance = 1e9, lung_distance = 1e9, liver = 0, lung = 0, air = 0;
  for (const auto& [path, bytes] : files) {
    const dicom::File file = read(bytes);
    CHECK(file.dataset.text(tags::kModality) == "CT");
    CHECK(file.dataset.integer(tags::kRows) == 512);
    CHECK(file.dataset.integer(tags::kBitsStored) == 12);
    CHECK(file.dataset.has_value(tags::kWindowCenter));
    const double z = file.dataset.numbers(tags::kImagePositionPatient).at(2);
    CHECK(z > before);
    if (before > -1e8) {
      if (spacing == 0) spacing = z - before;
      CHECK(z - before == doctest::Approx(spacing).epsilon(0.001));
    }
    before = z;
    if (std::abs(z - phantom::kInLiver.z) < liver_distance) liver_distance = std::abs(z - phantom::kInLiver.z), liver = density(file, phantom::kInLiver);
    if (std::abs(z - phantom::kInRightLung.z) < lung_distance) lung_distance = std::abs(z - phantom::kInRightLung.z), lung = density(file, phantom::kInRightLung);
    air = density(file, {0, -165, z});
  }
  CHECK(liver == doctest::Approx(60).epsilon(0.25));
  CHECK(lung < -600);   // with the vessels that happen to cross
  CHECK(air == doctest::Approx(-1000).epsilon(0.01));
}

TEST_CASE("an MR study has an axial and a sagittal series") {
  const Files files = make({.kinds = {phantom::Kind::kMr}, .slices = 2});
  REQUIRE(files.size() == 4);
  const auto axial = read(files.begin()->second), sagittal = read(files.rbegin()->second);
  CHECK(axial.dataset.text(tags::kModality) == "MR");
  CHECK(axial.dataset.numbers(tags::kImageOrientationPatient) == std::vector<double>{1, 0, 0, 0, 1, 0});
  CHECK(sagittal.dataset.numbers(tags::kImageOrientationPatient) == std::vector<double>{0, 1, 0, 0, 0, -1});
}

TEST_CASE("a radiograph has 3,000 x 3,000 pixels and the spacing of its detector") {
  const Files files = make({.kinds = {phantom::Kind::kCr}});
  const auto file = read(files.begin()->second);
  CHECK(file.dataset.text(tags::kModality) == "DX");
  CHECK(file.dataset.integer(tags::kRows) == 3000);
  CHECK(file.dataset.integer(tags::kColumns) == 3000);
  CHECK(file.dataset.number(tags::kImagerPixelSpacing) == 0.143);
  // The spine absorbs more than the lung beside it, and the lung more than the air beside the neck.
  const int sign = file.dataset.text(tags::kPhotometricInterpretation) == "MONOCHROME1" ? -1 : 1;
  CHECK(sign * stored(file, 1500, 1500) > sign * stored(file, 1000, 1300) + 200);
  CHECK(sign * stored(file, 1000, 1300) > sign * stored(file, 50, 50) + 200);
}

TEST_CASE("a mammography has four views with their side and their incidence") {
  const Files files = make({.kinds = {phantom::Kind::kMg}});
  std::string views;
  for (const auto& [path, bytes] : files) {
    const auto file = read(bytes);
    views += file.dataset.text(tags::kImageLaterality) + file.dataset.text(tags::kViewPosition) + " ";
    CHECK(file.dataset.integer(tags::kColumns) == 4000);
    CHECK(file.dataset.integer(tags::kRows) == 5000);
    CHECK(file.dataset.item(dicom::Tag{0x0054, 0x0220}) != nullptr);
    // The breast lies at the chest wall: left of the picture for the left breast.
    const bool left = file.dataset.text(tags::kImageLaterality) == "L";
    CHECK(stored(file, left ? 100 : 3899, 2600) > 1200);
    CHECK(stored(file, left ? 3899 : 100, 2600) < 700);
  }
  CHECK(views == "RCC LCC RMLO LMLO ");
}

TEST_CASE("an ultrasound clip has frames and a calibrated region in centimetres") {
  const Files files = make({.kinds = {phantom::Kind::kUs}, .frames = 3});
  const auto file = read(files.begin()->second);
  CHECK(file.dataset.text(tags::kModality) == "US");
  CHECK(file.dataset.integer(tags::kNumberOfFrames) == 3);
  CHECK(file.dataset.find(dicom::Tag{0x7FE0, 0x0010})->value.size() == 640 * 480 * 3);
  const auto* region = file.dataset.item(tags::kSequenceOfUltrasoundRegions);
  REQUIRE(region != nullptr);
  CHECK(region->integer(dicom::Tag{0x0018, 0x6024}) == 3);
  CHECK(region->number(dicom::Tag{0x0018, 0x602C}) == 0.036);
}

TEST_CASE("patients are marked as invented, lie within the dates, and their priors are earlier") {
  const Files files = make({.patients = 6, .slices = 1, .establishments = 3, .priors = 1, .from = "20250301", .to = "20250302"});
  std::map<std::string, int> issuers;
  int within = 0;
  for (const auto& [path, bytes] : files) {
    const auto file = read(bytes);
    CHECK(file.dataset.text(tags::kPatientName).ends_with("(fictif)"));
    const std::string date = file.dataset.text(tags::kStudyDate);
    within += date == "20250301" || date == "20250302" ? 1 : 0;
    CHECK(date <= "20250302");
    ++issuers[file.dataset.text(tags::kIssuerOfPatientId)];
    CHECK(file.dataset.has_value(tags::kInstitutionName));
  }
  CHECK(within == 6);
  CHECK(issuers.size() > 1);
}

TEST_CASE("impossible options are refused with the name of the option") {
  const auto nowhere = [](const std::string&, base::Bytes) { return base::Status{}; };
  const auto refused = [&](const phantom::PhantomOptions& options) {
    const auto made = phantom::generate(options, nowhere);
    REQUIRE_FALSE(made.ok());
    CHECK(made.error().code == base::ErrorCode::kInvalidArgument);
    return made.error().subject;
  };
  CHECK(refused({.patients = 0}) == "patients");
  CHECK(refused({.slices = 0}) == "slices");
  CHECK(refused({.from = "20250230"}) == "from");
  CHECK(refused({.from = "20250301", .to = "20250228"}) == "to");
  CHECK_FALSE(phantom::parse_kinds("ct,xx").ok());
  CHECK_FALSE(phantom::parse_kinds("").ok());
}

TEST_CASE("an error of the sink ends the generation") {
  int calls = 0;
  const auto made = phantom::generate({.slices = 5}, [&](const std::string&, base::Bytes) {
    ++calls;
    return base::Status(base::Error{.code = base::ErrorCode::kFull});
  });
  REQUIRE_FALSE(made.ok());
  CHECK(made.error().code == base::ErrorCode::kFull);
  CHECK(calls == 1);
}
