#include "backend/app/hanging_protocols.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <variant>

#include "backend/app/commands.hpp"
#include "backend/app/input.hpp"
#include "backend/app/messages.hpp"
#include "backend/app/report.hpp"
#include "shared/hanging/read.hpp"
#include "shared/hanging/shipped.hpp"

namespace sansfilm::app {

namespace {

using Read = std::variant<std::vector<hanging::Protocol>, std::string>;   // the protocols, or what is wrong

Read read_one(const std::string& path) {
  const auto text = read_text(path);
  if (!text.ok()) return base::describe(text.error());
  auto read = hanging::read_protocols(*text);
  if (const auto* problem = std::get_if<hanging::Problem>(&read)) {
    const bool french = speaks_french();
    return say(Message::kHangingWrong, {problem->path, french ? problem->what.french : problem->what.english, french ? problem->remedy.french : problem->remedy.english});
  }
  return std::move(std::get<std::vector<hanging::Protocol>>(read));
}

}  // namespace

base::Result<HangingProtocols> read_hanging_folder(const std::string& folder) {
  std::vector<std::string> files;
  if (!folder.empty()) {
    std::error_code failed;
    for (std::filesystem::directory_iterator it(folder, failed), end; !failed && it != end; it.increment(failed)) {
      if (it->path().extension() == ".json") files.push_back(it->path().string());
    }
    if (failed) return base::Error{.code = base::ErrorCode::kIo, .detail = "the folder of hanging protocols cannot be listed", .subject = "hanging.folder"};
  }
  std::sort(files.begin(), files.end());
  HangingProtocols out;
  std::vector<hanging::Protocol> own;
  for (const std::string& file : files) {
    Read read = read_one(file);
    if (const auto* fault = std::get_if<std::string>(&read)) {
      out.faults.push_back({file, *fault});
      continue;
    }
    auto& protocols = std::get<std::vector<hanging::Protocol>>(read);
    const auto taken = std::find_if(protocols.begin(), protocols.end(), [&](const hanging::Protocol& one) {
      return std::any_of(own.begin(), own.end(), [&](const hanging::Protocol& other) { return other.id == one.id; });
    });
    if (taken != protocols.end()) {
      out.faults.push_back({file, say(Message::kHangingTwice, {taken->id})});
      continue;
    }
    own.insert(own.end(), std::make_move_iterator(protocols.begin()), std::make_move_iterator(protocols.end()));
  }
  out.own = own.size();
  out.json = hanging::write_protocols(hanging::merged(std::move(own), hanging::shipped_protocols()));
  return out;
}

int check_hanging(const std::vector<std::string>& paths) {
  bool wrong = false;
  for (const std::string& path : paths) {
    const Read read = read_one(path);
    if (const auto* fault = std::get_if<std::string>(&read)) {
      print(say(Message::kReason, {path, *fault}));
      wrong = true;
    } else {
      print(say(Message::kHangingRight, {path, std::to_string(std::get<std::vector<hanging::Protocol>>(read).size())}));
    }
  }
  return wrong ? kRefusedSome : kDone;
}

}  // namespace sansfilm::app
