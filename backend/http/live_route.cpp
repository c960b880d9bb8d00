// The live session of a consultation: who may join it, and the member behind each WebSocket. A join has its line on the trail before
// the connection is his, an end has one too, with its reason.
#include <memory>
#include <mutex>
#include <utility>

#include "backend/http/problem.hpp"
#include "backend/http/services.hpp"

namespace sansfilm::http {

namespace {

using catalog::Consultation;

// The page's own origin, as the browser names it. A program names none.
bool is_same_origin(const Request& request) {
  const std::string_view origin = request.header("origin");
  return origin.empty() || origin == "https://" + std::string(request.header("host"));
}

bool may_join(const Consultation& one) { return consult::Course::is_open(one.state) && !one.study_uid.empty(); }

class Member final : public LivePeer {
 public:
  Member(Services services, consult::LiveHub& hub, const Request& request, const Consultation& consultation)
      : services_(services), hub_(hub), viewer_(request.viewer()), token_(cookie_value(request.header("cookie"), kCookie)), id_(consultation.id),
        study_uid_(consultation.study_uid), who_(request.session->account.identifier), request_(request.id), from_(request.address) {
    const catalog::Colleague& self = consultation.is_asker ? consultation.asker : consultation.asked;
    guest_ = {.account = viewer_.account, .name = self.name, .establishment = self.establishment_name.empty() ? self.establishment : self.establishment_name,
              .part = consultation.is_asker ? consult::Part::kAsker : consult::Part::kAsked};
  }

  // Before the 101: a session that is full is refused with an answer. Wakes go nowhere until the connection is there.
  [[nodiscard]] bool take_seat() {
    seat_ = hub_.join(id_, study_uid_, guest_, [wake = wake_] {
      const std::lock_guard lock(wake->mutex);
      if (wake->call) wake->call();
    });
    return seat_ != nullptr;
  }

  void opened(std::function<void()> wake) override {
    const std::lock_guard lock(wake_->mutex);
    wake_->call = std::move(wake);
  }

  std::optional<LiveEnd> receive(std::string_view message, std::int64_t now_us) override {
    switch (seat_->receive(message, now_us)) {
      case consult::Verdict::kFine: return std::nullopt;
      case consult::Verdict::kByHand: by_hand_ = true; return std::nullopt;
      case consult::Verdict::kMalformed: return LiveEnd::kProtocol;
      case consult::Verdict::kTooMuch: return LiveEnd::kTooMuch;
    }
    return std::nullopt;
  }

  std::optional<std::string> next(std::int64_t now_us) override { return seat_->next(now_us); }

  // The session and the right, asked anew: what ends them ends this within half a second.
  std::optional<LiveEnd> check(std::int64_t now_us) override {
    if (now_us - checked_us_ < kCheck_us) return std::nullopt;
    checked_us_ = now_us;
    const auto use = std::exchange(by_hand_, false) ? access::Use::kByHand : access::Use::kByItself;
    if (!services_.access.find_session(token_, use).ok()) return LiveEnd::kSessionEnded;
    const auto consultation = services_.catalog.find_consultation(viewer_, id_);
    if (!consultation.ok() || !may_join(*consultation)) return LiveEnd::kRightEnded;
    return std::nullopt;
  }

  void closed(std::optional<LiveEnd> end) override {
    seat_.reset();
    {
      const std::lock_guard lock(wake_->mutex);
      wake_->call = nullptr;
    }
    // He is gone already: a trail that can't be written has nothing left to refuse. The next line that is wanted will.
    (void)services_.trail.append({.who = who_, .what = "consultation.leave", .object = study_uid_ + "/" + id_, .outcome = outcome_of(end), .request = request_, .from = from_});
  }

 private:
  static constexpr std::int64_t kCheck_us = 400'000;
  struct Wake {
    std::mutex mutex;
    std::function<void()> call;
  };

  static const char* outcome_of(std::optional<LiveEnd> end) {
    if (!end) return "ok";
    switch (*end) {
      case LiveEnd::kAway: return "silence-or-stop";
      case LiveEnd::kProtocol: return "malformed";
      case LiveEnd::kTooLarge: return "too-large";
      case LiveEnd::kSessionEnded: return "session-ended";
      case LiveEnd::kRightEnded: return "right-ended";
      case LiveEnd::kTooMuch: return "too-much";
    }
    return "ok";
  }

  Services services_;
  consult::LiveHub& hub_;
  const catalog::Viewer viewer_;
  const std::string token_, id_, study_uid_, who_, request_, from_;
  consult::Guest guest_;
  std::shared_ptr<Wake> wake_ = std::make_shared<Wake>();
  std::unique_ptr<consult::LiveHub::Seat> seat_;
  std::int64_t checked_us_ = 0;
  bool by_hand_ = false;
};

Response join(Services services, consult::LiveHub& hub, Request& request) {
  if (!request.wants_socket) {
    return problem(426, "upgrade", "this address speaks WebSocket", {}, request.id).with("Upgrade", "websocket").with("Connection", "Upgrade");
  }
  if (!is_same_origin(request)) return problem(403, "cross-site", "a page of another site asked for this", {}, request.id);
  const std::string id(request.parameter("id").substr(0, 64));
  const auto consultation = services.catalog.find_consultation(request.viewer(), id);
  if (!consultation.ok()) {
    const bool absent = consultation.error().code == base::ErrorCode::kNotFound;
    if (auto failed = record(services.trail, request, "consultation.join", id, absent ? "not-found" : "failed")) return std::move(*failed);
    return problem(consultation.error(), request.id);
  }
  const std::string object = consultation->study_uid + "/" + id;
  if (!may_join(*consultation)) {
    if (auto failed = record(services.trail, request, "consultation.join", object, "refused")) return std::move(*failed);
    return problem(409, "conflict", "this consultation has ended", {}, request.id);
  }
  if (auto failed = record(services.trail, request, "consultation.join", object, "ok")) return std::move(*failed);
  auto member = std::make_shared<Member>(services, hub, request, *consultation);
  if (!member->take_seat()) return problem(503, "full", "too many devices are in this session", {}, request.id);
  Response response;
  response.status = 101;
  response.live = std::move(member);
  return response;
}

}  // namespace

void add_live_route(Router& router, Services services, consult::LiveHub& hub) {
  router.add({"GET", "/api/v1/consultations/:id/live", Who::kSignedIn, 0, [services, &hub](Request& request) { return join(services, hub, request); }, true});
}

}  // namespace sansfilm::http
