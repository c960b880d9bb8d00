#include <doctest/doctest.h>

#include "backend/access/password.hpp"
#include "backend/access/sign_in.hpp"
#include "tests/backend/support/temporary_folder.hpp"

using namespace sansfilm;
using namespace sansfilm::access;

namespace {

std::int64_t now = 0;
std::int64_t test_clock() { return now; }
constexpr const char* kPassword = "correct horse battery";

struct Fixture {
  test::TemporaryFolder folder;
  std::unique_ptr<catalog::Catalog> catalog = std::move(catalog::open_sqlite(folder.path() + "/c.sqlite")).value();
  Access access{*catalog, {.idle_seconds = 100, .absolute_seconds = 1000}, test_clock};

  Fixture() {
    now = 100000;
    REQUIRE(catalog->add_account({.identifier = "dr.a", .name = "Dr A", .role = "doctor", .establishment = "E", .password_hash = hash_password(kPassword).value()}).ok());
  }
  SignIn sign_in(const std::string& identifier, const std::string& password) {
    auto result = access.sign_in(identifier, password);
    REQUIRE(result.ok());
    return std::move(*result);
  }
};

}  // namespace

TEST_CASE("a password is right only when it is the same, and never for no account") {
  const std::string encoded = hash_password(kPassword).value();
  CHECK(encoded.starts_with("$argon2id$v=19$m=19456,t=3,p=1$"));
  CHECK(verify_password(encoded, kPassword));
  CHECK_FALSE(verify_password(encoded, "correct horse batterx"));
  CHECK_FALSE(verify_password("", kPassword));
  CHECK_FALSE(verify_password("$argon2id$nonsense", kPassword));
  CHECK(hash_password(kPassword).value() != encoded);
  CHECK(hash_password("too short").error().code == base::ErrorCode::kInvalidArgument);
  CHECK(generate_password().size() == 27);
  CHECK(generate_password() != generate_password());
}

TEST_CASE("a session lives until it is idle, until its end, or until it is closed") {
  Fixture fixture;
  const SignIn one = fixture.sign_in("DR.A", kPassword);
  REQUIRE(one.outcome == SignIn::Outcome::kWelcome);
  CHECK(fixture.access.find_session(one.token).value().account.identifier == "dr.a");
  CHECK(fixture.access.find_session(one.token).value().account.password_hash.empty());
  now += 99;
  CHECK(fixture.access.find_session(one.token).ok());   // which is an activity
  now += 99;
  CHECK(fixture.access.find_session(one.token).ok());
  now += 101;
  CHECK(fixture.access.find_session(one.token).error().code == base::ErrorCode::kDenied);

  const SignIn two = fixture.sign_in("dr.a", kPassword);
  for (int i = 0; i < 19; ++i) {
    now += 50;
    CHECK(fixture.access.find_session(two.token).ok());
  }
  now += 51;   // 1,001 s after sign-in, never idle
  CHECK_FALSE(fixture.access.find_session(two.token).ok());

  const SignIn three = fixture.sign_in("dr.a", kPassword);
  REQUIRE(fixture.access.sign_out(three.token).ok());
  CHECK_FALSE(fixture.access.find_session(three.token).ok());
  CHECK_FALSE(fixture.access.find_session("").ok());
  CHECK_FALSE(fixture.access.find_session(std::string(64, 'f')).ok());
}

TEST_CASE("wrong passwords are slowed, in the same way for an account that does not exist") {
  for (const char* identifier : {"dr.a", "nobody"}) {
    CAPTURE(identifier);
    Fixture fixture;
    for (int i = 0; i < 5; ++i) CHECK(fixture.sign_in(identifier, "wrong password").outcome == SignIn::Outcome::kDenied);
    const SignIn slowed = fixture.sign_in(identifier, kPassword);
    CHECK(slowed.outcome == SignIn::Outcome::kSlowed);
    CHECK(slowed.retry_after == 2);
    now += 2;
    CHECK(fixture.sign_in(identifier, "wrong password").outcome == SignIn::Outcome::kDenied);
    CHECK(fixture.sign_in(identifier, kPassword).retry_after == 4);
    now += 100000;
    CHECK(fixture.sign_in(identifier, "wrong password").outcome == SignIn::Outcome::kDenied);
    CHECK(fixture.sign_in(identifier, "wrong password").outcome == SignIn::Outcome::kDenied);
  }
}

TEST_CASE("a right password forgets the wrong ones") {
  Fixture fixture;
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 4; ++i) CHECK(fixture.sign_in("dr.a", "wrong password").outcome == SignIn::Outcome::kDenied);
    CHECK(fixture.sign_in("dr.a", kPassword).outcome == SignIn::Outcome::kWelcome);
  }
}
