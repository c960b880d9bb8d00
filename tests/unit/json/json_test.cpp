#include "shared/json/json.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace sansfilm;
using json::Document;
using json::Writer;

TEST_CASE("what is written is read back") {
  Writer writer;
  writer.begin_object().member("text", "é\"\\\n").member("least", std::numeric_limits<std::int64_t>::min());
  writer.member("most", std::numeric_limits<std::uint64_t>::max()).member("real", 0.1).member("yes", true);
  writer.key("list").begin_array().integer(1).null().number(std::numeric_limits<double>::infinity()).end().end();
  const auto text = writer.finish();
  REQUIRE(text.ok());
  CHECK(text.value() ==
        "{\"text\":\"é\\\"\\\\\\n\",\"least\":-9223372036854775808,\"most\":18446744073709551615,\"real\":0.1,"
        "\"yes\":true,\"list\":[1,null,null]}");
  base::Budget budget;
  const auto document = Document::parse(text.value(), budget);
  REQUIRE(document.ok());
  const json::Value root = document.value().root();
  CHECK(root["text"].string() == "é\"\\\n");
  CHECK(root["least"].integer() == std::numeric_limits<std::int64_t>::min());
  CHECK(root["most"].integer() == std::nullopt);
  CHECK(root["real"].number() == 0.1);
  CHECK(root["yes"].boolean() == true);
  CHECK(root["list"].items().size() == 3);
  CHECK(root.members().size() == 6);
  CHECK(root.members()[3].key == "real");
}

TEST_CASE("a chain of look-ups through what is not there ends in null") {
  base::Budget budget;
  const auto document = Document::parse("{\"a\":[1.0,\"x\",null]}", budget);
  REQUIRE(document.ok());
  const json::Value root = document.value().root();
  CHECK(root["b"]["c"]["d"].is_null());
  CHECK(root["a"]["c"].is_null());
  CHECK_FALSE(root["a"].string().has_value());
  CHECK(root["a"].items()[0].integer() == 1);
  CHECK(root["a"].items()[1].size() == 0);
  CHECK(root["a"].items()[2].is_null());
  CHECK(root["a"].members().empty());
}

TEST_CASE("what is no JSON is refused with its place") {
  for (const std::string_view text : {"", "{", "[1,]", "{\"a\" 1}", "nan", "\"\xFF\"", "1 2", "{'a':1}", "// x\n1"}) {
    INFO(std::string(text));
    base::Budget budget;
    CHECK(Document::parse(text, budget).error().code == base::ErrorCode::kMalformed);
  }
  base::Budget budget;
  CHECK(Document::parse("[1, x]", budget).error().offset == 4);
}

TEST_CASE("a document nested a million deep is read without recursion and within its budget") {
  const std::string text = std::string(1'000'000, '[') + std::string(1'000'000, ']');
  base::Budget large;
  CHECK(Document::parse(text, large).ok());
  base::Budget small({.bytes = 1000});
  CHECK(Document::parse(text, small).error().code == base::ErrorCode::kOverBudget);
}

TEST_CASE("a writer that is used wrongly gives an error and not a wrong text") {
  CHECK_FALSE(Writer().begin_object().finish().ok());
  CHECK_FALSE(Writer().begin_object().string("value without key").end().finish().ok());
  CHECK_FALSE(Writer().begin_object().key("a").end().finish().ok());
  CHECK_FALSE(Writer().integer(1).integer(2).finish().ok());
  CHECK_FALSE(Writer().end().finish().ok());
  CHECK_FALSE(Writer().finish().ok());
  CHECK_FALSE(Writer().string("\xFF").finish().ok());
}
