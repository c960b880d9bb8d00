// CT studies of any length for the browser tests: a body of ellipses that change from slice to slice, with noise, written
// as explicit little endian Part 10 files (PS3.10 7, PS3.5 7.1.2). Same seed, same bytes.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const kLongVrs = new Set(['OB', 'OW', 'UN', 'SQ', 'UT']);
const kRoot = '1.2.826.0.1.3680043.10.1338';

export function element(group, number, vr, value) {
  let body;
  if (Buffer.isBuffer(value)) body = value;
  else if (vr === 'US') { body = Buffer.alloc(2); body.writeUInt16LE(value); }
  else if (vr === 'UL') { body = Buffer.alloc(4); body.writeUInt32LE(value); }
  else if (vr === 'SL') body = Buffer.from(Int32Array.from(value).buffer);
  else if (vr === 'FL') body = Buffer.from(Float32Array.from(value).buffer);
  else if (vr === 'LO' || vr === 'ST') body = Buffer.from(String(value));
  else body = Buffer.from(String(value), 'latin1');
  if (body.length % 2 === 1) body = Buffer.concat([body, Buffer.from(vr === 'UI' || vr === 'OB' ? '\0' : ' ', 'latin1')]);
  const head = Buffer.alloc(kLongVrs.has(vr) ? 12 : 8);
  head.writeUInt16LE(group, 0);
  head.writeUInt16LE(number, 2);
  head.write(vr, 4, 'latin1');
  if (kLongVrs.has(vr)) head.writeUInt32LE(body.length, 8);
  else head.writeUInt16LE(body.length, 6);
  return Buffer.concat([head, body]);
}

/** Pixel Data in fragments behind an empty offset table. PS3.5 A.4. */
export function fragments(...parts) {
  const item = (number, length) => {
    const head = Buffer.alloc(8);
    head.writeUInt16LE(0xfffe, 0);
    head.writeUInt16LE(number, 2);
    head.writeUInt32LE(length, 4);
    return head;
  };
  const head = element(0x7fe0, 0x10, 'OB', Buffer.alloc(0));
  head.writeUInt32LE(0xffffffff, 8);
  return Buffer.concat([head, item(0xe000, 0), ...parts.flatMap((part) => [item(0xe000, part.length), part]), item(0xe0dd, 0)]);
}

/** A sequence: a list of items, each a list of elements. PS3.5 7.5 */
export function sequence(group, number, items) {
  const bodies = items.map((elements) => {
    const body = Buffer.concat(elements);
    const head = Buffer.alloc(8);
    head.writeUInt32LE(0xe000fffe, 0);
    head.writeUInt32LE(body.length, 4);
    return Buffer.concat([head, body]);
  });
  return element(group, number, 'SQ', Buffer.concat(bodies));
}

export function part10(sopClass, sopInstance, elements, syntax = '1.2.840.10008.1.2.1') {
  const meta = Buffer.concat([
    element(2, 1, 'OB', Buffer.from([0, 1])), element(2, 2, 'UI', sopClass), element(2, 3, 'UI', sopInstance),
    element(2, 0x10, 'UI', syntax), element(2, 0x12, 'UI', `${kRoot}.1`),
  ]);
  return Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), element(2, 0, 'UL', meta.length), meta, ...elements]);
}

/** Noise of a given spread, by a generator that gives the same numbers everywhere. */
function noise(count, seed) {
  const out = new Int8Array(count);
  let x = (seed * 2654435761 + 1) >>> 0;
  for (let i = 0; i < count; i += 1) {
    let sum = 0;
    for (let k = 0; k < 3; k += 1) {
      x ^= x << 13; x >>>= 0;
      x ^= x >>> 17;
      x ^= x << 5; x >>>= 0;
      sum += x & 31;
    }
    out[i] = sum - 46;
  }
  return out;
}

function drawSlice(size, place, slices, grain) {
  const pixels = new Uint16Array(size * size);
  const z = place / slices;
  const half = size / 2;
  const [bodyX, bodyY] = [0.86 - 0.2 * z, 0.66 - 0.1 * z];
  const lung = Math.max(0, Math.sin(Math.PI * (0.1 + z)) * 0.3);
  const shift = (place * 7919) % (grain.length - pixels.length);
  for (let y = 0; y < size; y += 1) {
    const v = (y - half) / half;
    for (let x = 0; x < size; x += 1) {
      const u = (x - half) / half;
      let hu = -1000;
      if ((u / bodyX) ** 2 + (v / bodyY) ** 2 < 1) {
        hu = 40;
        if (((Math.abs(u) - 0.38) / 0.28) ** 2 + ((v + 0.05) / Math.max(0.01, lung * 1.5)) ** 2 < 1) hu = -820;
        if ((u / 0.11) ** 2 + ((v - 0.42) / 0.13) ** 2 < 1) hu = 700;
        if (((u + 0.12) / 0.13) ** 2 + ((v + 0.1) / 0.16) ** 2 < 1) hu = 55;
        hu += grain[shift + y * size + x];
      }
      pixels[y * size + x] = Math.max(0, Math.min(4095, hu + 1024));
    }
  }
  return Buffer.from(pixels.buffer);
}

/** @returns the folder, with one file a slice. `number` tells patients apart and is their seed. Texts may be bytes in `charset`. */
export function writeCt(folder, { number, patient, slices, size = 512, description = 'TDM THORAX', seriesDescription = 'Axial 1 mm', charset = 'ISO_IR 100' }) {
  mkdirSync(folder, { recursive: true });
  const grain = noise(size * size * 2, number);
  const study = `${kRoot}.2.${number}`;
  for (let place = 0; place < slices; place += 1) {
    const uid = `${study}.1.${place + 1}`;
    const sopClass = '1.2.840.10008.5.1.4.1.1.2';
    const bytes = part10(sopClass, uid, [
      element(8, 5, 'CS', charset), element(8, 8, 'CS', 'ORIGINAL\\PRIMARY\\AXIAL'), element(8, 0x16, 'UI', sopClass), element(8, 0x18, 'UI', uid),
      element(8, 0x20, 'DA', '20261103'), element(8, 0x30, 'TM', `0${number % 10}1500`), element(8, 0x50, 'SH', `A${1000 + number}`), element(8, 0x60, 'CS', 'CT'),
      element(8, 0x70, 'LO', 'sansfilm tests'), element(8, 0x1030, 'LO', description), element(8, 0x103e, 'LO', seriesDescription),
      element(0x10, 0x10, 'PN', patient), element(0x10, 0x20, 'LO', `T${100_000 + number}`), element(0x10, 0x30, 'DA', '19610215'), element(0x10, 0x40, 'CS', 'F'),
      element(0x18, 0x50, 'DS', '1'), element(0x18, 0x5100, 'CS', 'HFS'), element(0x20, 0xd, 'UI', study), element(0x20, 0xe, 'UI', `${study}.1`), element(0x20, 0x10, 'SH', String(number)),
      element(0x20, 0x11, 'IS', '1'), element(0x20, 0x13, 'IS', String(place + 1)), element(0x20, 0x32, 'DS', `-180\\-180\\${place}`), element(0x20, 0x37, 'DS', '1\\0\\0\\0\\1\\0'), element(0x20, 0x52, 'UI', `${study}.9`),
      element(0x28, 2, 'US', 1), element(0x28, 4, 'CS', 'MONOCHROME2'), element(0x28, 0x10, 'US', size), element(0x28, 0x11, 'US', size), element(0x28, 0x30, 'DS', '0.7\\0.7'),
      element(0x28, 0x100, 'US', 16), element(0x28, 0x101, 'US', 12), element(0x28, 0x102, 'US', 11), element(0x28, 0x103, 'US', 0),
      element(0x28, 0x1050, 'DS', '40\\-500'), element(0x28, 0x1051, 'DS', '400\\1500'), element(0x28, 0x1052, 'DS', '-1024'), element(0x28, 0x1053, 'DS', '1'), element(0x28, 0x1054, 'LO', 'HU'),
      element(0x7fe0, 0x10, 'OW', drawSlice(size, place, slices, grain)),
    ]);
    writeFileSync(join(folder, `${String(place + 1).padStart(5, '0')}.dcm`), bytes);
  }
  return folder;
}

/**
 * A CT stack whose value at each point of the patient is known: `field(x, y, z)` in HU, of whole numbers from -1024 to 3071.
 * `along`: of each slice, mm along z; `shear`: mm along y for each of them (a tilted gantry).
 * @returns the folder
 */
export function writeField(folder, { number, patient, field, along, size = 96, pixelMm = 1, thickness = 1, shear = 0, window = [300, 1200] }) {
  mkdirSync(folder, { recursive: true });
  const study = `${kRoot}.4.${number}`;
  const sopClass = '1.2.840.10008.5.1.4.1.1.2';
  const start = -(size / 2) * pixelMm;
  along.forEach((z, place) => {
    const pixels = new Uint16Array(size * size);
    const y0 = start + shear * z;
    for (let row = 0; row < size; row += 1) {
      for (let column = 0; column < size; column += 1) pixels[row * size + column] = 1024 + Math.round(field(start + column * pixelMm, y0 + row * pixelMm, z));
    }
    const uid = `${study}.1.${place + 1}`;
    const bytes = part10(sopClass, uid, [
      element(8, 5, 'CS', 'ISO_IR 100'), element(8, 8, 'CS', 'ORIGINAL\\PRIMARY\\AXIAL'), element(8, 0x16, 'UI', sopClass), element(8, 0x18, 'UI', uid),
      element(8, 0x20, 'DA', '20261104'), element(8, 0x30, 'TM', '091500'), element(8, 0x50, 'SH', `M${number}`), element(8, 0x60, 'CS', 'CT'),
      element(8, 0x70, 'LO', 'sansfilm tests'), element(8, 0x1030, 'LO', 'FANTOME MPR'), element(8, 0x103e, 'LO', 'Champ connu'),
      element(0x10, 0x10, 'PN', patient), element(0x10, 0x20, 'LO', `F${100_000 + number}`), element(0x10, 0x30, 'DA', '19700101'), element(0x10, 0x40, 'CS', 'O'),
      element(0x18, 0x50, 'DS', String(thickness)), element(0x18, 0x5100, 'CS', 'HFS'), element(0x20, 0xd, 'UI', study), element(0x20, 0xe, 'UI', `${study}.1`), element(0x20, 0x10, 'SH', String(number)),
      element(0x20, 0x11, 'IS', '1'), element(0x20, 0x13, 'IS', String(place + 1)), element(0x20, 0x32, 'DS', `${start}\\${y0}\\${z}`), element(0x20, 0x37, 'DS', '1\\0\\0\\0\\1\\0'), element(0x20, 0x52, 'UI', `${study}.9`),
      element(0x28, 2, 'US', 1), element(0x28, 4, 'CS', 'MONOCHROME2'), element(0x28, 0x10, 'US', size), element(0x28, 0x11, 'US', size), element(0x28, 0x30, 'DS', `${pixelMm}\\${pixelMm}`),
      element(0x28, 0x100, 'US', 16), element(0x28, 0x101, 'US', 12), element(0x28, 0x102, 'US', 11), element(0x28, 0x103, 'US', 0),
      element(0x28, 0x1050, 'DS', String(window[0])), element(0x28, 0x1051, 'DS', String(window[1])), element(0x28, 0x1052, 'DS', '-1024'), element(0x28, 0x1053, 'DS', '1'), element(0x28, 0x1054, 'LO', 'HU'),
      element(0x7fe0, 0x10, 'OW', Buffer.from(pixels.buffer)),
    ]);
    writeFileSync(join(folder, `${String(place + 1).padStart(5, '0')}.dcm`), bytes);
  });
  return folder;
}
