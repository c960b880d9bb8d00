// Reads the PNG files that `sansfilm render` writes: 8 bits, grey, grey with alpha, RGB or RGBA, not interlaced.
// Independent of the program under test on purpose. PNG specification (ISO/IEC 15948), clauses 5, 9 and 11.
import { inflateSync } from 'node:zlib';

const kChannels = { 0: 1, 2: 3, 4: 2, 6: 4 };

function paeth(a, b, c) {
  const p = a + b - c;
  const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)];
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}

function unfilter(raw, rows, stride, bpp) {
  const out = Buffer.alloc(rows * stride);
  for (let y = 0; y < rows; y += 1) {
    const kind = raw[y * (stride + 1)];
    for (let x = 0; x < stride; x += 1) {
      const value = raw[y * (stride + 1) + 1 + x];
      const left = x >= bpp ? out[y * stride + x - bpp] : 0;
      const up = y > 0 ? out[(y - 1) * stride + x] : 0;
      const corner = x >= bpp && y > 0 ? out[(y - 1) * stride + x - bpp] : 0;
      out[y * stride + x] = value + [0, left, up, (left + up) >> 1, paeth(left, up, corner)][kind];
    }
  }
  return out;
}

/** @returns {{width: number, height: number, channels: number, data: Buffer}} */
export function readPng(bytes) {
  const parts = [];
  let header;
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const body = bytes.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') header = { width: body.readUInt32BE(0), height: body.readUInt32BE(4), depth: body[8], colour: body[9], interlace: body[12] };
    if (type === 'IDAT') parts.push(body);
    at += 12 + length;
  }
  const channels = kChannels[header.colour];
  if (header.depth !== 8 || header.interlace !== 0 || channels === undefined) throw new Error(`PNG of an unexpected kind: depth ${header.depth}, colour ${header.colour}`);
  const data = unfilter(inflateSync(Buffer.concat(parts)), header.height, header.width * channels, channels);
  return { width: header.width, height: header.height, channels, data };
}
