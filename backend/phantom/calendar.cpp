#include "backend/phantom/calendar.hpp"

#include <cstdio>

namespace sansfilm::phantom {

namespace {

// Years start in March, so that the leap day is their last.
std::int64_t days_before(std::int64_t year, std::int64_t month) {
  const std::int64_t y = month <= 2 ? year - 1 : year, m = month <= 2 ? month + 9 : month - 3;
  return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5;
}

}  // namespace

std::int64_t days_of(std::string_view text) {
  if (text.size() != 8) return -1;
  std::int64_t number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    number = number * 10 + (c - '0');
  }
  const std::int64_t year = number / 10000, month = number / 100 % 100, day = number % 100;
  if (year < 1 || month < 1 || month > 12 || day < 1) return -1;
  const std::int64_t next = month == 12 ? days_before(year + 1, 1) : days_before(year, month + 1);
  const std::int64_t days = days_before(year, month) + day - 1;
  return days < next ? days : -1;
}

std::string date_text(std::int64_t days) {
  std::int64_t year = days / 366, month = 1;
  while (days_before(year + 1, 1) <= days) ++year;
  while (month < 12 && days_before(year, month + 1) <= days) ++month;
  char text[64];
  std::snprintf(text, sizeof text, "%04d%02d%02d", static_cast<int>(year), static_cast<int>(month), static_cast<int>(days - days_before(year, month) + 1));
  return text;
}

}  // namespace sansfilm::phantom
