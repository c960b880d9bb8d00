// A hanging protocol: which studies it is for, and which of their images go where in the grid, shown how.
//
// docs/hanging.md documents the JSON that it is read from.
//
// @source PS3.3 2024e C.7.3.1.1.1 (modality), C.7.1.1 (laterality), C.8.11.7 (mammography); the object of PS3.3 C.23 (Hanging Protocol
//         Storage) is another format for a like purpose and is not read
// @units  windows in modality values (HU, or stored values)
// @owner  values
// @thread values
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sansfilm::hanging {

inline constexpr std::uint8_t kMostRows = 4, kMostColumns = 4;

struct Words {
  std::string french, english;
};

enum class Plane : std::uint8_t { kAxial, kCoronal, kSagittal };
enum class Which : std::uint8_t { kFirst, kMiddle, kLast };
enum class ScrollLink : std::uint8_t { kOff, kPosition, kOffset };

// What may stand in a viewport. An empty list allows everything; within a list one match is enough.
struct Selector {
  std::vector<std::string> modalities;      // (0008,0060)
  std::vector<std::string> body_parts;      // (0018,0015)
  std::vector<std::string> lateralities;    // (0020,0062) or (0020,0060): of an image
  std::vector<std::string> views;           // (0018,5101): of an image
  std::vector<std::string> descriptions;    // parts of the series' description or protocol name; * stands for anything
  std::vector<std::string> not_descriptions;
  std::optional<Plane> plane;               // the one that the images are nearest to
  std::uint32_t least_images = 1;

  // Laterality and view are an image's: each image of a series is a candidate then, else the series is.
  [[nodiscard]] bool is_of_images() const { return !lateralities.empty() || !views.empty(); }
};

struct WindowChoice {
  double center = 0.0, width = 1.0;
  Words name;                               // may be empty
};

struct View {
  bool empty = false;                       // left free on purpose
  Selector show;
  bool prior = false;                       // of the prior study
  bool required = true;                     // without it the protocol does not apply
  bool again = false;                       // may show what another viewport shows too
  Which image = Which::kFirst;
  std::optional<WindowChoice> window;
  bool invert = false;
};

struct Condition {
  std::vector<std::string> modalities;      // every series with pictures has one of these
  std::vector<std::string> body_parts;      // one of the series has one of these
  std::vector<std::string> descriptions;    // parts of the study's description
  std::optional<std::uint32_t> least_series, most_series, least_images, most_images;   // with pictures; images are instances
  std::optional<bool> prior;                // whether there is a prior study
};

struct Protocol {
  std::string id;
  Words name;
  Condition when;
  std::uint8_t rows = 1, columns = 1;
  std::vector<View> views;                  // row by row, at most rows * columns
  bool tiles = false;                       // the first view's series over all viewports
  ScrollLink link_scroll = ScrollLink::kOff;
  bool link_window = false, link_zoom = false;
  bool same_scale = false;                  // a millimetre is as long in every viewport
  bool back_to_back = false;                // chest wall of a right breast at the right edge, of a left one at the left edge
};

}  // namespace sansfilm::hanging
