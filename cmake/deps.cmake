# Third-party libraries as imported targets deps::<name>, the same names natively and for WebAssembly. Those that
# scripts/deps builds come from its prefix; the rest of the native ones from Debian's packages.
if(EMSCRIPTEN)
  set(deps_variant wasm)
elseif(SANSFILM_FUZZ AND SANSFILM_FUZZ_LIBRARIES)
  # Instrumented libraries: needed to fuzz a codec, minutes to build (scripts/deps fuzz).
  set(deps_variant fuzz)
else()
  set(deps_variant native)
endif()
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS scripts/deps third_party/sources.tsv third_party/recipe.sh)
execute_process(COMMAND ${PROJECT_SOURCE_DIR}/scripts/deps path ${deps_variant}
                OUTPUT_VARIABLE deps_prefix OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
if(NOT EXISTS ${deps_prefix}/.complete)
  message(FATAL_ERROR "Third-party libraries are missing: run scripts/deps ${deps_variant}")
endif()

# sansfilm_dep(name include_folder [archive...])
function(sansfilm_dep name include)
  add_library(deps::${name} INTERFACE IMPORTED GLOBAL)
  target_include_directories(deps::${name} SYSTEM INTERFACE ${deps_prefix}/${include})
  foreach(archive IN LISTS ARGN)
    target_link_libraries(deps::${name} INTERFACE ${deps_prefix}/lib/lib${archive}.a)
  endforeach()
endfunction()

sansfilm_dep(openjpeg include/openjpeg-2.5 openjp2)
sansfilm_dep(jpeg include jpeg)
sansfilm_dep(charls include charls)
sansfilm_dep(yyjson include/yyjson yyjson)
sansfilm_dep(zlib include/zlib z)
sansfilm_dep(lcms2 include/lcms2 lcms2)
sansfilm_dep(doctest include)

# Dear ImGui, compiled here so that its configuration follows ours; the OpenGL 3 backend only where there is WebGL.
set(IMGUI_FOLDER ${deps_prefix}/src/imgui)
add_library(sf_imgui STATIC EXCLUDE_FROM_ALL
            ${IMGUI_FOLDER}/imgui.cpp ${IMGUI_FOLDER}/imgui_draw.cpp ${IMGUI_FOLDER}/imgui_tables.cpp
            ${IMGUI_FOLDER}/imgui_widgets.cpp)
if(EMSCRIPTEN)
  target_sources(sf_imgui PRIVATE ${PROJECT_SOURCE_DIR}/third_party/imgui_opengl3.cpp)
endif()
target_include_directories(sf_imgui SYSTEM PUBLIC ${IMGUI_FOLDER} ${IMGUI_FOLDER}/backends)
target_compile_definitions(sf_imgui PUBLIC IMGUI_DISABLE_DEMO_WINDOWS IMGUI_DISABLE_DEBUG_TOOLS IMGUI_DISABLE_OBSOLETE_FUNCTIONS
                           IMGUI_DISABLE_FILE_FUNCTIONS IMGUI_DISABLE_DEFAULT_SHELL_FUNCTIONS IMGUI_DISABLE_DEFAULT_FONT IMGUI_IMPL_OPENGL_ES3)
add_library(deps::imgui ALIAS sf_imgui)

if(NOT EMSCRIPTEN)
  set(THREADS_PREFER_PTHREAD_FLAG ON)
  find_package(Threads REQUIRED)
  find_package(OpenSSL REQUIRED)
  find_package(SQLite3 REQUIRED)
  find_package(spdlog REQUIRED)
  find_package(PNG REQUIRED)
  find_library(ARGON2_LIBRARY argon2 REQUIRED)
  add_library(deps::argon2 INTERFACE IMPORTED GLOBAL)
  target_link_libraries(deps::argon2 INTERFACE ${ARGON2_LIBRARY})
  find_library(WSLAY_LIBRARY wslay REQUIRED)
  add_library(deps::wslay INTERFACE IMPORTED GLOBAL)
  target_link_libraries(deps::wslay INTERFACE ${WSLAY_LIBRARY})
  find_library(OPENJPH_LIBRARY openjph REQUIRED)
  add_library(deps::openjph INTERFACE IMPORTED GLOBAL)
  target_link_libraries(deps::openjph INTERFACE ${OPENJPH_LIBRARY})
  # Header-only packages in the compiler's own search path.
  add_library(deps::cli11 INTERFACE IMPORTED GLOBAL)
  add_library(deps::tomlplusplus INTERFACE IMPORTED GLOBAL)

  sansfilm_dep(httplib include/httplib)
  target_link_libraries(deps::httplib INTERFACE OpenSSL::SSL OpenSSL::Crypto Threads::Threads deps::zlib)
  target_compile_definitions(deps::httplib INTERFACE CPPHTTPLIB_OPENSSL_SUPPORT CPPHTTPLIB_ZLIB_SUPPORT)
endif()
