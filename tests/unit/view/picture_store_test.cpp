#include <doctest/doctest.h>

#include "shared/view/picture_store.hpp"

using namespace sansfilm;
using namespace sansfilm::view;

namespace {

base::Frame a_frame(std::uint32_t columns, std::uint32_t rows, std::uint8_t value) {
  base::Frame frame;
  frame.columns = columns;
  frame.rows = rows;
  frame.samples.assign(std::size_t{columns} * rows * 2, value);
  return frame;
}

}  // namespace

TEST_CASE("a part is laid into its picture, which stays what it is elsewhere and tells where it changed") {
  PictureStore store;
  const stream::FrameId id{0, 3};
  wire::PictureState state;
  state.quality = wire::Quality::kPartial;
  state.layers = 1;
  store.put(id, a_frame(5, 4, 1), state);
  const std::uint32_t before = store.find(id)->revision;
  CHECK(store.find(id)->patch.from == 0);
  REQUIRE(store.lay_in(id, 2, 1, a_frame(3, 2, 9)));
  const Picture& picture = *store.find(id);
  for (std::uint32_t y = 0; y < 4; ++y) {
    for (std::uint32_t x = 0; x < 5; ++x) CHECK(picture.frame.samples[(y * 5 + x) * 2] == (x >= 2 && y >= 1 && y < 3 ? 9 : 1));
  }
  CHECK(picture.state == state);
  CHECK(picture.revision != before);
  CHECK(picture.patch.from == before);
  CHECK(picture.patch.x == 2);
  CHECK(picture.patch.rows == 2);
  CHECK(store.bytes() == 40);
}

TEST_CASE("a part that does not fit, or of no picture, changes nothing") {
  PictureStore store;
  const stream::FrameId id{0, 0};
  CHECK(!store.lay_in(id, 0, 0, a_frame(1, 1, 9)));
  store.put(id, a_frame(5, 4, 1), {});
  const std::uint32_t before = store.find(id)->revision;
  CHECK(!store.lay_in(id, 3, 0, a_frame(3, 1, 9)));
  CHECK(!store.lay_in(id, 0, 3, a_frame(1, 2, 9)));
  CHECK(!store.lay_in(id, 4'294'967'295U, 0, a_frame(1, 1, 9)));
  CHECK(!store.lay_in(id, 0, 0, a_frame(0, 0, 9)));
  base::Frame other = a_frame(1, 1, 9);
  other.samples_per_pixel = 3;
  CHECK(!store.lay_in(id, 0, 0, other));
  base::Frame cut = a_frame(2, 2, 9);
  cut.samples.pop_back();
  CHECK(!store.lay_in(id, 0, 0, cut));
  CHECK(store.find(id)->revision == before);
  CHECK(store.find(id)->frame.samples == a_frame(5, 4, 1).samples);
}
