// Which studies a session has opened on the trail already: the first chunk of any other one writes its line first.
// @thread any number of threads
#pragma once

#include <map>
#include <mutex>
#include <set>
#include <string>

#include "backend/store/digest.hpp"

namespace sansfilm::http {

class OpenedStudies {
 public:
  [[nodiscard]] bool is_open(const store::Digest& session, const std::string& study_uid) {
    const std::lock_guard lock(mutex_);
    const auto found = sessions_.find(session);
    return found != sessions_.end() && found->second.contains(study_uid);
  }

  void note(const store::Digest& session, const std::string& study_uid) {
    const std::lock_guard lock(mutex_);
    // What is forgotten is written to the trail once more, never less.
    if (sessions_.size() > kMostSessions) sessions_.clear();
    sessions_[session].insert(study_uid);
  }

 private:
  static constexpr std::size_t kMostSessions = 5000;
  std::mutex mutex_;
  std::map<store::Digest, std::set<std::string>> sessions_;
};

}  // namespace sansfilm::http
