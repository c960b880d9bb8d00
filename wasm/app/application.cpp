#include "wasm/app/application.hpp"

#include <GLES3/gl3.h>

#include <algorithm>
#include <cmath>

#include "imgui_impl_opengl3.h"
#include "imgui_internal.h"
#include "wasm/bridge/decode_message.hpp"
#include "wasm/bridge/host.hpp"

namespace sansfilm::app {
namespace {

constexpr int kSettlingPaints = 2;
constexpr float kTapSlopCss = 8.0F;
constexpr std::uint8_t kMouse = 0, kTouch = 1;
constexpr std::uint8_t kDown = 0, kMove = 1, kUp = 2, kCancel = 3;

stream::Micros now() { return static_cast<stream::Micros>(host_now_us()); }

view::Language language_of(bool english) { return english ? view::Language::kEnglish : view::Language::kFrench; }

}  // namespace

// --- life ------------------------------------------------------------------------------------------------------------

void Application::start(const bridge::StartOptions& options) {
  stream::Settings settings;
  settings.decoded_budget_bytes = options.decoded_budget_bytes;
  settings.compressed_budget_bytes = options.compressed_budget_bytes;
  settings.workers = std::max(1U, options.workers);
  viewer_ = std::make_unique<view::Viewer>(host_, settings);
  viewer_->set_language(language_of(options.english));
  context_ = host_make_context() != 0;
  if (!context_) return;
  pictures_.start(options.texture_budget_bytes);
  start_imgui();
}

void Application::start_imgui() {
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.ConfigFlags |= ImGuiConfigFlags_NoMouseCursorChange;
  io.BackendPlatformName = "sansfilm";
  ImGui_ImplOpenGL3_Init("#version 300 es");
  imgui_ready_ = true;
  build_fonts();
}

void Application::add_font(std::uint32_t kind, std::vector<std::uint8_t> bytes) {
  if (kind >= font_bytes_.size()) return;
  font_bytes_[kind] = std::move(bytes);
  build_fonts();
}

// Once all three are here: the text font with the icons merged in, and the semibold.
void Application::build_fonts() {
  const bool all = std::all_of(font_bytes_.begin(), font_bytes_.end(), [](const auto& bytes) { return !bytes.empty(); });
  if (!imgui_ready_ || !all || fonts_.text != nullptr) return;
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  const auto add = [&](std::vector<std::uint8_t>& bytes, bool merge) {
    ImFontConfig config;
    config.FontDataOwnedByAtlas = false;
    config.MergeMode = merge;
    if (merge) config.GlyphOffset.y = 2.0F;   // Lucide draws on its square, Inter on its baseline
    return atlas.AddFontFromMemoryTTF(bytes.data(), static_cast<int>(bytes.size()), 16.0F, &config);
  };
  fonts_.text = add(font_bytes_[0], false);
  add(font_bytes_[2], true);
  fonts_.strong = add(font_bytes_[1], false);
  host_request_paint();
}

void Application::set_language(bool english) {
  if (viewer_) viewer_->set_language(language_of(english));
}

void Application::open(std::string_view study_uid) {
  if (viewer_) viewer_->open(study_uid, now());
}

void Application::close() {
  if (!viewer_) return;
  viewer_->close();
  captured_.clear();
  panel_touch_.reset();
  if (context_) pictures_.close_study();
  if (context_) runs_.clear();   // names of patients are not kept
}

// --- the world's answers ---------------------------------------------------------------------------------------------

void Application::manifest_bytes(std::uint32_t request, base::Bytes bytes) { viewer_->manifest_bytes(request, bytes, now()); }
void Application::manifest_end(std::uint32_t request, std::int32_t status) { viewer_->manifest_end(request, status, now()); }
void Application::batch_bytes(std::uint32_t batch, base::Bytes bytes) { viewer_->batch_bytes(batch, bytes, now()); }
void Application::page_was_late(double late_us) {
  viewer_->page_was_late(static_cast<stream::Micros>(late_us), now());
}
void Application::batch_end(std::uint32_t batch, std::int32_t status, bool cancelled) {
  viewer_->batch_end(batch, status, cancelled, now());
}

void Application::decoded(std::uint32_t job, base::Bytes reply_bytes, std::vector<std::uint8_t> samples) {
  auto reply = bridge::read_decode_reply(reply_bytes);
  if (!reply.ok()) {
    viewer_->decoded(job, reply.error(), 0, now());
    return;
  }
  if (!reply->ok) {
    base::Error error{reply->error};
    error.subject = reply->subject;
    viewer_->decoded(job, error, reply->took_us, now());
    return;
  }
  reply->frame.samples = std::move(samples);
  viewer_->decoded(job, std::move(reply->frame), reply->took_us, now());
}

void Application::object(std::uint32_t request, std::int32_t status, std::vector<std::uint8_t> bytes) {
  viewer_->object(request, status, std::move(bytes), now());
  settle();
}

void Application::worker_died(std::uint32_t job) { viewer_->worker_died(job, now()); }

// --- input -----------------------------------------------------------------------------------------------------------

void Application::settle() {
  settling_ = kSettlingPaints;
  host_request_paint();
}

void Application::resize(double width, double height, double pixel_ratio) {
  width_ = width;
  height_ = height;
  ratio_ = pixel_ratio > 0 ? pixel_ratio : 1.0;
  if (viewer_) viewer_->set_page(width, height, ratio_);
  if (imgui_ready_) apply_theme(theme_, static_cast<float>(ratio_));
  settle();
}

bool Application::over_interface(const bridge::PointerInput& input) const {
  const view::Point at{input.x, input.y};
  const bool over_picture = viewer_->mpr() != nullptr ? viewer_->mpr()->plane_at(at).has_value() : viewer_->viewports().at(at).has_value();
  if (!imgui_ready_ || !over_picture) return true;
  return viewer_->help_open() || ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopup);
}

void Application::pointer(const bridge::PointerInput& input) {
  if (!viewer_) return;
  // A mouse reads the picture wherever it is, whatever its buttons do.
  if (input.kind != kTouch) {
    const bool held = std::find(captured_.begin(), captured_.end(), input.id) != captured_.end();
    viewer_->hover(held || !over_interface(input) ? std::optional(view::Point{input.x, input.y}) : std::nullopt);
  }
  const auto captured = std::find(captured_.begin(), captured_.end(), input.id);
  const bool begins = input.phase == kDown && captured == captured_.end() && !over_interface(input);
  const view::PointerEvent event{.phase = static_cast<view::PointerPhase>(input.phase),
                                 .kind = static_cast<view::PointerKind>(input.kind),
                                 .id = input.id,
                                 .at = {input.x, input.y},
                                 .button = input.button,
                                 .shift = (input.modifiers & view::kShift) != 0};
  if (!begins && captured == captured_.end()) {
    if (carries(event)) return;
    if (input.kind == kTouch) panel_touch(input);
    interface_input(input);
    return;
  }
  viewer_->pointer(event, now());
  if (begins) captured_.push_back(input.id);
  if (!begins && (input.phase == kUp || input.phase == kCancel)) captured_.erase(captured);
  if (begins) settle();
}

// A series on its way from the strip is the viewer's: the card that it was taken from must not hear of a press.
bool Application::carries(const view::PointerEvent& event) {
  const bool covered = event.phase == view::PointerPhase::kDown && (!imgui_ready_ || viewer_->help_open() || ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopup));
  if (covered || !viewer_->carry(event, now())) {
    carrying_ = false;
    return false;
  }
  if (!carrying_ && imgui_ready_) {
    panel_touch_.reset();
    ImGui::GetIO().AddMousePosEvent(-FLT_MAX, -FLT_MAX);
    ImGui::GetIO().AddMouseButtonEvent(0, false);
  }
  carrying_ = event.phase != view::PointerPhase::kUp && event.phase != view::PointerPhase::kCancel;
  settle();
  return true;
}

void Application::interface_input(const bridge::PointerInput& input) {
  if (!imgui_ready_) return;
  // Over the picture the mouse means nothing to the interface: nothing to paint.
  const bool over_picture = input.kind == kMouse && input.phase == kMove && !over_interface(input);
  const bool nothing_new = over_picture && mouse_over_picture_;
  mouse_over_picture_ = over_picture;
  if (nothing_new) return;
  ImGuiIO& io = ImGui::GetIO();
  io.AddMouseSourceEvent(input.kind == kMouse ? ImGuiMouseSource_Mouse : ImGuiMouseSource_TouchScreen);
  const bool scrolled = panel_touch_ && panel_touch_->id == input.id && panel_touch_->scrolls;
  // A finger that scrolled must not press what it happens to leave; a finger that is gone hovers over nothing.
  if (scrolled || input.phase == kCancel) io.AddMousePosEvent(-FLT_MAX, -FLT_MAX);
  else io.AddMousePosEvent(static_cast<float>(input.x), static_cast<float>(input.y));
  if (input.phase == kDown) io.AddMouseButtonEvent(input.button, true);
  if (input.phase == kUp || input.phase == kCancel) {
    io.AddMouseButtonEvent(input.button, false);
    if (input.kind == kTouch) io.AddMousePosEvent(-FLT_MAX, -FLT_MAX);
  }
  if (panel_touch_ && panel_touch_->id == input.id && (input.phase == kUp || input.phase == kCancel)) panel_touch_.reset();
  settle();
}

void Application::panel_touch(const bridge::PointerInput& input) {
  const view::Point at{input.x, input.y};
  if (input.phase == kDown) {
    panel_touch_ = PanelTouch{input.id, at, at};
    return;
  }
  if (!panel_touch_ || panel_touch_->id != input.id || input.phase != kMove || !imgui_ready_) return;
  const double slop = kTapSlopCss * ratio_;
  if (!panel_touch_->scrolls && std::hypot(at.x - panel_touch_->from.x, at.y - panel_touch_->from.y) > slop) {
    panel_touch_->scrolls = true;
  }
  if (panel_touch_->scrolls) {
    // ImGui scrolls the window under the pointer by five lines of text for one unit of the wheel.
    ImGuiIO& io = ImGui::GetIO();
    const auto unit = static_cast<float>(5.0 * theme_.body * ratio_);
    io.AddMousePosEvent(static_cast<float>(panel_touch_->from.x), static_cast<float>(panel_touch_->from.y));
    io.AddMouseWheelEvent(static_cast<float>(at.x - panel_touch_->at.x) / unit,
                          static_cast<float>(at.y - panel_touch_->at.y) / unit);
  }
  panel_touch_->at = at;
}

void Application::wheel(double x, double y, double delta_x, double delta_y, std::uint8_t modifiers) {
  if (!viewer_) return;
  if (!over_interface({.x = x, .y = y})) {
    viewer_->wheel({x, y}, delta_y, (modifiers & view::kControl) != 0, now());
    return;
  }
  if (!imgui_ready_) return;
  ImGuiIO& io = ImGui::GetIO();
  io.AddMousePosEvent(static_cast<float>(x), static_cast<float>(y));
  const bool sideways = viewer_->page().strip_is_row && delta_x == 0.0;
  const double dx = sideways ? delta_y : delta_x;
  io.AddMouseWheelEvent(static_cast<float>(-dx / 100.0), static_cast<float>(-delta_y / 100.0));
  settle();
}

bool Application::key(std::string_view key, bool down, std::uint8_t modifiers) {
  if (!viewer_ || !down) return false;
  if (imgui_ready_ && key == "Escape" && ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopup)) {
    close_popups_ = true;   // in the next paint, where ImGui may be told
    settle();
    return true;
  }
  const bool used = viewer_->key(key, modifiers, now());
  if (used) settle();
  return used;
}

void Application::text(std::string_view) {}

void Application::blur() {
  if (!viewer_) return;
  viewer_->cancel_gestures();
  captured_.clear();
  panel_touch_.reset();
  if (imgui_ready_) ImGui::GetIO().AddFocusEvent(false);
  settle();
}

void Application::set_hidden(bool hidden) {
  if (viewer_) viewer_->set_hidden(hidden, now());
}

void Application::set_online(bool online) {
  if (viewer_) viewer_->set_online(online, now());
}

void Application::context_lost() {
  if (!context_) return;
  context_ = false;
  pictures_.context_lost();
  runs_.forget();
  ImGui_ImplOpenGL3_DestroyDeviceObjects();
  viewer_->graphics_lost(now());
}

void Application::context_restored() {
  if (!viewer_ || !imgui_ready_) return;
  context_ = host_make_context() != 0;
  if (!context_) return;
  pictures_.context_restored();
  ImGui_ImplOpenGL3_CreateDeviceObjects();
  viewer_->graphics_back(now());
  settle();
}

// --- output ----------------------------------------------------------------------------------------------------------

void Application::tick() {
  if (viewer_) viewer_->tick(now());
}

void Application::paint() {
  if (!viewer_ || !context_ || !imgui_ready_ || fonts_.text == nullptr || width_ < 1 || height_ < 1) return;
  ++paints_;
  const stream::Micros at = now();
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {static_cast<float>(width_), static_cast<float>(height_)};
  io.DeltaTime = std::clamp(static_cast<float>(at - painted_at_) / 1e6F, 0.001F, 1.0F);
  painted_at_ = at;

  if (viewer_->mpr() != nullptr) viewer_->mpr()->make(at);
  for (const std::size_t viewport : viewer_->viewports().shown()) viewer_->viewports().pane(viewport).refresh_parameters();  // the overlay names the window in force
  pictures_.begin_paint();
  ImGui_ImplOpenGL3_NewFrame();
  ImGui::NewFrame();
  runs_.begin_paint();
  Ui ui{*viewer_, theme_, fonts_, runs_, at, static_cast<float>(ratio_)};
  if (close_popups_) ImGui::ClosePopupsExceptModals();
  close_popups_ = false;
  ImGui::PushFont(fonts_.text, theme_.body * ui.ratio);
  draw_panels(ui);
  ImGui::PopFont();
  ImGui::Render();

  glBindFramebuffer(GL_FRAMEBUFFER, 0);
  glViewport(0, 0, static_cast<GLsizei>(width_), static_cast<GLsizei>(height_));
  glDisable(GL_SCISSOR_TEST);
  const ImVec4 back = ImGui::ColorConvertU32ToFloat4(theme_.back);
  glClearColor(back.x, back.y, back.z, 1.0F);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());

  const bool again = settling_ > 0 || ui.wants_another_paint;
  if (settling_ > 0) --settling_;
  if (again) host_request_paint();
}

void Application::draw_panels(Ui& ui) {
  banner_panel(ui);
  toolbar_panel(ui);
  const auto thumbnail = [](void* self, std::uint32_t series) -> ImTextureID {
    auto& app = *static_cast<Application*>(self);
    return app.pictures_.thumbnail(*app.viewer_, series);
  };
  strip_panel(ui, thumbnail, this);
  const auto draw_picture = [](const ImDrawList*, const ImDrawCmd* command) {
    const auto& call = *static_cast<const PictureCall*>(command->UserCallbackData);
    call.app->pictures_.draw(*call.app->viewer_, call.viewport, static_cast<std::uint32_t>(call.app->width_), static_cast<std::uint32_t>(call.app->height_));
  };
  if (viewer_->mpr() != nullptr) draw_planes(ui);
  else for (const std::size_t viewport : viewer_->viewports().shown()) {
    picture_calls_[viewport] = {this, viewport};
    viewport_panel(ui, viewport, draw_picture, &picture_calls_[viewport], pictures_.graphics(*viewer_, viewport));
  }
  layers_panel(ui);
  measurements_panel(ui);
  status_panel(ui);
  help_panel(ui);
  carried_series(ui, thumbnail, this);
  toasts_panel(ui);
}

void Application::draw_planes(Ui& ui) {
  void* contexts[3];
  for (const view::MprPlane plane : view::kMprPlanes) {
    PlaneCall& call = plane_calls_[static_cast<std::size_t>(plane)];
    call = {this, plane};
    contexts[static_cast<std::size_t>(plane)] = &call;
  }
  mpr_panel(
      ui,
      [](const ImDrawList*, const ImDrawCmd* command) {
        const auto& call = *static_cast<const PlaneCall*>(command->UserCallbackData);
        const Application& app = *call.app;
        call.app->pictures_.draw_plane(*app.viewer_, call.plane, static_cast<std::uint32_t>(app.width_), static_cast<std::uint32_t>(app.height_));
      },
      contexts);
}

const std::string& Application::state_json() {
  state_ = viewer_ ? viewer_->state_json(paints_, pictures_.texture_bytes()) : std::string("{}");
  return state_;
}

bool Application::act(std::string_view name, double a, double b) {
  if (viewer_ && !viewer_->is_open() && name == "forget-measurements") {
    viewer_->forget_unsaved_measurements();
    return true;
  }
  const stream::Micros at = now();
  if (viewer_ && name == "data-saver") {
    viewer_->set_data_saver(a != 0.0, at);
    return true;
  }
  constexpr std::string_view kProtocols = "hanging-protocols ", kLayout = "layout ";
  if (viewer_ && name.starts_with(kProtocols)) {
    viewer_->set_hanging_protocols(name.substr(kProtocols.size()), at);
    settle();
    return true;
  }
  if (viewer_ && name == "forget-layouts") {
    viewer_->forget_layouts();
    return true;
  }
  if (viewer_ && name.starts_with(kLayout)) {   // kind of study, then its layout
    const std::string_view told = name.substr(kLayout.size());
    const std::size_t gap = std::min(told.find(' '), told.size());
    return viewer_->keep_layout(std::string(told.substr(0, gap)), told.substr(std::min(told.size(), gap + 1)));
  }
  if (!viewer_ || !viewer_->is_open()) return false;
  constexpr std::string_view kProtocol = "protocol ";
  if (name.starts_with(kProtocol)) {
    settle();
    return viewer_->choose_protocol(name.substr(kProtocol.size()), at);
  }
  if (const auto command = view::command_named(name)) {
    viewer_->run(*command, at);
    return true;
  }
  if (name == "grid") {
    const auto most = [](double wanted) { return static_cast<std::uint8_t>(std::clamp(wanted, 1.0, 255.0)); };
    viewer_->set_grid({most(a), most(b)}, at);
    settle();
    return true;
  }
  if (name == "viewport") {
    viewer_->activate(static_cast<std::size_t>(std::max(0.0, a)), at);
    settle();
    return true;
  }
  if (name == "series") {
    viewer_->choose_series(static_cast<std::uint32_t>(a), at);
    return true;
  }
  if (name == "frame") {
    viewer_->scroll_to(static_cast<std::uint32_t>(std::max(0.0, a)), at);
    return true;
  }
  constexpr std::string_view kInstance = "instance ";
  if (name.starts_with(kInstance)) {
    settle();
    return viewer_->show_instance(name.substr(kInstance.size()), static_cast<std::uint32_t>(std::max(0.0, a)), at);
  }
  if (name == "probe") {   // by the middle of a pixel
    settle();
    return viewer_->pin_probe({std::floor(a) + 0.5, std::floor(b) + 0.5});
  }
  constexpr std::string_view kLayer = "layer ";
  if (name.starts_with(kLayer)) {
    settle();
    return viewer_->show_layer(name.substr(kLayer.size()), at);
  }
  if (name == "layer-row") {
    settle();
    viewer_->switch_row(static_cast<std::size_t>(std::max(0.0, a)), at);
    return true;
  }
  if (name == "measurement") {
    settle();
    return viewer_->choose_measurement(static_cast<std::uint32_t>(std::max(0.0, a)), at);
  }
  if (name == "window") {
    viewer_->choose_preset({.origin = view::PresetOrigin::kModality, .center = a, .width = b}, at);
    return true;
  }
  if (name == "preset") {
    const std::vector<view::Preset> presets = viewer_->presets();
    if (a < 0 || a >= static_cast<double>(presets.size())) return false;
    viewer_->choose_preset(presets[static_cast<std::size_t>(a)], at);
    return true;
  }
  return false;
}

const std::vector<std::uint8_t>& Application::read_pixels(std::uint32_t& width, std::uint32_t& height) {
  pixels_.clear();
  width = height = 0;
  if (viewer_ && context_) pixels_ = pictures_.read(*viewer_, width, height);
  return pixels_;
}

}  // namespace sansfilm::app

namespace sansfilm::bridge {

App& app() {
  static app::Application application;
  return application;
}

}  // namespace sansfilm::bridge
