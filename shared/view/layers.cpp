#include "shared/view/layers.hpp"

#include <algorithm>
#include <utility>

namespace sansfilm::view {
namespace {

std::optional<LayerKind> kind_of(wire::ObjectKind kind) {
  switch (kind) {
    case wire::ObjectKind::kSegmentation: return LayerKind::kSegmentation;
    case wire::ObjectKind::kStructureSet: return LayerKind::kStructureSet;
    case wire::ObjectKind::kPresentation: return LayerKind::kPresentation;
    default: return std::nullopt;
  }
}

// Volumetric states (11.6 on) speak of rendered volumes, which this viewer does not show: they are read as documents only.
bool is_softcopy(std::string_view sop_class_uid) {
  constexpr std::string_view kStates = "1.2.840.10008.5.1.4.1.1.11.";
  if (!sop_class_uid.starts_with(kStates)) return true;
  const std::string_view kind = sop_class_uid.substr(kStates.size());
  return kind.size() == 1 && kind[0] >= '1' && kind[0] <= '5';
}

base::Error error_of_status(int status) {
  using base::ErrorCode;
  if (status == 0) return {.code = ErrorCode::kIo, .detail = "the connection broke"};
  if (status == 401 || status == 403) return {.code = ErrorCode::kDenied, .detail = "the server denied it"};
  if (status == 404 || status == 410) return {.code = ErrorCode::kNotFound, .detail = "the server has no such object"};
  if (status == 413 || status == 507) return {.code = ErrorCode::kOverBudget, .detail = "the object is too large"};
  return {.code = ErrorCode::kMalformed, .detail = "the server cannot read the object"};
}

}  // namespace

void Layers::update(const wire::Manifest& manifest) {
  for (const wire::Series& series : manifest.series) {
    for (const wire::Object& object : series.objects) {
      const auto kind = kind_of(object.kind);
      if (!kind || !is_softcopy(object.sop_class_uid) || find(object.sop_instance_uid)) continue;
      Layer layer{.kind = *kind, .uid = object.sop_instance_uid, .name = object.label, .series = object.series};
      if (layer.name.empty()) layer.name = series.description;
      layers_.push_back(std::move(layer));
    }
  }
}

void Layers::clear() {
  layers_.clear();
  hidden_ = false;
  ++revision_;
}

std::optional<std::uint32_t> Layers::find(std::string_view sop_instance_uid) const {
  const auto found = std::find_if(layers_.begin(), layers_.end(), [&](const Layer& layer) { return layer.uid == sop_instance_uid; });
  if (found == layers_.end()) return std::nullopt;
  return static_cast<std::uint32_t>(found - layers_.begin());
}

bool Layers::belongs_to(const Layer& layer, const wire::Series& series) {
  return layer.series.empty() || std::find(layer.series.begin(), layer.series.end(), series.series_instance_uid) != layer.series.end();
}

std::vector<std::uint32_t> Layers::of_series(const wire::Series& series) const {
  std::vector<std::uint32_t> out;
  for (std::uint32_t i = 0; i < layers_.size(); ++i) {
    if (belongs_to(layers_[i], series)) out.push_back(i);
  }
  return out;
}

void Layers::want(std::uint32_t layer) {
  LayerState& state = layers_[layer].state;
  if (state == LayerState::kListed || state == LayerState::kFailed) state = LayerState::kWanted;
}

std::optional<std::uint32_t> Layers::next_wanted() {
  for (std::uint32_t i = 0; i < layers_.size(); ++i) {
    if (layers_[i].state != LayerState::kWanted) continue;
    layers_[i].state = LayerState::kAsked;
    return i;
  }
  return std::nullopt;
}

void Layers::take(std::uint32_t index, int http_status, std::vector<std::uint8_t> bytes) {
  Layer& layer = layers_[index];
  if (layer.state != LayerState::kAsked) return;
  ++revision_;
  base::Status status;
  if (http_status != 200) status = error_of_status(http_status);
  else if (bytes.size() > budget_bytes_) status = base::Error{.code = base::ErrorCode::kOverBudget, .detail = "the object is larger than the memory for layers"};
  if (status.ok()) {
    make_room(bytes.size());
    status = read_layer(std::move(bytes), budget_bytes_, layer);
  }
  layer.state = status.ok() ? LayerState::kReady : LayerState::kFailed;
  if (!status.ok()) layer.error = status.error();
}

// What is off goes first; what is on stays, whatever it holds.
void Layers::make_room(std::uint64_t bytes_needed) {
  for (Layer& layer : layers_) {
    if (bytes() + bytes_needed <= budget_bytes_) return;
    if (layer.on || layer.state != LayerState::kReady || layer.kind != LayerKind::kSegmentation) continue;
    layer.segmentation.reset();
    layer.bytes = {};
    layer.pixels = {};
    layer.state = LayerState::kListed;
  }
}

void Layers::switch_layer(std::uint32_t layer, bool on) {
  layers_[layer].on = on;
  if (on) {
    hidden_ = false;
    want(layer);
  }
  ++revision_;
}

void Layers::switch_part(std::uint32_t layer, std::uint32_t part) {
  if (part >= layers_[layer].parts.size()) return;
  bool& visible = layers_[layer].parts[part].visible;
  visible = !visible;
  ++revision_;
}

void Layers::set_opacity(std::uint32_t layer, double opacity) {
  layers_[layer].opacity = std::clamp(opacity, 0.0, 1.0);
  ++revision_;
}

void Layers::set_hidden(bool hidden) {
  hidden_ = hidden;
  ++revision_;
}

bool Layers::any_on() const {
  return std::any_of(layers_.begin(), layers_.end(), [](const Layer& layer) { return layer.on; });
}

std::uint64_t Layers::bytes() const {
  std::uint64_t sum = 0;
  for (const Layer& layer : layers_) sum += layer.bytes.size();
  return sum;
}

}  // namespace sansfilm::view
