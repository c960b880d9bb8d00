// What is drawn over the pictures of a study: segmentations, structure sets, presentation states. Which there are and which
// series they belong to stands in the manifest; what they say is fetched when it is asked for, and read by the shared code.
//
// @source PS3.3 2024e A.33 (presentation states), A.51 (segmentations), A.19 (structure sets)
// @units  bytes
// @errors an object that cannot be had or read is a state with its error, never more
// @owner  owns what was read
// @thread one caller
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/pixel/colour.hpp"
#include "shared/pixel/presentation_state.hpp"
#include "shared/pixel/segmentation.hpp"
#include "shared/volume/contours.hpp"
#include "shared/wire/manifest.hpp"

namespace sansfilm::view {

enum class LayerKind : std::uint8_t { kSegmentation, kStructureSet, kPresentation };

enum class LayerState : std::uint8_t {
  kListed,   // known from the manifest
  kWanted,   // to be asked for as soon as a picture is there
  kAsked,
  kReady,
  kFailed,
};

// A segment or a region.
struct LayerPart {
  std::uint32_t number = 0;
  std::string name;
  pixel::Rgb colour{};
  bool visible = true;
};

struct Layer {
  static constexpr double kUsualOpacity = 0.35;

  LayerKind kind = LayerKind::kSegmentation;
  std::string uid, name;
  std::vector<std::string> series;       // that it belongs to; empty: not stated
  LayerState state = LayerState::kListed;
  base::Error error;                     // kFailed
  bool on = false;                       // segmentations and structure sets; a presentation state is chosen by the cell
  double opacity = kUsualOpacity;        // of the fill of segments
  std::vector<LayerPart> parts;

  // What was read: one of them.
  std::optional<pixel::Segmentation> segmentation;
  std::optional<volume::StructureSet> structures;
  std::optional<pixel::PresentationState> presentation;
  std::vector<std::uint8_t> bytes;       // of a segmentation: its pixels stay in the object
  base::Bytes pixels;                    // borrowed from `bytes`
  std::uint16_t bits_allocated = 8;
};

// Reads the object that `bytes` hold (shared/document/drawing.hpp makes it) into the layer.
[[nodiscard]] base::Status read_layer(std::vector<std::uint8_t> bytes, std::uint64_t budget_bytes, Layer& layer);

class Layers {
 public:
  explicit Layers(std::uint64_t budget_bytes) : budget_bytes_(budget_bytes) {}

  void update(const wire::Manifest& manifest);   // appends what is new
  void clear();

  [[nodiscard]] const std::vector<Layer>& all() const { return layers_; }
  [[nodiscard]] const Layer& at(std::uint32_t layer) const { return layers_[layer]; }
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view sop_instance_uid) const;
  [[nodiscard]] static bool belongs_to(const Layer& layer, const wire::Series& series);
  // Those of a series, in the order of the manifest.
  [[nodiscard]] std::vector<std::uint32_t> of_series(const wire::Series& series) const;

  void want(std::uint32_t layer);                // if it is not there yet; what failed is tried again
  // The next to be asked for; it then counts as asked.
  [[nodiscard]] std::optional<std::uint32_t> next_wanted();
  void take(std::uint32_t layer, int http_status, std::vector<std::uint8_t> bytes);

  void switch_layer(std::uint32_t layer, bool on);
  void switch_part(std::uint32_t layer, std::uint32_t part);
  void set_opacity(std::uint32_t layer, double opacity);
  void set_hidden(bool hidden);                  // all segmentations and structure sets, whichever are on
  [[nodiscard]] bool hidden() const { return hidden_; }
  [[nodiscard]] bool any_on() const;

  [[nodiscard]] std::uint64_t bytes() const;     // held
  // Changes with everything that changes what is drawn.
  [[nodiscard]] std::uint32_t revision() const { return revision_; }

 private:
  void make_room(std::uint64_t bytes);

  std::uint64_t budget_bytes_;
  std::vector<Layer> layers_;
  bool hidden_ = false;
  std::uint32_t revision_ = 0;
};

}  // namespace sansfilm::view
