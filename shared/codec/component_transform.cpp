#include "shared/codec/component_transform.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "shared/codec/coders.hpp"

namespace sansfilm::codec {

using base::Budget;
using base::Bytes;
using base::Error;
using base::ErrorCode;
using base::Result;
using base::Status;

namespace {

constexpr std::uint16_t kSot = 0xFF90;

// Undone in pieces of so many samples, so that the intermediate components never exist whole as doubles.
constexpr std::size_t kPiece = 256;

// Multiplications for one frame: more take longer than any picture is worth. 500 components of 512 x 512 are 131 million a frame.
constexpr std::uint64_t kMostOperations = std::uint64_t{1} << 32;

enum class ArrayKind : std::uint8_t { kDependency = 0, kDecorrelation = 1, kOffset = 2 };

// What several marker segments of one index carry together. A.3.7, A.3.8
struct Series {
  std::uint32_t next = 0, last = 0;
  std::vector<std::uint8_t> bytes;
  [[nodiscard]] bool complete() const { return next > last; }
};

class Cursor {
 public:
  Cursor(Bytes bytes, std::uint16_t marker) : bytes_(bytes), marker_(marker) {}
  // `width`: 1 to 4 bytes, big endian.
  Result<std::uint32_t> take(unsigned width) {
    if (bytes_.size() < width) return Error{ErrorCode::kTruncated, "a marker segment of the component transform is cut short", base::kNoOffset, 0, marker_};
    std::uint32_t value = 0;
    for (unsigned i = 0; i < width; ++i) value = value << 8 | bytes_[i];
    bytes_ = bytes_.subspan(width);
    return value;
  }
  [[nodiscard]] Bytes rest() const { return bytes_; }

 private:
  Bytes bytes_;
  std::uint16_t marker_;
};

class MainHeader {
 public:
  MainHeader(Bytes codestream, std::uint32_t coded) : codestream_(codestream), components_(coded) {}

  Result<ComponentTransform> read() {
    SF_CHECK(walk());
    if (!has_depths_) return Error{ErrorCode::kMissing, "the depths of the image's components (CBD)", base::kNoOffset, 0, part2::kCbd};
    if (!has_order_) return Error{ErrorCode::kMissing, "the order of the component transform's stages (MCO)", base::kNoOffset, 0, part2::kMco};
    for (const std::uint8_t index : order_) SF_CHECK(add_stage(index));
    if (components_ < out_.depths.size()) return Error{ErrorCode::kInconsistent, "the component transform gives fewer components than CBD announces", base::kNoOffset, 0, part2::kCbd};
    return std::move(out_);
  }

 private:
  // read_jpeg2000_header has been here: every segment lies within the codestream.
  Status walk() {
    std::size_t at = 2;
    while (at + 4 <= codestream_.size()) {
      const auto marker = base::load_be<std::uint16_t>(codestream_.data() + at);
      if (marker == kSot) return {};
      const std::size_t length = base::load_be<std::uint16_t>(codestream_.data() + at + 2);
      if (length < 2 || at + 2 + length > codestream_.size()) break;
      const Bytes body = codestream_.subspan(at + 4, length - 2);
      if (marker == part2::kMct) SF_CHECK(collect(arrays_, body, 2, marker));
      if (marker == part2::kMcc) SF_CHECK(collect(collections_, body, 1, marker));
      if (marker == part2::kMco) SF_CHECK(read_order(body));
      if (marker == part2::kCbd) SF_CHECK(read_depths(body));
      at += 2 + length;
    }
    return Error{ErrorCode::kTruncated, "the codestream ends in its header", at};
  }

  // Z: number in the series; the index; in the first segment of a series the number of the last.
  static Status collect(std::map<std::uint32_t, Series>& all, Bytes body, unsigned index_bytes, std::uint16_t marker) {
    Cursor in(body, marker);
    SF_TRY(const std::uint32_t number, in.take(2));
    SF_TRY(const std::uint32_t index, in.take(index_bytes));
    Series& series = all[index];
    if (number != series.next) return Error{ErrorCode::kMalformed, "a series of marker segments is out of order", base::kNoOffset, 0, marker};
    if (number == 0) {
      SF_TRY(series.last, in.take(2));
    } else if (number > series.last) {
      return Error{ErrorCode::kMalformed, "more marker segments than their series announces", base::kNoOffset, 0, marker};
    }
    ++series.next;
    series.bytes.insert(series.bytes.end(), in.rest().begin(), in.rest().end());
    return {};
  }

  Status read_order(Bytes body) {
    Cursor in(body, part2::kMco);
    SF_TRY(const std::uint32_t count, in.take(1));
    if (has_order_ || in.rest().size() != count) return Error{ErrorCode::kMalformed, "the count of stages contradicts their list", base::kNoOffset, 0, part2::kMco};
    order_.assign(in.rest().begin(), in.rest().end());
    has_order_ = true;
    return {};
  }

  Status read_depths(Bytes body) {
    Cursor in(body, part2::kCbd);
    SF_TRY(const std::uint32_t count, in.take(2));
    const bool one_for_all = (count & 0x8000U) != 0;
    const std::size_t components = count & 0x7FFFU, listed = one_for_all ? 1 : components;
    if (has_depths_ || components == 0 || components > 16384 || in.rest().size() != listed) {
      return Error{ErrorCode::kMalformed, "the count of component depths contradicts their list", base::kNoOffset, 0, part2::kCbd};
    }
    for (std::size_t c = 0; c < components; ++c) {
      const std::uint8_t depth = in.rest()[one_for_all ? 0 : c];
      const auto bits = static_cast<std::uint8_t>((depth & 0x7FU) + 1U);
      if (bits > 31) return Error{ErrorCode::kUnsupported, "more than 31 bits a sample", base::kNoOffset, 0, part2::kCbd};
      out_.depths.push_back({.bits = bits, .is_signed = (depth & 0x80U) != 0});
    }
    has_depths_ = true;
    return {};
  }

  Result<std::vector<double>> array(ArrayKind kind, std::uint32_t index, std::size_t count) {
    const auto wanted = [&](const auto& one) { return (one.first & 0x3FFU) == (static_cast<std::uint32_t>(kind) << 8 | index); };
    const auto found = std::find_if(arrays_.begin(), arrays_.end(), wanted);
    if (found == arrays_.end() || !found->second.complete()) return Error{ErrorCode::kMissing, "an array of the component transform", base::kNoOffset, 0, part2::kMct};
    constexpr std::size_t kWidths[] = {2, 4, 4, 8};
    const unsigned form = found->first >> 10 & 3U;
    const Bytes bytes = found->second.bytes;
    if (bytes.size() % kWidths[form] != 0 || bytes.size() / kWidths[form] != count) {
      return Error{ErrorCode::kInconsistent, "an array of the component transform has another size than its collection", base::kNoOffset, 0, part2::kMct};
    }
    numbers_ += count;
    if (numbers_ > codestream_.size()) return Error{ErrorCode::kOverBudget, "the arrays of the component transform are used too often", base::kNoOffset, 0, part2::kMct};
    std::vector<double> values;
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint8_t* at = bytes.data() + i * kWidths[form];
      values.push_back(form == 0   ? base::load_be<std::int16_t>(at)
                       : form == 1 ? base::load_be<std::int32_t>(at)
                       : form == 2 ? static_cast<double>(base::load_be<float>(at))
                                   : base::load_be<double>(at));
      if (!std::isfinite(values.back())) return Error{ErrorCode::kMalformed, "an array of the component transform holds what is no number", base::kNoOffset, 0, part2::kMct};
    }
    return values;
  }

  // Nmcc and Cmcc, or Mmcc and Wmcc: a count, whose top bit says that the indices have two bytes.
  static Result<std::vector<std::uint16_t>> indices(Cursor& in) {
    SF_TRY(const std::uint32_t count, in.take(2));
    const unsigned width = (count & 0x8000U) != 0 ? 2 : 1;
    std::vector<std::uint16_t> out;
    for (std::uint32_t i = 0; i < (count & 0x7FFFU); ++i) {
      SF_TRY(const std::uint32_t index, in.take(width));
      out.push_back(static_cast<std::uint16_t>(index));
    }
    return out;
  }

  Result<ComponentCollection> read_collection(Cursor& in) {
    SF_TRY(const std::uint32_t type, in.take(1));
    ComponentCollection one;
    SF_TRY(one.inputs, indices(in));
    SF_TRY(one.outputs, indices(in));
    SF_TRY(const std::uint32_t assigned, in.take(3));
    const auto refuse = [](const char* detail) { return Error{ErrorCode::kUnsupported, detail, base::kNoOffset, 0, part2::kMcc}; };
    const std::uint32_t matrix = assigned & 0xFFU, offsets = assigned >> 8 & 0xFFU;
    if ((type & 3U) == 3) return refuse("a wavelet transform across the components of JPEG 2000 Part 2");
    if (matrix != 0 && (type & 3U) == 0) return refuse("a dependency transform across the components of JPEG 2000 Part 2");
    if (matrix != 0 && (assigned >> 16 & 1U) != 0) return refuse("a reversible transform across the components of JPEG 2000 Part 2");
    if (one.inputs.empty() || one.outputs.empty() || (matrix == 0 && one.inputs.size() != one.outputs.size())) {
      return Error{ErrorCode::kMalformed, "a collection of components without its inputs or outputs", base::kNoOffset, 0, part2::kMcc};
    }
    if (matrix != 0) {
      SF_TRY(one.matrix, array(ArrayKind::kDecorrelation, matrix, one.inputs.size() * one.outputs.size()));
    }
    if (offsets != 0) {
      SF_TRY(one.offsets, array(ArrayKind::kOffset, offsets, one.outputs.size()));
    }
    return one;
  }

  Status add_stage(std::uint8_t index) {
    const auto found = collections_.find(index);
    if (found == collections_.end() || !found->second.complete()) return Error{ErrorCode::kMissing, "a stage of the component transform (MCC)", base::kNoOffset, 0, part2::kMcc};
    Cursor in(found->second.bytes, part2::kMcc);
    SF_TRY(const std::uint32_t count, in.take(2));
    ComponentStage stage;
    for (std::uint32_t i = 0; i < count; ++i) {
      SF_TRY(ComponentCollection one, read_collection(in));
      const auto beyond = [&](std::uint16_t input) { return input >= components_; };
      if (std::any_of(one.inputs.begin(), one.inputs.end(), beyond)) return Error{ErrorCode::kInconsistent, "a component transform of components that there are not", base::kNoOffset, 0, part2::kMcc};
      stage.components += static_cast<std::uint32_t>(one.outputs.size());
      stage.collections.push_back(std::move(one));
    }
    std::vector<bool> given(stage.components);
    for (const ComponentCollection& one : stage.collections) {
      for (const std::uint16_t output : one.outputs) {
        if (output >= given.size() || given[output]) return Error{ErrorCode::kInconsistent, "a stage gives a component twice, or leaves one out", base::kNoOffset, 0, part2::kMcc};
        given[output] = true;
      }
    }
    components_ = stage.components;
    out_.stages.push_back(std::move(stage));
    return {};
  }

  Bytes codestream_;
  std::uint32_t components_;  // before the next stage
  std::map<std::uint32_t, Series> arrays_, collections_;
  std::vector<std::uint8_t> order_;
  bool has_order_ = false, has_depths_ = false;
  std::uint64_t numbers_ = 0;  // of all arrays as the stages use them: a small codestream must not become a large transform
  ComponentTransform out_;
};

// Component c of a piece starts at c * kPiece.
using Piece = std::vector<double>;

void undo_stage(const ComponentStage& stage, const Piece& from, Piece& to, std::uint32_t first, std::uint32_t end) {
  for (const ComponentCollection& one : stage.collections) {
    for (std::size_t row = 0; row < one.outputs.size(); ++row) {
      if (one.outputs[row] < first || one.outputs[row] >= end) continue;
      double* out = to.data() + one.outputs[row] * kPiece;
      std::fill_n(out, kPiece, one.offsets.empty() ? 0.0 : one.offsets[row]);
      const auto add = [&](std::uint16_t input, double factor) {
        const double* in = from.data() + input * kPiece;
        for (std::size_t i = 0; i < kPiece; ++i) out[i] += factor * in[i];
      };
      if (one.matrix.empty()) add(one.inputs[row], 1.0);
      for (std::size_t i = 0; !one.matrix.empty() && i < one.inputs.size(); ++i) add(one.inputs[i], one.matrix[row * one.inputs.size() + i]);
    }
  }
}

std::uint64_t operations(const ComponentTransform& transform, std::uint32_t count) {
  std::uint64_t sum = 0;
  for (std::size_t s = 0; s < transform.stages.size(); ++s) {
    const bool last = s + 1 == transform.stages.size();
    for (const ComponentCollection& one : transform.stages[s].collections) {
      const std::uint64_t rows = last ? std::min<std::uint64_t>(one.outputs.size(), count) : one.outputs.size();
      sum += rows * (one.matrix.empty() ? 1 : one.inputs.size());
    }
  }
  return sum;
}

// Rounded, and within the depth; what is no number is its least value.
void hold(const double* values, std::size_t count, ComponentDepth depth, std::int32_t* out) {
  const double low = depth.is_signed ? -std::ldexp(1.0, depth.bits - 1) : 0.0;
  const double high = std::ldexp(1.0, depth.is_signed ? depth.bits - 1 : depth.bits) - 1;
  for (std::size_t i = 0; i < count; ++i) {
    const double rounded = std::floor(values[i] + 0.5);
    out[i] = static_cast<std::int32_t>(!(rounded > low) ? low : rounded > high ? high : rounded);
  }
}

}  // namespace

Result<ComponentTransform> read_component_transform(Bytes codestream, std::uint32_t coded_components) {
  return MainHeader(codestream, coded_components).read();
}

// The copy, the series of segments, and as many numbers as MainHeader::array allows.
std::uint64_t component_transform_bytes(Bytes codestream) { return 10 * std::uint64_t{codestream.size()} + (1 << 16); }

Result<std::vector<std::vector<std::int32_t>>> undo_component_transform(const ComponentTransform& transform,
                                                                        std::span<const std::int32_t* const> planes,
                                                                        std::size_t samples, unsigned fraction_bits,
                                                                        std::uint32_t first, std::uint32_t count, Budget& budget) {
  if (std::uint64_t{first} + count > transform.depths.size()) {
    return Error{ErrorCode::kInconsistent, "the codestream has fewer components than the dataset needs", base::kNoOffset, 0, part2::kCbd};
  }
  if (operations(transform, count) > kMostOperations / std::max<std::size_t>(samples, 1)) {
    return Error{ErrorCode::kOverBudget, "a component transform larger than any picture needs", base::kNoOffset, 0, part2::kMcc};
  }
  std::size_t most = planes.size();
  for (const ComponentStage& stage : transform.stages) most = std::max<std::size_t>(most, stage.components);
  const WorkMemory work(budget, 2 * most * kPiece * sizeof(double));
  SF_CHECK(work.status());
  SF_CHECK(budget.take_bytes(std::uint64_t{count} * samples * sizeof(std::int32_t)));
  std::vector<std::vector<std::int32_t>> out(count, std::vector<std::int32_t>(samples));
  Piece from(most * kPiece), to(most * kPiece);
  const double scale = std::ldexp(1.0, -static_cast<int>(fraction_bits));
  for (std::size_t at = 0; at < samples; at += kPiece) {
    SF_CHECK(budget.check_time());
    const std::size_t here = std::min(kPiece, samples - at);
    for (std::size_t c = 0; c < planes.size(); ++c) {
      for (std::size_t i = 0; i < here; ++i) from[c * kPiece + i] = scale * planes[c][at + i];
    }
    for (std::size_t s = 0; s < transform.stages.size(); ++s) {
      const bool last = s + 1 == transform.stages.size();
      undo_stage(transform.stages[s], from, to, last ? first : 0, last ? first + count : transform.stages[s].components);
      from.swap(to);
    }
    for (std::uint32_t c = 0; c < count; ++c) {
      hold(from.data() + (first + c) * kPiece, here, transform.depths[first + c], out[c].data() + at);
    }
  }
  return out;
}

}  // namespace sansfilm::codec
