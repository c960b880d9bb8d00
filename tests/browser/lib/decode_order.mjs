// The layout of the order to a decoding worker, taken from the structure that the product serialises in the order of its fields
// (wasm/bridge/decode_message.hpp), so that a field added there is a field added here.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kRepository } from './paths.mjs';

// An enum travels as 16 bits, bytes behind a 32-bit length, a rectangle of tiles as its four edges.
const kTypes = { 'std::uint8_t': 'Uint8', 'std::uint16_t': 'Uint16', 'std::uint32_t': 'Uint32', 'std::uint64_t': 'BigUint64', bool: 'Uint8', 'wire::TileRect': 'tiles', 'std::vector<std::uint8_t>': 'bytes' };

/** Each field in its order: { name, type }, the type named as DataView names it. */
export function decodeOrderFields() {
  const header = readFileSync(join(kRepository, 'wasm/bridge/decode_message.hpp'), 'utf8');
  const body = header.match(/struct DecodeOrder \{([\s\S]*?)\bbool operator==/)?.[1];
  if (!body) throw new Error('no DecodeOrder in wasm/bridge/decode_message.hpp');
  const fields = [];
  for (const line of body.replace(/\/\/.*$/gm, '').split(';')) {
    const [, type, names] = line.trim().match(/^([\w:<>]+) (.+)$/s) ?? [];
    if (type === undefined) continue;
    for (const one of names.split(',')) fields.push({ name: one.trim().split(/\s|=/)[0], type: kTypes[type] ?? 'Uint16' });
  }
  return fields;
}
