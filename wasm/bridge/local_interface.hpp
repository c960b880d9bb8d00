// What the script of the worker that reads local files tells its module. local_exports.cpp turns the module's C exports
// into these calls; wasm/local implements them.
//
// @owner  what is given back lives until the next call
// @thread the worker's
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "shared/base/bytes.hpp"

namespace sansfilm::bridge {

class Local {
 public:
  virtual ~Local() = default;
  // What became of the file: local::Outcome.
  virtual std::int32_t add(std::uint32_t file, std::uint64_t size_bytes, std::string_view path) = 0;
  virtual const std::string& finish() = 0;
  virtual const std::string& manifest(std::string_view study_uid) = 0;

  // What has no picture (local::Collection::Part), by its SOP Instance UID; empty if there is none.
  virtual base::Bytes object(std::uint32_t part, std::string_view sop_uid) = 0;

  // A batch as wire/batch.hpp states it. The number of chunks that it asks for, -1 if it is none.
  virtual std::int32_t begin_batch(std::uint32_t batch, std::string_view request) = 0;
  // The chunk at `index`, as wire/framing.hpp states it: header, then payload. Behind the last one: the end.
  virtual void answer(std::uint32_t batch, std::uint32_t index) = 0;
  [[nodiscard]] virtual base::Bytes header() const = 0;
  [[nodiscard]] virtual base::Bytes payload() const = 0;
  virtual void end_batch(std::uint32_t batch) = 0;
};

// Reads a file's bytes at once: the page hands in a function that does (local_library.js), a test its own.
using ReadLocalFile = std::uint32_t (*)(std::uint32_t file, double offset, std::uint32_t length, std::uint8_t* to);

Local& local(ReadLocalFile read);  // defined by wasm/local; the first call's function stays

}  // namespace sansfilm::bridge
