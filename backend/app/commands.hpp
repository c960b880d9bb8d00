// The commands. Each returns the program's exit status.
//
// 0 done; 1 failed; 2 the command line or the configuration is wrong; 3 done, but some input was refused or found wrong.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "backend/app/options.hpp"

namespace sansfilm::app {

enum Exit : int { kDone = 0, kFailure = 1, kUsage = 2, kRefusedSome = 3 };

int serve(const Config& config);
int import(const Config& config, const std::vector<std::string>& paths);

int add_user(const Config& config, const std::string& identifier, const std::string& name, const std::string& role,
             bool generate);
int set_password(const Config& config, const std::string& identifier, bool generate);
int list_users(const Config& config);

int verify_audit(const Config& config);

}  // namespace sansfilm::app
