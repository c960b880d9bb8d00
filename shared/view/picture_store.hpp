// The decoded frames that the viewer holds, and how much of each frame's bytes has arrived. Which to keep is decided by
// stream::Scheduler; this only holds and counts.
//
// @units  bytes
// @owner  owns the frames
// @thread one caller
#pragma once

#include <cstdint>
#include <map>

#include "shared/base/frame.hpp"
#include "shared/stream/scheduler.hpp"

namespace sansfilm::view {

// Where a picture differs from the one that had the revision `from`: what was made of that one need only be mended.
struct Patch {
  std::uint32_t from = 0;        // 0: everywhere
  std::uint32_t x = 0, y = 0, columns = 0, rows = 0;
};

struct Picture {
  base::Frame frame;
  wire::PictureState state;
  std::uint32_t revision = 0;    // changes with every decode: textures and tables made from it are then stale
  Patch patch;
};

class PictureStore {
 public:
  void put(stream::FrameId id, base::Frame frame, wire::PictureState state);
  // Lays `part` into the picture of this frame at a column and row of it. False, and nothing done, when it does not fit.
  bool lay_in(stream::FrameId id, std::uint32_t x, std::uint32_t y, const base::Frame& part);
  void drop(stream::FrameId id);
  void clear();
  [[nodiscard]] const Picture* find(stream::FrameId id) const;
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

  // Arrived bytes of the streaming form.
  void add_arrived(stream::FrameId id, std::uint64_t bytes);
  void forget_arrived(stream::FrameId id);
  [[nodiscard]] std::uint64_t arrived(stream::FrameId id) const;

 private:
  std::map<stream::FrameId, Picture> pictures_;
  std::map<stream::FrameId, std::uint64_t> arrived_;
  std::uint64_t bytes_ = 0;
  std::uint32_t next_revision_ = 1;
};

}  // namespace sansfilm::view
