// Prints for a person: results to standard output, failures to standard error.
#pragma once

#include "backend/app/messages.hpp"

namespace sansfilm::app {

void print(const std::string& line);
int fail(const base::Error& error);   // returns Exit::kFailure

}  // namespace sansfilm::app
