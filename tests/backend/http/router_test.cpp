#include <doctest/doctest.h>

#include "backend/http/credentials.hpp"
#include "backend/http/gzip.hpp"
#include "backend/http/problem.hpp"
#include "backend/http/router.hpp"
#include "backend/http/stow_response.hpp"
#include "tests/backend/support/temporary_folder.hpp"

using namespace sansfilm;
using namespace sansfilm::http;

namespace {

std::int64_t now = 1000;
std::int64_t test_clock() { return now; }

struct Fixture {
  test::TemporaryFolder folder;
  std::unique_ptr<catalog::Catalog> catalog = std::move(catalog::open_sqlite(folder.path() + "/c.sqlite")).value();
  access::Access access{*catalog, {}, test_clock};
  std::vector<AccessLine> lines;
  Router router{access, [this](const AccessLine& line) { lines.push_back(line); }};

  static Response said(std::string_view text) {
    json::Writer out;
    out.begin_object().member("said", text).end();
    return json_response(std::move(out));
  }

  Fixture() {
    router.add({"GET", "/open", Who::kAnyone, 0, [](Request&) { return said("x"); }});
    router.add({"GET", "/closed/:uid/x", Who::kSignedIn, 0, [](Request& r) { return said(r.parameter("uid")); }});
    router.add({"POST", "/closed/:uid/x", Who::kSignedIn, 10, [](Request&) { return said("x"); }});
    router.add({"GET", "/throws", Who::kAnyone, 0, [](Request&) -> Response { throw std::runtime_error("secret"); }});
  }

  Response ask(const std::string& method, const std::string& path, const std::map<std::string, std::string, std::less<>>& headers = {}) {
    Request request;
    request.method = method;
    request.path = path;
    request.headers = headers;
    request.id = "r1";
    return router.handle(request);
  }
};

}  // namespace

TEST_CASE("a parameter is one whole segment, of any length") {
  std::map<std::string, std::string, std::less<>> parameters;
  CHECK(matches("/a/:x/b", "/a/" + std::string(1000, '1') + "/b", &parameters));
  CHECK(parameters["x"].size() == 1000);
  CHECK_FALSE(matches("/a/:x/b", "/a//b", nullptr));
  CHECK_FALSE(matches("/a/:x/b", "/a/1/b/", nullptr));
  CHECK_FALSE(matches("/a/:x/b", "/a/1", nullptr));
  CHECK_FALSE(matches("/a/:x", "/a/1/2", nullptr));
  CHECK(matches("/", "/", nullptr));
  CHECK_FALSE(matches("/", "", nullptr));
  CHECK_FALSE(matches("/:name", "/", nullptr));
}

TEST_CASE("without a session a closed route answers 401, an unknown path 404, a wrong method 405 with what is allowed") {
  Fixture fixture;
  CHECK(fixture.ask("GET", "/open").status == 200);
  CHECK(fixture.ask("GET", "/closed/1/x").status == 401);
  CHECK(fixture.ask("GET", "/closed/1/x", {{"cookie", "__Host-sansfilm=" + std::string(64, 'a')}}).status == 401);
  CHECK(fixture.ask("GET", "/nowhere").status == 404);
  const Response wrong = fixture.ask("DELETE", "/closed/1/x");
  CHECK(wrong.status == 405);
  CHECK(wrong.headers.find("Allow")->second == "GET, POST");
}

TEST_CASE("an exception becomes a problem document that does not tell it") {
  Fixture fixture;
  const Response response = fixture.ask("GET", "/throws");
  CHECK(response.status == 500);
  CHECK(response.content_type == "application/problem+json");
  CHECK(response.body.find("secret") == std::string::npos);
}

TEST_CASE("a change asked for by a page of another site is refused") {
  Fixture fixture;
  CHECK(fixture.ask("POST", "/closed/1/x", {{"sec-fetch-site", "cross-site"}}).status == 403);
  CHECK(fixture.ask("POST", "/closed/1/x", {{"sec-fetch-site", "same-site"}}).status == 403);
  CHECK(fixture.ask("POST", "/closed/1/x", {{"sec-fetch-site", "same-origin"}}).status == 401);
}

TEST_CASE("every response carries the security headers and is not stored") {
  Fixture fixture;
  for (const char* path : {"/open", "/nowhere", "/throws"}) {
    const Response response = fixture.ask("GET", path);
    for (const char* name : {"Content-Security-Policy", "Strict-Transport-Security", "X-Content-Type-Options", "Referrer-Policy", "X-Request-Id"}) {
      CHECK(response.headers.count(name) == 1);
    }
    CHECK(response.headers.find("Cache-Control")->second == "no-store");
  }
}

TEST_CASE("the access log knows the route, not the path") {
  Fixture fixture;
  fixture.ask("GET", "/closed/1.2.3/x");
  REQUIRE(fixture.lines.size() == 1);
  CHECK(fixture.lines[0].route == "/closed/:uid/x");
  CHECK(fixture.lines[0].status == 401);
}

TEST_CASE("a cookie is found among others, by its whole name") {
  CHECK(cookie_value("a=1; __Host-sansfilm=xyz; b=2", "__Host-sansfilm") == "xyz");
  CHECK(cookie_value("x__Host-sansfilm=1; __Host-sansfilmx=2", "__Host-sansfilm").empty());
  CHECK(cookie_value("", "a").empty());
}

TEST_CASE("an answer whose text is no UTF-8 is not sent as if it were") {
  json::Writer text;
  text.begin_object().member("a", "\xFF").end();
  const Response response = json_response(std::move(text));
  CHECK(response.status == 500);
  CHECK(response.body.empty());
}

TEST_CASE("credentials are read, and nothing else is") {
  const auto good = read_credentials(" { \"password\" : \"p\\u00e9\\ud83d\\ude00\\n\" , \"identifier\":\"i\" } ");
  REQUIRE(good.ok());
  CHECK(good->identifier == "i");
  CHECK(good->password == "p\xC3\xA9\xF0\x9F\x98\x80\n");
  for (const char* bad : {"", "{", "{}", "[]", "null", "{\"identifier\":\"i\"}", "{\"identifier\":\"i\",\"password\":1}",
                          "{\"identifier\":\"i\",\"password\":\"p\"}x", "{\"identifier\":\"i\",\"password\":\"p\",}",
                          "{\"identifier\":\"i\",\"identifier\":\"j\",\"password\":\"p\"}", "{\"identifier\":\"i\",\"password\":\"p\",\"x\":\"\"}",
                          "{\"identifier\":\"\\ud800\",\"password\":\"p\"}", "{\"identifier\":\"\\x\",\"password\":\"p\"}",
                          "{\"identifier\":\"a\nb\",\"password\":\"p\"}", "{\"identifier\":\"\\u12\",\"password\":\"p\"}"}) {
    CAPTURE(bad);
    CHECK_FALSE(read_credentials(bad).ok());
  }
}

TEST_CASE("an accepted coding is one that is named and not refused") {
  CHECK(accepts_coding("gzip, deflate, br", "br"));
  CHECK(accepts_coding("br;q=0.5, gzip", "br"));
  CHECK_FALSE(accepts_coding("br;q=0, gzip", "br"));
  CHECK_FALSE(accepts_coding("br;q=0.0", "br"));
  CHECK_FALSE(accepts_coding("gzip", "br"));
  CHECK_FALSE(accepts_coding("", "br"));
  CHECK(gzip(std::string(10000, 'x')).size() < 100);
}

TEST_CASE("a store response names each instance, what became of it and why") {
  ingest::Stored stored{.outcome = ingest::Outcome::kStored, .error = {}, .study_uid = "1", .sop_class = "1.2", .sop_uid = "1.3"};
  ingest::Stored refused{.outcome = ingest::Outcome::kRefused, .error = {.code = base::ErrorCode::kConflict}, .study_uid = "1", .sop_class = "1.2", .sop_uid = "1.4"};
  CHECK(stow_response(std::vector{stored}).status == 200);
  CHECK(stow_response(std::vector{refused}).status == 409);
  const Response both = stow_response(std::vector{stored, refused});
  CHECK(both.status == 202);
  CHECK(both.content_type == "application/dicom+json");
  CHECK(both.body ==
        "{\"00081198\":{\"vr\":\"SQ\",\"Value\":[{\"00081150\":{\"vr\":\"UI\",\"Value\":[\"1.2\"]},\"00081155\":{\"vr\":\"UI\",\"Value\":[\"1.4\"]},"
        "\"00081197\":{\"vr\":\"US\",\"Value\":[273]}}]},"
        "\"00081199\":{\"vr\":\"SQ\",\"Value\":[{\"00081150\":{\"vr\":\"UI\",\"Value\":[\"1.2\"]},\"00081155\":{\"vr\":\"UI\",\"Value\":[\"1.3\"]}}]}}");
}

TEST_CASE("no fault of what was sent is told as a fault of the server") {
  for (const auto code : {base::ErrorCode::kTruncated, base::ErrorCode::kMalformed, base::ErrorCode::kNotDicom, base::ErrorCode::kEmpty,
                          base::ErrorCode::kMissing, base::ErrorCode::kCodec, base::ErrorCode::kUnsupported, base::ErrorCode::kOverBudget}) {
    CHECK(status_of(code) >= 400);
    CHECK(status_of(code) < 500);
  }
}
