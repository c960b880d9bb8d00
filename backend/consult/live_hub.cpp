#include "backend/consult/live_hub.hpp"

#include <algorithm>
#include <charconv>

#include "shared/json/json.hpp"
#include "shared/together/shared_state.hpp"

namespace sansfilm::consult {

namespace {

enum class Kind : std::uint8_t { kView, kMarks, kPointer };
constexpr std::size_t kKinds = 3;
constexpr std::array<std::string_view, kKinds> kKindNames = {"view", "marks", "pointer"};
constexpr std::size_t kLongestPing = 40;

using Body = std::shared_ptr<const std::string>;

struct Told {
  std::uint64_t number = 0;      // the sender's own count; 0: nothing yet
  Body body;
};

// The word before a blank, which is taken away.
std::string_view take_word(std::string_view& line) {
  const std::size_t end = line.find(' ');
  const std::string_view word = line.substr(0, end);
  line.remove_prefix(end == std::string_view::npos ? line.size() : end + 1);
  return word;
}

std::optional<std::uint64_t> whole_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool is_well_formed(Kind kind, std::string_view body) {
  base::Budget budget;
  switch (kind) {
    case Kind::kView: return together::read_view(body, budget).ok();
    case Kind::kMarks: return together::read_marks(body, budget).ok();
    case Kind::kPointer: return together::read_pointer(body, budget).ok();
  }
  return false;
}

std::string_view name_of(Part part) { return part == Part::kAsker ? "asker" : "asked"; }

}  // namespace

struct LiveHub::Member {
  std::uint32_t id = 0;
  Guest guest;
  std::function<void()> wake;
  bool gone = false;

  std::array<Told, kKinds> latest;                                // what he told
  std::array<std::map<std::uint32_t, std::uint64_t>, kKinds> due;   // of whom he is to be told what, by kind: member, number
  bool hello_due = true, members_due = true;
  std::string pong;                                               // empty: none due
  std::uint64_t taken = 0, taken_told = 0;                        // of his messages
  std::deque<std::int64_t> under_way;                             // when each was handed out
  std::uint64_t handed_out = 0, acknowledged = 0;
  double allowance = kMostAtOnce;
  std::int64_t counted_us = 0;

  [[nodiscard]] bool may_be_told(std::int64_t now_us) const {
    if (under_way.size() >= kMostUnderWay) return false;
    return under_way.size() < kFewUnderWay || now_us - under_way.front() < kPatience_us;
  }
};

struct LiveHub::Session {
  std::string consultation, study_uid;
  std::vector<std::shared_ptr<Member>> members;
  std::uint32_t next_id = 1;
  std::uint32_t leader = 0;                // 0: nobody
  catalog::RowId leading_account = 0;      // who led last

  [[nodiscard]] Member* find(std::uint32_t id) const {
    for (const auto& one : members) {
      if (one->id == id) return one.get();
    }
    return nullptr;
  }
  void lead(const Member& member) {
    leader = member.id;
    leading_account = member.guest.account;
    for (const auto& one : members) one->members_due = true;
  }
};

namespace {

using Wakes = std::vector<std::function<void()>>;

void wake_all(const Wakes& wakes) {
  for (const auto& wake : wakes) wake();
}

std::string hello_text(const LiveHub::Session& session, const LiveHub::Member& member) {
  json::Writer out;
  out.begin_object().member("version", together::kVersion).member("you", member.id).member("study", session.study_uid).end();
  return "hello " + std::move(out.finish()).value();
}

std::string members_text(const LiveHub::Session& session) {
  json::Writer out;
  out.begin_object().member("leader", session.leader).key("members").begin_array();
  for (const auto& one : session.members) {
    out.begin_object().member("id", one->id).member("name", one->guest.name).member("establishment", one->guest.establishment);
    out.member("part", name_of(one->guest.part)).end();
  }
  out.end().end();
  auto text = out.finish();
  return text.ok() ? "members " + *text : std::string("members {\"leader\":0,\"members\":[]}");
}

}  // namespace

std::unique_ptr<LiveHub::Seat> LiveHub::join(const std::string& consultation, const std::string& study_uid, Guest guest, std::function<void()> wake) {
  auto member = std::make_shared<Member>();
  member->guest = std::move(guest);
  member->wake = std::move(wake);
  std::shared_ptr<Session> session;
  Wakes wakes;
  {
    const std::lock_guard lock(mutex_);
    auto& place = sessions_[consultation];
    if (!place) {
      place = std::make_shared<Session>();
      place->consultation = consultation;
      place->study_uid = study_uid;
    }
    session = place;
    if (session->members.size() >= kMostMembers) return nullptr;
    member->id = session->next_id++;
    for (const auto& other : session->members) {
      for (std::size_t kind = 0; kind < kKinds; ++kind) {
        if (other->latest.at(kind).number != 0) member->due.at(kind)[other->id] = other->latest.at(kind).number;
      }
      other->members_due = true;
      wakes.push_back(other->wake);
    }
    session->members.push_back(member);
    const bool nobody_led = session->leading_account == 0;
    if (session->leader == 0 && (nobody_led || session->leading_account == member->guest.account)) session->lead(*member);
  }
  wake_all(wakes);
  return std::make_unique<Seat>(*this, std::move(session), std::move(member));
}

std::size_t LiveHub::sessions() const {
  const std::lock_guard lock(mutex_);
  return sessions_.size();
}

void LiveHub::leave(const std::shared_ptr<Session>& session, Member& member) {
  Wakes wakes;
  std::shared_ptr<Member> kept;   // not destroyed under the lock
  {
    const std::lock_guard lock(mutex_);
    if (member.gone) return;
    member.gone = true;
    auto& members = session->members;
    const auto found = std::find_if(members.begin(), members.end(), [&](const auto& one) { return one.get() == &member; });
    kept = std::move(*found);
    members.erase(found);
    if (session->leader == member.id) session->leader = 0;
    for (const auto& other : members) {
      for (auto& due : other->due) due.erase(member.id);
      other->members_due = true;
      wakes.push_back(other->wake);
    }
    if (members.empty()) sessions_.erase(session->consultation);
  }
  wake_all(wakes);
}

Verdict LiveHub::receive(Session& session, Member& member, std::string_view message, std::int64_t now_us) {
  if (message.size() > together::kLargestMessage_bytes) return Verdict::kMalformed;
  const std::size_t line_end = message.find('\n');
  std::string_view line = message.substr(0, line_end);
  const std::string_view body = line_end == std::string_view::npos ? std::string_view() : message.substr(line_end + 1);
  const std::string_view word = take_word(line);
  const auto named = std::find(kKindNames.begin(), kKindNames.end(), word);
  const auto number = whole_number(line);
  // Read before the lock is taken: it is the costly part.
  const auto kind = static_cast<Kind>(named - kKindNames.begin());
  if (named != kKindNames.end() && (!number || *number == 0 || !is_well_formed(kind, body))) return Verdict::kMalformed;

  Wakes wakes;
  Verdict verdict = Verdict::kFine;
  {
    const std::lock_guard lock(mutex_);
    if (member.gone) return Verdict::kFine;
    member.allowance = std::min(kMostAtOnce, member.allowance + static_cast<double>(now_us - member.counted_us) * kMostPerSecond / 1e6);
    member.counted_us = now_us;
    if (member.allowance < 1.0) return Verdict::kTooMuch;
    member.allowance -= 1.0;

    if (word == "got") {
      if (!number || *number > member.handed_out || *number < member.acknowledged) return Verdict::kMalformed;
      for (; member.acknowledged < *number; ++member.acknowledged) member.under_way.pop_front();
    } else if (word == "ping" && line.size() <= kLongestPing) {
      member.pong.assign(line);
    } else if (word == "take" && line.empty()) {
      session.lead(member);
      verdict = Verdict::kByHand;
    } else if (word == "give" && number) {
      // He may just have left, or the lead may be somebody else's: nothing happens then.
      const Member* to = *number <= UINT32_MAX ? session.find(static_cast<std::uint32_t>(*number)) : nullptr;
      if (to != nullptr && session.leader == member.id) session.lead(*to);
      verdict = Verdict::kByHand;
    } else if (named != kKindNames.end()) {
      const auto index = static_cast<std::size_t>(kind);
      ++member.taken;
      verdict = Verdict::kByHand;
      // A view of one who does not lead (any more) was under way when the lead changed.
      if (kind != Kind::kView || session.leader == member.id) {
        member.latest.at(index) = {*number, std::make_shared<const std::string>(body)};
        for (const auto& other : session.members) {
          if (other.get() != &member) other->due.at(index)[member.id] = *number;
        }
      }
    } else {
      return Verdict::kMalformed;
    }
    for (const auto& other : session.members) {
      if (other.get() != &member) wakes.push_back(other->wake);
    }
  }
  wake_all(wakes);
  return verdict;
}

std::optional<std::string> LiveHub::next(Session& session, Member& member, std::int64_t now_us) {
  const std::lock_guard lock(mutex_);
  if (member.gone) return std::nullopt;
  if (!member.pong.empty()) return "pong " + std::exchange(member.pong, {});
  if (member.taken_told != member.taken) {
    member.taken_told = member.taken;
    return "got " + std::to_string(member.taken);
  }
  if (std::exchange(member.hello_due, false)) return hello_text(session, member);
  if (std::exchange(member.members_due, false)) return members_text(session);
  if (!member.may_be_told(now_us)) return std::nullopt;
  for (std::size_t kind = 0; kind < kKinds; ++kind) {
    auto& due = member.due.at(kind);
    while (!due.empty()) {
      const std::uint32_t from = due.begin()->first;
      due.erase(due.begin());
      const Member* sender = session.find(from);
      if (sender == nullptr) continue;
      const Told& told = sender->latest.at(kind);
      member.under_way.push_back(now_us);
      ++member.handed_out;
      std::string text(kKindNames.at(kind));
      text += ' ' + std::to_string(from) + ' ' + std::to_string(told.number) + '\n';
      return text + *told.body;
    }
  }
  return std::nullopt;
}

}  // namespace sansfilm::consult
