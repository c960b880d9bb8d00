// Writes name.br (quality 11) and name.gz (level 9) beside each file that shrinks. Names carry a hash of the content,
// so a sibling that exists is right already: a second build compresses nothing.
import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { promisify } from 'node:util';

const kCompressible = /\.(html|js|css|svg|wasm|json|webmanifest|ttf|otf)$/;

async function put(path, bytes) {
  writeFileSync(`${path}.part`, bytes);
  renameSync(`${path}.part`, path);
}

/** @returns sizes in bytes: as is, brotli, gzip (as is where a file does not shrink) */
export async function compress(path, { stable }) {
  const raw = statSync(path).size;
  if (!kCompressible.test(path)) return { raw, br: raw, gz: raw, wrote: false };
  const fresh = stable && existsSync(`${path}.br`) && existsSync(`${path}.gz`);
  if (!fresh) {
    const bytes = readFileSync(path);
    const [br, gz] = await Promise.all([
      promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: raw } }),
      promisify(gzip)(bytes, { level: 9 }),
    ]);
    await put(`${path}.br`, br);
    await put(`${path}.gz`, gz);
  }
  return { raw, br: statSync(`${path}.br`).size, gz: statSync(`${path}.gz`).size, wrote: !fresh };
}
