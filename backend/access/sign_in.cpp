#include "backend/access/sign_in.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "backend/access/password.hpp"
#include "backend/catalog/fold.hpp"

namespace sansfilm::access {

using base::Error;
using base::ErrorCode;
using base::Result;
using base::Status;

namespace {

constexpr std::int64_t kFreeFailures = 5;
constexpr std::int64_t kLongestWait = 300;
constexpr std::int64_t kForgetAfter = 15 * 60;
constexpr std::size_t kMostIdentifiers = 10000;
constexpr std::int64_t kTouchEvery = 30;   // a session's last use is written at most so often

Error no_session() { return Error{.code = ErrorCode::kDenied, .detail = "there is no such session, or it has ended"}; }

}  // namespace

std::int64_t system_seconds() {
  using namespace std::chrono;
  return duration_cast<seconds>(system_clock::now().time_since_epoch()).count();
}

Access::Access(catalog::Catalog& catalog, Policy policy, Clock clock)
    : catalog_(catalog), policy_(policy), clock_(clock) {}

Result<SignIn> Access::sign_in(const std::string& identifier, std::string_view password) {
  SignIn result;
  const std::string key = catalog::fold(identifier).substr(0, 256);
  if (const std::int64_t wait = slowed_for(key); wait > 0) {
    result.outcome = SignIn::Outcome::kSlowed;
    result.retry_after = wait;
    return result;
  }
  // Counted before the answer is known, so that many attempts at once can't slip through; forgotten if it was right.
  note_failure(key);
  auto account = catalog_.find_account(identifier);
  if (!account.ok() && account.error().code != ErrorCode::kNotFound) return account.error();
  const bool usable = account.ok() && !account->disabled;
  if (!verify_password(usable ? account->password_hash : std::string(), password)) return result;
  {
    const std::lock_guard lock(mutex_);
    failures_.erase(key);
  }
  std::array<std::uint8_t, 32> token{};
  if (RAND_bytes(token.data(), static_cast<int>(token.size())) != 1) {
    return Error{.code = ErrorCode::kInternal, .detail = "the system gives no random numbers"};
  }
  const std::int64_t now = clock_();
  result.outcome = SignIn::Outcome::kWelcome;
  result.token = store::to_hex(token);
  result.session = {.token = store::sha256(std::string_view(result.token)), .account = std::move(*account),
                    .created_at = now, .seen_at = now, .expires_at = now + policy_.absolute_seconds};
  result.session.account.password_hash.clear();
  SF_CHECK(catalog_.end_old_sessions(now, policy_.idle_seconds));
  SF_CHECK(catalog_.add_session(result.session));
  return result;
}

Result<catalog::Session> Access::find_session(std::string_view token, Use use) {
  if (token.size() != 64) return no_session();
  const std::int64_t now = clock_();
  auto session = catalog_.find_session(store::sha256(token), now, policy_.idle_seconds);
  if (!session.ok()) return session.error().code == ErrorCode::kNotFound ? no_session() : session.error();
  if (use == Use::kByHand && now - session->seen_at >= kTouchEvery) SF_CHECK(catalog_.touch_session(session->token, now));
  return session;
}

Status Access::sign_out(std::string_view token) { return catalog_.end_session(store::sha256(token)); }

std::int64_t Access::slowed_for(const std::string& identifier) {
  const std::lock_guard lock(mutex_);
  const auto found = failures_.find(identifier);
  if (found == failures_.end()) return 0;
  return std::max<std::int64_t>(0, found->second.wait_until - clock_());
}

void Access::note_failure(const std::string& identifier) {
  const std::lock_guard lock(mutex_);
  const std::int64_t now = clock_();
  if (failures_.size() >= kMostIdentifiers) {
    std::erase_if(failures_, [&](const auto& entry) { return entry.second.wait_until + kForgetAfter < now; });
    // Still full: someone tries names by the thousand. The oldest of the alphabet goes; its account is slowed anew.
    if (failures_.size() >= kMostIdentifiers) failures_.erase(failures_.begin());
  }
  Failures& failures = failures_[identifier];
  if (failures.count > 0 && failures.wait_until + kForgetAfter < now) failures = {};
  ++failures.count;
  const std::int64_t beyond = failures.count - kFreeFailures;
  const std::int64_t wait = beyond < 0 ? 0 : std::min(kLongestWait, std::int64_t{2} << std::min<std::int64_t>(beyond, 10));
  failures.wait_until = now + wait;
}

}  // namespace sansfilm::access
