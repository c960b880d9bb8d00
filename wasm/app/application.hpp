// The viewer module: takes what the page tells it, keeps ImGui and the GL layer going, paints when asked.
// @owner  owns everything of the module
// @thread the page's
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "shared/view/viewer.hpp"
#include "wasm/app/host_adapter.hpp"
#include "wasm/app/picture_layer.hpp"
#include "wasm/app/ui.hpp"
#include "wasm/bridge/app_interface.hpp"
#include "wasm/gl/text_texture.hpp"

namespace sansfilm::app {

class Application final : public bridge::App {
 public:
  void start(const bridge::StartOptions& options) override;
  void add_font(std::uint32_t kind, std::vector<std::uint8_t> bytes) override;
  void set_language(bool english) override;
  void open(std::string_view study_uid) override;
  void close() override;
  void manifest_bytes(std::uint32_t request, base::Bytes bytes) override;
  void manifest_end(std::uint32_t request, std::int32_t http_status) override;
  void batch_bytes(std::uint32_t batch, base::Bytes bytes) override;
  void page_was_late(double late_us) override;
  void batch_end(std::uint32_t batch, std::int32_t http_status, bool cancelled) override;
  void decoded(std::uint32_t job, base::Bytes reply, std::vector<std::uint8_t> samples) override;
  void object(std::uint32_t request, std::int32_t http_status, std::vector<std::uint8_t> bytes) override;
  void worker_died(std::uint32_t job) override;
  void resize(double width, double height, double pixel_ratio) override;
  void pointer(const bridge::PointerInput& input) override;
  void wheel(double x, double y, double delta_x, double delta_y, std::uint8_t modifiers) override;
  bool key(std::string_view key, bool down, std::uint8_t modifiers) override;
  void text(std::string_view text) override;
  void blur() override;
  void set_hidden(bool hidden) override;
  void set_online(bool online) override;
  void context_lost() override;
  void context_restored() override;
  void paint() override;
  void tick() override;
  const std::string& state_json() override;
  bool act(std::string_view name, double a, double b) override;
  const std::string& share(bridge::Shared what) override;
  bool take_shared(std::uint32_t from, bridge::Shared what, std::string_view text) override;
  const std::vector<std::uint8_t>& read_pixels(std::uint32_t& width, std::uint32_t& height) override;

 private:
  // A finger that went down on a panel: it scrolls the panel once it moved, else it taps.
  struct PanelTouch {
    std::int32_t id;
    view::Point from;
    view::Point at;
    bool scrolls = false;
  };

  // Whose picture a callback of ImGui draws.
  struct PlaneCall {
    Application* app = nullptr;
    view::MprPlane plane = view::MprPlane::kAxial;
  };

  void start_imgui();
  void build_fonts();
  bool carries(const view::PointerEvent& event);
  void interface_input(const bridge::PointerInput& input);
  void panel_touch(const bridge::PointerInput& input);
  [[nodiscard]] bool over_interface(const bridge::PointerInput& input) const;
  void draw_panels(Ui& ui);
  void draw_planes(Ui& ui);
  void settle();                       // ImGui needs a few paints to come to rest after an input

  // What ImGui's draw list hands back when it comes to the picture of a viewport.
  struct PictureCall {
    Application* app = nullptr;
    std::size_t viewport = 0;
  };

  HostAdapter host_;
  std::unique_ptr<view::Viewer> viewer_;
  PictureLayer pictures_;
  Theme theme_;
  Fonts fonts_;
  gl::TextTextures text_textures_;
  view::TextRuns runs_{text_textures_};
  std::array<std::vector<std::uint8_t>, 3> font_bytes_;
  bool imgui_ready_ = false;
  bool context_ = false;
  bool close_popups_ = false;
  bool mouse_over_picture_ = false;
  bool carrying_ = false;              // the interface was told that the pointer is gone
  double width_ = 0, height_ = 0, ratio_ = 1;
  int settling_ = 0;
  std::uint64_t paints_ = 0;
  stream::Micros painted_at_ = 0;
  std::vector<std::int32_t> captured_;    // pointers that belong to the viewport until they go up
  std::optional<PanelTouch> panel_touch_;
  std::array<PictureCall, PictureLayer::kMostViewports> picture_calls_{};
  std::array<PlaneCall, 3> plane_calls_;
  std::string state_;
  std::string shared_;
  std::vector<std::uint8_t> pixels_;
};

}  // namespace sansfilm::app
