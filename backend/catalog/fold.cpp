#include "backend/catalog/fold.hpp"

#include <cstdint>

#include "backend/catalog/fold_table.hpp"

namespace sansfilm::catalog {

namespace {

struct CodePoint {
  char32_t value = 0;
  std::size_t bytes = 1;
  bool valid = false;
};

CodePoint decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const auto continues = [&](std::size_t i) { return i < text.size() && (byte(i) & 0xC0U) == 0x80U; };
  const std::uint8_t first = byte(0);
  if (first < 0x80) return {first, 1, true};
  if (first >= 0xC2 && first < 0xE0 && continues(1)) {
    return {static_cast<char32_t>(((first & 0x1FU) << 6) | (byte(1) & 0x3FU)), 2, true};
  }
  if (first >= 0xE0 && first < 0xF0 && continues(1) && continues(2)) {
    return {static_cast<char32_t>(((first & 0x0FU) << 12) | ((byte(1) & 0x3FU) << 6) | (byte(2) & 0x3FU)), 3, true};
  }
  return {first, 1, false};
}

void append(std::string& out, char32_t value) {
  if (value < 0x80) {
    out += static_cast<char>(value);
  } else if (value < 0x800) {
    out += static_cast<char>(0xC0U | (value >> 6));
    out += static_cast<char>(0x80U | (value & 0x3FU));
  } else {
    out += static_cast<char>(0xE0U | (value >> 12));
    out += static_cast<char>(0x80U | ((value >> 6) & 0x3FU));
    out += static_cast<char>(0x80U | (value & 0x3FU));
  }
}

// Greek and Cyrillic capitals, and the Greek vowels with tonos.
char32_t lower(char32_t c) {
  switch (c) {
    case 0x386: case 0x3AC: return 0x3B1;
    case 0x388: case 0x3AD: return 0x3B5;
    case 0x389: case 0x3AE: return 0x3B7;
    case 0x38A: case 0x3AF: case 0x3CA: case 0x390: return 0x3B9;
    case 0x38C: case 0x3CC: return 0x3BF;
    case 0x38E: case 0x3CD: case 0x3CB: case 0x3B0: return 0x3C5;
    case 0x38F: case 0x3CE: return 0x3C9;
    case 0x3C2: return 0x3C3;
    case 0x401: case 0x451: return 0x435;
    default: break;
  }
  if (c >= 0x391 && c <= 0x3A9) return c + 0x20;
  if (c >= 0x410 && c <= 0x42F) return c + 0x20;
  if (c >= 0x400 && c <= 0x40F) return c + 0x50;
  return c;
}

bool separates(char c) {
  return static_cast<unsigned char>(c) <= ' ' || std::string_view("^=,.'-/\\_;:()[]\"*?%&+").find(c) != std::string_view::npos;
}

}  // namespace

std::string fold(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  while (!utf8.empty()) {
    const CodePoint point = decode(utf8);
    const char32_t c = point.value;
    std::string_view base;
    if (point.valid && c >= 0xC0 && c < 0x250) base = kFoldLatin.substr((c - 0xC0) * 2, 2);
    if (point.valid && c >= 0x1E00 && c < 0x1F00) base = kFoldLatinAdditional.substr((c - 0x1E00) * 2, 2);
    if (!base.empty() && base[0] != ' ') {
      out += base[1] == ' ' ? base.substr(0, 1) : base;
    } else if (point.valid && c >= 0x300 && c < 0x370) {
      // a combining mark: dropped
    } else if (point.valid && (c == 0x2019 || c == 0x2010 || c == 0x2011 || c == 0xA0 || c == 0x3000)) {
      out += ' ';
    } else if (point.valid && c < 0x80) {
      out += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    } else if (point.valid) {
      append(out, lower(c));
    } else {
      out += utf8[0];
    }
    utf8.remove_prefix(point.bytes);
  }
  return out;
}

std::vector<std::string> fold_words(std::string_view utf8) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : fold(utf8)) {
    if (!separates(c)) {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

std::string end_of_prefix(const std::string& prefix) { return prefix + "\xF4\x8F\xBF\xBF"; }

}  // namespace sansfilm::catalog
