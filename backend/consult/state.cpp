#include "backend/consult/state.hpp"

#include <array>

namespace sansfilm::consult {

using base::Error;
using base::ErrorCode;
using catalog::Priority;

namespace {

constexpr std::array<std::string_view, 5> kStates = {"asked", "seen", "answered", "closed", "declined"};
constexpr std::array<std::string_view, 4> kSteps = {"see", "answer", "decline", "close"};
constexpr std::array<std::string_view, 3> kPriorities = {"routine", "urgent", "emergency"};

Error impossible(const char* detail) { return Error{.code = ErrorCode::kConflict, .detail = detail}; }

template <class Enum, std::size_t N>
std::optional<Enum> named(const std::array<std::string_view, N>& names, std::string_view name) {
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i] == name) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace

base::Result<State> Course::after(State state, Step step, Part part) {
  // To look again at what has ended is no step of its course.
  if (step == Step::kSee) return state == State::kAsked && part == Part::kAsked ? State::kSeen : state;
  if (!is_open(state)) return impossible("this consultation has ended");
  if (step == Step::kClose) {
    return part == Part::kAsker ? base::Result<State>(State::kClosed) : impossible("only the one who asked closes it");
  }
  if (part != Part::kAsked) return impossible("only the one who is asked answers or declines");
  if (state == State::kAnswered) return impossible("it is answered already");
  return step == Step::kAnswer ? State::kAnswered : State::kDeclined;
}

std::string_view name_of(State state) { return kStates.at(static_cast<std::size_t>(state)); }
std::string_view name_of(Step step) { return kSteps.at(static_cast<std::size_t>(step)); }
std::string_view name_of(Priority priority) { return kPriorities.at(static_cast<std::size_t>(priority)); }
std::optional<Step> step_named(std::string_view name) { return named<Step>(kSteps, name); }
std::optional<Priority> priority_named(std::string_view name) { return named<Priority>(kPriorities, name); }

}  // namespace sansfilm::consult
