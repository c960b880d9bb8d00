// Memory that was freed stays with the process for the next picture of its size.
//
// A codec asks for tens of megabytes a picture and gives them back. By default the allocator returns such blocks to the system
// at once, and each picture pays again for the first touch of every page. `scripts/bench derive N returned` measures without it.
//
// @thread call it once, before the first thread
#pragma once

namespace sansfilm::app {

void keep_freed_memory();

}  // namespace sansfilm::app
