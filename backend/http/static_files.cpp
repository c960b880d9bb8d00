#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "backend/http/gzip.hpp"
#include "backend/http/problem.hpp"
#include "backend/http/services.hpp"

namespace sansfilm::http {

namespace {

struct Kind {
  std::string_view ending, type;
};

constexpr std::array kKinds = {
    Kind{".html", "text/html; charset=utf-8"}, Kind{".js", "text/javascript; charset=utf-8"},
    Kind{".mjs", "text/javascript; charset=utf-8"}, Kind{".css", "text/css; charset=utf-8"},
    Kind{".wasm", "application/wasm"}, Kind{".json", "application/json"}, Kind{".svg", "image/svg+xml"},
    Kind{".png", "image/png"}, Kind{".ico", "image/x-icon"}, Kind{".woff2", "font/woff2"}, Kind{".ttf", "font/ttf"},
    Kind{".otf", "font/otf"},
    Kind{".txt", "text/plain; charset=utf-8"}, Kind{".webmanifest", "application/manifest+json"}};

std::string_view type_of(std::string_view name) {
  for (const Kind& kind : kKinds) {
    if (name.ends_with(kind.ending)) return kind.type;
  }
  return {};   // a kind that we do not serve: also .br, .gz, .map
}

// One segment: letters, digits, '.', '_', '-', not beginning with '.'.
bool is_safe(std::string_view name) {
  return !name.empty() && name[0] != '.' && name.size() <= 200 && std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '.' || c == '_' || c == '-';
  });
}

struct Opened {
  int fd = -1;
  struct stat about {};
  explicit Opened(const std::string& path) : fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)) {
    if (fd >= 0 && (::fstat(fd, &about) != 0 || !S_ISREG(about.st_mode))) {
      ::close(fd);
      fd = -1;
    }
  }
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;
  ~Opened() {
    if (fd >= 0) ::close(fd);
  }
};

std::optional<std::string> read_whole(const Opened& file) {
  std::string text(static_cast<std::size_t>(file.about.st_size), '\0');
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t got = ::pread(file.fd, text.data() + done, text.size() - done, static_cast<off_t>(done));
    if (got <= 0) return std::nullopt;
    done += static_cast<std::size_t>(got);
  }
  return text;
}

std::string tag_of(const struct stat& about) {
  std::string tag(1, '"');
  for (const long number : {static_cast<long>(about.st_mtim.tv_sec), static_cast<long>(about.st_mtim.tv_nsec), static_cast<long>(about.st_size)}) {
    tag += std::to_string(number);
    tag += '-';
  }
  tag.back() = '"';
  return tag;
}

// The file, or the smaller form that the build has made beside it.
Response serve(const std::string& path, const Request& request, std::string_view type, bool immutable) {
  for (const auto& [coding, ending] : {std::pair{"br", ".br"}, std::pair{"gzip", ".gz"}, std::pair{"", ""}}) {
    if (*coding != '\0' && !accepts_coding(request.header("accept-encoding"), coding)) continue;
    const Opened file(path + ending);
    if (file.fd < 0) continue;
    const std::string tag = tag_of(file.about);
    Response response;
    response.with("ETag", tag).with("Vary", "Accept-Encoding");
    response.with("Cache-Control", immutable ? "public, max-age=31536000, immutable" : "no-cache");
    if (request.header("if-none-match") == tag) {
      response.status = 304;
      return response;
    }
    auto text = read_whole(file);
    if (!text) break;
    response.content_type = std::string(type);
    if (*coding != '\0') response.with("Content-Encoding", coding);
    response.body = std::move(*text);
    return response;
  }
  return problem(404, request.id);
}

}  // namespace

void add_static_routes(Router& router, std::string web_root) {
  const auto file = [web_root](Request& request, std::string_view folder, bool immutable) {
    const std::string_view name = request.parameter("name");
    const std::string_view type = type_of(name);
    if (!is_safe(name) || type.empty()) return problem(404, request.id);
    return serve(web_root + std::string(folder) + std::string(name), request, type, immutable);
  };
  router.add({"GET", "/", Who::kAnyone, 0, [web_root](Request& request) {
                return serve(web_root + "/index.html", request, "text/html; charset=utf-8", false);
              }});
  router.add({"GET", "/assets/:name", Who::kAnyone, 0, [file](Request& request) { return file(request, "/assets/", true); }});
  router.add({"GET", "/:name", Who::kAnyone, 0, [file](Request& request) { return file(request, "/", false); }});
}

}  // namespace sansfilm::http
