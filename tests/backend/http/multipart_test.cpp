#include <doctest/doctest.h>

#include "backend/http/multipart.hpp"

using namespace sansfilm;
using namespace sansfilm::http;

namespace {

struct Read {
  std::vector<std::string> parts;
  base::Status status;
};

// Feeds the body in pieces of `step` bytes.
Read read(const std::string& body, std::size_t step, std::size_t part_limit = 1000, std::size_t count_limit = 10) {
  Read out;
  MultipartReader reader("b", part_limit, count_limit, [&](MultipartReader::Part& part) -> base::Status {
    out.parts.push_back(part.content_type + "|" + part.content);
    return {};
  });
  for (std::size_t at = 0; at < body.size() && out.status.ok(); at += step) out.status = reader.feed(std::string_view(body).substr(at, step));
  if (out.status.ok()) out.status = reader.finish();
  return out;
}

}  // namespace

TEST_CASE("parts come out whole, however the body is cut") {
  const std::string content = std::string("a\r\n--not\0\r\n\r\n--", 15) + "\r\n";
  const std::string body = "--b\r\nContent-Type: Application/DICOM; x=y\r\n\r\n" + content + "\r\n--b\r\n\r\nsecond\r\n--b\r\nX: y\r\n\r\n\r\n--b--\r\nepilogue";
  for (std::size_t step = 1; step <= body.size(); ++step) {
    CAPTURE(step);
    const Read out = read(body, step);
    REQUIRE(out.status.ok());
    REQUIRE(out.parts.size() == 3);
    CHECK(out.parts[0] == "application/dicom|" + content);
    CHECK(out.parts[1] == "|second");
    CHECK(out.parts[2] == "|");
  }
}

TEST_CASE("a preamble is skipped, a body without boundary or end is refused") {
  CHECK(read("hello\r\n--b\r\n\r\nx\r\n--b--", 3).parts == std::vector<std::string>{"|x"});
  CHECK(read("", 1).status.error().code == base::ErrorCode::kTruncated);
  CHECK(read("--b\r\n\r\nx", 2).status.error().code == base::ErrorCode::kTruncated);
  CHECK(read("--b\r\n\r\nx\r\n--b\r\n", 2).status.error().code == base::ErrorCode::kTruncated);
  CHECK(read("--bx\r\n\r\nx\r\n--b--", 2).status.error().code == base::ErrorCode::kMalformed);
  CHECK(read(std::string(20000, 'x'), 1000).status.error().code == base::ErrorCode::kMalformed);
  CHECK(read("--b\r\n" + std::string(20000, 'x'), 1000).status.error().code == base::ErrorCode::kMalformed);
}

TEST_CASE("a part that is too large and a part too many are refused before they are kept") {
  CHECK(read("--b\r\n\r\n" + std::string(1001, 'x') + "\r\n--b--", 7).status.error().code == base::ErrorCode::kOverBudget);
  CHECK(read("--b\r\n\r\n" + std::string(1000, 'x') + "\r\n--b--", 7).status.ok());
  std::string many = "--b";
  for (int i = 0; i < 11; ++i) many += "\r\n\r\nx\r\n--b";
  CHECK(read(many + "--", 7).status.error().code == base::ErrorCode::kOverBudget);
}

TEST_CASE("a content type is read with its parameters, quoted or not") {
  const auto media = read_media_type("Multipart/Related; type=\"application/dicom\" ; boundary=\"a b\\\"c\"; x=1");
  REQUIRE(media);
  CHECK(media->type == "multipart/related");
  CHECK(media->related_type == "application/dicom");
  CHECK(media->boundary == "a b\"c");
  CHECK(read_media_type("multipart/related;boundary=abc;type=application/dicom")->boundary == "abc");
  CHECK_FALSE(read_media_type(""));
  CHECK_FALSE(read_media_type("nonsense"));
  CHECK_FALSE(read_media_type("a/b; boundary"));
  CHECK_FALSE(read_media_type("a/b; boundary=\"abc"));
}
