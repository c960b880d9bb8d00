#include <cstdio>

#include "backend/access/password.hpp"
#include "backend/app/archive.hpp"
#include "backend/app/commands.hpp"
#include "backend/app/report.hpp"

namespace sansfilm::app {

namespace {

// The first line of standard input, never the command line: that is seen by every process.
std::string read_password(bool generate) {
  if (generate) return access::generate_password();
  std::string line;
  for (int c = std::getchar(); c != EOF && c != '\n' && line.size() <= access::kLongestPassword; c = std::getchar()) {
    line += static_cast<char>(c);
  }
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

base::Result<std::string> hash_or_complain(const std::string& password) {
  if (password.empty()) std::fprintf(stderr, "sansfilm: %s\n", say(Message::kPasswordMissing).c_str());
  return access::hash_password(password);
}

int record(Archive& archive, const char* what, const std::string& identifier) {
  const auto written = archive.trail->append({.who = "system", .what = what, .object = identifier, .outcome = "ok",
                                              .request = {}, .from = "command line"});
  return written.ok() ? kDone : fail(written.error());
}

}  // namespace

int add_user(const Config& config, const std::string& identifier, const std::string& name, const std::string& role,
             bool generate) {
  auto archive = open_archive(config.text("data"));
  if (!archive.ok()) return fail(archive.error());
  const std::string password = read_password(generate);
  const auto hash = hash_or_complain(password);
  if (!hash.ok()) return fail(hash.error());
  const catalog::Account account{.identifier = identifier, .name = name.empty() ? identifier : name, .role = role,
                                 .establishment = config.text("establishment"), .password_hash = *hash};
  const auto added = archive->catalog->add_account(account);
  if (!added.ok() && added.error().code == base::ErrorCode::kConflict) {
    std::fprintf(stderr, "sansfilm: %s\n", say(Message::kUserExists, {identifier}).c_str());
    return kFailure;
  }
  if (!added.ok()) return fail(added.error());
  if (const auto named = name_establishment(config, *archive); !named.ok()) return fail(named.error());
  if (const int failed = record(*archive, "account.add", identifier); failed != kDone) return failed;
  print(say(Message::kUserAdded, {identifier, role}));
  if (generate) print(say(Message::kPassword, {password}));
  return kDone;
}

int set_password(const Config& config, const std::string& identifier, bool generate) {
  auto archive = open_archive(config.text("data"));
  if (!archive.ok()) return fail(archive.error());
  const std::string password = read_password(generate);
  const auto hash = hash_or_complain(password);
  if (!hash.ok()) return fail(hash.error());
  const auto set = archive->catalog->set_password(identifier, *hash);
  if (!set.ok() && set.error().code == base::ErrorCode::kNotFound) {
    std::fprintf(stderr, "sansfilm: %s\n", say(Message::kNoSuchUser, {identifier}).c_str());
    return kFailure;
  }
  if (!set.ok()) return fail(set.error());
  if (const int failed = record(*archive, "account.password", identifier); failed != kDone) return failed;
  print(say(Message::kPasswordSet, {identifier}));
  if (generate) print(say(Message::kPassword, {password}));
  return kDone;
}

int list_users(const Config& config) {
  auto archive = open_archive(config.text("data"));
  if (!archive.ok()) return fail(archive.error());
  const auto accounts = archive->catalog->list_accounts();
  if (!accounts.ok()) return fail(accounts.error());
  for (const catalog::Account& account : *accounts) {
    print(account.identifier + "\t" + account.role + "\t" + account.establishment + "\t" + account.name +
          (account.disabled ? "\t-" : ""));
  }
  return kDone;
}

}  // namespace sansfilm::app
