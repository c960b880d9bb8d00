# Debian's Emscripten for CMake, so that `cmake --preset wasm-web` works with no environment prepared.
set(ENV{NODE_PATH} "/usr/share/nodejs")
set(EMSCRIPTEN_ROOT_PATH "/usr/share/emscripten")
set(CMAKE_C_COMPILER "${CMAKE_CURRENT_LIST_DIR}/../scripts/wasm/emcc")
set(CMAKE_CXX_COMPILER "${CMAKE_CURRENT_LIST_DIR}/../scripts/wasm/em++")
include("${EMSCRIPTEN_ROOT_PATH}/cmake/Modules/Platform/Emscripten.cmake")

include("${CMAKE_CURRENT_LIST_DIR}/wasm_flags.cmake")
set(CMAKE_C_FLAGS_INIT "${SANSFILM_WASM_COMPILE_FLAGS}")
set(CMAKE_CXX_FLAGS_INIT "${SANSFILM_WASM_COMPILE_FLAGS}")
# Modules look for web's fetch first and then fail on a file path: node's own fetch is switched off for the tests.
set(CMAKE_CROSSCOMPILING_EMULATOR "node;--no-experimental-fetch")
