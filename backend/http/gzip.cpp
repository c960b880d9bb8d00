#include "backend/http/gzip.hpp"

#include <zlib.h>

namespace sansfilm::http {

namespace {

constexpr int kGzipWindow = 15 + 16;   // the largest window, gzip's frame
constexpr int kLevel = 6;

}  // namespace

std::string gzip(std::string_view text) {
  z_stream stream{};
  if (deflateInit2(&stream, kLevel, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) != Z_OK) return {};
  std::string out(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int done = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return done == Z_STREAM_END ? out : std::string();
}

bool accepts_coding(std::string_view accept_encoding, std::string_view coding) {
  while (!accept_encoding.empty()) {
    const std::size_t end = accept_encoding.find(',');
    std::string_view one = accept_encoding.substr(0, end);
    accept_encoding.remove_prefix(end == std::string_view::npos ? accept_encoding.size() : end + 1);
    while (one.starts_with(' ')) one.remove_prefix(1);
    const std::size_t semicolon = one.find(';');
    if (one.substr(0, semicolon) != coding) continue;
    const std::size_t quality = semicolon == std::string_view::npos ? semicolon : one.find("q=0", semicolon);
    // "q=0" and "q=0.0" refuse; "q=0.5" does not.
    return quality == std::string_view::npos || one.find_first_of("123456789", quality) != std::string_view::npos;
  }
  return false;
}

}  // namespace sansfilm::http
