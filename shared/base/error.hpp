// What can go wrong, in one table, and where.
//
// Every fallible function of the core returns Result<T>; its Error says what is wrong (code and detail), where
// (byte offset, DICOM attribute or codestream marker) and of which technical subject (a UID, a key, a file name).
// It never carries patient data: `detail` is a literal, `subject` an identifier of the standard or of the program.
//
// @owner  values
// @thread immutable after construction
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sansfilm::base {

// clang-format off
#define SANSFILM_ERRORS(X)                                                                        \
  X(kTruncated,        "truncated",         "the data end before what they announce")             \
  X(kMalformed,        "malformed",         "the data contradict the standard")                   \
  X(kUnsupported,      "unsupported",       "valid, but this version cannot read it")             \
  X(kMissing,          "missing",           "a required attribute or part is absent")             \
  X(kInconsistent,     "inconsistent",      "two parts of the data contradict each other")        \
  X(kOverBudget,       "over-budget",       "reading it would exceed the memory or pixel budget") \
  X(kTimeout,          "timeout",           "the time allowed is used up")                        \
  X(kCodec,            "codec",             "the codec refused the compressed data")              \
  X(kNotDicom,         "not-dicom",         "this is not a DICOM file")                           \
  X(kEmpty,            "empty",             "there are no data")                                  \
  X(kInvalidArgument,  "invalid-argument",  "the caller asked for something impossible")          \
  X(kNotFound,         "not-found",         "there is no such thing")                             \
  X(kConflict,         "conflict",          "something else has this identity already")           \
  X(kDenied,           "denied",            "not allowed")                                        \
  X(kIo,               "io",                "the storage did not answer as it should")            \
  X(kFull,             "full",              "there is no room left")                              \
  X(kCancelled,        "cancelled",         "the caller gave up")                                 \
  X(kInternal,         "internal",          "a defect of this program")
// clang-format on

enum class ErrorCode : std::uint16_t {
#define X(name, slug, text) name,
  SANSFILM_ERRORS(X)
#undef X
};

inline constexpr std::uint64_t kNoOffset = ~std::uint64_t{0};

struct Error {
  ErrorCode code = ErrorCode::kInternal;
  const char* detail = "";            // a literal: what exactly is wrong, and what to do where that is known
  std::uint64_t offset = kNoOffset;   // byte in the file or codestream
  std::uint32_t tag = 0;              // DICOM attribute, group << 16 | element; 0: none
  std::uint16_t marker = 0;           // JPEG or JPEG 2000 marker, 0xFFxx; 0: none
  std::string subject = {};           // UID, configuration key, chunk key; never patient data
};

// The stable name of a code, as in problem documents and logs ("over-budget").
std::string_view slug(ErrorCode code);

// The meaning of a code, in English.
std::string_view meaning(ErrorCode code);

// One line for a person: "truncated: the value is longer than its item, (7FE0,0010), byte 1234".
std::string describe(const Error& error);

}  // namespace sansfilm::base
