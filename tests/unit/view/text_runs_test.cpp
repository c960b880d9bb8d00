#include "shared/view/text_runs.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace sansfilm::view;

namespace {

// The browser's place, natively: a character is half as wide as the line is high.
class FakeMaker final : public TextRunMaker {
 public:
  double width(std::string_view text, const TextStyle& style) override {
    ++measured;
    return static_cast<double>(text.size()) * style.size_px / 2;
  }
  TextRun draw(std::string_view text, const TextStyle& style) override {
    ++drawn;
    longest = std::max(longest, text.size());
    if (text == "refused") return {};
    alive.insert(++last);
    return {.texture = last, .width_px = static_cast<double>(text.size()) * style.size_px / 2, .height_px = style.size_px * 2, .margin_px = style.size_px / 2};
  }
  void drop(std::uint64_t texture) override { CHECK(alive.erase(texture) == 1); }

  int measured = 0, drawn = 0;
  std::size_t longest = 0;
  std::uint64_t last = 0;
  std::set<std::uint64_t> alive;
};

bool latin(char32_t c) { return c < 0x180 || c == 0x2026; }

}  // namespace

TEST_CASE("Latin is written by the font; any other script, and marks that join, need the host") {
  CHECK_FALSE(needs_run("", latin));
  CHECK_FALSE(needs_run("DUPONT Jean", latin));
  CHECK_FALSE(needs_run("Éléonore Œuvré…", latin));
  for (const char* text : {"Διονυσιος", "Люкceмбypг", "שרון דבורה", "قباني لنزار", "山田 太郎", "김희중", "王小東", "สมชาย", "e\u0301", "𠮷野"}) CHECK(needs_run(text, latin));
}

TEST_CASE("characters are read from UTF-8; a byte that is none is one replacement character") {
  std::string_view text = "a\xC3\xA9\xE5\xB1\xB1\xF0\xA0\xAE\xB7\xC3(\xFF";
  std::u32string read;
  while (!text.empty()) read += take_character(text);
  CHECK((read == U"aé山𠮷\xFFFD(\xFFFD"));
}

TEST_CASE("a text is drawn once for each size and weight, and measured once") {
  FakeMaker maker;
  TextRuns runs(maker);
  for (int i = 0; i < 5; ++i) {
    runs.begin_paint();
    CHECK(runs.run("山田", {16, false}).texture == 1);
    CHECK(runs.width("山田", {16, false}) == 48);
  }
  CHECK(maker.drawn == 1);
  CHECK(maker.measured == 1);
  CHECK(runs.run("山田", {16, true}).texture == 2);
  CHECK(runs.run("山田", {20, false}).texture == 3);
}

TEST_CASE("what was drawn stays within its budgets, and nothing that the present paint uses goes") {
  FakeMaker maker;
  TextRuns runs(maker);
  for (int paint = 0; paint < 40; ++paint) {
    runs.begin_paint();
    for (int i = 0; i < 30; ++i) {
      const std::string text = "名" + std::to_string(paint) + " " + std::to_string(i);
      CHECK(maker.alive.contains(runs.run(text, {40, false}).texture));
      CHECK(maker.alive.contains(runs.run("每次", {40, false}).texture));
    }
  }
  runs.begin_paint();
  CHECK(runs.count() <= TextRuns::kMostRuns);
  CHECK(runs.bytes() <= TextRuns::kMostBytes);
  CHECK(maker.alive.size() == runs.count());
  CHECK(maker.drawn == 40 * 30 + 1);
  runs.clear();
  CHECK(maker.alive.empty());
  CHECK(runs.bytes() == 0);
}

TEST_CASE("a text without end is cut between characters, one that the host refuses is nothing") {
  FakeMaker maker;
  TextRuns runs(maker);
  std::string text;
  while (text.size() < 10'000) text += "山";
  CHECK(runs.run(text, {16, false}).texture != 0);
  CHECK(maker.longest <= TextRuns::kMostTextBytes);
  CHECK(maker.longest % 3 == 0);
  CHECK(runs.run("refused", {16, false}).texture == 0);
  runs.clear();
}
