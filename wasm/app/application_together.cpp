// The module in a live session: what it tells of itself and takes from others, as text (shared/together/shared_state.hpp).
#include "shared/together/shared_state.hpp"
#include "wasm/app/application.hpp"
#include "wasm/bridge/host.hpp"

namespace sansfilm::app {

const std::string& Application::share(bridge::Shared what) {
  shared_.clear();
  if (!viewer_ || !viewer_->is_open()) return shared_;
  switch (what) {
    case bridge::Shared::kView:
      if (const auto view = viewer_->shared_view()) shared_ = together::write_view(*view);
      break;
    case bridge::Shared::kMarks: shared_ = together::write_marks(viewer_->shared_marks()); break;
    case bridge::Shared::kPointer:
      if (const auto pointer = viewer_->shared_pointer(); !pointer.image_uid.empty()) shared_ = together::write_pointer(pointer);
      break;
    case bridge::Shared::kName: break;
  }
  return shared_;
}

bool Application::take_shared(std::uint32_t from, bridge::Shared what, std::string_view text) {
  if (!viewer_ || !viewer_->is_open()) return false;
  base::Budget budget;
  switch (what) {
    case bridge::Shared::kView: {
      const auto view = together::read_view(text, budget);
      return view.ok() && viewer_->follow(*view, static_cast<stream::Micros>(host_now_us()));
    }
    case bridge::Shared::kMarks: {
      auto marks = together::read_marks(text, budget);
      return marks.ok() && viewer_->set_other_marks(from, std::move(*marks));
    }
    case bridge::Shared::kPointer: {
      auto pointer = together::read_pointer(text, budget);
      return pointer.ok() && viewer_->set_other_pointer(from, std::move(*pointer));
    }
    case bridge::Shared::kName: viewer_->set_other(from, std::string(text)); return true;
  }
  return false;
}

}  // namespace sansfilm::app
