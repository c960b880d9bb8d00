#include "backend/app/archive.hpp"
#include "backend/app/commands.hpp"
#include "backend/app/report.hpp"

namespace sansfilm::app {

int verify_audit(const Config& config) {
  const auto verdict = audit::verify(audit_folder(config.text("data")));
  if (!verdict.ok()) return fail(verdict.error());
  for (const audit::Finding& finding : verdict->findings) {
    print(say(Message::kTrailFinding, {finding.segment, std::to_string(finding.line), std::to_string(finding.seq), finding.what}));
  }
  if (!verdict->findings.empty()) {
    print(say(Message::kTrailBroken, {std::to_string(verdict->findings.size())}));
    return kRefusedSome;
  }
  print(say(Message::kTrailWhole, {std::to_string(verdict->records), std::to_string(verdict->segments)}));
  return kDone;
}

}  // namespace sansfilm::app
