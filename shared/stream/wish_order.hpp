// In which order frames are wanted: what is seen, what a scroll will reach, neighbours, the series, the rest. Internal.
//
// @thread one thread
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "shared/stream/frame_record.hpp"
#include "shared/stream/line.hpp"

namespace sansfilm::stream {

struct SeriesRecord {
  std::vector<FrameRecord> frames;
  std::vector<std::uint32_t> order;   // display order: position -> frame
  std::vector<std::uint32_t> place;   // frame -> position
};

enum class Stage : std::uint8_t {
  kVisibleFirst,   // someone looks at nothing
  kReachFirst,     // a scroll will be there within a round trip
  kVisibleFinal,
  kNeighbours,
  kPreview,        // first layer of the series that are shown
  kFinal,          // all of the series that are shown
  kOthersPreview,  // the other series
  kOthersFinal,
};

struct Wish {
  Stage stage = Stage::kVisibleFirst;
  FrameId frame;
  Goal goal;
  std::optional<TileRect> tiles;   // only these
};

inline constexpr std::uint32_t kNowhere = ~std::uint32_t{0};  // distance of a frame whose series is not shown

class WishOrder {
 public:
  // Computes the order anew. `reach_us`: how far ahead a scroll must be served (round trip and batch).
  void update(std::span<const SeriesRecord> series, std::span<const Viewport> viewports, const Settings& settings,
              const Line& line, Micros reach_us);

  [[nodiscard]] const std::vector<Wish>& wishes() const { return wishes_; }
  // Visible first, then by distance: what to keep decoded. `reduce` is that of the screen.
  struct Near {
    FrameId frame;
    std::uint32_t distance = 0;
    std::uint8_t reduce = 0;
    std::optional<TileRect> seen;     // only a part of it is on the screen
  };
  [[nodiscard]] const std::vector<Near>& nearest() const { return nearest_; }

 private:
  void add_visible(std::span<const SeriesRecord> series, const Settings& settings);
  void add_series(std::span<const SeriesRecord> series, const Settings& settings);

  std::vector<Viewport> viewports_;   // valid ones, the active first
  std::vector<Wish> wishes_;
  std::vector<Near> nearest_;
};

// Steps from the nearest viewport that shows its series, kNowhere if none does.
[[nodiscard]] std::uint32_t distance_of(FrameId frame, std::span<const SeriesRecord> series,
                                        std::span<const Viewport> viewports);

// Positions of a series of `count` frames from `position` outwards, three ahead for one behind when it moves.
[[nodiscard]] std::vector<std::uint32_t> outwards(std::uint32_t position, std::uint32_t count, double frames_per_s);

}  // namespace sansfilm::stream
