// In a worker of Chromium: decodes every frame of DICOM files with the two modules of the product, the one that reads local
// files and the one that decodes codestreams, and tells the SHA-256 of each frame's samples.
import createLocal from '/modules/local/sansfilm_local.js';
import createWorker from '/modules/worker/sansfilm_worker.js';

const kFullBudget = 1n << 30n;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

function ask(module, text) {
  const bytes = encoder.encode(text);
  module.HEAPU8.set(bytes, module._local_inbox(bytes.byteLength));
  return bytes.byteLength;
}

function answer(module, length) {
  const at = module._local_outbox();
  return decoder.decode(module.HEAPU8.slice(at, at + length));
}

/** A column of docs/streaming.md, section 5. */
function cell(column, row, absent) {
  if (column === undefined) return absent;
  if (typeof column === 'number') return column;
  return Array.isArray(column) ? column[row] : column.from + row * column.step;
}

function chunksOf(module, request) {
  const count = module._local_begin_batch(1, ask(module, request));
  const parts = [];
  for (let index = 0; index < count; index += 1) {
    module._local_answer(1, index);
    const [headerAt, at] = [module._local_header(), module._local_payload()];
    if (module.HEAPU8[headerAt + 4] !== 0) throw new Error(`chunk ${index} of ${request.split('\n')[1]}: error ${module.HEAPU8[headerAt + 6]}`);
    parts.push(module.HEAPU8.slice(at, at + module._local_payload_length()));
  }
  module._local_end_batch(1);
  return parts;
}

/** wasm/bridge/decode_message.hpp: DecodeOrder */
function decodeOrder(format, header) {
  const out = new DataView(new ArrayBuffer(33 + header.byteLength));
  out.setUint16(0, 0, true);
  out.setUint8(2, 0);
  out.setUint16(3, 0, true);
  out.setBigUint64(5, kFullBudget, true);
  out.setUint32(13, format.columns, true);
  out.setUint32(17, format.rows, true);
  out.setUint16(21, format.samples ?? 1, true);
  out.setUint16(23, format.bits ?? 16, true);
  out.setUint8(25, format.bytes ?? 2);
  out.setUint8(26, format.signed ? 1 : 0);
  out.setUint16(27, 0, true);
  out.setUint32(29, header.byteLength, true);
  new Uint8Array(out.buffer).set(header, 33);
  return new Uint8Array(out.buffer);
}

function decodeStream(module, format, stream, places, parts) {
  const header = Uint8Array.from(atob(stream.header), (c) => c.charCodeAt(0));
  const order = decodeOrder(format, header);
  module.HEAPU8.set(order, module._worker_inbox(order.byteLength));
  module._worker_begin();
  places.forEach(([tile, resolution, layer], i) => module.HEAPU8.set(parts[i], module._worker_chunk(tile, resolution, layer, parts[i].byteLength)));
  if (module._worker_decode() === 0) throw new Error('the decode worker refuses the codestream');
  const at = module._worker_samples();
  return module.HEAPU8.slice(at, at + module._worker_samples_length());
}

function frameSamples(local, worker, series, row) {
  const { frames } = series;
  const stream = series.codestreams[cell(frames.stream, row)];
  const format = series.pixel_formats[cell(frames.pixels, row, 0)];
  const tiles = (stream.tiles_across ?? 1) * (stream.tiles_down ?? 1);
  const range = (last) => (last === 0 ? '0' : `0-${last}`);
  const content = '1'.padStart(32, '0');
  const wanted = `${content}/${cell(frames.frame, row, 0)}/${stream.recipe}/${range(tiles - 1)}.${range(stream.decompositions)}.${range(stream.layers - 1)}`;
  const parts = chunksOf(local, `sansfilm-batch 1\n${wanted}\n`);
  if (stream.recipe.startsWith('R')) return parts[0];
  const places = [];
  for (let layer = 0; layer < stream.layers; layer += 1) {
    for (let resolution = 0; resolution <= stream.decompositions; resolution += 1) {
      for (let tile = 0; tile < tiles; tile += 1) places.push([tile, resolution, layer]);
    }
  }
  return decodeStream(worker, format, stream, places, parts);
}

async function digestsOf(name) {
  const bytes = new Uint8Array(await (await fetch(`/files/${name}`)).arrayBuffer());
  const local = await createLocal({
    locateFile: () => '/modules/local/sansfilm_local.wasm',
    readLocalFile: (file, offset, length, to) => {
      const part = bytes.subarray(offset, offset + length);
      local.HEAPU8.set(part, to);
      return part.byteLength;
    },
  });
  const worker = await createWorker({ locateFile: () => '/modules/worker/sansfilm_worker.wasm' });
  const outcome = local._local_add(0, bytes.byteLength, ask(local, name));
  if (outcome !== 0) throw new Error(`not taken: outcome ${outcome}`);
  const [study] = JSON.parse(answer(local, local._local_finish())).studies;
  const lines = answer(local, local._local_manifest(ask(local, study.study_uid))).trim().split('\n').map((line) => JSON.parse(line));
  const series = lines.map((line) => line.series ?? line).find((line) => line.frames?.count > 0);
  const digests = {};
  const recipes = new Set();
  for (let row = 0; row < series.frames.count; row += 1) {
    const samples = frameSamples(local, worker, series, row);
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', samples));
    digests[cell(series.frames.frame, row, 0)] = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
    recipes.add(series.codestreams[cell(series.frames.stream, row)].recipe);
  }
  return { digests, recipes: [...recipes] };
}

onmessage = ({ data: name }) => {
  digestsOf(name).then((found) => postMessage({ name, ...found }), (error) => postMessage({ name, error: String(error?.message ?? error) }));
};
