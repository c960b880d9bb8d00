// The textures of the pictures shown last, under a budget of bytes; the least recently drawn goes first. What one paint draws is
// kept together as far as kVisibleBudgets, else several large pictures side by side would be uploaded anew in every paint.
// @units  bytes
// @owner  owns the textures
// @thread the page's, with the context current
#pragma once

#include <cstdint>
#include <list>

#include "shared/base/frame.hpp"
#include "shared/view/picture_store.hpp"
#include "wasm/gl/picture_texture.hpp"

namespace sansfilm::gl {

class TextureCache {
 public:
  void set_budget(std::uint64_t bytes) { budget_ = bytes; }
  void begin_paint() { ++paint_; }
  void set_largest(std::uint32_t texels) { largest_ = texels; }

  // The texture of the picture with this revision (unique over all pictures); made if it is not there, mended if it is
  // there but for a part.
  const PictureTexture& get(const view::Picture& picture) {
    const std::uint32_t revision = picture.revision;
    const base::Frame& frame = picture.frame;
    const view::Patch& patch = picture.patch;
    for (auto it = entries_.begin(); it != entries_.end(); ++it) {
      const bool mended = patch.from != 0 && it->revision == patch.from && it->texture.mend(frame, patch.x, patch.y, patch.columns, patch.rows);
      if (mended) it->revision = revision;
      if (it->revision != revision) continue;
      it->paint = paint_;
      entries_.splice(entries_.begin(), entries_, it);
      return entries_.front().texture;
    }
    entries_.push_front({revision, paint_, PictureTexture::upload(frame, largest_)});
    bytes_ += entries_.front().texture.bytes();
    while (bytes_ > budget_ && entries_.size() > 1) {
      // The paint before this one drew what this one is about to draw.
      const bool visible = entries_.back().paint + 1 >= paint_;
      if (visible && bytes_ <= budget_ * kVisibleBudgets) break;
      bytes_ -= entries_.back().texture.bytes();
      entries_.pop_back();
    }
    return entries_.front().texture;
  }

  void clear() {
    entries_.clear();
    bytes_ = 0;
  }

  // The context is gone, and the textures with it.
  void forget() {
    for (Entry& entry : entries_) entry.texture.forget();
    clear();
  }

  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
  static constexpr std::uint64_t kVisibleBudgets = 3;

  struct Entry {
    std::uint32_t revision;
    std::uint64_t paint;
    PictureTexture texture;
  };
  std::list<Entry> entries_;   // the last used first
  std::uint64_t budget_ = std::uint64_t{96} << 20;
  std::uint64_t bytes_ = 0;
  std::uint64_t paint_ = 1;
  std::uint32_t largest_ = 2048;
};

}  // namespace sansfilm::gl
