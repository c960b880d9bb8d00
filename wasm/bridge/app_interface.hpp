// What the page tells the viewer. exports.cpp turns the module's C exports into these calls; wasm/app implements them.
//
// @units  positions in device pixels; times in microseconds
// @owner  spans and texts are borrowed for the time of the call; `samples` are handed over
// @thread the page's thread
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/bytes.hpp"

namespace sansfilm::bridge {

struct StartOptions {
  std::uint64_t decoded_budget_bytes = std::uint64_t{256} << 20;
  std::uint64_t compressed_budget_bytes = std::uint64_t{512} << 20;
  std::uint64_t texture_budget_bytes = std::uint64_t{96} << 20;
  std::uint32_t workers = 2;
  bool english = false;
};

struct PointerInput {
  std::uint8_t phase = 0;      // 0 down, 1 move, 2 up, 3 cancel
  std::uint8_t kind = 0;       // 0 mouse, 1 touch, 2 pen
  std::int32_t id = 0;
  double x = 0.0, y = 0.0;
  std::uint8_t button = 0;     // 0 left, 1 middle, 2 right
  std::uint8_t modifiers = 0;  // view::KeyModifiers
};

// What those who read a study together tell each other; kName: who it is, empty once he has gone.
enum class Shared : std::uint8_t { kView = 0, kMarks = 1, kPointer = 2, kName = 3 };

class App {
 public:
  virtual ~App() = default;

  virtual void start(const StartOptions& options) = 0;
  virtual void add_font(std::uint32_t kind, std::vector<std::uint8_t> bytes) = 0;  // 0 text, 1 strong, 2 icons
  virtual void set_language(bool english) = 0;

  virtual void open(std::string_view study_uid) = 0;
  virtual void close() = 0;

  virtual void manifest_bytes(std::uint32_t request, base::Bytes bytes) = 0;
  virtual void manifest_end(std::uint32_t request, std::int32_t http_status) = 0;
  virtual void batch_bytes(std::uint32_t batch, base::Bytes bytes) = 0;
  // The page could not read for so long until now; told before the bytes that it then reads.
  virtual void page_was_late(double late_us) = 0;
  virtual void batch_end(std::uint32_t batch, std::int32_t http_status, bool cancelled) = 0;
  virtual void decoded(std::uint32_t job, base::Bytes reply, std::vector<std::uint8_t> samples) = 0;
  virtual void object(std::uint32_t request, std::int32_t http_status, std::vector<std::uint8_t> bytes) = 0;
  virtual void worker_died(std::uint32_t job) = 0;

  virtual void resize(double width, double height, double pixel_ratio) = 0;
  virtual void pointer(const PointerInput& input) = 0;
  virtual void wheel(double x, double y, double delta_x, double delta_y, std::uint8_t modifiers) = 0;
  virtual bool key(std::string_view key, bool down, std::uint8_t modifiers) = 0;  // whether it was used
  virtual void text(std::string_view text) = 0;
  virtual void blur() = 0;
  virtual void set_hidden(bool hidden) = 0;
  virtual void set_online(bool online) = 0;
  virtual void context_lost() = 0;
  virtual void context_restored() = 0;

  virtual void paint() = 0;
  virtual void tick() = 0;

  // The live state as JSON, for the screen reader, the support console and the tests; valid until the next call.
  virtual const std::string& state_json() = 0;
  virtual bool act(std::string_view name, double a, double b) = 0;
  // What this viewer tells the others of a live session, as text; empty: nothing. Valid until the next call.
  virtual const std::string& share(Shared what) = 0;
  // What another one tells; false: it can't be shown (yet).
  virtual bool take_shared(std::uint32_t from, Shared what, std::string_view text) = 0;
  // The picture of the active viewport as it is on the screen at 1:1: RGBA, top row first. Empty if there is none.
  virtual const std::vector<std::uint8_t>& read_pixels(std::uint32_t& width, std::uint32_t& height) = 0;
};

App& app();  // defined by wasm/app

}  // namespace sansfilm::bridge
