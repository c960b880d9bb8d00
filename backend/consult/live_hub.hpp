// The live sessions: who sits before a study together with whom, and what they tell each other. Knows no sockets: whoever carries the
// messages hands them in, is woken when there are some to carry, and fetches them one by one.
//
// A message is a line of words, and for what is shown a JSON object behind it (shared/together/shared_state.hpp):
//   from a member   view N\n{}  pointer N\n{}  marks N\n{}   N: his own count, from 1
//                   got N       so many messages he has taken
//                   take        he leads from now on       give M    M leads from now on
//                   ping TEXT   answered by "pong TEXT"
//   to a member     hello {"version","you","study"}        members {"leader","members":[{"id","name","establishment","part"}]}
//                   view M N\n{}  pointer M N\n{}  marks M N\n{}     of member M
//                   got N       so many of his messages have been taken       pong TEXT
//
// Of each kind and member only the newest one is kept for each of the others, so that a slow reader is told the latest and
// nothing piles up: when four messages are under way and the oldest of them is older than kPatience, or kMostUnderWay are, he is
// sent nothing until he says "got". Only who leads may tell a view. Who is cut off and comes back within the life of the session
// gets the latest of everybody, and leads again if he led and nobody else took over.
//
// @units  microseconds of any steady clock
// @errors Verdict
// @owner  a Seat keeps its member in the session; the hub outlives its seats
// @thread any number of threads; `wake` is called without a lock held
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/catalog/records.hpp"
#include "backend/consult/state.hpp"

namespace sansfilm::consult {

struct Guest {
  catalog::RowId account = 0;
  std::string name, establishment;
  Part part = Part::kAsker;
};

enum class Verdict : std::uint8_t {
  kFine,
  kByHand,        // fine, and a hand did it: he sits before his screen
  kMalformed,
  kTooMuch,       // more messages than a hand can make
};

class LiveHub {
 public:
  static constexpr std::size_t kMostMembers = 8;                   // of one session: two doctors, each with his devices
  static constexpr std::size_t kFewUnderWay = 4, kMostUnderWay = 32;
  static constexpr std::int64_t kPatience_us = 300'000;
  static constexpr double kMostPerSecond = 150.0, kMostAtOnce = 300.0;

  struct Session;
  struct Member;

  class Seat {
   public:
    Seat(LiveHub& hub, std::shared_ptr<Session> session, std::shared_ptr<Member> member)
        : hub_(hub), session_(std::move(session)), member_(std::move(member)) {}
    Seat(const Seat&) = delete;
    Seat& operator=(const Seat&) = delete;
    ~Seat() { leave(); }

    [[nodiscard]] Verdict receive(std::string_view message, std::int64_t now_us) { return hub_.receive(*session_, *member_, message, now_us); }
    [[nodiscard]] std::optional<std::string> next(std::int64_t now_us) { return hub_.next(*session_, *member_, now_us); }
    void leave() { hub_.leave(session_, *member_); }   // harmless a second time

   private:
    LiveHub& hub_;
    std::shared_ptr<Session> session_;
    std::shared_ptr<Member> member_;
  };

  // nullptr: the session is full. `wake`: there is something to fetch, or there may be.
  [[nodiscard]] std::unique_ptr<Seat> join(const std::string& consultation, const std::string& study_uid, Guest guest, std::function<void()> wake);
  [[nodiscard]] std::size_t sessions() const;

 private:
  Verdict receive(Session& session, Member& member, std::string_view message, std::int64_t now_us);
  std::optional<std::string> next(Session& session, Member& member, std::int64_t now_us);
  void leave(const std::shared_ptr<Session>& session, Member& member);

  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Session>> sessions_;
};

}  // namespace sansfilm::consult
