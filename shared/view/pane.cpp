#include "shared/view/pane.hpp"

#include "shared/measure/calibration.hpp"

namespace sansfilm::view {

void Pane::open_study(const StudyStream* study) {
  study_ = study;
  cell_.forget_study();
  rows_for_.reset();
  outlines_for_.reset();
  superimposed_for_.reset();
  rows_.clear();
  outlines_.clear();
}

bool Pane::has_frame() const { return study_ != nullptr && cell_.has_series() && stack().has_pictures(); }

const Picture* Pane::picture() const { return has_frame() ? study_->picture(frame()) : nullptr; }

Honesty Pane::honesty(Language language) const {
  if (!has_frame()) return {};
  const stream::FrameId id = frame();
  const wire::Frame& frame = described();
  PictureFacts facts;
  if (const Picture* shown = study_->picture(id)) {
    facts.state = shown->state;
    facts.whole_at_its_size = shown->frame.estimated_error == 0.0;
    facts.error_told = error_text(shown->frame, series().displays[frame.display], language);
  }
  facts.data_saver = study_->data_saver();
  facts.fraction = study_->fraction(id);
  if (const auto failure = study_->failure(id)) {
    facts.failed = true;
    if (failure->kind == stream::FailureKind::kFetch) {
      facts.chunk_error = failure->chunk_error;
      facts.error.code = base::ErrorCode::kIo;
    } else {
      facts.error = study_->decode_error(id).value_or(base::Error{failure->decode_error});
    }
  }
  const wire::Codestream* stream = frame.codestream == wire::kNoIndex ? nullptr : &series().codestreams[frame.codestream];
  facts.waiting_for_server = stream == nullptr;
  return describe_picture(facts, series().pixel_formats[frame.pixels], stream, language);
}

WindowValues Pane::window_values(Language language) const {
  WindowValues out;
  if (!has_frame()) return out;
  out.name = cell_.preset_name();
  if (picture() == nullptr) return out;
  using Mode = pixel::ShaderParameters::Mode;
  const pixel::ShaderParameters& parameters = cell_.last_parameters();
  out.known = parameters.mode == Mode::kGrey || parameters.mode == Mode::kSupplemental || parameters.mode == Mode::kPseudoColour;
  out.center = parameters.window.centre;
  out.width = parameters.window.width;
  if (out.name.empty() && parameters.automatic) out.name = text(Text::kPresetAuto, language);
  if (out.name.empty()) out.name = parameters.window.explanation;
  return out;
}

std::vector<Preset> Pane::presets(Language language) const {
  if (!has_frame()) return {};
  const wire::Frame& frame = described();
  if (series().pixel_formats[frame.pixels].samples > 1) return {};
  return presets_for(series().modality, series().displays[frame.display], language);
}

std::optional<MeasuredImage> Pane::measured_image(double pixel_ratio) const {
  if (!has_frame()) return std::nullopt;
  const wire::Frame& frame = described();
  const wire::PixelFormat& format = series().pixel_formats[frame.pixels];
  return MeasuredImage{.place = {.viewport = &cell_.viewport(),
                                 .pixel_height = measure::pixel_height(series().geometries[frame.geometry]),
                                 .pixel_ratio = pixel_ratio,
                                 .columns = format.columns,
                                 .rows = format.rows,
                                 .sop_instance_uid = series().instances[frame.instance].sop_instance_uid,
                                 .frame = frame.frame},
                       .picture = picture(),
                       .series = &series(),
                       .frame = &frame};
}

void Pane::refresh_parameters() {
  if (const Picture* shown = picture()) cell_.parameters(study_->model(), *shown);
}

}  // namespace sansfilm::view
