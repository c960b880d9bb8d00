#include "shared/wire/first_picture.hpp"

#include <algorithm>
#include <cmath>

#include "shared/wire/quality.hpp"
#include "shared/wire/stack_order.hpp"

namespace sansfilm::wire {

std::vector<ChunkRange> first_picture(const Series& series, const SendAhead& wanted) {
  if (series.frames.empty() || wanted.bytes == 0 || wanted.width == 0 || wanted.height == 0) return {};
  const Frame& frame = series.frames[stack_of(series).frames.front()];
  if (frame.codestream == kNoIndex) return {};
  const Codestream& stream = series.codestreams[frame.codestream];
  const PixelFormat& format = series.pixel_formats[frame.pixels];
  if (format.columns == 0 || format.rows == 0) return {};
  const double scale = std::min(static_cast<double>(wanted.width) / format.columns, static_cast<double>(wanted.height) / format.rows);
  const std::uint8_t reduce = needed_reduce(scale, stream.decompositions);

  std::vector<ChunkRange> ranges;
  double room = static_cast<double>(wanted.bytes);
  for (std::uint16_t layer = 0; layer < stream.layers && layer < frame.layer_bytes.size(); ++layer) {
    room -= std::ldexp(static_cast<double>(frame.layer_bytes[layer]), -2 * reduce);   // a quarter of the samples, about a quarter of the bytes
    if (room < 0.0) break;
    ranges.push_back({frame.content, frame.frame, stream.recipe, 0, stream.tiles() - 1, 0, static_cast<std::uint8_t>(stream.decompositions - reduce), layer, layer});
  }
  return ranges;
}

}  // namespace sansfilm::wire
