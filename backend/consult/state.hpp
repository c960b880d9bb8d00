// The course of a request for an opinion: which step leads where, and whose it is.
//
//            see                answer              close
//   asked ─────────► seen ─────────────► answered ─────────► closed
//     │ └──────────────┼────────────────────┘ (answer)          ▲
//     └── decline ─────┴──► declined      close, from every open state, by the one who asked
//
// @errors kConflict: the step is not this part's, or not possible in this state
// @thread pure
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "backend/catalog/records.hpp"
#include "shared/base/result.hpp"

namespace sansfilm::consult {

using State = catalog::ConsultationState;

enum class Part : std::uint8_t { kAsker, kAsked };
enum class Step : std::uint8_t { kSee, kAnswer, kDecline, kClose };

class Course {
 public:
  // The state after a step; the same one where a step changes nothing (the second look).
  [[nodiscard]] static base::Result<State> after(State state, Step step, Part part);
  // As long as it is, the one who is asked may see the study, and both may sit before it together.
  [[nodiscard]] static constexpr bool is_open(State state) { return state < State::kClosed; }
};

[[nodiscard]] std::string_view name_of(State state);
[[nodiscard]] std::string_view name_of(Step step);
[[nodiscard]] std::string_view name_of(catalog::Priority priority);
[[nodiscard]] std::optional<Step> step_named(std::string_view name);
[[nodiscard]] std::optional<catalog::Priority> priority_named(std::string_view name);

}  // namespace sansfilm::consult
