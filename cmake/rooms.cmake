# A room is a folder with one purpose: one static library, linked only with what cmake/layers.tsv allows, and one
# doctest program made from its test folder.
#
#   sansfilm_room(shared/dicom)            library sf_shared_dicom, test shared_dicom_test
#   sansfilm_room(backend/derive DEPS shared/base shared/j2k)   links fewer rooms than the table allows, never more
#   sansfilm_program(sansfilm backend/app) the executable of a room: its main.cpp
#   sansfilm_wasm_module(sansfilm_app wasm/app [EXPORTS _a _b] [JS_LIBRARIES f.js] [LINK_OPTIONS ...])
#
# A room's main.cpp is not part of its library. Tests: tests/unit/<room>/*.cpp for shared/ and wasm/,
# tests/backend/<room>/*.cpp for backend/.

add_library(sf_options INTERFACE)
target_include_directories(sf_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(sf_options INTERFACE -Wall -Wextra -Wshadow -Wconversion -Werror -Wno-missing-field-initializers)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 at -O3, or with sanitizers, sees overlaps, overflows and uninitialized members inside std::string,
  # std::vector, std::optional and std::function that cannot be (GCC bugs 105651, 105562, 105329). What it hides, the
  # sanitizers see.
  target_compile_options(sf_options INTERFACE -Wno-restrict -Wno-maybe-uninitialized -Wno-stringop-overflow
                                              -Wno-stringop-overread -Wno-array-bounds)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # The same set of conversions as gcc's -Wconversion. A size_t of 32 bits makes every 64-bit length that was compared
  # with a span's size a warning: the native build and the sanitizers watch those.
  target_compile_options(sf_options INTERFACE -Wthread-safety -Wno-sign-conversion -Wno-shorten-64-to-32)
endif()

# The row of a room in a tab-separated table, as a list of columns.
function(sansfilm_table_row table key out)
  set_property(DIRECTORY ${PROJECT_SOURCE_DIR} APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${table})
  file(STRINGS ${table} lines REGEX "^${key}\t")
  list(LENGTH lines count)
  if(NOT count EQUAL 1)
    message(FATAL_ERROR "${key}: expected one row in ${table}, found ${count}")
  endif()
  string(REPLACE "\t" ";" columns "${lines}")
  set(${out} "${columns}" PARENT_SCOPE)
endfunction()

function(sansfilm_target_name room out)
  string(REPLACE "/" "_" flat ${room})
  set(${out} sf_${flat} PARENT_SCOPE)
endfunction()

# The CMake targets of a room's third-party libraries.
function(sansfilm_library_targets names out)
  set(targets "")
  foreach(name IN LISTS names)
    string(REGEX REPLACE ":.*" "" name ${name})
    sansfilm_table_row(${PROJECT_SOURCE_DIR}/cmake/libraries.tsv ${name} columns)
    list(GET columns 1 found)
    string(REPLACE " " ";" found "${found}")
    list(APPEND targets ${found})
  endforeach()
  list(REMOVE_ITEM targets "-")
  set(${out} "${targets}" PARENT_SCOPE)
endfunction()

function(sansfilm_room room)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "DEPS;LIBS")
  sansfilm_table_row(${PROJECT_SOURCE_DIR}/cmake/layers.tsv ${room} columns)
  list(GET columns 1 allowed)
  list(GET columns 2 libraries)
  list(GET columns 3 platforms)
  string(REPLACE " " ";" allowed "${allowed}")
  string(REPLACE " " ";" libraries "${libraries}")
  list(REMOVE_ITEM allowed "-")
  list(REMOVE_ITEM libraries "-")
  if((platforms STREQUAL "wasm" AND NOT EMSCRIPTEN) OR (platforms STREQUAL "native" AND EMSCRIPTEN))
    return()
  endif()
  foreach(dep IN LISTS arg_DEPS)
    if(NOT dep IN_LIST allowed)
      message(FATAL_ERROR "${room} may not use ${dep}: cmake/layers.tsv allows ${allowed}")
    endif()
  endforeach()
  if(NOT arg_DEPS)
    set(arg_DEPS ${allowed})
  endif()

  sansfilm_target_name(${room} target)
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${room}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  set(linked ${arg_LIBS})
  foreach(dep IN LISTS arg_DEPS)
    sansfilm_target_name(${dep} dep_target)
    list(APPEND linked ${dep_target})
  endforeach()
  sansfilm_library_targets("${libraries}" library_targets)
  if(sources)
    add_library(${target} STATIC ${sources})
    # Libraries stay private: nothing that includes a room's header may need its library's headers.
    target_link_libraries(${target} PUBLIC sf_options ${linked} PRIVATE ${library_targets})
  else()
    add_library(${target} INTERFACE)
    target_link_libraries(${target} INTERFACE sf_options ${linked})
  endif()
  sansfilm_room_test(${room} ${target})
endfunction()

function(sansfilm_room_test room target)
  if(NOT SANSFILM_TESTS)
    return()
  endif()
  string(REGEX REPLACE "^(shared|wasm)/" "unit/" folder ${room})
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/${folder}/*.cpp)
  if(NOT sources)
    return()
  endif()
  string(REPLACE "/" "_" name ${room}_test)
  add_executable(${name} ${sources} $<TARGET_OBJECTS:sf_doctest_main>)
  target_link_libraries(${name} PRIVATE ${target} deps::doctest)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
  if(EMSCRIPTEN)
    target_link_options(${name} PRIVATE ${SANSFILM_NODE_LINK_OPTIONS})
  endif()
  set_property(GLOBAL APPEND PROPERTY SANSFILM_TEST_TARGETS ${name})
endfunction()

function(sansfilm_program name room)
  if(NOT EXISTS ${PROJECT_SOURCE_DIR}/${room}/main.cpp)
    return()
  endif()
  sansfilm_target_name(${room} target)
  add_executable(${name} ${PROJECT_SOURCE_DIR}/${room}/main.cpp)
  target_link_libraries(${name} PRIVATE ${target})
endfunction()

# Tests under node: read real files, end with main's status, grow.
set(SANSFILM_NODE_LINK_OPTIONS
    -sENVIRONMENT=node -sNODERAWFS=1 -sEXIT_RUNTIME=1 -sALLOW_MEMORY_GROWTH=1 -sMAXIMUM_MEMORY=2GB
    -sINITIAL_MEMORY=64MB -sTOTAL_STACK=4MB
    --pre-js ${PROJECT_SOURCE_DIR}/tests/support/node_environment.js)

# One ES module for the browser: build/wasm-web/<room>/<name>.{js,wasm}.
function(sansfilm_wasm_module name room)
  if(NOT EMSCRIPTEN OR SANSFILM_TESTS OR NOT EXISTS ${PROJECT_SOURCE_DIR}/${room}/main.cpp)
    return()
  endif()
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "EXPORTS;JS_LIBRARIES;LINK_OPTIONS")
  sansfilm_target_name(${room} target)
  add_executable(${name} ${PROJECT_SOURCE_DIR}/${room}/main.cpp)
  target_link_libraries(${name} PRIVATE ${target})
  target_link_options(${name} PRIVATE -sMODULARIZE=1 -sEXPORT_ES6=1 -sENVIRONMENT=web,worker
                      -sALLOW_MEMORY_GROWTH=1 -sFILESYSTEM=0 ${arg_LINK_OPTIONS})
  if(arg_EXPORTS)
    list(JOIN arg_EXPORTS "," exports)
    target_link_options(${name} PRIVATE -sEXPORTED_FUNCTIONS=${exports})
  endif()
  foreach(js IN LISTS arg_JS_LIBRARIES)
    get_filename_component(js ${js} ABSOLUTE BASE_DIR ${PROJECT_SOURCE_DIR})
    target_link_options(${name} PRIVATE --js-library ${js})
    set_property(TARGET ${name} APPEND PROPERTY LINK_DEPENDS ${js})
  endforeach()
endfunction()
