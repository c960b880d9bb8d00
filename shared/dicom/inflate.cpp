#include "shared/dicom/inflate.hpp"

#include <zlib.h>

#include <algorithm>

namespace sansfilm::dicom {

namespace {

using base::Error;
using base::ErrorCode;

constexpr std::size_t kFirstGrowth = 64 * 1024;
constexpr std::size_t kMostGrowth = 16 * 1024 * 1024;
constexpr std::size_t kMostInput = std::size_t{1} << 30;  // zlib counts in 32 bits: a longer input goes in portions
constexpr int kRawDeflate = -15;                          // no zlib header, the largest window

// zlib's state, released however the function is left.
class Stream {
 public:
  Stream() : ready_(inflateInit2(&state_, kRawDeflate) == Z_OK) {}
  ~Stream() { inflateEnd(&state_); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  [[nodiscard]] bool ready() const { return ready_; }
  z_stream& state() { return state_; }

 private:
  z_stream state_{};
  bool ready_;
};

}  // namespace

Inflated inflate(base::Bytes compressed, base::Budget& budget) {
  Inflated result;
  const auto stop = [&result](ErrorCode code, const char* detail) {
    result.error = Error{.code = code, .detail = detail, .offset = result.consumed};
  };
  Stream stream;
  if (!stream.ready()) {
    stop(ErrorCode::kOverBudget, "no memory for the inflate window");
    return result;
  }
  z_stream& state = stream.state();
  std::size_t growth = kFirstGrowth;
  int status = Z_OK;
  while (status == Z_OK || status == Z_BUF_ERROR) {
    if (auto room = budget.take_bytes(growth); !room.ok()) {
      stop(ErrorCode::kOverBudget, "the inflated data exceed the budget of this read");
      return result;
    }
    const std::size_t before = result.bytes.size();
    const std::size_t portion = std::min(compressed.size() - result.consumed, kMostInput);
    result.bytes.resize(before + growth);
    state.next_in = const_cast<Bytef*>(compressed.data() + result.consumed);  // zlib reads only; its type predates const
    state.avail_in = static_cast<uInt>(portion);
    state.next_out = result.bytes.data() + before;
    state.avail_out = static_cast<uInt>(growth);
    status = ::inflate(&state, Z_NO_FLUSH);
    result.consumed += portion - state.avail_in;
    result.bytes.resize(before + growth - state.avail_out);
    const bool starved = state.avail_out != 0 && result.consumed == compressed.size();
    if (starved && status != Z_STREAM_END && status != Z_DATA_ERROR) {
      stop(ErrorCode::kTruncated, "the deflate stream ends early");
      return result;
    }
    growth = std::min(growth * 2, kMostGrowth);
  }
  if (status == Z_MEM_ERROR) stop(ErrorCode::kOverBudget, "no memory for the inflate window");
  if (status == Z_DATA_ERROR || status == Z_NEED_DICT) stop(ErrorCode::kMalformed, "the deflate stream is damaged");
  return result;
}

}  // namespace sansfilm::dicom
