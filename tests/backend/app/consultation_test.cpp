// Requests for an opinion through the running program: two doctors of two establishments, a third who has no part in it.
#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <thread>

#include "shared/dicom/writer.hpp"
#include "tests/backend/support/program.hpp"
#include "tests/backend/support/temporary_folder.hpp"
#include "tests/backend/support/tls_client.hpp"

using namespace sansfilm;
using test::ask;
using test::Reply;

namespace {

constexpr const char* kPassword = "a long demo password";
const std::string kJson = "Content-Type: application/json\r\n";

std::string image() {
  dicom::DatasetBuilder dataset;
  dataset.text(dicom::Tag{0x0008, 0x0016}, "1.2.840.10008.5.1.4.1.1.2").text(dicom::Tag{0x0008, 0x0018}, "1.2.3.4.1")
      .text(dicom::Tag{0x0008, 0x0020}, "20240102").text(dicom::Tag{0x0008, 0x0060}, "CT")
      .text(dicom::Tag{0x0010, 0x0010}, "Moreau^Claire").text(dicom::Tag{0x0010, 0x0020}, "P1")
      .text(dicom::Tag{0x0020, 0x000D}, "1.2.3").text(dicom::Tag{0x0020, 0x000E}, "1.2.3.4").text(dicom::Tag{0x0020, 0x0013}, "1");
  const auto file = dicom::write_file(dataset, "1.2.840.10008.1.2.1");
  REQUIRE(file.ok());
  return {file->begin(), file->end()};
}

struct World {
  test::TemporaryFolder folder;
  std::string data = folder.path() + "/data";
  std::unique_ptr<test::ServerProcess> server;
  std::string asker, asked, third;   // cookies

  World() {
    add("urgences", "emergency-doctor", "E1", "CH de Dieppe");
    add("radio", "radiologist", "E2", "CHU de Rouen");
    add("autre", "doctor", "E3", "Clinique");
    std::ofstream(folder.path() + "/one.dcm", std::ios::binary) << image();
    REQUIRE(test::run({"import", folder.path() + "/one.dcm", "--data", data, "--establishment", "E1"}).status == 0);
    server = std::make_unique<test::ServerProcess>(data);
    asker = sign_in("urgences");
    asked = sign_in("radio");
    third = sign_in("autre");
  }

  void add(const std::string& identifier, const std::string& role, const std::string& code, const std::string& name) {
    REQUIRE(test::run({"user", "add", identifier, "--name", "Dr " + identifier, "--role", role, "--data", data, "--establishment", code,
                       "--establishment-name", name}, std::string(kPassword) + "\n").status == 0);
  }

  std::string sign_in(const std::string& identifier) {
    const Reply reply = ask(server->port(), "POST /api/v1/session", kJson, "{\"identifier\":\"" + identifier + "\",\"password\":\"" + kPassword + "\"}");
    REQUIRE(reply.status == 200);
    const std::string& cookie = reply.headers.at("set-cookie");
    return "Cookie: " + cookie.substr(0, cookie.find(';')) + "\r\n";
  }

  Reply get(const std::string& who, const std::string& path) { return ask(server->port(), "GET " + path, who); }
  Reply post(const std::string& who, const std::string& path, const std::string& body) { return ask(server->port(), "POST " + path, who + kJson, body); }
  Reply step(const std::string& who, const std::string& id, const std::string& body) { return post(who, "/api/v1/consultations/" + id + "/step", body); }

  std::string colleague(const std::string& who, const std::string& word) {
    const std::string body = get(who, "/api/v1/colleagues?q=" + word).body;
    const std::size_t at = body.find("\"id\":");
    return at == std::string::npos ? std::string() : body.substr(at + 5, body.find(',', at) - at - 5);
  }

  std::string ask_radio(const std::string& question = "Hématome ?") {
    const Reply reply = post(asker, "/api/v1/consultations",
                             "{\"study\":\"1.2.3\",\"colleague\":" + colleague(asker, "rouen") + ",\"priority\":\"emergency\",\"question\":\"" + question + "\"}");
    REQUIRE(reply.status == 201);
    const std::size_t at = reply.body.find("\"id\":\"") + 6;
    return reply.body.substr(at, reply.body.find('"', at) - at);
  }

  int opens_study(const std::string& who) { return get(who, "/stream/v1/manifest/1.2.3").status; }

  std::string trail() {
    std::string all;
    for (const auto& entry : std::filesystem::directory_iterator(data + "/audit")) {
      if (entry.path().extension() != ".jsonl") continue;
      std::ifstream file(entry.path(), std::ios::binary);
      all.append(std::istreambuf_iterator<char>(file), {});
    }
    return all;
  }
};

// A member of a live session, frame by frame.
class Member {
 public:
  Member(const World& world, const std::string& cookie, const std::string& id, const std::string& more = {}) : client_(world.server->port()) {
    client_.send("GET /api/v1/consultations/" + id + "/live HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                 "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" + more + cookie + "\r\n");
    reply_ = client_.receive();
  }

  [[nodiscard]] int status() const { return reply_.status; }
  [[nodiscard]] const Reply& reply() const { return reply_; }

  void say(const std::string& text) {
    std::string frame = "\x81";
    if (text.size() < 126) {
      frame += static_cast<char>(0x80 | text.size());
    } else {
      frame += static_cast<char>(0x80 | 126);
      frame += static_cast<char>(text.size() >> 8);
      frame += static_cast<char>(text.size());
    }
    frame += std::string(4, '\0');   // a mask of zeros changes nothing
    client_.send(frame + text);
  }

  // The next message; "close N" for the end, empty when nothing comes.
  std::string hear() {
    const std::string head = client_.take(2);
    if (head.size() < 2) return {};
    std::size_t length = static_cast<unsigned char>(head[1]);
    if (length == 126) {
      const std::string more = client_.take(2);
      length = static_cast<unsigned char>(more[0]) * 256U + static_cast<unsigned char>(more[1]);
    }
    const std::string payload = client_.take(length);
    if (static_cast<unsigned char>(head[0]) == 0x88 && payload.size() >= 2) {
      return "close " + std::to_string(static_cast<unsigned char>(payload[0]) * 256 + static_cast<unsigned char>(payload[1]));
    }
    return payload;
  }

  // The first message that begins so; what comes before it is passed over.
  std::string hear(const std::string& begin) {
    for (int i = 0; i < 50; ++i) {
      const std::string text = hear();
      if (text.empty() || text.starts_with(begin)) return text;
    }
    return {};
  }

 private:
  test::TlsClient client_;
  Reply reply_;
};

std::string view_of(int number, int frame) {
  return "view " + std::to_string(number) + "\n{\"series\":\"1.2.3\",\"image\":\"1.2.3." + std::to_string(frame) +
         "\",\"frame\":0,\"voi\":\"default\",\"inverted\":false,\"fitted\":true,\"middle\":[0,0],\"seen\":[0,0],\"quarters\":0,\"mirrored\":false}";
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("an opinion is asked, seen, answered, read and closed, each with its line on the trail") {
  World world;
  CHECK(world.opens_study(world.asked) == 404);
  const std::string id = world.ask_radio();
  CHECK(has(world.get(world.asked, "/api/v1/consultations/waiting").body, "\"waiting\":1"));
  const std::string list = world.get(world.asked, "/api/v1/consultations").body;
  CHECK(has(list, "Moreau^Claire"));
  CHECK(has(list, "CH de Dieppe"));
  CHECK_FALSE(has(list, "Hématome"));   // told by the step "see", which has its line
  CHECK(world.opens_study(world.asked) == 200);

  const Reply seen = world.step(world.asked, id, "{\"step\":\"see\"}");
  CHECK(seen.status == 200);
  CHECK(has(seen.body, "Hématome ?"));
  CHECK(has(seen.body, "\"state\":\"seen\""));
  CHECK(world.step(world.asked, id, "{\"step\":\"answer\",\"text\":\"Non, pas d'hématome.\"}").status == 200);
  CHECK(has(world.get(world.asker, "/api/v1/consultations/waiting").body, "\"waiting\":1"));
  CHECK(has(world.step(world.asker, id, "{\"step\":\"see\"}").body, "Non, pas d'hématome."));
  CHECK(has(world.get(world.asker, "/api/v1/consultations/waiting").body, "\"waiting\":0"));
  CHECK(world.step(world.asker, id, "{\"step\":\"close\"}").status == 200);

  CHECK(world.opens_study(world.asked) == 404);
  CHECK(world.opens_study(world.asker) == 200);
  const std::string after = world.get(world.asked, "/api/v1/consultations").body;
  CHECK_FALSE(has(after, "Moreau"));
  CHECK(has(after, "\"study\":null"));

  const std::string trail = world.trail();
  for (const char* what : {"consultation.ask", "consultation.open", "consultation.answer", "consultation.close"}) {
    CAPTURE(what);
    CHECK(has(trail, std::string("\"what\":\"") + what + "\",\"object\":\"1.2.3/" + id + "\",\"outcome\":\"ok\""));
  }
  CHECK_FALSE(has(trail, "Hématome"));
  CHECK_FALSE(has(trail, "Moreau"));
  CHECK(test::run({"audit", "verify", "--data", world.data}).status == 0);
}

TEST_CASE("to a third doctor the consultation does not exist, and his attempt is on the trail") {
  World world;
  const std::string id = world.ask_radio();
  for (const char* body : {"{\"step\":\"see\"}", "{\"step\":\"answer\",\"text\":\"Oui\"}", "{\"step\":\"close\"}"}) {
    const Reply reply = world.step(world.third, id, body);
    const Reply absent = world.step(world.third, "0123456789abcdef0123456789abcdef", body);
    CHECK(reply.status == 404);
    CHECK(absent.status == 404);
    CHECK(reply.body.size() == absent.body.size());
  }
  CHECK(has(world.get(world.third, "/api/v1/consultations").body, "\"consultations\":[]"));
  CHECK(world.opens_study(world.third) == 404);
  CHECK(has(world.trail(), "\"who\":\"autre\",\"what\":\"consultation.open\",\"object\":\"" + id + "\",\"outcome\":\"not-found\""));
  // Without a session there is nothing at all.
  CHECK(world.step("", id, "{\"step\":\"see\"}").status == 401);
}

TEST_CASE("a step that is not one's own, or comes too late, is refused with the reason") {
  World world;
  const std::string id = world.ask_radio();
  CHECK(world.step(world.asker, id, "{\"step\":\"answer\",\"text\":\"Moi-même\"}").status == 409);
  CHECK(world.step(world.asked, id, "{\"step\":\"close\"}").status == 409);
  CHECK(world.step(world.asked, id, "{\"step\":\"decline\",\"text\":\"Je ne suis pas de garde.\"}").status == 200);
  const Reply late = world.step(world.asked, id, "{\"step\":\"answer\",\"text\":\"Finalement oui\"}");
  CHECK(late.status == 409);
  CHECK(late.headers.at("content-type") == "application/problem+json");
  CHECK(has(late.body, "has ended"));
}

TEST_CASE("what is malformed, too long or about a foreign study is refused and asks nobody") {
  World world;
  const std::string radio = world.colleague(world.asker, "rouen");
  const auto asking = [&](const std::string& study, const std::string& who, const std::string& priority, const std::string& question) {
    return world.post(world.asker, "/api/v1/consultations",
                      "{\"study\":\"" + study + "\",\"colleague\":" + who + ",\"priority\":\"" + priority + "\",\"question\":\"" + question + "\"}").status;
  };
  CHECK(asking("1.2.3", radio, "soon", "?") == 400);
  CHECK(asking("1.2.3", "\"radio\"", "urgent", "?") == 400);
  CHECK(asking("1.2.3", radio, "urgent", "  ") == 400);
  CHECK(asking("1.2.3", radio, "urgent", std::string(2001, 'a')) == 413);
  CHECK(asking("1.2.3", radio, "urgent", "a\\u0000b") == 400);
  CHECK(asking("1.2.99", radio, "urgent", "?") == 404);
  CHECK(asking("1.2.3", "99999", "urgent", "?") == 404);
  CHECK(world.post(world.asker, "/api/v1/consultations", "{").status == 400);
  CHECK(world.post(world.asker, "/api/v1/consultations", "{\"study\":\"1.2.3\"}").status == 400);
  CHECK(has(world.get(world.asked, "/api/v1/consultations").body, "\"consultations\":[]"));
}

TEST_CASE("colleagues are found by the beginnings of words of name and establishment") {
  World world;
  CHECK_FALSE(world.colleague(world.asker, "rou").empty());
  CHECK_FALSE(world.colleague(world.asker, "RADIO").empty());
  CHECK_FALSE(world.colleague(world.asker, "chu%20radio").empty());
  CHECK(world.colleague(world.asker, "ouen").empty());
  CHECK(world.colleague(world.asker, "urgences").empty());   // oneself
  CHECK_FALSE(has(world.get(world.asker, "/api/v1/colleagues?q=").body, "identifier"));
}

TEST_CASE("two sit before one study: what the one tells, the other hears, and each join and end is on the trail") {
  World world;
  const std::string id = world.ask_radio();
  {
    Member one(world, world.asker, id);
    REQUIRE(one.status() == 101);
    CHECK(one.reply().headers.at("sec-websocket-accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");   // RFC 6455 1.3
    CHECK(has(one.hear("hello"), "\"version\":1"));
    one.say(view_of(1, 7));
    CHECK(one.hear("got") == "got 1");
    Member two(world, world.asked, id);
    REQUIRE(two.status() == 101);
    CHECK(has(two.hear("members"), "CH de Dieppe"));
    CHECK(has(two.hear("view"), "\"image\":\"1.2.3.7\""));
    for (int n = 2; n < 20; ++n) {
      one.say(view_of(n, n));
      CHECK(has(two.hear("view"), "view 1 " + std::to_string(n) + "\n"));
      two.say("got " + std::to_string(n));
    }
    two.say("ping 7");
    CHECK(two.hear("pong") == "pong 7");
    two.say("take");
    CHECK(has(one.hear("members {\"leader\":2"), "\"leader\":2"));
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  const std::string trail = world.trail();
  for (const char* who : {"urgences", "radio"}) {
    for (const char* what : {"consultation.join", "consultation.leave"}) {
      CHECK(has(trail, std::string("\"who\":\"") + who + "\",\"what\":\"" + what + "\",\"object\":\"1.2.3/" + id + "\",\"outcome\":\"ok\""));
    }
  }
}

TEST_CASE("nobody else joins: not a third, not without a session, not from another site, not after the end") {
  World world;
  const std::string id = world.ask_radio();
  CHECK(Member(world, world.third, id).status() == 404);
  CHECK(Member(world, "", id).status() == 401);
  CHECK(Member(world, world.asked, id, "Origin: https://elsewhere.example\r\n").status() == 403);
  CHECK(Member(world, world.asked, id, "Origin: https://localhost\r\n").status() == 101);
  CHECK(world.get(world.asked, "/api/v1/consultations/" + id + "/live").status == 426);
  REQUIRE(world.step(world.asker, id, "{\"step\":\"close\"}").status == 200);
  CHECK(Member(world, world.asked, id).status() == 409);
  CHECK(has(world.trail(), "\"who\":\"autre\",\"what\":\"consultation.join\",\"object\":\"" + id + "\",\"outcome\":\"not-found\""));
}

TEST_CASE("a right or a session that ends, ends the live session within a second, and the reason is told") {
  World world;
  const std::string id = world.ask_radio();
  Member one(world, world.asker, id), two(world, world.asked, id);
  REQUIRE(two.status() == 101);
  const auto begin = std::chrono::steady_clock::now();
  REQUIRE(world.step(world.asker, id, "{\"step\":\"close\"}").status == 200);
  CHECK(two.hear("close") == "close 4003");
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(2));   // half a second, on a machine that others load too

  const std::string again = world.ask_radio();
  Member three(world, world.asked, again);
  REQUIRE(three.status() == 101);
  REQUIRE(ask(world.server->port(), "DELETE /api/v1/session", world.asked).status == 204);
  CHECK(three.hear("close") == "close 4001");
}

TEST_CASE("a member who talks nonsense is put out, the others go on") {
  World world;
  const std::string id = world.ask_radio();
  Member one(world, world.asker, id), two(world, world.asked, id);
  REQUIRE(two.status() == 101);
  two.say("view 1\n{\"series\":\"<script>\"}");
  CHECK(two.hear("close") == "close 1002");
  one.say("ping 1");
  CHECK(one.hear("pong") == "pong 1");
}

TEST_CASE("live sessions hold no threads: forty of them leave the server as quick as before") {
  World world;
  const std::string id = world.ask_radio();
  std::vector<std::unique_ptr<Member>> members;
  std::vector<std::string> ids = {id};
  for (int i = 0; i < 4; ++i) ids.push_back(world.ask_radio());
  for (int i = 0; i < 40; ++i) {
    members.push_back(std::make_unique<Member>(world, i % 2 == 0 ? world.asker : world.asked, ids[static_cast<std::size_t>(i / 8)]));
    REQUIRE(members.back()->status() == 101);
  }
  CHECK(Member(world, world.asker, id).status() == 503);   // eight devices are a full session
  CHECK(world.get(world.asker, "/api/v1/studies").status == 200);
  std::size_t threads = 0;
  for ([[maybe_unused]] const auto& one : std::filesystem::directory_iterator("/proc/" + std::to_string(world.server->pid()) + "/task")) ++threads;
  CHECK(threads < 30);
  for (auto& one : members) one->say("ping 5");
  for (auto& one : members) CHECK(one->hear("pong") == "pong 5");
}
