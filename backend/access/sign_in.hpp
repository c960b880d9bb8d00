// Who is asking: sign-in, sessions, sign-out.
//
// A session is a random 256-bit token; the catalog holds its SHA-256. It ends after `idle_seconds` without a request,
// after `absolute_seconds` in any case, and at sign-out at once. An identifier that fails is slowed: after five wrong
// passwords each further one must wait twice as long as the one before, up to five minutes. Identifiers that do not
// exist behave in the same way and cost the same time.
//
// @units  seconds
// @errors kDenied (no such session, or it has ended), those of the catalog
// @owner  borrows the catalog
// @thread any number of threads
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "backend/catalog/catalog.hpp"
#include "shared/base/result.hpp"

namespace sansfilm::access {

struct Policy {
  std::int64_t idle_seconds = 30 * 60;
  std::int64_t absolute_seconds = 4 * 60 * 60;
};

struct SignIn {
  enum class Outcome : std::uint8_t { kWelcome, kDenied, kSlowed };
  Outcome outcome = Outcome::kDenied;
  std::int64_t retry_after = 0;     // kSlowed
  std::string token;                // kWelcome: for the cookie; 64 hexadecimal digits
  catalog::Session session;
};

// Whether somebody did something, or a page asked by itself: only the first moves the end of an idle session.
enum class Use : std::uint8_t { kByHand, kByItself };

class Access {
 public:
  using Clock = std::int64_t (*)();   // seconds
  Access(catalog::Catalog& catalog, Policy policy, Clock clock);

  [[nodiscard]] base::Result<SignIn> sign_in(const std::string& identifier, std::string_view password);
  [[nodiscard]] base::Result<catalog::Session> find_session(std::string_view token, Use use = Use::kByHand);
  [[nodiscard]] base::Status sign_out(std::string_view token);
  [[nodiscard]] const Policy& policy() const { return policy_; }

 private:
  struct Failures {
    std::int64_t count = 0;
    std::int64_t wait_until = 0;
  };
  [[nodiscard]] std::int64_t slowed_for(const std::string& identifier);
  void note_failure(const std::string& identifier);

  catalog::Catalog& catalog_;
  Policy policy_;
  Clock clock_;
  std::mutex mutex_;
  std::map<std::string, Failures> failures_;   // by folded identifier; bounded
};

[[nodiscard]] std::int64_t system_seconds();

}  // namespace sansfilm::access
