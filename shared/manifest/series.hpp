// The manifest of a study out of those of its instances, series by series.
//
// @errors none
// @owner  values
// @thread pure
#pragma once

#include <cstdint>

#include "shared/wire/manifest.hpp"

namespace sansfilm::manifest {

// What a series says of itself, from its first instance, with nothing in it.
[[nodiscard]] wire::Series series_head(const wire::Series& first);

// Appends frames, objects and table rows of one instance (describe.hpp). `size_bytes`: of its file.
void append_instance(wire::Series& all, const wire::Series& one, std::uint64_t size_bytes);

// Instances by their number (those without one last, otherwise as they came), frames accordingly: the order of a series
// whose files came in the order in which a folder was read.
void sort_by_number(wire::Series& series);

// Says how the frame is streamed (streamed_frame.hpp), and what its samples are then. `stream` is null if it is not.
void set_stream(wire::Series& series, wire::Frame& frame, const wire::PixelFormat& format, const wire::Codestream* stream);

// Gives the frames of a new description the streaming forms that an earlier one of the same instance has.
void take_streams(wire::Series& series, const wire::Series& streamed);

}  // namespace sansfilm::manifest
