// Requests for an opinion: who can be asked, asking, the list, and the steps of its course. What is asked and answered is told only
// by the step "see", which has its line on the trail.
#include <openssl/rand.h>

#include <algorithm>
#include <array>

#include "backend/catalog/fold.hpp"
#include "backend/consult/state.hpp"
#include "backend/consult/wording.hpp"
#include "backend/http/problem.hpp"
#include "backend/http/services.hpp"
#include "shared/json/json.hpp"

namespace sansfilm::http {

namespace {

using base::Error;
using base::ErrorCode;
using catalog::Consultation;
using consult::Part;
using consult::Step;

constexpr std::size_t kBody_bytes = std::size_t{32} << 10;
constexpr std::uint32_t kMostListed = 200;
constexpr std::size_t kMostColleagues = 50;

Error malformed(const char* expected) { return Error{.code = ErrorCode::kMalformed, .detail = expected}; }

base::Result<std::string> random_id() {
  std::array<std::uint8_t, 16> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) return Error{.code = ErrorCode::kInternal, .detail = "no random numbers"};
  return store::to_hex(bytes);
}

void write_person(json::Writer& out, const char* key, const catalog::Colleague& who) {
  out.key(key).begin_object();
  out.member("name", who.name);
  out.member("establishment", who.establishment_name.empty() ? who.establishment : who.establishment_name);
  out.end();
}

void write_summary(json::Writer& out, const Consultation& one) {
  out.member("id", one.id);
  out.member("mine", one.is_asker);
  write_person(out, "asker", one.asker);
  write_person(out, "asked", one.asked);
  out.member("priority", consult::name_of(one.priority));
  out.member("state", consult::name_of(one.state));
  out.member("open", consult::Course::is_open(one.state));
  const bool answer_waits = one.is_asker && !one.answer_read && (one.state == consult::State::kAnswered || one.state == consult::State::kDeclined);
  out.member("waiting", answer_waits || (!one.is_asker && one.state == consult::State::kAsked));
  out.member("asked_at", one.asked_at);
  out.member("seen_at", one.seen_at);
  out.member("answered_at", one.answered_at);
  out.member("ended_at", one.ended_at);
  out.key("study");
  if (one.study_uid.empty()) {
    out.null();
    return;
  }
  out.begin_object();
  out.member("uid", one.study_uid);
  out.member("patient", one.patient_name);
  out.member("date", one.study_date);
  out.member("description", one.study_description);
  out.key("modalities").begin_array();
  for (const std::string& modality : one.modalities) out.string(modality);
  out.end().end();
}

base::Result<catalog::NewConsultation> read_asking(std::string_view body) {
  constexpr const char* kExpected = "expected {\"study\":\"...\",\"colleague\":n,\"priority\":\"routine|urgent|emergency\",\"question\":\"...\"}";
  base::Budget budget;
  SF_TRY(const json::Document document, json::Document::parse(body, budget));
  const json::Value root = document.root();
  const auto study = root["study"].string(), priority = root["priority"].string(), question = root["question"].string();
  const auto colleague = root["colleague"].integer();
  const auto level = priority ? consult::priority_named(*priority) : std::nullopt;
  if (root.size() != 4 || !study || study->size() > 64 || !colleague || !level || !question) return malformed(kExpected);
  SF_CHECK(consult::check_wording(*question, consult::kLongestQuestion, "question"));
  catalog::NewConsultation asking;
  SF_TRY(asking.id, random_id());
  asking.study_uid = *study;
  asking.asked = *colleague;
  asking.priority = *level;
  asking.question = *question;
  return asking;
}

struct Stepping {
  Step step = Step::kSee;
  std::string text;
};

base::Result<Stepping> read_step(std::string_view body) {
  base::Budget budget;
  SF_TRY(const json::Document document, json::Document::parse(body, budget));
  const json::Value root = document.root();
  const auto name = root["step"].string(), text = root["text"].string();
  const auto step = name ? consult::step_named(*name) : std::nullopt;
  const bool has_text = step == Step::kAnswer || step == Step::kDecline;   // an answer, or why there is none
  if (!step || root.size() != (has_text ? 2U : 1U) || has_text != text.has_value()) {
    return malformed("expected {\"step\":\"see|close\"} or {\"step\":\"answer|decline\",\"text\":\"...\"}");
  }
  if (has_text) SF_CHECK(consult::check_wording(*text, consult::kLongestAnswer, "text"));
  return Stepping{*step, std::string(text.value_or(""))};
}

class ConsultationRoutes {
 public:
  explicit ConsultationRoutes(Services services) : services_(services) {}

  // Every word of the search begins a word of the name or of the establishment.
  Response colleagues(Request& request) {
    const std::string text = request.query_value("q");
    if (text.size() > 256) return problem(Error{.code = ErrorCode::kInvalidArgument, .detail = "at most 256 bytes", .subject = "q"}, request.id);
    const auto all = services_.catalog.list_colleagues(request.viewer());
    if (!all.ok()) return problem(all.error(), request.id);
    const std::vector<std::string> wanted = catalog::fold_words(text);
    json::Writer out;
    out.begin_object().key("colleagues").begin_array();
    std::size_t told = 0;
    for (const catalog::Colleague& one : *all) {
      if (!fits(one, wanted)) continue;
      if (++told > kMostColleagues) break;
      out.begin_object();
      out.member("id", one.account);
      out.member("name", one.name);
      out.member("role", one.role);
      out.member("establishment", one.establishment_name.empty() ? one.establishment : one.establishment_name);
      out.end();
    }
    out.end().member("more", told > kMostColleagues).end();
    return json_response(std::move(out));
  }

  Response ask(Request& request) {
    const auto body = request.body(kBody_bytes);
    if (!body.ok()) return problem(body.error(), request.id);
    const auto asking = read_asking(*body);
    if (!asking.ok()) return problem(asking.error(), request.id);
    const std::string object = asking->study_uid + "/" + asking->id;
    if (const auto may = services_.catalog.may_ask(request.viewer(), asking->study_uid, asking->asked); !may.ok()) {
      return refuse(request, "consultation.ask", object, may.error());
    }
    // The line first: with the request the colleague gains a right.
    if (auto failed = record(services_.trail, request, "consultation.ask", object, "ok")) return std::move(*failed);
    if (const auto asked = services_.catalog.ask(request.viewer(), *asking); !asked.ok()) {
      return refuse(request, "consultation.ask", object, asked.error());
    }
    json::Writer out;
    out.begin_object().member("id", asking->id).end();
    return json_response(std::move(out), 201);
  }

  Response list(Request& request) {
    const auto all = services_.catalog.list_consultations(request.viewer(), kMostListed);
    if (!all.ok()) return problem(all.error(), request.id);
    if (auto failed = record(services_.trail, request, "consultation.list", std::to_string(all->size()) + " shown", "ok")) return std::move(*failed);
    json::Writer out;
    out.begin_object().key("consultations").begin_array();
    for (const Consultation& one : *all) {
      out.begin_object();
      write_summary(out, one);
      out.end();
    }
    out.end().end();
    return json_response(std::move(out));
  }

  // A number without names: it has no line on the trail, and asking for it keeps no session alive.
  Response waiting(Request& request) {
    const auto count = services_.catalog.count_waiting(request.viewer());
    if (!count.ok()) return problem(count.error(), request.id);
    json::Writer out;
    out.begin_object().member("waiting", *count).end();
    return json_response(std::move(out));
  }

  Response step(Request& request) {
    const auto body = request.body(kBody_bytes);
    if (!body.ok()) return problem(body.error(), request.id);
    const auto asked = read_step(*body);
    if (!asked.ok()) return problem(asked.error(), request.id);
    const std::string id(request.parameter("id").substr(0, 64));
    const std::string what = "consultation." + std::string(asked->step == Step::kSee ? "open" : consult::name_of(asked->step));
    const auto found = services_.catalog.find_consultation(request.viewer(), id);
    if (!found.ok()) return refuse(request, what, id, found.error());
    const std::string object = found->study_uid + "/" + id;
    const auto state = consult::Course::after(found->state, asked->step, found->is_asker ? Part::kAsker : Part::kAsked);
    if (!state.ok()) return refuse(request, what, object, state.error());
    if (auto failed = record(services_.trail, request, what, object, "ok")) return std::move(*failed);
    if (const auto done = advance(request, *found, *state, *asked); !done.ok()) return refuse(request, what, object, done.error());
    const auto now = services_.catalog.find_consultation(request.viewer(), id);
    if (!now.ok()) return problem(now.error(), request.id);
    json::Writer out;
    out.begin_object();
    write_summary(out, *now);
    out.member("question", now->question);
    out.member("answer", now->answer);
    out.end();
    return json_response(std::move(out));
  }

 private:
  static bool fits(const catalog::Colleague& one, const std::vector<std::string>& wanted) {
    const std::vector<std::string> words = catalog::fold_words(one.name + " " + one.establishment_name + " " + one.establishment);
    return std::all_of(wanted.begin(), wanted.end(), [&](const std::string& prefix) {
      return std::any_of(words.begin(), words.end(), [&](const std::string& word) { return word.starts_with(prefix); });
    });
  }

  base::Status advance(const Request& request, const Consultation& found, consult::State to, const Stepping& step) {
    if (step.step == Step::kSee && found.is_asker) return services_.catalog.read_answer(request.viewer(), found.id);
    if (to == found.state) return {};
    return services_.catalog.advance_consultation(request.viewer(), found.id, found.state, to, step.text);
  }

  Response refuse(const Request& request, std::string_view what, const std::string& object, const Error& error) {
    const char* outcome = error.code == ErrorCode::kNotFound ? "not-found" : error.code == ErrorCode::kConflict ? "refused" : "failed";
    if (auto failed = record(services_.trail, request, what, object, outcome)) return std::move(*failed);
    return problem(error, request.id);
  }

  Services services_;
};

}  // namespace

void add_consultation_routes(Router& router, Services services) {
  const auto routes = std::make_shared<ConsultationRoutes>(services);
  const std::string path = "/api/v1/consultations";
  router.add({"GET", "/api/v1/colleagues", Who::kSignedIn, 0, [routes](Request& request) { return routes->colleagues(request); }});
  router.add({"GET", path, Who::kSignedIn, 0, [routes](Request& request) { return routes->list(request); }});
  router.add({"POST", path, Who::kSignedIn, kBody_bytes, [routes](Request& request) { return routes->ask(request); }});
  router.add({"GET", path + "/waiting", Who::kSignedIn, 0, [routes](Request& request) { return routes->waiting(request); }, false, false});
  router.add({"POST", path + "/:id/step", Who::kSignedIn, kBody_bytes, [routes](Request& request) { return routes->step(request); }});
}

}  // namespace sansfilm::http
