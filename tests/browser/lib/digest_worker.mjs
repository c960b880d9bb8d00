// In a worker of Chromium: decodes every frame of DICOM files with the two modules of the product, the one that reads local
// files and the one that decodes codestreams, and tells the SHA-256 of each frame's samples. A segmentation is not streamed: its
// frames come as the viewer gets them, decoded, in what the module gives to be drawn.
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

function takeBytes(module, length) {
  const at = module._local_outbox();
  return module.HEAPU8.slice(at, at + length);
}

const answer = (module, length) => decoder.decode(takeBytes(module, length));

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

/** `fields` as decode_order.mjs reads them. */
function decodeOrder(fields, values) {
  const out = new DataView(new ArrayBuffer(64 + values.header.byteLength));
  let at = 0;
  for (const { name, type } of fields) {
    const value = values[name];
    if (value === undefined) throw new Error(`the order has a field that this test does not know: ${name}`);
    if (type === 'bytes') {
      out.setUint32(at, value.byteLength, true);
      new Uint8Array(out.buffer).set(value, at + 4);
      at += 4 + value.byteLength;
    } else if (type === 'tiles') {
      for (const edge of value) {
        out.setUint32(at, edge, true);
        at += 4;
      }
    } else {
      out[`set${type}`](at, value, true);
      at += Number(type.match(/\d+/)[0]) / 8;
    }
  }
  return new Uint8Array(out.buffer, 0, at);
}

function orderOf(format, header) {
  return {
    coding: 0, reduce: 0, layers: 0, budget_bytes: kFullBudget, columns: format.columns, rows: format.rows, samples: format.samples ?? 1,
    bits_stored: format.bits ?? 16, bytes_per_sample: format.bytes ?? 2, is_signed: format.signed ? 1 : 0, kind: 0, first_layer: 0, part: 0, tiles: [0, 0, 0, 0], header,
  };
}

function decodeStream(module, fields, format, stream, places, parts) {
  const header = Uint8Array.from(atob(stream.header), (c) => c.charCodeAt(0));
  const order = decodeOrder(fields, orderOf(format, header));
  module.HEAPU8.set(order, module._worker_inbox(order.byteLength));
  module._worker_begin();
  places.forEach(([tile, resolution, layer], i) => module.HEAPU8.set(parts[i], module._worker_chunk(tile, resolution, layer, parts[i].byteLength)));
  if (module._worker_decode() === 0) throw new Error('the decode worker refuses the codestream');
  const at = module._worker_samples();
  return module.HEAPU8.slice(at, at + module._worker_samples_length());
}

function frameSamples(local, worker, fields, series, row) {
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
  return decodeStream(worker, fields, format, stream, places, parts);
}

const kLongVrs = ['OB', 'OW', 'SQ', 'UN', 'UT', 'UC', 'UR', 'OD', 'OF', 'OL', 'OV', 'SV', 'UV'];

/** The top level of an Explicit VR Little Endian file whose lengths are all defined (shared/document/drawing.hpp): tag -> bytes. */
function elementsOf(file) {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const found = new Map();
  for (let at = 132; at < file.byteLength;) {
    const tag = view.getUint16(at, true) * 0x10000 + view.getUint16(at + 2, true);
    const long = kLongVrs.includes(decoder.decode(file.subarray(at + 4, at + 6)));
    const start = at + (long ? 12 : 8);
    const length = long ? view.getUint32(at + 8, true) : view.getUint16(at + 6, true);
    found.set(tag, file.subarray(start, start + length));
    at = start + length;
  }
  return found;
}

/** The frames of a drawing as samples of a byte or two, single bits unpacked. PS3.5 8.1.1 */
function drawnFrames(file) {
  const elements = elementsOf(file);
  const short = (tag) => elements.get(tag)[0] + 256 * elements.get(tag)[1];
  const [rows, columns, allocated] = [short(0x00280010), short(0x00280011), short(0x00280100)];
  const count = Number(decoder.decode(elements.get(0x00280008)));
  const pixels = elements.get(0x7fe00010);
  const area = rows * columns;
  if (allocated !== 1) return Array.from({ length: count }, (_, i) => pixels.slice((i * area * allocated) / 8, ((i + 1) * area * allocated) / 8));
  return Array.from({ length: count }, (_, frame) => Uint8Array.from({ length: area }, (__, i) => {
    const bit = frame * area + i;
    return (pixels[bit >> 3] >> (bit & 7)) & 1;
  }));
}

const kDrawing = 3;  // local::Collection::Part

async function sha256(samples) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', samples));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function digestsOf({ name, fields }) {
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
  const all = lines.map((line) => line.series ?? line);
  const digests = {};
  const drawn = all.flatMap((one) => one.objects ?? []).find((object) => object.kind === 'segmentation');
  if (drawn) {
    const frames = drawnFrames(takeBytes(local, local._local_object(kDrawing, ask(local, drawn.uid))));
    for (const [frame, samples] of frames.entries()) digests[frame] = await sha256(samples);
    return { digests, recipes: ['drawing'] };
  }
  const series = all.find((line) => line.frames?.count > 0);
  const recipes = new Set();
  for (let row = 0; row < series.frames.count; row += 1) {
    digests[cell(series.frames.frame, row, 0)] = await sha256(frameSamples(local, worker, fields, series, row));
    recipes.add(series.codestreams[cell(series.frames.stream, row)].recipe);
  }
  return { digests, recipes: [...recipes] };
}

onmessage = ({ data }) => {
  digestsOf(data).then((found) => postMessage({ name: data.name, ...found }), (error) => postMessage({ name: data.name, error: String(error?.message ?? error) }));
};
