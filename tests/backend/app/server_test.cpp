#include <doctest/doctest.h>

#include <signal.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "backend/store/digest.hpp"
#include "shared/base/bytes.hpp"
#include "shared/dicom/writer.hpp"
#include "tests/backend/support/program.hpp"
#include "tests/backend/support/temporary_folder.hpp"
#include "tests/backend/support/tls_client.hpp"

using namespace sansfilm;
using test::ask;
using test::Reply;

namespace {

constexpr const char* kPassword = "a long demo password";
using Bytes = std::vector<std::uint8_t>;

std::string image(int number, std::size_t side = 16) {
  dicom::DatasetBuilder dataset;
  dataset.text(dicom::Tag{0x0008, 0x0016}, "1.2.840.10008.5.1.4.1.1.2").text(dicom::Tag{0x0008, 0x0018}, "1.2.3.4." + std::to_string(number))
      .text(dicom::Tag{0x0008, 0x0020}, "20240102").text(dicom::Tag{0x0008, 0x0060}, "CT")
      .text(dicom::Tag{0x0010, 0x0010}, "Lefèvre^Hélène").text(dicom::Tag{0x0010, 0x0020}, "P1")
      .text(dicom::Tag{0x0020, 0x000D}, "1.2.3").text(dicom::Tag{0x0020, 0x000E}, "1.2.3.4")
      .text(dicom::Tag{0x0020, 0x0013}, std::to_string(number))
      .integer(dicom::Tag{0x0028, 0x0002}, 1).text(dicom::Tag{0x0028, 0x0004}, "MONOCHROME2")
      .integer(dicom::Tag{0x0028, 0x0010}, static_cast<std::int64_t>(side)).integer(dicom::Tag{0x0028, 0x0011}, static_cast<std::int64_t>(side))
      .integer(dicom::Tag{0x0028, 0x0100}, 16).integer(dicom::Tag{0x0028, 0x0101}, 16).integer(dicom::Tag{0x0028, 0x0102}, 15)
      .integer(dicom::Tag{0x0028, 0x0103}, 0).bytes(dicom::Tag{0x7FE0, 0x0010}, dicom::Vr::OW, Bytes(side * side * 2, 7));
  const auto file = dicom::write_file(dataset, "1.2.840.10008.1.2.1");
  REQUIRE(file.ok());
  return {file->begin(), file->end()};
}

const std::string kMultipart = "Content-Type: multipart/related; type=\"application/dicom\"; boundary=b\r\n";

std::string multipart(const std::vector<std::string>& files) {
  std::string body;
  for (const std::string& file : files) body += "--b\r\nContent-Type: application/dicom\r\n\r\n" + file + "\r\n";
  return body + "--b--\r\n";
}

// One server for all cases that leave it as it is: starting it takes a while.
struct World {
  test::TemporaryFolder folder;
  std::string data = folder.path() + "/data";
  std::unique_ptr<test::ServerProcess> server;
  std::string cookie;

  World() {
    REQUIRE(test::run({"user", "add", "dr.a", "--data", data}, std::string(kPassword) + "\n").status == 0);
    REQUIRE(test::run({"user", "add", "op", "--role", "operator", "--data", data}, std::string(kPassword) + "\n").status == 0);
    server = std::make_unique<test::ServerProcess>(data, std::vector<std::string>{"--limits-instance-bytes", "1048576", "--listen-idle-seconds", "1"});
    REQUIRE(server->port() > 0);
    cookie = sign_in("dr.a");
  }

  [[nodiscard]] int port() const { return server->port(); }

  [[nodiscard]] std::string sign_in(const std::string& identifier, const std::string& password = kPassword) const {
    const Reply reply = ask(port(), "POST /api/v1/session", "Content-Type: application/json\r\n",
                            "{\"identifier\":\"" + identifier + "\",\"password\":\"" + password + "\"}");
    const auto found = reply.headers.find("set-cookie");
    if (found == reply.headers.end()) return {};
    return "Cookie: " + found->second.substr(0, found->second.find(';')) + "\r\n";
  }

  [[nodiscard]] Reply get(const std::string& path, const std::string& more = {}) const { return ask(port(), "GET " + path, cookie + more); }
  [[nodiscard]] Reply stow(const std::string& body, const std::string& type = kMultipart) const {
    return ask(port(), "POST /dicomweb/studies", cookie + type, body);
  }
};

World& world() {
  static World one;
  return one;
}

bool is_problem(const Reply& reply) {
  return reply.status >= 400 && reply.status < 500 && reply.headers.count("content-type") == 1 &&
         reply.headers.at("content-type") == "application/problem+json" && reply.body.find("\"type\":\"/problems/") != std::string::npos;
}

}  // namespace

TEST_CASE("a doctor signs in, sends a file, finds the study, and is out at once when he signs out") {
  World& w = world();
  REQUIRE_FALSE(w.cookie.empty());
  CHECK(w.get("/api/v1/session").body.find("\"identifier\":\"dr.a\"") != std::string::npos);
  CHECK(w.stow(multipart({image(1), image(2)})).status == 200);
  CHECK(w.stow(multipart({image(1)})).status == 200);
  const Reply conflict = w.stow(multipart({image(1, 8), image(3)}));
  CHECK(conflict.status == 202);
  CHECK(conflict.body.find("\"Value\":[273]") != std::string::npos);
  const Reply list = w.get("/api/v1/studies?q=hel%20lefevre");
  CHECK(list.status == 200);
  CHECK(list.body.find("\"study_uid\":\"1.2.3\"") != std::string::npos);
  CHECK(list.body.find("\"instances\":3") != std::string::npos);
  CHECK(list.headers.at("cache-control") == "no-store");
  CHECK(w.get("/stream/v1/studies/1.2.3/manifest").status == 200);
  CHECK(w.get("/stream/v1/studies/1.2.4/manifest").status == 404);

  const std::string other = w.sign_in("DR.A");
  CHECK(ask(w.port(), "GET /api/v1/session", other).status == 200);
  CHECK(ask(w.port(), "DELETE /api/v1/session", other).status == 204);
  CHECK(ask(w.port(), "GET /api/v1/session", other).status == 401);
  CHECK(ask(w.port(), "GET /api/v1/studies", other).status == 401);
}

TEST_CASE("a batch answers its chunks in the order asked for, those that the viewer may not see as absent ones") {
  World& w = world();
  REQUIRE(w.stow(multipart({image(1)})).status == 200);
  const std::string content = store::sha256(std::string_view(image(1))).hex().substr(0, 32);
  const std::string body = "sansfilm-batch 1\n" + std::string(32, '0') + "/0/L1/0.0.0\n" + content + "/0/L1/0.0.0\n";
  const auto ask_batch = [&](const std::string& cookie) {
    const Reply reply = ask(w.port(), "POST /stream/v1/batch", cookie + "Content-Type: text/plain\r\n", body);
    std::vector<int> kinds;
    for (std::size_t at = 0; at + 24 <= reply.body.size();) {
      CHECK(reply.body.substr(at, 4) == "SFC1");
      kinds.push_back(reply.body[at + 4]);
      at += 24 + base::load_le<std::uint32_t>(reinterpret_cast<const std::uint8_t*>(reply.body.data()) + at + 12);
    }
    return kinds;
  };
  CHECK(ask_batch(w.cookie) == std::vector<int>{1, 0, 2});
  CHECK(ask_batch(w.sign_in("op")) == std::vector<int>{1, 1, 2});
  const Reply chunk = w.get("/stream/v1/" + content + "/0/L1/0.0.0");
  CHECK(chunk.status == 200);
  REQUIRE(chunk.headers.contains("etag"));
  CHECK(w.get("/stream/v1/" + content + "/0/L1/0.0.0", "If-None-Match: " + chunk.headers.at("etag") + "\r\n").status == 304);
  CHECK(w.get("/stream/v1/" + content + "/0/L1/9.0.0").status == 404);
  CHECK(w.get("/stream/v1/" + content + "/7/L1/0.0.0").status == 404);
}

TEST_CASE("an object without picture is read as a document, its payload in ranges, and both are on the trail first") {
  World& w = world();
  dicom::DatasetBuilder dataset;
  const std::string pdf = "%PDF-1.4 the letter.";
  dataset.text(dicom::Tag{0x0008, 0x0016}, "1.2.840.10008.5.1.4.1.1.104.1").text(dicom::Tag{0x0008, 0x0018}, "1.2.3.9")
      .text(dicom::Tag{0x0008, 0x0060}, "DOC").text(dicom::Tag{0x0010, 0x0010}, "Lefèvre^Hélène").text(dicom::Tag{0x0010, 0x0020}, "P1")
      .text(dicom::Tag{0x0020, 0x000D}, "1.2.3").text(dicom::Tag{0x0020, 0x000E}, "1.2.3.8").text(dicom::Tag{0x0042, 0x0010}, "Lettre")
      .text(dicom::Tag{0x0042, 0x0012}, "application/pdf").bytes(dicom::Tag{0x0042, 0x0011}, dicom::Vr::OB, Bytes(pdf.begin(), pdf.end()));
  const auto file = dicom::write_file(dataset, "1.2.840.10008.1.2.1");
  REQUIRE(file.ok());
  REQUIRE(w.stow(multipart({std::string(file->begin(), file->end()), image(1)})).status == 200);
  const std::string at = "/api/v1/studies/1.2.3/instances/1.2.3.9/";

  const Reply document = w.get(at + "document");
  CHECK(document.status == 200);
  CHECK(document.body.find("\"kind\":\"pdf\"") != std::string::npos);
  CHECK(document.body.find("\"title\":\"Lettre\"") != std::string::npos);
  CHECK(w.get(at + "attributes").body.find("(0042,0010)") != std::string::npos);

  const Reply whole = w.get(at + "payload");
  CHECK(whole.status == 200);
  CHECK(whole.body == pdf);
  CHECK(whole.headers.at("content-type") == "application/pdf");
  CHECK(whole.headers.at("x-content-type-options") == "nosniff");
  CHECK(whole.headers.at("content-security-policy").find("default-src 'none'") == 0);
  CHECK(whole.headers.at("content-security-policy").find("frame-ancestors 'self'") != std::string::npos);
  const Reply part = w.get(at + "payload", "Range: bytes=5-7\r\n");
  CHECK(part.status == 206);
  CHECK(part.body == "1.4");
  CHECK(part.headers.at("content-range") == "bytes 5-7/20");
  CHECK(w.get(at + "payload", "Range: bytes=-3\r\n").body == "er.");
  CHECK(w.get(at + "payload", "Range: bytes=20-\r\n").status == 416);
  CHECK(w.get(at + "payload", "Range: bytes=0-1,0-1,0-1\r\n").status == 416);
  CHECK(w.get("/api/v1/studies/1.2.3/instances/1.2.3.4.1/payload").status == 404);

  const std::string operator_cookie = w.sign_in("op");
  for (const std::string& leaf : {std::string("document"), std::string("attributes"), std::string("payload")}) {
    CHECK(ask(w.port(), "GET " + at + leaf).status == 401);
    CHECK(ask(w.port(), "GET " + at + leaf, operator_cookie).status == 404);
    CHECK(w.get("/api/v1/studies/1.2.4/instances/1.2.3.9/" + leaf).status == 404);
    CHECK(w.get("/api/v1/studies/1.2.3/instances/1.2.3.10/" + leaf).status == 404);
  }
  std::string trail;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(w.data)) {
    if (!entry.is_regular_file() || entry.path().string().find("audit") == std::string::npos) continue;
    std::ifstream in(entry.path());
    trail.append(std::istreambuf_iterator<char>(in), {});
  }
  for (const char* line : {"object.open", "object.attributes", "object.payload"}) {
    CAPTURE(line);
    CHECK(trail.find(line) != std::string::npos);
  }
}

TEST_CASE("an operator sees no study and may not store") {
  World& w = world();
  const std::string cookie = w.sign_in("op");
  const Reply list = ask(w.port(), "GET /api/v1/studies", cookie);
  CHECK(list.status == 200);
  CHECK(list.body.find("\"studies\":[]") != std::string::npos);
  CHECK(ask(w.port(), "GET /stream/v1/studies/1.2.3/manifest", cookie).status == 404);
  CHECK(ask(w.port(), "POST /dicomweb/studies", cookie + kMultipart, multipart({image(9)})).status == 403);
}

TEST_CASE("a first picture is asked for in whole numbers, of no more than a megabyte") {
  World& w = world();
  const std::string cookie = w.sign_in("op");
  for (const char* query : {"ahead=x&screen=100x100", "ahead=1000", "ahead=1000&screen=100", "ahead=1000&screen=100x", "ahead=1000&screen=x100", "ahead=-1&screen=1x1",
                            "ahead=1048577&screen=100x100", "screen=100x100"}) {
    CAPTURE(query);
    const Reply reply = ask(w.port(), std::string("GET /stream/v1/manifest/1.2.3?") + query, cookie);
    CHECK(reply.status == 400);
    CHECK(reply.body.find("screen") != std::string::npos);
  }
  CHECK(ask(w.port(), "GET /stream/v1/manifest/1.2.3?ahead=1000&screen=100x100", cookie).status == 404);
}

TEST_CASE("nothing is served without a session") {
  World& w = world();
  const std::string half(32, '0');
  for (const std::string& line : {std::string("GET /api/v1/session"), std::string("GET /api/v1/studies"), std::string("DELETE /api/v1/session"),
                                  std::string("GET /stream/v1/studies/1.2.3/manifest"), std::string("GET /stream/v1/manifest/1.2.3"),
                                  "GET /stream/v1/" + half + "/0/L1/0.0.0", std::string("POST /stream/v1/batch"), std::string("POST /dicomweb/studies")}) {
    CAPTURE(line);
    const Reply reply = ask(w.port(), line, {}, line.starts_with("POST") ? "x" : "");
    CHECK(reply.status == 401);
    CHECK(is_problem(reply));
  }
  CHECK(ask(w.port(), "GET /api/v1/health").status == 200);
}

TEST_CASE("a wrong password and an unknown account get the same answer") {
  World& w = world();
  const auto attempt = [&](const std::string& identifier) {
    Reply reply = ask(w.port(), "POST /api/v1/session", "Content-Type: application/json\r\n", "{\"identifier\":\"" + identifier + "\",\"password\":\"wrong wrong wrong\"}");
    return std::to_string(reply.status) + reply.body.substr(0, reply.body.find("\"instance\""));
  };
  CHECK(attempt("op") == attempt("nobody at all"));
  CHECK(attempt("op").starts_with("401"));
}

TEST_CASE("garbage gets a problem document, never a fault of the server, never a hang") {
  World& w = world();
  const std::string json = "Content-Type: application/json\r\n";
  const std::vector<Reply> replies = {
      ask(w.port(), "POST /api/v1/session", json, "{"),
      ask(w.port(), "POST /api/v1/session", json, std::string(10000, '{')),
      ask(w.port(), "POST /api/v1/session", "Content-Type: text/plain\r\n", "{}"),
      ask(w.port(), "POST /api/v1/session", json + "Content-Encoding: gzip\r\n", "x"),
      ask(w.port(), "PUT /api/v1/session", json, "{}"),
      ask(w.port(), "BREW /api/v1/session"),
      ask(w.port(), "GET /nowhere"),
      ask(w.port(), "GET /assets/..%2f..%2fetc%2fpasswd"),
      ask(w.port(), "GET /" + std::string(9000, 'a')),
      w.get("/api/v1/studies?limit=-1"), w.get("/api/v1/studies?from=%00"), w.get("/api/v1/studies?after=%FF%FE"),
      w.get("/stream/v1/studies/" + std::string(3000, '1') + "/manifest"),
      w.get("/stream/v1/zz/0/L1/0.0.0"), w.get("/stream/v1/" + std::string(32, '0') + "/-1/L1/0.0.0"),
      ask(w.port(), "POST /stream/v1/batch", w.cookie, "nonsense"),
      ask(w.port(), "POST /stream/v1/batch", w.cookie, std::string(std::size_t{3} << 20, 'x')),
      w.stow("nonsense"), w.stow("--b\r\n\r\n"), w.stow(multipart({})), w.stow(multipart({image(50)}).substr(0, 300)),
      w.stow("x", "Content-Type: multipart/related\r\n"), w.stow("x", "Content-Type: application/dicom\r\n"), w.stow("x", ""),
      w.stow(multipart({std::string(std::size_t{2} << 20, 'x')})),
  };
  for (std::size_t i = 0; i < replies.size(); ++i) {
    CAPTURE(i);
    CAPTURE(replies[i].status);
    CHECK(is_problem(replies[i]));
  }
  CHECK(w.stow(multipart({"not a DICOM file", ""})).status == 409);
  CHECK(replies[1].status == 413);
  CHECK(replies[2].status == 415);
  CHECK(replies[4].status == 405);
  CHECK(replies[8].status == 414);
}

// The flaws that cpp-httplib 0.11.4 had, each tried on the version that is used now.
TEST_CASE("the client's address is the socket's, whatever headers say") {
  World& w = world();
  CHECK(ask(w.port(), "GET /api/v1/health", "REMOTE_ADDR: 10.9.8.7\r\nREMOTE_PORT: 1\r\nX-Forwarded-For: 10.9.8.7\r\n").status == 200);
  CHECK(ask(w.port(), "POST /api/v1/session", "REMOTE_ADDR: 10.9.8.7\r\nX-Forwarded-For: 10.9.8.7\r\nContent-Type: application/json\r\n",
            "{\"identifier\":\"spoof\",\"password\":\"wrong wrong wrong\"}").status == 401);
  std::ifstream trail(w.data + "/audit/00000001.jsonl");
  const std::string text(std::istreambuf_iterator<char>(trail), {});
  CHECK(text.find("\"object\":\"spoof\"") != std::string::npos);
  CHECK(text.find("10.9.8.7") == std::string::npos);
}

TEST_CASE("a request that two readers could cut differently is refused and the connection closed") {
  World& w = world();
  const std::string inner = "GET /api/v1/health HTTP/1.1\r\nHost: x\r\n\r\n";
  const std::vector<std::string> heads = {
      "Content-Length: 5\r\nContent-Length: 6\r\n", "Content-Length: 5\r\nContent-Length: 5\r\n",
      "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n",
      "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", "Transfer-Encoding: xchunked\r\n", "Transfer-Encoding: gzip, chunked\r\n",
      "Content-Length: +5\r\n", "Content-Length: 0x5\r\n", "Content-Length: -1\r\n", "Content-Length: 5 5\r\n", "Content-Length: 99999999999999999999\r\n",
      "Content-Length : 5\r\n", "Transfer-Encoding : chunked\r\n", " folded: x\r\n"};
  for (const std::string& head : heads) {
    CAPTURE(head);
    test::TlsClient client(w.port());
    client.send("POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + head + "\r\n0\r\n\r\n" + inner);
    const Reply reply = client.receive();
    CHECK((reply.status == 0 || (reply.status >= 400 && reply.status < 500)));
    const Reply second = client.receive();
    CHECK(second.status == 0);   // the request inside was not answered
  }
  CHECK(ask(w.port(), "GET /api/v1/health", "Host: other\r\n").status == 400);
}

TEST_CASE("a chunked body does not pass the limit, nor does one without end") {
  World& w = world();
  test::TlsClient client(w.port());
  client.send("POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
  bool sent = true;
  for (int i = 0; sent && i < 64; ++i) sent = client.send("4000\r\n" + std::string(0x4000, 'x') + "\r\n");
  const Reply reply = client.receive();
  CHECK((reply.status == 413 || reply.status == 0));
}

TEST_CASE("three hundred overlapping ranges cost nothing") {
  World& w = world();
  std::string ranges = "Range: bytes=0-";
  for (int i = 0; i < 300; ++i) ranges += ",0-";
  const Reply reply = w.get("/api/v1/studies", ranges + "\r\n");
  CHECK((reply.status == 200 || reply.status == 416));
  CHECK(reply.body.size() < 20000);
}

TEST_CASE("slow sockets do not keep others waiting, and are cut off") {
  World& w = world();
  std::vector<std::unique_ptr<test::TlsClient>> slow;
  for (int i = 0; i < 40; ++i) {
    slow.push_back(std::make_unique<test::TlsClient>(w.port()));
    slow.back()->send("GET /api/v1/health HTTP/1.1\r\nHost:");
  }
  CHECK(ask(w.port(), "GET /api/v1/health").status == 200);
  CHECK(slow[0]->closes_within(14000));
}

TEST_CASE("a kept connection answers several requests, then is closed when idle") {
  World& w = world();
  test::TlsClient client(w.port());
  for (int i = 0; i < 3; ++i) {
    client.send("GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n");
    CHECK(client.receive().status == 200);
  }
  CHECK(client.closes_within(5000));
}

TEST_CASE("a server that is told to stop ends with status 0, and what it acknowledged is there for the next") {
  const test::TemporaryFolder folder;
  REQUIRE(test::run({"user", "add", "dr.a", "--data", folder.path()}, std::string(kPassword) + "\n").status == 0);
  test::ServerProcess server(folder.path());
  REQUIRE(server.port() > 0);
  CHECK(server.stop(SIGTERM) == 0);
  CHECK(test::run({"audit", "verify", "--data", folder.path()}).status == 0);
}

TEST_CASE("killed in the middle of an import, nothing that was acknowledged is lost") {
  const test::TemporaryFolder folder, input;
  for (int i = 0; i < 300; ++i) std::ofstream(input.path() + "/" + std::to_string(i), std::ios::binary) << image(i, 64);
  REQUIRE(test::run({"user", "add", "dr.a", "--data", folder.path()}, std::string(kPassword) + "\n").status == 0);
  test::ServerProcess server(folder.path());
  std::string cookie;
  {
    const Reply reply = ask(server.port(), "POST /api/v1/session", "Content-Type: application/json\r\n",
                            std::string("{\"identifier\":\"dr.a\",\"password\":\"") + kPassword + "\"}");
    REQUIRE(reply.status == 200);
    cookie = "Cookie: " + reply.headers.at("set-cookie").substr(0, reply.headers.at("set-cookie").find(';')) + "\r\n";
  }
  std::thread killer([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(700));
    server.stop(SIGKILL);
  });
  int acknowledged = 0;
  for (int i = 0; i < 300; ++i) {
    std::ifstream file(input.path() + "/" + std::to_string(i), std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(file), {});
    if (ask(server.port(), "POST /dicomweb/studies", cookie + kMultipart, multipart({bytes})).status != 200) break;
    ++acknowledged;
  }
  killer.join();
  CHECK(test::run({"audit", "verify", "--data", folder.path()}).status == 0);
  const test::Ran again = test::run({"import", "--data", folder.path(), input.path()});
  CHECK(again.status == 0);
  std::size_t there = 0;
  std::sscanf(again.output.c_str() + again.output.find(" imported, ") + 11, "%zu", &there);
  CHECK(there >= static_cast<std::size_t>(acknowledged));
}
