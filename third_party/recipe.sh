# How the libraries are built; sourced by scripts/deps, which defines build(), $src, $prefix and $root.
# Any change here gives new prefixes, that is, several minutes of building on every machine.

# Sets $common and the extra options of a variant: native, wasm, fuzz (instrumented for clang's libFuzzer).
recipe_options() {
  local flags
  jpeg=() openjpeg=()
  common=(-DCMAKE_BUILD_TYPE=Release "-DCMAKE_INSTALL_PREFIX=$prefix" -DCMAKE_INSTALL_LIBDIR=lib -DBUILD_SHARED_LIBS=OFF
    -DCMAKE_POLICY_VERSION_MINIMUM=3.5 -Wno-dev)
  case $1 in
    native) common+=(-DCMAKE_POSITION_INDEPENDENT_CODE=ON) ;;
    wasm)
      common+=("-DCMAKE_TOOLCHAIN_FILE=$root/cmake/wasm_toolchain.cmake")
      # Its probe of sizes runs a program and fails under Emscripten; there is no thread in our modules.
      jpeg=(-DWITH_SIMD=OFF -DHAVE_SIZE_T=TRUE -DSIZE_T=4 -DHAVE_UNSIGNED_LONG=TRUE -DUNSIGNED_LONG=4)
      openjpeg=(-DOPJ_USE_THREAD=OFF) ;;
    fuzz)
      flags="-O1 -g1 -fno-omit-frame-pointer -fsanitize=address,fuzzer-no-link"
      common+=(-DCMAKE_C_COMPILER=clang -DCMAKE_CXX_COMPILER=clang++ "-DCMAKE_C_FLAGS=$flags" "-DCMAKE_CXX_FLAGS=$flags")
      jpeg=(-DWITH_SIMD=OFF) ;;
  esac
}

recipe_build() {
  build openjpeg "$src/openjpeg" -DBUILD_CODEC=OFF -DBUILD_TESTING=OFF -DBUILD_PKGCONFIG_FILES=OFF "${openjpeg[@]}"
  build jpeg "$src/jpeg" -DENABLE_SHARED=OFF -DWITH_TURBOJPEG=OFF -DWITH_TOOLS=OFF -DWITH_TESTS=OFF "${jpeg[@]}"
  build charls "$src/charls" -DCHARLS_BUILD_TESTS=OFF -DCHARLS_BUILD_FUZZ_TEST=OFF -DCHARLS_BUILD_SAMPLES=OFF -DCHARLS_INSTALL=ON
  build small "$root/third_party/small" "-DSOURCES=$src"
  mkdir -p "$prefix/include/doctest" "$prefix/include/httplib" "$prefix/src/imgui"
  cp "$src/doctest/doctest/doctest.h" "$prefix/include/doctest/"
  cp "$src/httplib/httplib.h" "$prefix/include/httplib/"
  cp -r "$src/imgui"/{*.cpp,*.h,backends,LICENSE.txt} "$prefix/src/imgui/"
}
