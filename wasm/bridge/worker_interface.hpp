// What a web worker's script tells its decoder. worker_exports.cpp turns the module's C exports into these calls;
// wasm/worker implements them.
//
// @owner  spans are borrowed; what reply() and samples() give lives until the next begin()
// @thread the worker's
#pragma once

#include <cstdint>

#include "shared/base/bytes.hpp"

namespace sansfilm::bridge {

class Worker {
 public:
  virtual ~Worker() = default;
  // Before the first order, for that long at most: the first decode is not to pay for what is cold.
  virtual void warm_up(double most_us, double (*now_us)()) = 0;
  virtual void begin(base::Bytes order) = 0;
  // Where the script puts the chunk's bytes.
  virtual std::uint8_t* add_chunk(std::uint32_t tile, std::uint32_t resolution, std::uint32_t layer,
                                  std::uint32_t length) = 0;
  virtual bool decode(double (*now_us)()) = 0;
  [[nodiscard]] virtual base::Bytes reply() const = 0;     // decode_message.hpp
  [[nodiscard]] virtual base::Bytes samples() const = 0;
};

Worker& worker();  // defined by wasm/worker

}  // namespace sansfilm::bridge
