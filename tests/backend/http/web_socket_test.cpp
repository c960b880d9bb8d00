#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "backend/http/web_socket.hpp"

using namespace sansfilm;
using http::WebSocket;
using State = http::WebSocket::State;

namespace {

// A frame as a client sends it (RFC 6455 5.2): masked.
std::string frame(int opcode, const std::string& payload, bool last = true, bool masked = true, int reserved = 0) {
  std::string out(1, static_cast<char>((last ? 0x80 : 0) | reserved | opcode));
  const char bit = static_cast<char>(masked ? 0x80 : 0);
  if (payload.size() < 126) {
    out += static_cast<char>(bit | static_cast<char>(payload.size()));
  } else if (payload.size() < 65536) {   // the shortest form is the only one allowed
    out += static_cast<char>(bit | 126);
    for (const int shift : {8, 0}) out += static_cast<char>(payload.size() >> shift);
  } else {
    out += static_cast<char>(bit | 127);
    for (int shift = 56; shift >= 0; shift -= 8) out += static_cast<char>(payload.size() >> shift);
  }
  if (!masked) return out + payload;
  const std::string mask = "\x12\x34\x56\x78";
  out += mask;
  for (std::size_t i = 0; i < payload.size(); ++i) out += static_cast<char>(payload[i] ^ mask[i % 4]);
  return out;
}

struct Peer {
  std::vector<std::string> got;
  WebSocket socket{[this](std::string_view text) { got.emplace_back(text); }};

  // Whatever the network makes of it: byte by byte.
  State feed(const std::string& bytes, std::size_t piece = 1) {
    State state = State::kOpen;
    for (std::size_t at = 0; at < bytes.size() && state == State::kOpen; at += piece) state = socket.feed(std::string_view(bytes).substr(at, piece));
    return state;
  }
};

int close_code(const std::string& out) {
  if (out.size() < 4 || static_cast<unsigned char>(out[0]) != 0x88) return 0;
  return static_cast<unsigned char>(out[2]) << 8 | static_cast<unsigned char>(out[3]);
}

}  // namespace

TEST_CASE("text messages come out whole, however the network cut them, also in fragments") {
  for (const std::size_t piece : {std::size_t{1}, std::size_t{3}, std::size_t{10'000}}) {
    Peer peer;
    const std::string large(40'000, 'x');
    CHECK(peer.feed(frame(1, "view 1\n{}") + frame(1, "Hém", false) + frame(9, "p") + frame(0, "atome") + frame(1, large), piece) == State::kOpen);
    REQUIRE(peer.got.size() == 3);
    CHECK(peer.got[0] == "view 1\n{}");
    CHECK(peer.got[1] == "Hématome");
    CHECK(peer.got[2] == large);
    CHECK(peer.socket.take_output() == std::string("\x8a\x01p", 3));   // the ping between two fragments is answered
  }
}

TEST_CASE("what is sent is an unmasked text frame") {
  Peer peer;
  peer.socket.send("got 1");
  CHECK(peer.socket.take_output() == std::string("\x81\x05got 1", 7));
  CHECK(peer.socket.take_output().empty());
}

TEST_CASE("a peer that breaks the rules is told so and heard no more") {
  const std::string too_large(WebSocket::kLargest_bytes + 1, 'x');
  struct Wrong {
    const char* what;
    std::string bytes;
    int code;
  };
  for (const Wrong& wrong : {Wrong{"not masked", frame(1, "a", true, false), 1002}, Wrong{"a reserved bit", frame(1, "a", true, true, 0x40), 1002},
                             Wrong{"an unknown opcode", frame(3, "a"), 1002}, Wrong{"a fragment of nothing", frame(0, "a"), 1002},
                             Wrong{"no UTF-8", frame(1, "\xff\xfe"), 1007},
                             Wrong{"too large", frame(1, too_large), 1009},
                             Wrong{"too large in fragments", frame(1, too_large.substr(0, 40'000), false) + frame(0, too_large.substr(0, 40'000)), 1009}}) {
    CAPTURE(std::string(wrong.what));
    Peer peer;
    CHECK(peer.feed(wrong.bytes + frame(1, "later"), 100'000) == State::kFailed);
    CHECK(peer.got.empty());
    CHECK(close_code(peer.socket.take_output()) == wrong.code);
  }
}

TEST_CASE("a control frame in fragments ends it too, where the library has no word left to say so") {
  Peer peer;
  CHECK(peer.feed(frame(9, "a", false) + frame(1, "later"), 100'000) == State::kFailed);
  CHECK(peer.got.empty());
}

TEST_CASE("a close is answered, and ends it") {
  Peer peer;
  CHECK(peer.feed(frame(8, "\x03\xe8")) == State::kClosed);
  CHECK(close_code(peer.socket.take_output()) == 1000);
}

TEST_CASE("our own close says why, and nothing goes out behind it") {
  Peer peer;
  peer.socket.close(4003);
  peer.socket.send("late");
  const std::string out = peer.socket.take_output();
  CHECK(close_code(out) == 4003);
  CHECK(out.size() == 4);
  (void)peer.feed(frame(1, "late too"));
  CHECK(peer.got.empty());
}
