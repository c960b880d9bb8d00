#include "shared/base/error.hpp"

#include <array>
#include <cstdio>

namespace sansfilm::base {

namespace {

struct Row {
  std::string_view slug;
  std::string_view meaning;
};

constexpr std::array kRows = {
#define X(name, slug_text, text) Row{slug_text, text},
    SANSFILM_ERRORS(X)
#undef X
};

template <class... Args>
void append_formatted(std::string& out, const char* format, Args... args) {
  std::array<char, 40> text{};
  const int length = std::snprintf(text.data(), text.size(), format, args...);
  if (length > 0) out.append(text.data(), static_cast<std::size_t>(length));
}

}  // namespace

std::string_view slug(ErrorCode code) { return kRows[static_cast<std::size_t>(code)].slug; }

std::string_view meaning(ErrorCode code) { return kRows[static_cast<std::size_t>(code)].meaning; }

std::string describe(const Error& error) {
  std::string out(slug(error.code));
  out += ": ";
  out += error.detail[0] != '\0' ? std::string_view(error.detail) : meaning(error.code);
  if (!error.subject.empty()) out += " [" + error.subject + "]";
  if (error.tag != 0) append_formatted(out, ", (%04X,%04X)", error.tag >> 16, error.tag & 0xFFFFu);
  if (error.marker != 0) append_formatted(out, ", marker %04X", static_cast<unsigned>(error.marker));
  if (error.offset != kNoOffset) append_formatted(out, ", byte %llu", static_cast<unsigned long long>(error.offset));
  return out;
}

}  // namespace sansfilm::base
