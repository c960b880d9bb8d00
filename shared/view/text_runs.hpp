// Texts that the viewer's own font cannot write: other scripts than Latin, and marks that have to be shaped. The host draws such a
// string as a whole, with its own fonts (it knows the order of Arabic and Hebrew, how their letters join, where Thai vowels go),
// into one texture; this keeps what was drawn, under budgets.
//
// Everything that is drawn in one paint stays until the next one has begun: a draw list refers to it.
//
// @source the line of Inter, the built-in font: hhea ascent 2728, descent 680, 2816 units an em
// @units  device pixels; bytes
// @owner  owns the textures through the maker, which must outlive it
// @thread one caller
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>

namespace sansfilm::view {

struct TextStyle {
  double size_px = 16.0;      // height of a line, ascent and descent
  bool strong = false;

  [[nodiscard]] double em_px() const { return size_px * 2816.0 / 3408.0; }
  [[nodiscard]] double ascent_px() const { return size_px * 2728.0 / 3408.0; }
};

struct TextRun {
  std::uint64_t texture = 0;  // 0: the host could not draw it
  double width_px = 0.0;      // of the texture, with `margin_px` left and right
  double height_px = 0.0;     // with `margin_px` above and below the line
  double margin_px = 0.0;     // for what reaches out of the line
};

// Who draws: the browser in the product, a test natively.
class TextRunMaker {
 public:
  virtual ~TextRunMaker() = default;
  virtual double width(std::string_view text, const TextStyle& style) = 0;
  virtual TextRun draw(std::string_view text, const TextStyle& style) = 0;
  virtual void drop(std::uint64_t texture) = 0;
};

class TextRuns {
 public:
  static constexpr std::uint64_t kMostBytes = std::uint64_t{8} << 20;
  static constexpr std::size_t kMostRuns = 256;
  static constexpr std::size_t kMostWidths = 1024;
  static constexpr std::size_t kMostTextBytes = 1024;  // what is longer is cut: no line of a screen is

  explicit TextRuns(TextRunMaker& maker) : maker_(maker) {}

  void begin_paint();
  [[nodiscard]] double width(std::string_view text, const TextStyle& style);
  [[nodiscard]] const TextRun& run(std::string_view text, const TextStyle& style);
  void clear();     // drops the textures
  void forget();    // the context is gone, and the textures with it

  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }
  [[nodiscard]] std::size_t count() const { return runs_.size(); }

 private:
  struct Key {
    std::string text;
    TextStyle style;
    // Spelled out: libc++ of Emscripten 3.1.6 has no three-way comparison of strings.
    bool operator<(const Key& other) const { return std::tie(text, style.size_px, style.strong) < std::tie(other.text, other.style.size_px, other.style.strong); }
  };
  struct Kept {
    TextRun run;
    std::uint64_t paint = 0;   // in which it was used last
  };

  TextRunMaker& maker_;
  std::map<Key, Kept> runs_;
  std::map<Key, double> widths_;
  std::uint64_t bytes_ = 0;
  std::uint64_t paint_ = 1;
};

// The next character of a UTF-8 text, which becomes shorter; U+FFFD for a byte that is none.
[[nodiscard]] char32_t take_character(std::string_view& text);

// Whether a text needs the host: a character that the font lacks, or one that must be set in relation to its neighbours.
template <class HasGlyph>
[[nodiscard]] bool needs_run(std::string_view text, HasGlyph has_glyph) {
  while (!text.empty()) {
    const char32_t c = take_character(text);
    if (c < 0x80) continue;
    const bool combining = c >= 0x300 && c < 0x370;
    if (combining || !has_glyph(c)) return true;
  }
  return false;
}

}  // namespace sansfilm::view
