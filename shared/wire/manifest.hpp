// What a viewer must know of a study before the first chunk: enough to lay out, to ask and to display.
//
// On the wire it is JSON lines (manifest_json.hpp): one line for the study, one for each series, a last one. What frames
// of a series share stands once, in the tables of the series; a frame refers to them by index.
//
// @source PS3.3 2024e C.7.1.1 (patient), C.7.2.1 (study), C.7.3.1 (series), C.7.6.2 and C.7.6.3 (image), C.10.7 (spacing),
//         C.11.1 and C.11.2 (LUTs), C.8.5.5.1 (ultrasound regions)
// @units  mm, degrees of no kind: angles are cosines; dates and times as in the file (DA, TM)
// @owner  values
// @thread immutable after reading
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/wire/chunk_key.hpp"
#include "shared/wire/protocol.hpp"

namespace sansfilm::wire {

inline constexpr std::uint32_t kNoIndex = ~std::uint32_t{0};

// (0028,1052..1054): output = stored * slope + intercept.
struct Rescale {
  double slope = 1.0;
  double intercept = 0.0;
  std::string type;  // "HU", "US", "OD", or the units (0054,1001) of a PET: "BQML", "GML"
  bool operator==(const Rescale&) const = default;
};

enum class WindowFunction : std::uint8_t { kLinear, kLinearExact, kSigmoid };  // (0028,1056)

struct Window {
  double center = 0.0;
  double width = 1.0;
  std::string explanation;  // (0028,1055), may be empty
  WindowFunction function = WindowFunction::kLinear;
  bool operator==(const Window&) const = default;
};

// A Modality, VOI or palette LUT: entry i is for input first + i; inputs outside clamp to the ends.
struct Lut {
  std::int32_t first = 0;
  std::uint8_t bits = 16;              // of an entry
  std::vector<std::uint16_t> entries;
  std::string explanation;
  bool operator==(const Lut&) const = default;
};

// Standardised uptake values of a PET: what its modality values are multiplied with, or why there are none.
struct Suv {
  double body_weight = 0.0;      // SUVbw, g/ml; 0: there is none
  double lean_body_mass = 0.0;   // SUVlbm, g/ml; 0: none
  double body_surface = 0.0;     // SUVbsa, cm2/ml; 0: none
  std::string problem;           // pixel::name_of(SuvProblem): why there is no SUVbw
  std::string lean_problem;      // why the others lack although there is one
  bool operator==(const Suv&) const = default;
};

// How to display: the grey transforms of a frame, in the order of PS3.4 N.2.
struct Display {
  std::optional<Rescale> rescale;
  std::optional<Lut> modality_lut;     // instead of rescale
  std::vector<Window> windows;         // in the file's order; the first is the default
  std::vector<Lut> voi_luts;
  std::vector<Lut> palette;            // red, green, blue; empty unless PALETTE COLOR or supplemental
  bool supplemental_palette = false;   // for stored values from palette[0].first on, over a grey image
  bool presentation_inverse = false;   // low values are bright: MONOCHROME1, or Presentation LUT Shape INVERSE
  std::optional<Suv> suv;              // of PET only
  bool operator==(const Display&) const = default;
};

// An overlay plane of one frame: a picture of single bits over the image. PS3.3 C.9.2.
struct Overlay {
  std::uint16_t group = 0x6000;
  std::uint32_t rows = 0, columns = 0;
  std::int32_t origin_row = 1, origin_column = 1;   // of its first pixel in the image; 1: the first row
  bool region = false;                 // Overlay Type R, else graphics
  std::string label;
  std::vector<std::uint8_t> bits;      // row by row without padding, the lowest bit first
  bool operator==(const Overlay&) const = default;
};

// What hides parts of an image. PS3.3 C.7.6.11, C.7.6.15.
struct Shutter {
  std::optional<std::array<std::int32_t, 4>> rectangle;   // left, right, upper, lower edge
  std::optional<std::array<std::int32_t, 3>> circle;      // row, column, radius
  std::vector<std::int32_t> polygon;                      // row, column of each vertex
  std::optional<std::uint16_t> bitmap_group;              // the overlay whose set bits hide
  std::uint16_t presentation_value = 0;                   // P-value of what is hidden
  bool operator==(const Shutter&) const = default;
};

// What is drawn over a frame.
struct Graphics {
  std::vector<Overlay> overlays;
  std::optional<Shutter> shutter;
  [[nodiscard]] bool empty() const { return overlays.empty() && !shutter; }
  bool operator==(const Graphics&) const = default;
};

// Which attribute the spacing comes from; it decides whether a length may be given in mm and how it is qualified.
enum class SpacingKind : std::uint8_t {
  kNone,             // pixels only
  kPixelSpacing,     // (0028,0030) in the patient, or a calibrated projection (then `calibration` says how)
  kImagerSpacing,    // (0018,1164) at the detector: magnified
  kNominalScanned,   // (0018,2010) of a digitised film or a scan
  kUltrasound,       // by region, see Geometry::regions
};

// A calibrated ultrasound region. PS3.3 C.8.5.5.1.
struct UltrasoundRegion {
  std::int32_t x0 = 0, y0 = 0, x1 = 0, y1 = 0;   // pixels, both corners included
  std::uint16_t spatial_format = 0;              // 1 2D, 2 M-mode, 3 spectral ...
  std::uint16_t data_type = 0;
  std::uint32_t flags = 0;
  std::uint16_t units_x = 0, units_y = 0;        // 3 cm, 4 seconds, 5 hertz, 7 cm/s ...
  double delta_x = 0.0, delta_y = 0.0;           // per pixel
  std::optional<std::int32_t> reference_x, reference_y;
  bool operator==(const UltrasoundRegion&) const = default;
};

struct Geometry {
  SpacingKind spacing_kind = SpacingKind::kNone;
  double row_spacing_mm = 0.0;                   // between rows (vertical)
  double column_spacing_mm = 0.0;                // between columns (horizontal)
  std::string calibration;                       // GEOMETRY, FIDUCIAL, UNSPECIFIED (a projection that does not say how)
  double magnification = 0.0;                    // the spacing above is already divided by it; 0: it is not
  std::optional<std::array<double, 6>> orientation;  // cosines of the row, then of the column; (0020,0037)
  std::array<std::string, 2> patient_orientation;    // (0020,0020) where there are no cosines
  double slice_thickness_mm = 0.0;               // 0: not stated
  double pixel_aspect_vertical = 1.0, pixel_aspect_horizontal = 1.0;  // (0028,0034)
  std::vector<UltrasoundRegion> regions;
  bool operator==(const Geometry&) const = default;
};

enum class SampleFormat : std::uint8_t { kInteger, kFloat32, kFloat64 };

struct PixelFormat {
  std::uint32_t rows = 0, columns = 0;
  std::uint16_t samples = 1;
  std::uint16_t bits_stored = 16;
  std::uint8_t bytes_per_sample = 2;     // of the decoded frame: 1, 2, 4, 8
  bool is_signed = false;
  SampleFormat sample_format = SampleFormat::kInteger;
  std::string photometric;               // of the decoded frame: MONOCHROME1/2, PALETTE COLOR, RGB, YBR_FULL
  std::optional<std::int64_t> padding_first, padding_last;  // Pixel Padding Value and Range Limit
  bool source_lossy = false;             // the original was compressed with loss (0028,2110), or its coding says so
  std::string lossy_method;              // (0028,2114) "ISO_10918_1", empty if not stated
  double lossy_ratio = 0.0;              // (0028,2112), 0 if not stated
  std::string laterality;                // Image Laterality (0020,0062), or the series' one
  std::string view;                      // View Position (0018,5101), or by (0054,0220): CC, MLO, AP ...
  bool operator==(const PixelFormat&) const = default;
};

enum class StreamCoding : std::uint8_t {
  kJpeg2000,  // chunks are packets: tiles, resolutions, layers
  kRaw,       // one chunk 0.0.0: the samples as the worker would decode them (codec::Frame), little endian
};

// The shape of a streaming form. For kRaw: one tile, no decomposition, one layer, no header.
struct Codestream {
  RecipeId recipe;
  StreamCoding coding = StreamCoding::kJpeg2000;
  std::uint32_t tiles_across = 1, tiles_down = 1;
  std::uint32_t tile_width = 0, tile_height = 0;
  std::uint8_t decompositions = 5;
  std::uint16_t layers = 1;
  std::uint16_t components = 1;
  bool reversible = true;
  bool high_throughput = false;
  std::vector<std::uint8_t> header;   // main header as j2k::assemble takes it
  // Not empty: the last layer is a codestream of its own, whole by itself, with this main header; the layers before it are
  // a preview that it replaces. Tiles and resolutions are those of the preview.
  std::vector<std::uint8_t> last_header;

  [[nodiscard]] std::uint32_t tiles() const { return tiles_across * tiles_down; }
  [[nodiscard]] std::uint8_t resolutions() const { return static_cast<std::uint8_t>(decompositions + 1); }
  bool operator==(const Codestream&) const = default;
};

struct Frame {
  ContentId content;
  std::uint32_t frame = 0;            // in the instance, from 0
  std::uint32_t instance = 0;         // index in Series::instances
  std::uint32_t pixels = 0;           // index in Series::pixel_formats
  std::uint32_t display = 0;          // index in Series::displays
  std::uint32_t geometry = 0;         // index in Series::geometries
  std::uint32_t codestream = 0;       // index in Series::codestreams; kNoIndex: not made yet, ask for the manifest again
  std::uint32_t graphics = kNoIndex;  // index in Series::graphics; kNoIndex: nothing is drawn over it
  std::optional<std::array<double, 3>> position_mm;  // (0020,0032)
  double time_ms = 0.0;               // since the first frame, or trigger time; 0 if not stated
  std::vector<std::uint32_t> layer_bytes;  // bytes of each quality layer over all tiles and resolutions
  bool operator==(const Frame&) const = default;
};

struct Instance {
  std::string sop_instance_uid;
  std::int32_t number = 0;            // (0020,0013)
  std::int32_t acquisition = 0;       // (0020,0012)
  bool operator==(const Instance&) const = default;
};

// What has no picture, or whose picture is not streamed.
enum class ObjectKind : std::uint8_t {
  kReport, kPdf, kCda, kModel, kKeyObjects, kPresentation, kSegmentation, kStructureSet, kPlan, kDose,
  kWaveform, kRegistration, kVideo, kRawData, kUnreadable, kOther,
};

inline constexpr std::array<std::string_view, 16> kObjectKindNames = {
    "report", "pdf", "cda", "model", "key-objects", "presentation", "segmentation", "structure-set", "plan", "dose",
    "waveform", "registration", "video", "raw-data", "unreadable", "other"};

struct Object {
  ContentId content;
  ObjectKind kind = ObjectKind::kOther;
  std::string sop_class_uid, sop_instance_uid;
  std::string label;                  // content label, document title; or why a picture cannot be shown
  std::uint64_t bytes = 0;
  std::vector<std::string> series;    // UIDs of the series that it is drawn over; empty: it names none, or is not drawn
  bool operator==(const Object&) const = default;
};

struct Series {
  std::string series_instance_uid;
  std::string modality;
  std::int32_t number = 0;
  std::string description, protocol, body_part, laterality;
  std::string frame_of_reference_uid;
  std::string patient_position;       // (0018,5100) HFS ...
  std::string date, time;
  std::string manufacturer, station;
  double frame_time_ms = 0.0;         // cine: (0018,1063) or from the rate; 0 if not stated
  std::vector<PixelFormat> pixel_formats;
  std::vector<Display> displays;
  std::vector<Geometry> geometries;
  std::vector<Graphics> graphics;
  std::vector<Codestream> codestreams;
  std::vector<Instance> instances;
  std::vector<Frame> frames;          // in the file's order; the viewer sorts by position
  std::vector<Object> objects;
  bool operator==(const Series&) const = default;
};

struct Study {
  std::string study_instance_uid;
  std::string patient_name;           // UTF-8, as in the file: components by ^, groups by =
  std::string patient_id, issuer;
  std::string birth_date, sex, age;
  std::string date, time, description, accession_number, institution, referring_physician;
  std::uint32_t series_count = 0;     // series lines that follow
  bool operator==(const Study&) const = default;
};

struct Manifest {
  Study study;
  std::vector<Series> series;
};

}  // namespace sansfilm::wire
