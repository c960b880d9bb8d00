#include "tests/bench/recipes/forms.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "backend/derive/htj2k_encode.hpp"
#include "backend/derive/recipe.hpp"
#include "shared/codec/jpeg2000.hpp"
#include "shared/j2k/assemble.hpp"
#include "shared/j2k/chunk.hpp"
#include "shared/j2k/estimated_error.hpp"
#include "shared/j2k/index.hpp"
#include "tests/bench/recipes/quality.hpp"

namespace sansfilm::bench {

namespace {

using Codestream = std::vector<std::uint8_t>;

// What the bench itself makes cannot fail for its data: then the figures would mean nothing.
template <class T>
T must(base::Result<T> result, const char* what) {
  if (result.ok()) return std::move(result).value();
  std::fprintf(stderr, "recipe bench: %s: %s\n", what, base::describe(result.error()).c_str());
  std::exit(1);
}

double processor_ms() { return 1000.0 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

constexpr int kRounds = 5;
constexpr double kLong_ms = 400;   // one that takes so long is measured three times only

template <class Run>
double median_ms(const Run& run) {
  std::vector<double> times;
  for (int i = 0; i < kRounds; ++i) {
    const double start = processor_ms();
    run();
    times.push_back(processor_ms() - start);
    if (i == 2 && times.back() > kLong_ms) break;
  }
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

Codestream encode_layers(const base::Frame& frame, std::vector<double> layers, double& ms) {
  codec::Jpeg2000EncodeOptions options = derive::layered_options(frame);
  if (!layers.empty()) options.bits_per_sample_layers = std::move(layers);
  Codestream out;
  ms = median_ms([&] {
    base::Budget budget;
    out = must(codec::encode_jpeg2000(frame, options, budget), "JPEG 2000 encoding");
  });
  return out;
}

Codestream encode_ht(const base::Frame& frame, float step, double& ms) {
  const codec::Jpeg2000EncodeOptions like = derive::layered_options(frame);
  Codestream out;
  ms = median_ms([&] {
    base::Budget budget;
    out = must(derive::encode_htj2k(frame, {like.tile_size_px, like.resolutions, like.colour_transform, step}, budget), "HTJ2K encoding");
  });
  return out;
}

// A codestream cut as the server does, put together and decoded as the worker does.
class Cut {
 public:
  explicit Cut(const Codestream& codestream) {
    base::Budget budget;
    index_ = must(j2k::build_index(codestream, budget), "the index");
    chunks_ = must(j2k::cut_into_chunks(codestream, index_, budget), "the chunks");
  }

  [[nodiscard]] std::uint16_t layers() const { return index_.geometry.layers; }
  [[nodiscard]] std::uint8_t decompositions() const { return index_.geometry.decompositions; }

  // The chunks of the first `layers` layers at 1/2^reduce of the size.
  Step step(const base::Frame& original, std::uint16_t layers, std::uint8_t reduce, std::string what, double bytes_before = 0) const {
    Step step{std::move(what), bytes_before, 0, 0};
    std::vector<const j2k::Chunk*> taken;
    for (const j2k::Chunk& chunk : chunks_) {
      if (chunk.id.layer >= layers || chunk.id.resolution > decompositions() - reduce) continue;
      taken.push_back(&chunk);
      step.bytes += static_cast<double>(chunk.payload.size());
    }
    base::Frame decoded;
    std::optional<double> estimated;
    step.decode_ms = median_ms([&] {
      base::Budget budget;
      std::vector<j2k::PacketBytes> packets;
      for (const j2k::Chunk* chunk : taken) {
        if (!j2k::read_chunk(index_.main_header, chunk->id, chunk->payload, packets).ok()) std::exit(1);
      }
      estimated = must(j2k::estimated_error(index_.main_header, packets, reduce, layers, budget), "the estimated error");
      const Codestream whole = must(j2k::assemble(index_.main_header, packets, budget), "assembling");
      decoded = must(codec::decode_jpeg2000(whole, {.reduce = reduce, .layers = layers, .allow_partial = true}, budget), "decoding");
    });
    if (reduce == 0 && estimated.value_or(0.0) > 0.0) step.error_told = *estimated / root_mean_square(original, decoded);
    step.db = decibels(original, reduce == 0 ? decoded : enlarged(decoded, original.columns, original.rows, reduce));
    return step;
  }

  [[nodiscard]] double bytes() const {
    double sum = 0;
    for (const j2k::Chunk& chunk : chunks_) sum += static_cast<double>(chunk.payload.size());
    return sum;
  }

 private:
  j2k::Index index_;
  std::vector<j2k::Chunk> chunks_;
};

std::vector<Step> layer_steps(const base::Frame& frame, const Cut& cut, const char* prefix) {
  std::vector<Step> steps;
  for (std::uint16_t layers = 1; layers <= cut.layers(); ++layers) steps.push_back(cut.step(frame, layers, 0, prefix + std::to_string(layers)));
  return steps;
}

// The last step of P and H: the whole picture as HTJ2K beside the preview.
void end_with_ht(const base::Frame& frame, const Cut& preview, double preview_ms, Form& form) {
  double final_ms = 0;
  const Cut whole(encode_ht(frame, 0.0F, final_ms));
  form.steps.push_back(whole.step(frame, 1, 0, "final", preview.bytes()));
  form.stored_bytes = preview.bytes() + whole.bytes();
  form.encode_ms = preview_ms + final_ms;
}

}  // namespace

const Step* Form::reaching(double db) const {
  const Step* least = nullptr;
  for (const Step& step : steps) {
    if (step.db >= db && (least == nullptr || step.bytes < least->bytes)) least = &step;
  }
  return least;
}

double plain_bytes(const base::Frame& frame) {
  codec::Jpeg2000EncodeOptions options = derive::layered_options(frame);
  options.bits_per_sample_layers = {};
  options.tile_size_px = 0;
  options.resolutions = 6;
  base::Budget budget;
  return static_cast<double>(must(codec::encode_jpeg2000(frame, options, budget), "JPEG 2000 encoding").size());
}

Form layered(const base::Frame& frame) {
  Form form{"L", {}, 0, 0};
  const Cut cut(encode_layers(frame, {}, form.encode_ms));
  form.steps = layer_steps(frame, cut, "layer ");
  form.stored_bytes = cut.bytes();
  return form;
}

Form layered_then_ht(const base::Frame& frame, double preview_bits) {
  Form form{"P", {}, 0, 0};
  std::vector<double> layers;
  for (const double bits : derive::layered_options(frame).bits_per_sample_layers) {
    if (bits > 0.0 && bits <= preview_bits) layers.push_back(bits);
  }
  double preview_ms = 0;
  const Cut preview(encode_layers(frame, layers.empty() ? std::vector{preview_bits} : layers, preview_ms));
  form.steps = layer_steps(frame, preview, "layer ");
  end_with_ht(frame, preview, preview_ms, form);
  return form;
}

Form ht_then_ht(const base::Frame& frame) {
  Form form{"H", {}, 0, 0};
  double preview_ms = 0;
  const Cut preview(encode_ht(frame, derive::ht_preview_options(frame).step, preview_ms));
  form.steps.push_back(preview.step(frame, 1, 0, "preview"));
  end_with_ht(frame, preview, preview_ms, form);
  return form;
}

Form resolution_prefix(const base::Frame& frame) {
  Form form{"prefix", {}, 0, 0};
  const Cut whole(encode_ht(frame, 0.0F, form.encode_ms));
  for (int reduce = whole.decompositions(); reduce >= 0; --reduce) {
    form.steps.push_back(whole.step(frame, 1, static_cast<std::uint8_t>(reduce), reduce == 0 ? "final" : "1/" + std::to_string(1 << reduce)));
  }
  form.stored_bytes = whole.bytes();
  return form;
}

}  // namespace sansfilm::bench
