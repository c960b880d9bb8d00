#include <doctest/doctest.h>

#include <thread>

#include "backend/consult/live_hub.hpp"

using namespace sansfilm;
using namespace sansfilm::consult;
using Seat = LiveHub::Seat;

namespace {

std::string view(int number, int frame) {
  return "view " + std::to_string(number) + "\n{\"series\":\"1.2.3\",\"image\":\"1.2.3." + std::to_string(frame) +
         "\",\"frame\":0,\"voi\":\"default\",\"inverted\":false,\"fitted\":true,\"middle\":[0,0],\"seen\":[0,0],\"quarters\":0,\"mirrored\":false}";
}
std::string pointer(int number, int x) { return "pointer " + std::to_string(number) + "\n{\"image\":\"1.2\",\"frame\":0,\"at\":[" + std::to_string(x) + ",1]}"; }

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// One of the two, with his own clock-less ways: everything happens at `now`.
struct Person {
  std::unique_ptr<Seat> seat;
  int woken = 0;
  int got = 0;

  Person(LiveHub& hub, int account, const std::string& consultation = "c1") {
    seat = hub.join(consultation, "1.2", {.account = account, .name = "Dr " + std::to_string(account), .establishment = "E", .part = account == 1 ? Part::kAsker : Part::kAsked},
                    [this] { ++woken; });
    REQUIRE(seat);
  }

  Verdict say(const std::string& text, std::int64_t now = 0) { return seat->receive(text, now); }

  // Everything that is there for him, taken and acknowledged.
  std::vector<std::string> take(std::int64_t now = 0) {
    std::vector<std::string> all;
    while (auto text = seat->next(now)) {
      const bool counted = text->starts_with("view") || text->starts_with("pointer") || text->starts_with("marks");
      all.push_back(std::move(*text));
      if (counted) CHECK(say("got " + std::to_string(++got), now) == Verdict::kFine);
    }
    return all;
  }
};

std::size_t count(const std::vector<std::string>& all, const std::string& begin) {
  std::size_t n = 0;
  for (const std::string& one : all) n += one.starts_with(begin) ? 1 : 0;
  return n;
}

}  // namespace

TEST_CASE("the first one leads, the second one is told what he sees") {
  LiveHub hub;
  Person one(hub, 1);
  CHECK(one.say(view(1, 7)) == Verdict::kByHand);
  Person two(hub, 2);
  const auto told = two.take();
  REQUIRE(told.size() == 3);
  CHECK(has(told[0], "hello {\"version\":1,\"you\":2,\"study\":\"1.2\"}"));
  CHECK(has(told[1], "\"leader\":1"));
  CHECK(has(told[1], "\"part\":\"asked\""));
  CHECK(told[2].starts_with("view 1 1\n{\"series\":\"1.2.3\",\"image\":\"1.2.3.7\""));
  const auto back = one.take();
  CHECK(count(back, "got 1") == 1);
  CHECK(count(back, "view") == 0);   // nobody is told his own
}

TEST_CASE("only the one who leads tells a view, until another takes or is given the lead") {
  LiveHub hub;
  Person one(hub, 1), two(hub, 2);
  one.take();
  two.take();
  CHECK(two.say(view(1, 5)) == Verdict::kByHand);
  CHECK(count(one.take(), "view") == 0);
  CHECK(two.say("take") == Verdict::kByHand);
  CHECK(has(one.take().at(0), "\"leader\":2"));
  two.say(view(2, 6));
  CHECK(count(one.take(), "view 2 2\n") == 1);
  one.say(view(1, 9));
  two.take();
  CHECK(count(two.take(), "view") == 0);
  one.take();
  CHECK(two.say("give 1") == Verdict::kByHand);
  CHECK(has(one.take().at(0), "\"leader\":1"));
  CHECK(two.say("give 2") == Verdict::kByHand);   // not his to give any more
  CHECK(count(one.take(), "members") == 0);
}

TEST_CASE("both point, each is told the other's pointer and not his own") {
  LiveHub hub;
  Person one(hub, 1), two(hub, 2);
  one.take();
  two.take();
  one.say(pointer(1, 11));
  two.say(pointer(1, 22));
  const auto to_one = one.take(), to_two = two.take();
  CHECK(count(to_one, "pointer 2 1\n") == 1);
  CHECK(count(to_two, "pointer 1 1\n") == 1);
  CHECK(count(to_one, "pointer") == 1);
}

TEST_CASE("a slow reader is told the latest and nothing piles up") {
  LiveHub hub;
  Person one(hub, 1), two(hub, 2);
  one.take();
  two.take();
  std::size_t handed = 0;
  std::string last;
  // He takes none of them for a second: what is under way stays under the limit, whatever is told.
  for (int n = 1; n <= 100; ++n) {
    one.say(view(n, n), n * 10'000);
    while (auto text = two.seat->next(n * 10'000)) {
      last = *text;
      ++handed;
    }
  }
  CHECK(handed <= LiveHub::kMostUnderWay);
  CHECK(handed >= LiveHub::kFewUnderWay);
  // As soon as he says what he took, he is told the last one, once.
  two.say("got " + std::to_string(handed), 1'100'000);
  const auto text = two.seat->next(1'100'000);
  REQUIRE(text);
  CHECK(text->starts_with("view 1 100\n"));
  CHECK_FALSE(two.seat->next(1'100'000));
}

TEST_CASE("on a line that is only long, messages go out without waiting for each other") {
  LiveHub hub;
  Person one(hub, 1), two(hub, 2);
  one.take();
  two.take();
  // 30 a second, each acknowledged after 150 ms.
  std::deque<std::int64_t> sent;
  std::size_t late = 0, acknowledged = 0;
  for (int n = 1; n <= 60; ++n) {
    const std::int64_t now = n * 33'000;
    while (!sent.empty() && now - sent.front() >= 150'000) {
      sent.pop_front();
      two.say("got " + std::to_string(++acknowledged), now);
    }
    one.say(view(n, n), now);
    const auto text = two.seat->next(now);
    if (!text || !text->starts_with("view 1 " + std::to_string(n) + "\n")) ++late;
    sent.push_back(now);
  }
  CHECK(late == 0);
}

TEST_CASE("who is cut off and comes back is told the latest of everybody and leads again") {
  LiveHub hub;
  Person two(hub, 2);
  {
    Person one(hub, 1);
    one.take();
    one.say("take");
    one.say(view(1, 3));
    CHECK(count(two.take(), "view 2 1\n") == 1);
    two.say(pointer(1, 5));
  }
  const auto news = two.take();
  CHECK(has(news.at(news.size() - 1), "\"leader\":0"));
  Person back(hub, 1);
  const auto told = back.take();
  CHECK(has(told.at(1), "\"leader\":3"));
  CHECK(count(told, "pointer 1 1\n") == 1);
  // But not when somebody took over meanwhile.
  two.say("take");
  back.seat.reset();
  Person again(hub, 1);
  CHECK(has(again.take().at(1), "\"leader\":1"));
}

TEST_CASE("one who has left is not spoken of any more, and the last one takes the session with him") {
  LiveHub hub;
  {
    Person one(hub, 1);
    Person two(hub, 2);
    two.say(pointer(1, 5));
    two.seat.reset();
    const auto told = one.take();
    CHECK(count(told, "pointer") == 0);
    CHECK_FALSE(has(told.back(), "Dr 2"));
    CHECK(hub.sessions() == 1);
  }
  CHECK(hub.sessions() == 0);
}

TEST_CASE("two consultations hear nothing of each other") {
  LiveHub hub;
  Person one(hub, 1, "c1"), other(hub, 2, "c2");
  one.take();
  other.take();
  one.say(view(1, 1));
  one.say(pointer(1, 1));
  CHECK(other.take().empty());
}

TEST_CASE("what is no message of the protocol is malformed, whatever it is") {
  LiveHub hub;
  Person one(hub, 1);
  one.take();
  const std::string good = view(1, 1);
  for (const std::string& bad : {std::string(), std::string("view"), std::string("view 1"), std::string("view 0\n{}"), std::string("view 1\n{}"), std::string("view -1\n{}"),
                                 std::string("view 1\n[]"), "view x" + good.substr(6), std::string("look 1\n{}"), std::string("take 1"), std::string("give"), std::string("give x"),
                                 std::string("got 5"), std::string("got"), "ping " + std::string(41, 'a'), std::string("pointer 1\n{\"image\":\"1.2\",\"frame\":0,\"at\":[1]}"),
                                 std::string("pointer 1\n{\"image\":\"<b>\",\"frame\":0}"), std::string("marks 1\n{\"marks\":[{\"kind\":\"length\",\"image\":\"1.2\",\"frame\":0,\"points\":[[1,1]]}]}"),
                                 std::string(70'000, 'x'), good.substr(0, good.size() - 1)}) {
    CAPTURE(bad.substr(0, 60));
    CHECK(one.say(bad) == Verdict::kMalformed);
  }
  CHECK(one.say(good) == Verdict::kByHand);
}

TEST_CASE("more messages than a hand can make end the session of who sends them") {
  LiveHub hub;
  Person one(hub, 1);
  int fine = 0;
  while (fine < 10'000 && one.say(pointer(1 + fine, 1), 0) == Verdict::kByHand) ++fine;
  CHECK(fine == static_cast<int>(LiveHub::kMostAtOnce));
  CHECK(one.say(pointer(9999, 1), 1'000'000) == Verdict::kByHand);
}

TEST_CASE("a session has room for so many devices and no more") {
  LiveHub hub;
  std::vector<std::unique_ptr<Person>> all;
  for (std::size_t i = 0; i < LiveHub::kMostMembers; ++i) all.push_back(std::make_unique<Person>(hub, static_cast<int>(1 + i % 2)));
  CHECK(hub.join("c1", "1.2", {.account = 1, .name = "n", .establishment = "e", .part = Part::kAsker}, [] {}) == nullptr);
  all.pop_back();
  CHECK(hub.join("c1", "1.2", {.account = 1, .name = "n", .establishment = "e", .part = Part::kAsker}, [] {}) != nullptr);
}

TEST_CASE("a ping is answered at once, before anything else") {
  LiveHub hub;
  Person one(hub, 1);
  one.say("ping 123.5");
  CHECK(*one.seat->next(0) == "pong 123.5");
}

TEST_CASE("members that come, talk and go on many threads leave the hub empty") {
  LiveHub hub;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&hub, t] {
      for (int round = 0; round < 50; ++round) {
        auto seat = hub.join("c" + std::to_string(round % 3), "1.2", {.account = t, .name = "n", .establishment = "e", .part = Part::kAsker}, [] {});
        if (!seat) continue;
        for (int n = 1; n < 20; ++n) {
          (void)seat->receive(n % 5 == 0 ? "take" : pointer(n, n), n * 10'000);
          while (seat->next(n * 10'000)) {
          }
        }
      }
    });
  }
  for (std::thread& one : threads) one.join();
  CHECK(hub.sessions() == 0);
}
