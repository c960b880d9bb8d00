// The patient banner: who it is, in the largest type of the page, and which study.
#include "shared/view/format.hpp"
#include "wasm/app/ui.hpp"

namespace sansfilm::app {
namespace {

std::string join(std::initializer_list<std::string> parts) {
  std::string out;
  for (const std::string& part : parts) {
    if (part.empty()) continue;
    if (!out.empty()) out += "   ";
    out += part;
  }
  return out;
}

std::string sex_text(const Ui& ui, const std::string& sex) {
  if (sex == "M") return ui.t(view::Text::kMale);
  if (sex == "F") return ui.t(view::Text::kFemale);
  return sex;
}

std::string patient_details(const Ui& ui, const wire::Study& study) {
  const std::string born = study.birth_date.empty()
                               ? std::string{}
                               : view::fill(view::Text::kBorn, ui.language(), {view::date_text(study.birth_date, ui.language())});
  return join({sex_text(ui, study.sex), born, view::age_text(study.birth_date, study.date, ui.language()), study.patient_id});
}

std::string study_details(const Ui& ui, const wire::Study& study) {
  return join({study.institution, view::date_text(study.date, ui.language()), view::time_text(study.time)});
}

}  // namespace

void banner_panel(Ui& ui) {
  const view::Rect& area = ui.viewer.page().banner;
  begin_panel(ui, "banner", area, ui.theme.surface, ImGuiWindowFlags_NoInputs);
  const view::StudyStream* stream = ui.viewer.study();
  if (stream != nullptr && stream->has_study()) {
    const wire::Study& study = stream->study();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float margin = ui.s(ui.theme.gap * 2);
    const float width = static_cast<float>(area.width) - 2 * margin;
    const float middle = static_cast<float>(area.centre().y);
    const auto baseline = [&](float css) { return middle - ui.s(css) * 0.62F; };

    std::string name = view::person_name_text(study.patient_name);
    if (name.empty()) name = ui.t(view::Text::kUnknownPatient);
    name = cut_text(ui, ui.theme.title, name, width * 0.6F, true);
    float x = static_cast<float>(area.x) + margin;
    x += draw_text(ui, list, {x, baseline(ui.theme.title)}, ui.theme.title, ui.theme.text, name, true) + margin;

    const std::string ideographic = cut_text(ui, ui.theme.title, view::ideographic_name_text(study.patient_name), width * 0.25F, true);
    if (!ideographic.empty()) x += draw_text(ui, list, {x, baseline(ui.theme.title)}, ui.theme.title, ui.theme.text, ideographic, true) + margin;

    const float right = static_cast<float>(area.right()) - margin;
    std::string about = study_details(ui, study);
    const float about_width = text_size(ui, ui.theme.body, about).x;
    const std::string details = patient_details(ui, study);
    const float details_width = text_size(ui, ui.theme.body, details).x;
    const bool both = x + details_width + margin + about_width <= right;
    if (both) {
      draw_text(ui, list, {right - about_width, baseline(ui.theme.body)}, ui.theme.body, ui.theme.quiet, about);
    }
    const float room = both ? details_width + 1 : right - x;
    draw_text(ui, list, {x, baseline(ui.theme.body)}, ui.theme.body, ui.theme.quiet,
              cut_text(ui, ui.theme.body, details, room));
    x += details_width + margin;
    if (both && !study.description.empty()) {
      const float space = right - about_width - margin - x;
      if (space > ui.s(80)) {
        draw_text(ui, list, {x, baseline(ui.theme.body)}, ui.theme.body, ui.theme.text,
                  cut_text(ui, ui.theme.body, study.description, space));
      }
    }
  }
  ImGui::End();
}

}  // namespace sansfilm::app
