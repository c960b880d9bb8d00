#include "backend/app/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "backend/http/json_text.hpp"

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
  http::JsonText text;
  text.open_object();
  text.member("event", event);
  for (const auto& [name, value] : fields) text.member(name, std::string_view(value));
  text.close_object();
  const std::string object = text.take();
  spdlog::log(at, "{}", std::string_view(object).substr(1, object.size() - 2));
}

}  // namespace sansfilm::app
