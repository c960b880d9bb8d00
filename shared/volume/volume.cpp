#include "shared/volume/volume.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "shared/pixel/samples.hpp"

namespace sansfilm::volume {

namespace {

constexpr std::uint32_t kStandIn = 8;     // slices over which a neighbour may stand in for one that has not come

std::uint64_t bytes_of(const Lattice& lattice) {
  return std::uint64_t{lattice.slices()} * lattice.columns() * lattice.rows() * sizeof(std::int16_t);
}

// Stored values of a frame as the volume keeps them.
template <class T>
class Reader {
 public:
  Reader(const base::Frame& frame, const ToCommon& to_common, const VoxelFormat& format, std::int32_t bias, std::int16_t blank)
      : samples_(frame.samples.data()), to_common_(to_common), plain_(to_common.nothing()), has_padding_(format.padding.has_value()), bias_(bias), blank_(blank) {
    if (format.padding) low_ = format.padding->first, high_ = format.padding->second;
  }
  [[nodiscard]] std::int16_t operator()(std::size_t index) const {
    const T stored = pixel::load_sample<T>(samples_, index);
    if (has_padding_ && stored >= low_ && stored <= high_) return blank_;
    if (plain_) return clamped(static_cast<std::int32_t>(stored) - bias_);
    return clamped(static_cast<std::int32_t>(std::floor(std::clamp(stored * to_common_.scale + to_common_.offset, -1e6, 1e6) + 0.5)) - bias_);
  }

 private:
  static std::int16_t clamped(std::int32_t value) { return static_cast<std::int16_t>(std::clamp(value, -32768, 32767)); }
  const std::uint8_t* samples_;
  ToCommon to_common_;
  bool plain_, has_padding_;
  double low_ = 0, high_ = 0;
  std::int32_t bias_;
  std::int16_t blank_;
};

struct Size {
  std::uint32_t columns, rows;
};

template <class Read>
void copy_all(const Read& read, Size size, std::int16_t* out) {
  const std::size_t count = std::size_t{size.columns} * size.rows;
  for (std::size_t i = 0; i < count; ++i) out[i] = read(i);
}

// The mean of n x n pixels; at the right and lower edge the last pixel counts for those that are not there.
template <class Read>
void copy_means(const Read& read, Size from, std::uint32_t n, Size to, std::int16_t* out) {
  for (std::uint32_t row = 0; row < to.rows; ++row) {
    for (std::uint32_t column = 0; column < to.columns; ++column) {
      std::int64_t sum = 0;
      for (std::uint32_t j = 0; j < n; ++j) {
        const std::size_t line = std::size_t{std::min(row * n + j, from.rows - 1)} * from.columns;
        for (std::uint32_t i = 0; i < n; ++i) sum += read(line + std::min(column * n + i, from.columns - 1));
      }
      *out++ = static_cast<std::int16_t>(std::lround(static_cast<double>(sum) / (n * n)));
    }
  }
}

struct Tap {
  std::size_t low, high;
  float part;
};

// Where the centre of voxel `i` lies among the samples of a preview, each of which covers an equal part of the picture.
Tap tap_of(std::uint32_t i, std::uint32_t n, std::uint32_t full, std::uint32_t reduced) {
  const double centre = (i + 0.5) * n * reduced / full - 0.5;
  const double at = std::clamp(centre, 0.0, reduced - 1.0);
  const auto low = static_cast<std::size_t>(at);
  return {low, std::min<std::size_t>(low + 1, reduced - 1), static_cast<float>(at - static_cast<double>(low))};
}

template <class Read>
void copy_spread(const Read& read, Size from, Size full, std::uint32_t n, Size to, std::int16_t* out) {
  for (std::uint32_t row = 0; row < to.rows; ++row) {
    const Tap v = tap_of(row, n, full.rows, from.rows);
    for (std::uint32_t column = 0; column < to.columns; ++column) {
      const Tap u = tap_of(column, n, full.columns, from.columns);
      const auto along = [&](std::size_t line) {
        const auto left = static_cast<float>(read(line * from.columns + u.low));
        return left + (static_cast<float>(read(line * from.columns + u.high)) - left) * u.part;
      };
      const float upper = along(v.low);
      *out++ = static_cast<std::int16_t>(std::lround(upper + (along(v.high) - upper) * v.part));
    }
  }
}

// A reduced frame is smaller by a power of two, rounded up (ISO/IEC 15444-1 B.5).
bool is_reduced_from(std::uint32_t reduced, std::uint32_t full) {
  for (std::uint32_t reduce = 0; reduce < 32; ++reduce) {
    const std::uint64_t step = std::uint64_t{1} << reduce;
    const std::uint64_t size = (full + step - 1) / step;
    if (size == reduced) return true;
    if (size < reduced) return false;
  }
  return false;
}

}  // namespace

std::optional<std::uint32_t> Volume::coarseness_for(const Lattice& lattice, std::uint64_t budget_bytes) {
  for (std::uint32_t n = 1; n <= kMostCoarse; ++n) {
    if (bytes_of(lattice.coarsened(n)) <= budget_bytes) return n;
  }
  return std::nullopt;
}

Volume::Volume(const Lattice& full, const VoxelFormat& format, std::uint32_t coarseness)
    : full_columns_(full.columns()),
      full_rows_(full.rows()),
      format_(format),
      coarseness_(std::max(1U, coarseness)),
      lattice_(full.coarsened(coarseness)),
      bias_(format.is_signed ? 0 : 32768),
      slice_samples_((std::size_t{lattice_.rows()} + 1) * lattice_.columns() + 1) {
  constexpr std::int16_t kLowest = std::numeric_limits<std::int16_t>::min(), kHighest = std::numeric_limits<std::int16_t>::max();
  // Dark on the screen, and where the bits leave room no value that an image could have: told apart as padding when it is drawn.
  blank_value_ = format.low_is_bright ? kHighest : kLowest;
  outside_ = format.is_signed || format.bits_stored == 16 ? blank_value_ : kHighest;
  blank_ = std::make_unique<std::int16_t[]>(slice_samples_);
  std::fill_n(blank_.get(), slice_samples_, blank_value_);
  slices_.resize(lattice_.slices());
  states_.resize(lattice_.slices(), SliceState::kAbsent);
  table_.assign(lattice_.slices() + 1, blank_.get());
}

std::uint64_t Volume::bytes() const { return (std::uint64_t{present_} + 1) * slice_samples_ * sizeof(std::int16_t); }

void Volume::fill(std::int16_t* out, const base::Frame& frame, const ToCommon& to_common) const {
  const Size from{frame.columns, frame.rows}, full{full_columns_, full_rows_}, to{lattice_.columns(), lattice_.rows()};
  const auto copy = [&](auto zero) {
    const Reader<decltype(zero)> read(frame, to_common, format_, bias_, blank_value_);
    const bool whole = from.columns == full.columns && from.rows == full.rows;
    if (whole && coarseness_ == 1) copy_all(read, to, out);
    else if (whole) copy_means(read, from, coarseness_, to, out);
    else copy_spread(read, from, full, coarseness_, to, out);
  };
  if (frame.bytes_per_sample == 1) frame.is_signed ? copy(std::int8_t{}) : copy(std::uint8_t{});
  else frame.is_signed ? copy(std::int16_t{}) : copy(std::uint16_t{});
}

bool Volume::put(std::uint32_t slice, const base::Frame& frame, SliceState state, const ToCommon& to_common) {
  if (slice >= lattice_.slices() || state == SliceState::kAbsent || state < states_[slice]) return false;
  const bool readable = frame.kind == base::SampleKind::kInteger && frame.samples_per_pixel == 1 && frame.bytes_per_sample >= 1 &&
                        frame.bytes_per_sample <= 2 && pixel::has_all_samples(frame);
  const bool whole = frame.columns == full_columns_ && frame.rows == full_rows_;
  if (!readable || frame.columns == 0 || frame.rows == 0) return false;
  if (!whole && (state == SliceState::kFinal || !is_reduced_from(frame.columns, full_columns_) || !is_reduced_from(frame.rows, full_rows_))) return false;
  const bool first = states_[slice] == SliceState::kAbsent;
  if (first) {
    slices_[slice] = std::make_unique<std::int16_t[]>(slice_samples_);
    ++present_;
  }
  if (state == SliceState::kFinal && states_[slice] != SliceState::kFinal) ++finals_;
  states_[slice] = state;
  fill(slices_[slice].get(), frame, to_common);
  ++revision_;
  if (first) renew_table();
  return true;
}

// Each slice by itself or by the nearest that has come, the earlier one of two.
void Volume::renew_table() {
  const std::uint32_t count = lattice_.slices();
  constexpr std::uint32_t kFar = kStandIn + 1;
  std::vector<std::uint32_t> before(count, kFar);   // slices back to one that has come
  for (std::uint32_t i = 0; i < count; ++i) before[i] = slices_[i] ? 0 : i > 0 ? std::min(before[i - 1] + 1, kFar) : kFar;
  std::uint32_t after = kFar;
  for (std::uint32_t i = count; i-- > 0;) {
    after = slices_[i] ? 0 : std::min(after + 1, kFar);
    if (std::min(before[i], after) >= kFar) table_[i] = blank_.get();
    else table_[i] = before[i] <= after ? slices_[i - before[i]].get() : slices_[i + after].get();
  }
  table_[count] = table_[count - 1];
}

}  // namespace sansfilm::volume
