#include "shared/volume/cut.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace sansfilm::volume {

namespace {

constexpr double kSlack = 1e-6;             // voxels: a point that is meant to lie on the edge does
constexpr std::uint32_t kMostPixels = std::uint32_t{1} << 26;
constexpr int kMostDeep = 2048;             // samples through a slab
constexpr double kStandsStill = 1e-4;       // voxels over a whole line

// The pixels first..end of a line that lie in the volume.
struct Reach {
  std::int64_t first = 0, end = 0;
  [[nodiscard]] bool empty() const { return first >= end; }
};

void clip(Reach& reach, double start, double step, double most) {
  const double low = -kSlack, high = most + kSlack;
  if (std::abs(step) < 1e-12) {
    if (start < low || start > high) reach.end = reach.first;
    return;
  }
  const double a = (low - start) / step, b = (high - start) / step;
  const double enter = std::ceil(std::min(a, b)), leave = std::floor(std::max(a, b)) + 1;
  reach.first = static_cast<std::int64_t>(std::max(static_cast<double>(reach.first), enter));
  reach.end = static_cast<std::int64_t>(std::min(static_cast<double>(reach.end), leave));
  reach.end = std::max(reach.first, reach.end);
}

// Reads lines of samples. `start` and `step` are (column, row, mm), of pixel 0 and from one pixel to the next.
class LineReader {
 public:
  explicit LineReader(const Volume& volume)
      : lattice_(volume.lattice()), table_(volume.table()), stride_(volume.lattice().columns()), blended_(std::size_t{volume.lattice().columns()} + 1) {}

  [[nodiscard]] Reach reach(const Vector3& start, const Vector3& step, std::uint32_t count) const {
    Reach out{0, count};
    clip(out, start[0], step[0], lattice_.columns() - 1.0);
    clip(out, start[1], step[1], lattice_.rows() - 1.0);
    clip(out, start[2], step[2], lattice_.depth_mm());
    return out;
  }

  // The samples of `reach`, to out[0..].
  void read(const Vector3& start, const Vector3& step, const Reach& reach, float* out) {
    const auto count = static_cast<std::uint32_t>(reach.end - reach.first);
    const Vector3 at = plus(start, step, static_cast<double>(reach.first));
    note_slices(at[2], at[2] + step[2] * (count - 1.0));
    const bool same_slice = std::abs(step[2]) * count < kStandsStill * lattice_.spacing_mm();
    const bool same_row = std::abs(step[1]) * count < kStandsStill;
    if (same_slice && same_row) read_along_rows(at, step[0], count, out);
    else if (same_slice) read_in_slice(at, step, count, out);
    else read_anywhere(at, step, count, out);
  }

  [[nodiscard]] std::uint32_t first_slice() const { return first_slice_; }
  [[nodiscard]] std::uint32_t last_slice() const { return last_slice_; }

 private:
  struct At {
    std::int32_t low;
    float part;
  };
  // Within the volume whatever the rounding.
  static At at_of(float value, float most) {
    const float inside = std::min(std::max(value, 0.0F), most);
    const auto low = static_cast<std::int32_t>(inside);
    return {low, inside - static_cast<float>(low)};
  }
  static float between(float a, float b, float part) { return a + (b - a) * part; }

  void note_slices(double from_mm, double to_mm) {
    const auto first = lattice_.index_at(std::min(from_mm, to_mm)), last = lattice_.index_at(std::max(from_mm, to_mm));
    constexpr double kNone = 1e-6;   // a neighbour of no weight takes no part
    first_slice_ = std::min(first_slice_, first.slice + (first.part > 1 - kNone ? 1U : 0U));
    last_slice_ = std::max(last_slice_, last.slice + (last.part > kNone ? 1U : 0U));
  }

  // Neither slice nor row changes: the four neighbouring rows are blended into one, which is read at even steps.
  void read_along_rows(const Vector3& at, double step, std::uint32_t count, float* out) {
    const auto z = lattice_.index_at(at[2]);
    const At y = at_of(static_cast<float>(at[1]), static_cast<float>(lattice_.rows() - 1));
    const double last = at[0] + step * (count - 1.0);
    const auto low = static_cast<std::uint32_t>(std::clamp(std::floor(std::min(at[0], last)), 0.0, lattice_.columns() - 1.0));
    const auto high = static_cast<std::uint32_t>(std::clamp(std::floor(std::max(at[0], last)) + 1.0, 0.0, static_cast<double>(lattice_.columns())));
    const std::int16_t* a = table_[z.slice] + static_cast<std::size_t>(y.low) * stride_;
    const std::int16_t* b = table_[z.slice + 1] + static_cast<std::size_t>(y.low) * stride_;
    const auto pz = static_cast<float>(z.part);
    const float wa = (1 - pz) * (1 - y.part), wb = (1 - pz) * y.part, wc = pz * (1 - y.part), wd = pz * y.part;
    for (std::uint32_t i = low; i <= high; ++i) {
      blended_[i] = static_cast<float>(a[i]) * wa + static_cast<float>(a[i + stride_]) * wb + static_cast<float>(b[i]) * wc + static_cast<float>(b[i + stride_]) * wd;
    }
    const auto x0 = static_cast<float>(at[0]), dx = static_cast<float>(step), most = static_cast<float>(lattice_.columns() - 1);
    for (std::uint32_t i = 0; i < count; ++i) {
      const At x = at_of(x0 + dx * static_cast<float>(i), most);
      out[i] = between(blended_[static_cast<std::size_t>(x.low)], blended_[static_cast<std::size_t>(x.low) + 1], x.part);
    }
  }

  void read_in_slice(const Vector3& at, const Vector3& step, std::uint32_t count, float* out) {
    const auto z = lattice_.index_at(at[2]);
    const std::int16_t* const below = table_[z.slice];
    const std::int16_t* const above = table_[z.slice + 1];
    const auto pz = static_cast<float>(z.part);
    each(at, step, count, [&](std::uint32_t i, std::size_t offset, float px, float py) {
      out[i] = between(bilinear(below + offset, px, py), bilinear(above + offset, px, py), pz);
    });
  }

  void read_anywhere(const Vector3& at, const Vector3& step, std::uint32_t count, float* out) {
    if (lattice_.even()) {
      const double per_mm = 1.0 / lattice_.spacing_mm();
      const auto z0 = static_cast<float>(at[2] * per_mm), dz = static_cast<float>(step[2] * per_mm), most = static_cast<float>(lattice_.slices() - 1);
      each(at, step, count, [&](std::uint32_t i, std::size_t offset, float px, float py) {
        const At z = at_of(z0 + dz * static_cast<float>(i), most);
        out[i] = between(bilinear(table_[z.low] + offset, px, py), bilinear(table_[z.low + 1] + offset, px, py), z.part);
      });
      return;
    }
    each(at, step, count, [&](std::uint32_t i, std::size_t offset, float px, float py) {
      const auto z = lattice_.index_at(at[2] + step[2] * i);
      out[i] = between(bilinear(table_[z.slice] + offset, px, py), bilinear(table_[z.slice + 1] + offset, px, py), static_cast<float>(z.part));
    });
  }

  [[nodiscard]] float bilinear(const std::int16_t* at, float px, float py) const {
    const auto v = [](std::int16_t value) { return static_cast<float>(value); };
    return between(between(v(at[0]), v(at[1]), px), between(v(at[stride_]), v(at[stride_ + 1]), px), py);
  }

  template <class Visit>
  void each(const Vector3& at, const Vector3& step, std::uint32_t count, Visit&& visit) {
    const auto x0 = static_cast<float>(at[0]), dx = static_cast<float>(step[0]), y0 = static_cast<float>(at[1]), dy = static_cast<float>(step[1]);
    const auto most_x = static_cast<float>(lattice_.columns() - 1), most_y = static_cast<float>(lattice_.rows() - 1);
    for (std::uint32_t i = 0; i < count; ++i) {
      const At x = at_of(x0 + dx * static_cast<float>(i), most_x), y = at_of(y0 + dy * static_cast<float>(i), most_y);
      visit(i, static_cast<std::size_t>(y.low) * stride_ + static_cast<std::size_t>(x.low), x.part, y.part);
    }
  }

  const Lattice& lattice_;
  const std::int16_t* const* table_;
  std::size_t stride_;
  std::vector<float> blended_;
  std::uint32_t first_slice_ = std::numeric_limits<std::uint32_t>::max(), last_slice_ = 0;
};

// How a slab is crossed: from its first sample, by steps along the normal. (column, row, mm).
struct Depth {
  int samples = 1;
  Vector3 first{}, step{};
};

Depth depth_of(const Lattice& lattice, const Slab& slab, const Vector3& normal) {
  Depth out;
  out.samples = slab_samples(lattice, slab, normal);
  if (out.samples < 2) return out;
  const Vector3 way = lattice.voxel_way(normal);   // for each mm
  const double step = slab.thickness_mm / (out.samples - 1);
  out.first = plus({}, way, -slab.thickness_mm / 2);
  out.step = plus({}, way, step);
  return out;
}

// One line of a slab after the other into samples.
class SlabLine {
 public:
  SlabLine(const Volume& volume, SlabMode mode, std::uint32_t count)
      : reader_(volume), mode_(mode), outside_(volume.outside()), values_(count), line_(count), taken_(count) {}

  // False: no pixel of it lies in the volume.
  bool make(const Vector3& start, const Vector3& step, const Depth& depth, std::int16_t* out, std::ptrdiff_t out_step) {
    const auto count = static_cast<std::uint32_t>(values_.size());
    std::fill(taken_.begin(), taken_.end(), 0.0F);
    Vector3 from = plus(start, depth.first);
    bool any = false;
    for (int i = 0; i < depth.samples; ++i, from = plus(from, depth.step)) {
      const Reach reach = reader_.reach(from, step, count);
      if (reach.empty()) continue;
      any = true;
      reader_.read(from, step, reach, line_.data());
      add(reach);
    }
    for (std::uint32_t i = 0; i < count; ++i) out[static_cast<std::ptrdiff_t>(i) * out_step] = value_of(i);
    return any;
  }
  [[nodiscard]] const LineReader& reader() const { return reader_; }

 private:
  void add(const Reach& reach) {
    const auto count = static_cast<std::size_t>(reach.end - reach.first);
    float* const value = values_.data() + reach.first;
    float* const taken = taken_.data() + reach.first;
    const float* const line = line_.data();
    // What has not been taken yet counts for nothing in a mean and loses every comparison.
    switch (mode_) {
      case SlabMode::kMean:
        for (std::size_t i = 0; i < count; ++i) value[i] = taken[i] > 0 ? value[i] + line[i] : line[i];
        break;
      case SlabMode::kMaximum:
        for (std::size_t i = 0; i < count; ++i) value[i] = taken[i] > 0 && value[i] > line[i] ? value[i] : line[i];
        break;
      case SlabMode::kMinimum:
        for (std::size_t i = 0; i < count; ++i) value[i] = taken[i] > 0 && value[i] < line[i] ? value[i] : line[i];
        break;
    }
    for (std::size_t i = 0; i < count; ++i) taken[i] += 1.0F;
  }

  [[nodiscard]] std::int16_t value_of(std::uint32_t i) const {
    if (taken_[i] == 0) return outside_;
    const float value = mode_ == SlabMode::kMean ? values_[i] / taken_[i] : values_[i];
    return static_cast<std::int16_t>(std::floor(value + 0.5F));
  }

  LineReader reader_;
  SlabMode mode_;
  std::int16_t outside_;
  std::vector<float> values_, line_, taken_;
};

void note_slices(const SlabLine& line, Cut& cut) {
  if (cut.empty) return;
  cut.first_slice = line.reader().first_slice();
  cut.last_slice = line.reader().last_slice();
}

Cut blank_cut(std::uint32_t columns, std::uint32_t rows) {
  Cut out;
  if (columns == 0 || rows == 0 || std::uint64_t{columns} * rows > kMostPixels) return out;
  out.columns = columns;
  out.rows = rows;
  out.samples.resize(std::size_t{columns} * rows);
  return out;
}

}  // namespace

int slab_samples(const Lattice& lattice, const Slab& slab, const Vector3& normal) {
  if (!(slab.thickness_mm > 0)) return 1;
  const Vector3 way = lattice.voxel_way(normal);   // for each mm
  const double fastest = std::max({std::abs(way[0]), std::abs(way[1]), std::abs(way[2]) / lattice.spacing_mm()});
  const double wanted = std::ceil(slab.thickness_mm * fastest / std::max(slab.finest, 0.1)) + 1;
  return static_cast<int>(std::clamp(wanted, 2.0, static_cast<double>(kMostDeep)));
}

Cut cut_plane(const Volume& volume, const CutPlane& plane) {
  Cut out = blank_cut(plane.columns, plane.rows);
  if (out.samples.empty() || !(plane.pixel_mm > 0)) return out;
  const Lattice& lattice = volume.lattice();
  const Vector3 corner = plus(plus(plane.middle, plane.right, -plane.pixel_mm * (plane.columns - 1) / 2), plane.down, -plane.pixel_mm * (plane.rows - 1) / 2);
  const Vector3 start = lattice.voxel_from_patient(corner);
  const Vector3 by_column = lattice.voxel_way(plus({}, plane.right, plane.pixel_mm));
  const Vector3 by_row = lattice.voxel_way(plus({}, plane.down, plane.pixel_mm));
  const Depth depth = depth_of(lattice, plane.slab, cross(plane.right, plane.down));
  SlabLine line(volume, plane.slab.mode, plane.columns);
  for (std::uint32_t row = 0; row < plane.rows; ++row) {
    if (line.make(plus(start, by_row, row), by_column, depth, out.samples.data() + std::size_t{row} * plane.columns, 1)) out.empty = false;
  }
  note_slices(line, out);
  return out;
}

double path_length_mm(std::span<const Vector3> path) {
  double out = 0;
  for (std::size_t i = 1; i < path.size(); ++i) out += distance_mm(path[i - 1], path[i]);
  return out;
}

Cut cut_curve(const Volume& volume, const CutCurve& curve) {
  const double whole = path_length_mm(curve.path);
  if (!(curve.pixel_mm > 0) || !(whole > 0)) return {};
  const auto pixels = [&](double mm) { return static_cast<std::uint32_t>(std::clamp(std::floor(mm / curve.pixel_mm + 1e-9) + 1, 1.0, 16384.0)); };
  Cut out = blank_cut(pixels(whole), pixels(curve.height_mm));
  if (out.samples.empty()) return out;
  const Lattice& lattice = volume.lattice();
  const Vector3 by_row = lattice.voxel_way(plus({}, curve.across, curve.pixel_mm));
  SlabLine line(volume, curve.slab.mode, out.rows);
  std::size_t leg = 1;
  double behind = 0;   // the length of the legs that are done
  for (std::uint32_t column = 0; column < out.columns; ++column) {
    const double at = column * curve.pixel_mm;
    double leg_mm = distance_mm(curve.path[leg - 1], curve.path[leg]);
    while (at > behind + leg_mm && leg + 1 < curve.path.size()) {
      behind += leg_mm;
      ++leg;
      leg_mm = distance_mm(curve.path[leg - 1], curve.path[leg]);
    }
    const Vector3 way = minus(curve.path[leg], curve.path[leg - 1]);
    const Vector3 on_path = leg_mm > 0 ? plus(curve.path[leg - 1], way, (at - behind) / leg_mm) : curve.path[leg - 1];
    Vector3 aside = cross(way, curve.across);
    const double size = length(aside);
    if (size > 0) aside = plus({}, aside, 1.0 / size);
    const Vector3 top = plus(on_path, curve.across, -curve.pixel_mm * (out.rows - 1) / 2);
    if (line.make(lattice.voxel_from_patient(top), by_row, depth_of(lattice, curve.slab, aside), out.samples.data() + column, out.columns)) out.empty = false;
  }
  note_slices(line, out);
  return out;
}

CutQuality quality_of(const Volume& volume, const Cut& cut) {
  CutQuality out;
  if (cut.empty) return out;
  for (std::uint32_t i = cut.first_slice; i <= cut.last_slice; ++i) {
    ++out.slices;
    if (volume.state(i) == SliceState::kFinal) ++out.finals;
    if (volume.state(i) == SliceState::kPreview) ++out.previews;
  }
  return out;
}

base::Frame frame_of(const Volume& volume, const Cut& cut, bool complete) {
  base::Frame out;
  out.columns = cut.columns;
  out.rows = cut.rows;
  out.bits_stored = 16;
  out.bytes_per_sample = 2;
  out.is_signed = volume.is_signed();
  out.complete = complete;
  out.samples.resize(cut.samples.size() * 2);
  const std::int32_t bias = volume.bias();
  for (std::size_t i = 0; i < cut.samples.size(); ++i) {
    const auto stored = static_cast<std::uint16_t>(cut.samples[i] + bias);
    out.samples[2 * i] = static_cast<std::uint8_t>(stored & 0xFF);
    out.samples[2 * i + 1] = static_cast<std::uint8_t>(stored >> 8);
  }
  return out;
}

std::optional<double> sample_at(const Volume& volume, const Vector3& point) {
  LineReader reader(volume);
  const Vector3 at = volume.lattice().voxel_from_patient(point);
  const Reach reach = reader.reach(at, {1, 0, 0}, 1);
  if (reach.empty()) return std::nullopt;
  float value = 0;
  reader.read(at, {1, 0, 0}, reach, &value);
  return value;
}

}  // namespace sansfilm::volume
