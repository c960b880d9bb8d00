#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>

#include "shared/codec/jpeg2000.hpp"
#include "wasm/worker/warm_stream.hpp"
#include "wasm/worker/warm_up.hpp"

using namespace sansfilm;
using namespace sansfilm::worker;

namespace {

double clock_us = 0.0;
double next_millisecond() { return clock_us += 1000.0; }

// SANSFILM_WRITE_WARM_STREAM=wasm/worker/warm_stream.hpp makes the carried stream anew.
void write_stream(const char* path) {
  base::Budget budget;
  const auto stream = codec::encode_jpeg2000(warm_picture(), {.bits_per_sample_layers = {1.0, 2.0, 0.0}, .resolutions = 4}, budget);
  REQUIRE(stream.ok());
  std::FILE* file = std::fopen(path, "w");
  REQUIRE(file != nullptr);
  std::fputs("// The picture of warm_up.hpp as Part 1, three layers, four resolutions. Made by tests/unit/worker/warm_up_test.cpp.\n"
             "#pragma once\n\n#include <cstdint>\n\nnamespace sansfilm::worker {\n\ninline constexpr std::uint8_t kWarmStream[] = {", file);
  for (std::size_t i = 0; i < stream->size(); ++i) std::fprintf(file, "%s%u,", i % 32 == 0 ? "\n    " : "", unsigned{(*stream)[i]});
  std::fputs("\n};\n\n}  // namespace sansfilm::worker\n", file);
  std::fclose(file);
}

}  // namespace

TEST_CASE("the stream that the decoder carries is the picture that it is said to be, sample for sample") {
  if (const char* path = std::getenv("SANSFILM_WRITE_WARM_STREAM")) write_stream(path);
  const auto decoded = decode_warm_stream();
  REQUIRE(decoded.ok());
  CHECK(decoded->columns == warm_picture().columns);
  CHECK(decoded->samples == warm_picture().samples);
  CHECK(sizeof kWarmStream < 5000);
}

TEST_CASE("warming up ends in time") {
  clock_us = 0.0;
  const std::uint32_t times = warm_up(20'000.0, next_millisecond);
  CHECK(times >= 10);
  CHECK(times <= 20);
  CHECK(warm_up(0.0, next_millisecond) == 0);
}
