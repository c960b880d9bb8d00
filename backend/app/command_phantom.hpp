// `sansfilm phantom`: its options and what they start.
#pragma once

#include <functional>

#include "backend/app/options.hpp"

namespace CLI {
class App;
}

namespace sansfilm::app {

void add_phantom_command(CLI::App& program, std::function<int(const Config&)>& command);

}  // namespace sansfilm::app
