// Formulas of PS3.3 C.11, with values computed by hand.
#include "shared/pixel/transform.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

using namespace sansfilm::pixel;

TEST_CASE("LINEAR: the worked example of C.11.2.1.2.1, centre 2048 and width 4096 map 0..4095 onto the whole range") {
  const Window window{.centre = 2048, .width = 4096};
  CHECK(apply_window(window, 0) == doctest::Approx(0.0));
  CHECK(apply_window(window, 4095) == doctest::Approx(255.0));
  CHECK(apply_window(window, 2047.5) == doctest::Approx(127.5));
  CHECK(apply_window(window, -1) == 0.0);
  CHECK(apply_window(window, 5000) == 255.0);
}

TEST_CASE("LINEAR: centre 2048, width 1 is a threshold between 2047 and 2048") {
  const Window window{.centre = 2048, .width = 1};
  CHECK(apply_window(window, 2047) == 0.0);
  CHECK(apply_window(window, 2047.5) == 0.0);  // x <= c - 0.5
  CHECK(apply_window(window, 2048) == 255.0);
}

TEST_CASE("LINEAR: centre 0, width 100 goes from -50 to 49") {
  const Window window{.centre = 0, .width = 100};
  CHECK(apply_window(window, -50) == 0.0);
  CHECK(apply_window(window, -49) == doctest::Approx(255.0 / 99.0));
  CHECK(apply_window(window, 49) == doctest::Approx(255.0));
  CHECK(apply_window(window, 50) == 255.0);
}

TEST_CASE("LINEAR_EXACT: centre 0, width 100 goes from -50 to 50, with its middle at 0") {
  const Window window{.centre = 0, .width = 100, .function = VoiFunction::kLinearExact};
  CHECK(apply_window(window, -50) == 0.0);
  CHECK(apply_window(window, 0) == doctest::Approx(127.5));
  CHECK(apply_window(window, 50) == doctest::Approx(255.0));
  CHECK(apply_window(window, 25) == doctest::Approx(191.25));
}

TEST_CASE("SIGMOID: half at the centre, 1/(1+e^-2) at half a width above it") {
  const Window window{.centre = 10, .width = 4, .function = VoiFunction::kSigmoid};
  CHECK(apply_window(window, 10) == doctest::Approx(127.5));
  CHECK(apply_window(window, 12) == doctest::Approx(255.0 / (1.0 + std::exp(-2.0))));
  CHECK(apply_window(window, 8) + apply_window(window, 12) == doctest::Approx(255.0));
}

TEST_CASE("a window is usable from width 1 for LINEAR and above 0 for the others, and never with a NaN") {
  CHECK(is_usable({.centre = 0, .width = 1}));
  CHECK_FALSE(is_usable({.centre = 0, .width = 0.99}));
  CHECK_FALSE(is_usable({.centre = 0, .width = -100}));
  CHECK(is_usable({.centre = 0, .width = 0.5, .function = VoiFunction::kLinearExact}));
  CHECK_FALSE(is_usable({.centre = 0, .width = 0, .function = VoiFunction::kLinearExact}));
  CHECK_FALSE(is_usable({.centre = 0, .width = 0, .function = VoiFunction::kSigmoid}));
  CHECK_FALSE(is_usable({.centre = std::numeric_limits<double>::quiet_NaN(), .width = 10}));
  CHECK_FALSE(is_usable({.centre = 0, .width = std::numeric_limits<double>::infinity()}));
}

TEST_CASE("a grey level is rounded half up and clipped to 0..255") {
  CHECK(level_of(-3.0) == 0);
  CHECK(level_of(0.49) == 0);
  CHECK(level_of(0.5) == 1);
  CHECK(level_of(127.5) == 128);
  CHECK(level_of(254.49) == 254);
  CHECK(level_of(300.0) == 255);
}

TEST_CASE("a modality LUT repeats its first entry below and its last entry above") {
  ModalityTransform modality;
  modality.lut = LookupTable{.first = -2, .bits = 16, .entries = {100, 200, 300}, .explanation = ""};
  CHECK(modality.apply(-1000) == 100);
  CHECK(modality.apply(-2) == 100);
  CHECK(modality.apply(-1) == 200);
  CHECK(modality.apply(0) == 300);
  CHECK(modality.apply(7) == 300);
}

TEST_CASE("a rescale is slope times stored value plus intercept") {
  const ModalityTransform modality{.slope = 2.5, .intercept = -1024};
  CHECK(modality.apply(100) == -774.0);
}
