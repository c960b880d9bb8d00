#include "shared/manifest/references.hpp"

#include <doctest/doctest.h>

#include "shared/manifest/describe.hpp"
#include "tests/unit/pixel/test_files.hpp"

using namespace sansfilm;

TEST_CASE("the manifest says of what is drawn over images which series that is, and its name") {
  struct Known {
    const char* file;
    wire::ObjectKind kind;
    const char* series;
    const char* name;
  };
  for (const Known& known : {Known{"real/seg_liver_1bit_3f.dcm", wire::ObjectKind::kSegmentation, "1.2.392.200103.20080913.113635.1.2009.6.22.21.43.10.23430.1", "Iowa QIN segmentation result"},
                             Known{"real/rtstruct_breast.dcm", wire::ObjectKind::kStructureSet, "2.16.840.1.113662.2.12.0.3057.1241703565.43", "CT_1"},
                             Known{"real/pr_gsps_text_polyline.dcm", wire::ObjectKind::kPresentation, "1.2.276.0.7230010.3.1.3.665618.6496.1546453790.314807", "hip"}}) {
    const auto source = test::open_test_file(known.file);
    if (!source) continue;
    const wire::Manifest manifest = manifest::describe_instance(source->file, {});
    REQUIRE(manifest.series.at(0).objects.size() == 1);
    const wire::Object& object = manifest.series[0].objects[0];
    CHECK(object.kind == known.kind);
    CHECK(object.series == std::vector<std::string>{known.series});
    CHECK(object.label == known.name);
    const std::string text = manifest::write_fragment(manifest);
    const auto again = manifest::read_fragment({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
    REQUIRE(again.has_value());
    CHECK(again->series[0].objects == manifest.series[0].objects);
  }
}
