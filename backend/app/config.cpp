#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include <charconv>
#include <optional>

#include "backend/app/options.hpp"

namespace sansfilm::app {

using base::Error;
using base::ErrorCode;
using base::Result;
using base::Status;

namespace {

const Option* find_option(std::string_view key) {
  for (const Option& option : options()) {
    if (option.key == key) return &option;
  }
  return nullptr;
}

// The file's values by key ("listen.port"); tables nest one deep.
Status read_table(const toml::table& table, const std::string& prefix, std::map<std::string, std::string>& out) {
  for (const auto& [name, node] : table) {
    const std::string key = prefix + std::string(name.str());
    if (const toml::table* inner = node.as_table(); inner != nullptr && prefix.empty()) {
      SF_CHECK(read_table(*inner, key + ".", out));
      continue;
    }
    if (find_option(key) == nullptr) return Error{.code = ErrorCode::kInvalidArgument, .detail = "no such key", .subject = key};
    if (const auto text = node.value_exact<std::string>()) out[key] = *text;
    else if (const auto number = node.value_exact<std::int64_t>()) out[key] = std::to_string(*number);
    else return Error{.code = ErrorCode::kInvalidArgument, .detail = "a text or a whole number", .subject = key};
  }
  return {};
}

}  // namespace

Status check_value(const Option& option, const std::string& value, const std::string& where) {
  bool fits = value.size() <= 4096 && value.find('\n') == std::string::npos;
  if (option.kind == OptionKind::kInteger) {
    std::int64_t number = 0;
    const auto [end, failed] = std::from_chars(value.data(), value.data() + value.size(), number);
    fits = failed == std::errc() && end == value.data() + value.size() && number >= option.least && number <= option.most;
  } else if (option.kind == OptionKind::kChoice) {
    fits = !value.empty() && value.find(' ') == std::string::npos &&
           (" " + std::string(option.choices) + " ").find(" " + value + " ") != std::string::npos;
  }
  if (fits) return {};
  return Error{.code = ErrorCode::kInvalidArgument, .detail = "not an allowed value", .subject = where + " (" + allowed_of(option) + ")"};
}

Result<Config> Config::read(const std::map<std::string, std::string>& flags, const char* (*environment)(const char*),
                            std::string_view file) {
  std::map<std::string, std::string> from_file;
  const toml::parse_result parsed = toml::parse(file);
  if (!parsed) {
    const auto line = parsed.error().source().begin.line;
    return Error{.code = ErrorCode::kInvalidArgument, .detail = "the configuration file is not TOML", .subject = "line " + std::to_string(line)};
  }
  SF_CHECK(read_table(parsed.table(), "", from_file));
  Config config;
  for (const Option& option : options()) {
    const std::string key(option.key);
    std::string value(option.standard), where = key;
    if (const auto found = from_file.find(key); found != from_file.end()) value = found->second;
    if (const char* set = environment(environment_of(option).c_str())) {
      value = set;
      where = environment_of(option);
    }
    if (const auto found = flags.find(key); found != flags.end()) {
      value = found->second;
      where = flag_of(option);
    }
    SF_CHECK(check_value(option, value, where));
    config.values_[key] = std::move(value);
  }
  return config;
}

const std::string& Config::text(std::string_view key) const {
  static const std::string none;
  const auto found = values_.find(key);
  return found == values_.end() ? none : found->second;
}

std::int64_t Config::integer(std::string_view key) const {
  std::int64_t number = 0;
  const std::string& value = text(key);
  std::from_chars(value.data(), value.data() + value.size(), number);
  return number;
}

}  // namespace sansfilm::app
