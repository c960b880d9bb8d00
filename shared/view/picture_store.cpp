#include "shared/view/picture_store.hpp"

#include <utility>

namespace sansfilm::view {

void PictureStore::put(stream::FrameId id, base::Frame frame, wire::PictureState state) {
  drop(id);
  bytes_ += frame.samples.size();
  pictures_.insert_or_assign(id, Picture{std::move(frame), state, next_revision_++});
}

void PictureStore::drop(stream::FrameId id) {
  const auto found = pictures_.find(id);
  if (found == pictures_.end()) return;
  bytes_ -= found->second.frame.samples.size();
  pictures_.erase(found);
}

void PictureStore::clear() {
  pictures_.clear();
  arrived_.clear();
  bytes_ = 0;
}

const Picture* PictureStore::find(stream::FrameId id) const {
  const auto found = pictures_.find(id);
  return found == pictures_.end() ? nullptr : &found->second;
}

void PictureStore::add_arrived(stream::FrameId id, std::uint64_t bytes) { arrived_[id] += bytes; }
void PictureStore::forget_arrived(stream::FrameId id) { arrived_.erase(id); }

std::uint64_t PictureStore::arrived(stream::FrameId id) const {
  const auto found = arrived_.find(id);
  return found == arrived_.end() ? 0 : found->second;
}

}  // namespace sansfilm::view
