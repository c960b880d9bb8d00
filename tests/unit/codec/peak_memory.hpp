// The most memory that was held at a time, whoever asked for it: of the sanitizer's allocator, where there is one.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <limits>
#include <optional>

#ifdef __SANITIZE_ADDRESS__
// Of <sanitizer/allocator_interface.h>, which gcc does not install.
extern "C" int __sanitizer_install_malloc_and_free_hooks(void (*allocated)(const volatile void*, std::size_t), void (*freed)(const volatile void*));
extern "C" std::size_t __sanitizer_get_allocated_size(const volatile void* at);
#endif

namespace codec_test {

class PeakMemory {
 public:
  PeakMemory() {
#ifdef __SANITIZE_ADDRESS__
    static const int installed = __sanitizer_install_malloc_and_free_hooks(
        [](const volatile void*, std::size_t size) {
          const std::size_t now = held() += size;
          for (std::size_t before = most(); before < now && !most().compare_exchange_weak(before, now);) {}
        },
        [](const volatile void* at) {
          if (at != nullptr) held() -= __sanitizer_get_allocated_size(at);
        });
    known_ = installed != 0;
    before_ = held();
    most() = before_;
#endif
  }

  // Above what was held when this was made; nothing where it is not known.
  [[nodiscard]] std::optional<std::size_t> bytes() const {
    if (!known_) return std::nullopt;
    return most() - std::min(most().load(), before_);
  }

 private:
  // Begins in the middle: what was allocated before the first measurement is freed after it.
  static std::atomic<std::size_t>& held() {
    static std::atomic<std::size_t> bytes{std::numeric_limits<std::size_t>::max() / 2};
    return bytes;
  }
  static std::atomic<std::size_t>& most() {
    static std::atomic<std::size_t> bytes{0};
    return bytes;
  }

  bool known_ = false;
  std::size_t before_ = 0;
};

}  // namespace codec_test
