#include "backend/app/memory_pool.hpp"

#include <malloc.h>

namespace sansfilm::app {
namespace {

constexpr int kOwnMapping_bytes = 32 << 20;   // from here on a block is a mapping of its own; the allocator allows no more
constexpr int kKeptAtTheTop_bytes = 96 << 20; // of free memory; beyond, it goes back to the system

}  // namespace

void keep_freed_memory() {
  mallopt(M_MMAP_THRESHOLD, kOwnMapping_bytes);
  mallopt(M_TRIM_THRESHOLD, kKeptAtTheTop_bytes);
}

}  // namespace sansfilm::app
