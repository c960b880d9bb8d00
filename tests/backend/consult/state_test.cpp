#include <doctest/doctest.h>

#include <string>

#include "backend/consult/state.hpp"
#include "backend/consult/wording.hpp"

using namespace sansfilm;
using namespace sansfilm::consult;

namespace {

constexpr State kStates[] = {State::kAsked, State::kSeen, State::kAnswered, State::kClosed, State::kDeclined};
constexpr Step kSteps[] = {Step::kSee, Step::kAnswer, Step::kDecline, Step::kClose};

// Each allowed step by hand: state, step, part, state after. What is not here is refused.
struct Allowed {
  State from;
  Step step;
  Part part;
  State to;
};
constexpr Allowed kAllowed[] = {
    {State::kAsked, Step::kSee, Part::kAsked, State::kSeen},          {State::kAsked, Step::kSee, Part::kAsker, State::kAsked},
    {State::kSeen, Step::kSee, Part::kAsked, State::kSeen},           {State::kSeen, Step::kSee, Part::kAsker, State::kSeen},
    {State::kAnswered, Step::kSee, Part::kAsked, State::kAnswered},   {State::kAnswered, Step::kSee, Part::kAsker, State::kAnswered},
    {State::kClosed, Step::kSee, Part::kAsked, State::kClosed},       {State::kClosed, Step::kSee, Part::kAsker, State::kClosed},
    {State::kDeclined, Step::kSee, Part::kAsked, State::kDeclined},   {State::kDeclined, Step::kSee, Part::kAsker, State::kDeclined},
    {State::kAsked, Step::kAnswer, Part::kAsked, State::kAnswered},   {State::kSeen, Step::kAnswer, Part::kAsked, State::kAnswered},
    {State::kAsked, Step::kDecline, Part::kAsked, State::kDeclined},  {State::kSeen, Step::kDecline, Part::kAsked, State::kDeclined},
    {State::kAsked, Step::kClose, Part::kAsker, State::kClosed},      {State::kSeen, Step::kClose, Part::kAsker, State::kClosed},
    {State::kAnswered, Step::kClose, Part::kAsker, State::kClosed},
};

}  // namespace

TEST_CASE("of all steps in all states by both parts, exactly those of the table are possible") {
  std::size_t possible = 0;
  for (const State state : kStates) {
    for (const Step step : kSteps) {
      for (const Part part : {Part::kAsker, Part::kAsked}) {
        const Allowed* allowed = nullptr;
        for (const Allowed& one : kAllowed) {
          if (one.from == state && one.step == step && one.part == part) allowed = &one;
        }
        const auto after = Course::after(state, step, part);
        CAPTURE(name_of(state));
        CAPTURE(name_of(step));
        CHECK(after.ok() == (allowed != nullptr));
        if (after.ok() && allowed != nullptr) CHECK(*after == allowed->to);
        if (!after.ok()) CHECK(after.error().code == base::ErrorCode::kConflict);
        possible += after.ok() ? 1 : 0;
      }
    }
  }
  CHECK(possible == std::size(kAllowed));
}

TEST_CASE("a consultation is open until it is closed or declined") {
  CHECK(Course::is_open(State::kAsked));
  CHECK(Course::is_open(State::kSeen));
  CHECK(Course::is_open(State::kAnswered));
  CHECK_FALSE(Course::is_open(State::kClosed));
  CHECK_FALSE(Course::is_open(State::kDeclined));
}

TEST_CASE("steps and priorities are known by their names, and by no others") {
  for (const Step step : kSteps) CHECK(step_named(name_of(step)) == step);
  CHECK(priority_named("emergency") == catalog::Priority::kEmergency);
  CHECK(priority_named("routine") == catalog::Priority::kRoutine);
  CHECK_FALSE(step_named("Answer"));
  CHECK_FALSE(priority_named(""));
}

TEST_CASE("a text is counted in characters, not in bytes") {
  std::string accents;
  for (int i = 0; i < 10; ++i) accents += "é";
  CHECK(check_wording(accents, 10, "question").ok());
  CHECK(check_wording(accents + "e", 10, "question").error().code == base::ErrorCode::kOverBudget);
}

TEST_CASE("a text of blanks or with control characters is refused with the name of its field") {
  CHECK(check_wording("  \n ", 10, "answer").error().subject == "answer");
  CHECK_FALSE(check_wording("", 10, "answer").ok());
  CHECK_FALSE(check_wording("a\x1b[2J", 10, "answer").ok());
  CHECK_FALSE(check_wording(std::string_view("a\0b", 3), 10, "answer").ok());
  CHECK(check_wording("a\n\tb", 10, "answer").ok());
}
