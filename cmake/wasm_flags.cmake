# WebAssembly code generation, chosen once for the libraries (scripts/deps) and for the rooms: all objects that are
# linked together must agree on how exceptions and longjmp are done.
#
# Measured with Debian's emcc 3.1.6 under node 20 (libjpeg's setjmp error path and CharLS's exceptions need both):
# native WebAssembly exceptions and longjmp work, and every system library exists prebuilt for them. The JavaScript
# that goes with the module is 6 kB smaller than with -fexceptions, and calls that may throw do not go through it.
set(SANSFILM_WASM_COMPILE_FLAGS "-msimd128 -fwasm-exceptions -sSUPPORT_LONGJMP=wasm")
