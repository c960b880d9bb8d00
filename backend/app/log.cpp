#include "backend/app/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "shared/json/json.hpp"

namespace sansfilm::app {

void start_log(std::string_view level) {
  auto logger = spdlog::stderr_logger_mt("sansfilm");
  logger->set_pattern("{\"time\":\"%Y-%m-%dT%H:%M:%S.%eZ\",\"level\":\"%l\",%v}", spdlog::pattern_time_type::utc);
  logger->set_level(spdlog::level::from_str(std::string(level)));
  logger->flush_on(spdlog::level::info);
  spdlog::set_default_logger(std::move(logger));
}

void log(Level level, std::string_view event, std::initializer_list<LogField> fields) {
  constexpr spdlog::level::level_enum kLevels[] = {spdlog::level::debug, spdlog::level::info, spdlog::level::warn, spdlog::level::err};
  const auto at = kLevels[static_cast<std::size_t>(level)];
  if (!spdlog::should_log(at)) return;
  json::Writer text;
  text.begin_object();
  text.member("event", event);
  for (const auto& [name, value] : fields) text.member(name, std::string_view(value));
  text.end();
  const auto object = text.finish();
  // Without its braces: the pattern puts it among the other members. A field that is no UTF-8 costs all fields, not the line.
  const std::string_view members = object.ok() ? std::string_view(*object).substr(1, object->size() - 2) : R"("event":"unwritable")";
  spdlog::log(at, "{}", members);
}

}  // namespace sansfilm::app
