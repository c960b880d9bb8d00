// Copies the modules that CMake's preset wasm-web made into dist/assets under names that carry a hash of their content.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { fail } from './fail.mjs';

export const kArtefacts = {
  app_js: 'app/sansfilm_app.js',
  app_wasm: 'app/sansfilm_app.wasm',
  worker_js: 'worker/sansfilm_worker.js',
  worker_wasm: 'worker/sansfilm_worker.wasm',
  local_js: 'local/sansfilm_local.js',
  local_wasm: 'local/sansfilm_local.wasm',
};

/** @returns the file's name in assetsDir */
export function copyHashed(source, assetsDir, bytes = readFileSync(source)) {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 10);
  const name = `${basename(source, extname(source))}-${hash}${extname(source)}`;
  if (!existsSync(join(assetsDir, name))) writeFileSync(join(assetsDir, name), bytes);
  return name;
}

export function copyArtefacts(wasmDir, assetsDir) {
  const missing = Object.values(kArtefacts).filter((file) => !existsSync(join(wasmDir, file)));
  if (missing.length > 0) {
    fail(`the WebAssembly modules are missing (${missing.join(', ')} in ${wasmDir}): run "cmake --preset wasm-web && cmake --build --preset wasm-web" first`);
  }
  return Object.fromEntries(Object.entries(kArtefacts).map(([key, file]) => [key, `/assets/${copyHashed(join(wasmDir, file), assetsDir)}`]));
}
