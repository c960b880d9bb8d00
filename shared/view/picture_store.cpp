#include "shared/view/picture_store.hpp"

#include <algorithm>
#include <utility>

namespace sansfilm::view {

void PictureStore::put(stream::FrameId id, base::Frame frame, wire::PictureState state) {
  drop(id);
  bytes_ += frame.samples.size();
  pictures_.insert_or_assign(id, Picture{std::move(frame), state, next_revision_++, {}});
}

bool PictureStore::lay_in(stream::FrameId id, std::uint32_t x, std::uint32_t y, const base::Frame& part) {
  const auto found = pictures_.find(id);
  if (found == pictures_.end()) return false;
  base::Frame& whole = found->second.frame;
  const bool alike = part.samples_per_pixel == whole.samples_per_pixel && part.bytes_per_sample == whole.bytes_per_sample &&
                     part.is_signed == whole.is_signed && part.kind == whole.kind;
  const bool inside = std::uint64_t{x} + part.columns <= whole.columns && std::uint64_t{y} + part.rows <= whole.rows;
  const std::size_t pixel = std::size_t{whole.samples_per_pixel} * whole.bytes_per_sample;
  if (!alike || !inside || part.columns == 0 || part.samples.size() < pixel * part.columns * part.rows) return false;
  for (std::uint32_t row = 0; row < part.rows; ++row) {
    std::copy_n(part.samples.begin() + static_cast<std::ptrdiff_t>(pixel * part.columns * row), pixel * part.columns,
                whole.samples.begin() + static_cast<std::ptrdiff_t>(pixel * (std::size_t{y + row} * whole.columns + x)));
  }
  found->second.patch = {found->second.revision, x, y, part.columns, part.rows};
  found->second.revision = next_revision_++;
  return true;
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
