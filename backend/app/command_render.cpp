#include <charconv>

#include "backend/app/commands.hpp"
#include "backend/app/file_commands.hpp"
#include "backend/app/input.hpp"
#include "backend/app/png_file.hpp"
#include "backend/app/report.hpp"
#include "shared/codec/decode.hpp"
#include "shared/pixel/render.hpp"

namespace sansfilm::app {

namespace {

using pixel::VoiChoice;

base::Result<pixel::Window> read_window(const std::string& text) {
  pixel::Window window;
  const char* end = text.data() + text.size();
  const auto centre = std::from_chars(text.data(), end, window.centre);
  if (centre.ec == std::errc() && centre.ptr != end && *centre.ptr == ',') {
    const auto width = std::from_chars(centre.ptr + 1, end, window.width);
    if (width.ec == std::errc() && width.ptr == end && pixel::is_usable(window)) return window;
  }
  return base::Error{.code = base::ErrorCode::kInvalidArgument, .detail = "a window is CENTER,WIDTH", .subject = "--window"};
}

// The windows of the file count first, then its VOI LUTs.
base::Result<VoiChoice> choose(const RenderChoice& asked, const pixel::ImageDescription& image) {
  VoiChoice choice;
  if (!asked.window.empty()) {
    choice.kind = VoiChoice::Kind::kWindow;
    SF_TRY(choice.window, read_window(asked.window));
  } else if (asked.voi > 0) {
    const std::size_t index = asked.voi - 1;
    if (index >= image.windows.size() + image.voi_luts.size()) {
      return base::Error{.code = base::ErrorCode::kNotFound, .detail = "the file has no such window or VOI LUT", .subject = "--voi"};
    }
    const bool window = index < image.windows.size();
    choice.kind = window ? VoiChoice::Kind::kPreset : VoiChoice::Kind::kLut;
    choice.index = window ? index : index - image.windows.size();
  }
  return choice;
}

base::Result<pixel::RenderedImage> render_file(const std::string& path, std::uint32_t frame, const RenderChoice& asked) {
  if (frame == 0) return base::Error{.code = base::ErrorCode::kInvalidArgument, .detail = "frames count from 1"};
  SF_TRY(const Input input, read_input(path));
  base::Budget budget;
  SF_TRY(const base::Frame decoded, codec::decode_frame(input.file, frame - 1, budget));
  SF_TRY(const pixel::ImageDescription image, pixel::describe_image(input.file.dataset, frame - 1));
  pixel::DisplayState state;
  SF_TRY(state.voi, choose(asked, image));
  return pixel::render(decoded, image, state);
}

}  // namespace

int render(const std::string& path, std::uint32_t frame, const RenderChoice& choice, const std::string& out) {
  const auto picture = render_file(path, frame, choice);
  if (!picture.ok()) return fail(picture.error());
  const auto written = write_png(out, picture->columns, picture->rows, picture->channels, picture->bytes);
  if (!written.ok()) return fail(written.error());
  print(say(Message::kWritten, {out}));
  return kDone;
}

}  // namespace sansfilm::app
