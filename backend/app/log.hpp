// The log: JSON lines on standard error. No patient data: callers give technical fields only.
// @thread any number of threads
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace sansfilm::app {

enum class Level : unsigned char { kDebug, kInfo, kWarn, kError };
using LogField = std::pair<std::string_view, std::string>;

void start_log(std::string_view level);
void log(Level level, std::string_view event, std::initializer_list<LogField> fields);

}  // namespace sansfilm::app
