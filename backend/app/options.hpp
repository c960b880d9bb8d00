// Every configuration value, in one table: the line in the TOML file, the environment variable, the flag, the default
// and what is allowed. "listen.port" is [listen] port = 8443, SANSFILM_LISTEN_PORT, --listen-port.
//
// A flag beats the environment, which beats the file. A wrong value, or a key that is not in the table, stops the start.
//
// @errors kInvalidArgument: the subject is the key as it was written, the detail says what is allowed
// @thread read at start, immutable after
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"

namespace sansfilm::app {

enum class OptionKind : std::uint8_t { kText, kInteger, kChoice };

struct Option {
  std::string_view key;
  OptionKind kind = OptionKind::kText;
  std::string_view standard;              // the default
  std::int64_t least = 0, most = 0;       // of an integer
  std::string_view choices;               // "debug info warn error"
  std::string_view french, english;       // one line of help
};

[[nodiscard]] std::span<const Option> options();
[[nodiscard]] std::string flag_of(const Option& option);          // --listen-port
[[nodiscard]] std::string environment_of(const Option& option);   // SANSFILM_LISTEN_PORT
[[nodiscard]] std::string allowed_of(const Option& option);       // "1024 .. 65535"

class Config {
 public:
  // `flags`: key -> value as given; `environment`: looks a variable up, nullptr if unset; `file`: TOML text, may be empty.
  [[nodiscard]] static base::Result<Config> read(const std::map<std::string, std::string>& flags,
                                                 const char* (*environment)(const char*), std::string_view file);

  [[nodiscard]] const std::string& text(std::string_view key) const;
  [[nodiscard]] std::int64_t integer(std::string_view key) const;

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

// What is wrong with a value, or nothing.
[[nodiscard]] base::Status check_value(const Option& option, const std::string& value, const std::string& where);

}  // namespace sansfilm::app
