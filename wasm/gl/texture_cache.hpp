// The textures of the pictures shown last, under a budget of bytes; the least recently drawn goes first.
// @units  bytes
// @owner  owns the textures
// @thread the page's, with the context current
#pragma once

#include <cstdint>
#include <list>

#include "shared/base/frame.hpp"
#include "wasm/gl/picture_texture.hpp"

namespace sansfilm::gl {

class TextureCache {
 public:
  void set_budget(std::uint64_t bytes) { budget_ = bytes; }
  void set_largest(std::uint32_t texels) { largest_ = texels; }

  // The texture of the picture with this revision (unique over all pictures); made if it is not there.
  const PictureTexture& get(std::uint32_t revision, const base::Frame& frame) {
    for (auto it = entries_.begin(); it != entries_.end(); ++it) {
      if (it->revision != revision) continue;
      entries_.splice(entries_.begin(), entries_, it);
      return entries_.front().texture;
    }
    entries_.push_front({revision, PictureTexture::upload(frame, largest_)});
    bytes_ += entries_.front().texture.bytes();
    while (bytes_ > budget_ && entries_.size() > 1) {
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
  struct Entry {
    std::uint32_t revision;
    PictureTexture texture;
  };
  std::list<Entry> entries_;   // the last used first
  std::uint64_t budget_ = std::uint64_t{96} << 20;
  std::uint64_t bytes_ = 0;
  std::uint32_t largest_ = 2048;
};

}  // namespace sansfilm::gl
