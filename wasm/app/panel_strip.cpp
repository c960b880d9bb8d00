// The series of the study: a thumbnail, what it is, how much of it is loaded. A column, or a row on a narrow page.
#include <algorithm>

#include "wasm/app/icons.hpp"
#include "wasm/app/marks.hpp"
#include "wasm/app/ui.hpp"

namespace sansfilm::app {
namespace {

struct Card {
  ImVec2 at;
  ImVec2 size;
  bool chosen = false;
};

std::string count_text(const Ui& ui, std::uint32_t count) {
  if (count == 0) return ui.t(view::Text::kNoImages);
  if (count == 1) return ui.t(view::Text::kOneImage);
  return view::fill(view::Text::kImagesCount, ui.language(), {std::to_string(count)});
}

std::string series_name(const Ui& ui, const wire::Series& series) {
  if (!series.description.empty()) return series.description;
  if (!series.protocol.empty()) return series.protocol;
  return view::fill(view::Text::kSeries, ui.language(), {std::to_string(series.number)});
}

void draw_thumbnail(const Ui& ui, ImDrawList& list, ImVec2 low, ImVec2 high, const view::Thumbnail* thumbnail,
                    ImTextureID texture, bool has_pictures) {
  list.AddRectFilled(low, high, ui.theme.picture_back, ui.s(4));
  if (thumbnail == nullptr || texture == ImTextureID_Invalid) {
    const char* icon = has_pictures ? icons::kImages : icons::kDocument;
    const ImVec2 size = text_size(ui, 24.0F, icon);
    draw_text(ui, list, {(low.x + high.x - size.x) / 2, (low.y + high.y - size.y) / 2}, 24.0F, ui.theme.line, icon);
    return;
  }
  const float room_x = high.x - low.x, room_y = high.y - low.y;
  const auto width = static_cast<float>(thumbnail->width), height = static_cast<float>(thumbnail->height);
  const float scale = std::min(room_x / width, room_y / height);
  const float w = width * scale, h = height * scale;
  const ImVec2 from{(low.x + high.x - w) / 2, (low.y + high.y - h) / 2};
  list.AddImageRounded(ImTextureRef(texture), from, {from.x + w, from.y + h}, {0, 0}, {1, 1}, IM_COL32_WHITE, ui.s(4));
}

void draw_progress(const Ui& ui, ImDrawList& list, ImVec2 at, float width, const stream::Progress& progress) {
  if (progress.frames == 0 || progress.complete >= progress.frames) return;
  const float height = ui.s(2);
  const float part = static_cast<float>(progress.complete) / static_cast<float>(progress.frames);
  list.AddRectFilled(at, {at.x + width, at.y + height}, ui.theme.line);
  list.AddRectFilled(at, {at.x + width * part, at.y + height}, ui.theme.accent);
}

// The grid in small, with the viewports that show the series.
void draw_where(const Ui& ui, ImDrawList& list, ImVec2 upper_right, std::uint32_t model) {
  const view::Viewports& viewports = ui.viewer.viewports();
  const std::vector<std::size_t> showing = viewports.all_showing(model);
  if (viewports.count() < 2 || showing.empty()) return;
  const view::Grid grid = viewports.grid();
  const float side = ui.s(7), step = ui.s(9), pad = ui.s(4);
  const ImVec2 low{upper_right.x - step * static_cast<float>(grid.columns) - 2 * pad + ui.s(2), upper_right.y};
  list.AddRectFilled(low, {upper_right.x, low.y + step * static_cast<float>(grid.rows) + 2 * pad - ui.s(2)}, IM_COL32(0x0B, 0x0E, 0x12, 225), ui.s(4));
  for (std::size_t i = 0; i < viewports.count(); ++i) {
    const bool here = std::find(showing.begin(), showing.end(), i) != showing.end();
    const ImVec2 at{low.x + pad + step * static_cast<float>(i % grid.columns), low.y + pad + step * static_cast<float>(i / grid.columns)};
    list.AddRectFilled(at, {at.x + side, at.y + side}, here ? ui.theme.accent : ui.theme.line, ui.s(1));
  }
}

// "Thorax, views 1, 3".
std::string told_of(const Ui& ui, std::uint32_t model, std::string name) {
  const std::vector<std::size_t> showing = ui.viewer.viewports().all_showing(model);
  if (ui.viewer.viewports().count() < 2 || showing.empty()) return name;
  std::string numbers;
  for (const std::size_t index : showing) numbers += (numbers.empty() ? "" : ", ") + std::to_string(index + 1);
  return std::move(name) + ", " + view::fill(showing.size() == 1 ? view::Text::kShownInView : view::Text::kShownInViews, ui.language(), {numbers});
}

void draw_card(Ui& ui, const Card& card, std::uint32_t model, ImTextureID texture) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const view::StudyStream& study = *ui.viewer.study();
  const view::SeriesModel& series = study.model().series()[model];
  const wire::Series& data = study.model().series_of(model);
  const float radius = ui.s(ui.theme.radius);
  const ImVec2 high{card.at.x + card.size.x, card.at.y + card.size.y};
  if (card.chosen) list.AddRectFilled(card.at, high, ui.theme.accent_soft, radius);
  if (!card.chosen && ImGui::IsItemHovered()) list.AddRectFilled(card.at, high, ui.theme.hover, radius);

  const float pad = ui.s(6);
  const float line = ui.s(17);
  const float text_height = line * 2 + ui.s(2);
  const ImVec2 picture_high{high.x - pad, high.y - pad - text_height - ui.s(4)};
  const ImVec2 picture_low{card.at.x + pad, card.at.y + pad};
  draw_thumbnail(ui, list, picture_low, picture_high, ui.viewer.thumbnails().of(model), texture, series.has_pictures());
  draw_progress(ui, list, {picture_low.x, picture_high.y - ui.s(2)}, picture_high.x - picture_low.x, study.progress(model));

  draw_where(ui, list, {picture_high.x - ui.s(3), picture_low.y + ui.s(3)}, model);
  const float width = card.size.x - 2 * pad;
  float y = picture_high.y + ui.s(4);
  draw_text(ui, list, {picture_low.x, y}, ui.theme.small, card.chosen ? ui.theme.accent : ui.theme.text,
            cut_text(ui, ui.theme.small, series_name(ui, data), width));
  y += line;
  const std::string modality = data.modality;
  const std::string count = count_text(ui, series.count());
  draw_text(ui, list, {picture_low.x, y}, ui.theme.small, ui.theme.quiet, modality);
  const float count_width = text_size(ui, ui.theme.small, count).x;
  draw_text(ui, list, {high.x - pad - count_width, y}, ui.theme.small, ui.theme.quiet, count);
}

// What of the last card is on the screen can be taken from there.
void add_card(Ui& ui, std::uint32_t model) {
  const view::Rect& strip = ui.viewer.page().strip;
  const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
  const double left = std::max<double>(low.x, strip.x), top = std::max<double>(low.y, strip.y);
  ui.viewer.series_drag().add_card(model, {left, top, std::min<double>(high.x, strip.right()) - left, std::min<double>(high.y, strip.bottom()) - top});
}

}  // namespace

void strip_panel(Ui& ui, ImTextureID (*thumbnail)(void*, std::uint32_t), void* context) {
  const view::PageLayout& page = ui.viewer.page();
  if (page.strip.width <= 0 || page.strip.height <= 0) return;
  const ImGuiWindowFlags scroll = page.strip_is_row ? ImGuiWindowFlags_HorizontalScrollbar : 0;
  const float gap = ui.s(ui.theme.gap);
  ImGui::SetNextWindowPos({static_cast<float>(page.strip.x), static_cast<float>(page.strip.y)});
  ImGui::SetNextWindowSize({static_cast<float>(page.strip.width), static_cast<float>(page.strip.height)});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(gap, gap));
  ImGui::PushStyleColor(ImGuiCol_WindowBg, ui.theme.surface);
  ImGui::Begin("strip", nullptr,
               (ImGuiWindowFlags_NoDecoration & ~ImGuiWindowFlags_NoScrollbar) | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoBringToFrontOnFocus |
                   scroll);
  ImGui::PopStyleColor();
  ImGui::PopStyleVar();
  const view::StudyStream* study = ui.viewer.study();
  ui.viewer.series_drag().begin_cards();
  if (study != nullptr) {
    const float bar = ui.s(8);
    ImVec2 size{static_cast<float>(page.strip.width) - 2 * gap - bar, ui.s(158)};
    if (page.strip_is_row) size = {ui.s(104), static_cast<float>(page.strip.height) - 2 * gap};
    for (std::uint32_t i = 0; i < study->model().series().size(); ++i) {
      ImGui::PushID(static_cast<int>(i));
      Card card{ImGui::GetCursorScreenPos(), size};
      card.chosen = ui.viewer.cell().has_series() && ui.viewer.cell().series() == i;
      if (ImGui::InvisibleButton("series", size)) ui.viewer.choose_series(i, ui.now);
      if (ImGui::IsItemVisible()) {
        draw_card(ui, card, i, thumbnail(context, i));
        add_card(ui, i);
      }
      tooltip(ui, told_of(ui, i, series_name(ui, study->model().series_of(i))).c_str(), {});
      if (page.strip_is_row) ImGui::SameLine();
      ImGui::PopID();
    }
  }
  ImGui::End();
}

void carried_series(Ui& ui, ImTextureID (*thumbnail)(void*, std::uint32_t), void* context) {
  const auto series = ui.viewer.series_drag().carried();
  const view::StudyStream* study = ui.viewer.study();
  if (!series || study == nullptr || *series >= study->model().series().size()) return;
  ImDrawList& list = *ImGui::GetForegroundDrawList();
  if (const auto target = ui.viewer.carried_to()) {
    const view::Rect& area = ui.viewer.viewports().pane(*target).cell().viewport().area();
    list.AddRectFilled({static_cast<float>(area.x), static_cast<float>(area.y)}, {static_cast<float>(area.right()), static_cast<float>(area.bottom())},
                       (ui.theme.accent & ~IM_COL32_A_MASK) | IM_COL32(0, 0, 0, 40));
    draw_frame(ui, list, area);
  }
  // Beside the finger rather than under it.
  const float side = ui.s(96);
  const view::Point at = ui.viewer.series_drag().at();
  const ImVec2 low{static_cast<float>(at.x) + ui.s(10), static_cast<float>(at.y) - side - ui.s(10)};
  const ImVec2 high{low.x + side, low.y + side};
  draw_thumbnail(ui, list, low, high, ui.viewer.thumbnails().of(*series), thumbnail(context, *series), study->model().series()[*series].has_pictures());
  list.AddRect(low, high, ui.theme.accent, ui.s(4), 0, ui.s(2));
}

}  // namespace sansfilm::app
