// A study of two series, one to be blended over the other, and the state that says so. PS3.3 A.33.4, C.11.14
//
// Underneath two slices of 64 x 64 pixels of 1 mm; over the first of them one of 16 x 16 pixels of 2 mm, its first pixel's centre 8 mm
// right and 12 mm below that of the other. Values are grey levels as they are: LINEAR with centre 128 and width 256.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { element, part10, sequence } from './synthetic.mjs';

export const kBlendingStudy = '1.2.826.0.1.3680043.10.1338.2.903';
export const kBlendingState = `${kBlendingStudy}.7.1`;
const kUnder = { series: `${kBlendingStudy}.1`, side: 64, spacing: 1, x: 0, y: 0, modality: 'CT', sopClass: '1.2.840.10008.5.1.4.1.1.2', value: (x, y) => (3 * x + 2 * y) % 256 };
const kOver = { series: `${kBlendingStudy}.2`, side: 16, spacing: 2, x: 8, y: 12, modality: 'PT', sopClass: '1.2.840.10008.5.1.4.1.1.128', value: (x, y) => 16 * y + x };
const kOpacity = 0.25;

function slice(of, number, z) {
  const pixels = new Uint16Array(of.side * of.side);
  for (let y = 0; y < of.side; y += 1) for (let x = 0; x < of.side; x += 1) pixels[y * of.side + x] = of.value(x, y);
  const uid = `${of.series}.${number}`;
  return part10(of.sopClass, uid, [
    element(8, 5, 'CS', 'ISO_IR 192'), element(8, 0x16, 'UI', of.sopClass), element(8, 0x18, 'UI', uid), element(8, 0x20, 'DA', '20261104'), element(8, 0x60, 'CS', of.modality),
    element(8, 0x103e, 'LO', `Série ${of.modality}`), element(0x10, 0x10, 'PN', 'FUSION^Essai'), element(0x10, 0x20, 'LO', 'T100903'), element(0x18, 0x50, 'DS', '1'),
    element(0x20, 0xd, 'UI', kBlendingStudy), element(0x20, 0xe, 'UI', of.series), element(0x20, 0x11, 'IS', of.modality === 'CT' ? '1' : '2'), element(0x20, 0x13, 'IS', String(number)),
    element(0x20, 0x32, 'DS', `${of.x}\\${of.y}\\${z}`), element(0x20, 0x37, 'DS', '1\\0\\0\\0\\1\\0'), element(0x20, 0x52, 'UI', `${kBlendingStudy}.9`),
    element(0x28, 2, 'US', 1), element(0x28, 4, 'CS', 'MONOCHROME2'), element(0x28, 0x10, 'US', of.side), element(0x28, 0x11, 'US', of.side), element(0x28, 0x30, 'DS', `${of.spacing}\\${of.spacing}`),
    element(0x28, 0x100, 'US', 16), element(0x28, 0x101, 'US', 12), element(0x28, 0x102, 'US', 11), element(0x28, 0x103, 'US', 0), element(0x28, 0x1050, 'DS', '2048'), element(0x28, 0x1051, 'DS', '4096'),
    element(0x7fe0, 0x10, 'OW', Buffer.from(pixels.buffer)),
  ]);
}

/** A level of the upper picture in the state's palette: more red, less blue, green as it was made. */
const colourOf = (level) => [level, 40, 255 - level];

function state() {
  const sopClass = '1.2.840.10008.5.1.4.1.1.11.4';
  const images = (of, numbers) => sequence(8, 0x1140, numbers.map((number) => [element(8, 0x1150, 'UI', of.sopClass), element(8, 0x1155, 'UI', `${of.series}.${number}`)]));
  const input = (of, numbers, position) => [
    sequence(8, 0x1115, [[images(of, numbers), element(0x20, 0xe, 'UI', of.series)]]), element(0x20, 0xd, 'UI', kBlendingStudy),
    sequence(0x28, 0x3110, [[element(0x28, 0x1050, 'DS', '128'), element(0x28, 0x1051, 'DS', '256')]]), element(0x70, 0x405, 'CS', position),
  ];
  const words = (...values) => Buffer.from(Uint16Array.from(values).buffer);
  const table = (channel) => words(...Array.from({ length: 256 }, (_, level) => colourOf(level)[channel] * 257));
  return part10(sopClass, kBlendingState, [
    element(8, 5, 'CS', 'ISO_IR 192'), element(8, 0x16, 'UI', sopClass), element(8, 0x18, 'UI', kBlendingState), element(8, 0x20, 'DA', '20261104'), element(8, 0x60, 'CS', 'PR'),
    element(0x10, 0x10, 'PN', 'FUSION^Essai'), element(0x10, 0x20, 'LO', 'T100903'), element(0x20, 0xd, 'UI', kBlendingStudy), element(0x20, 0xe, 'UI', `${kBlendingStudy}.7`), element(0x20, 0x11, 'IS', '7'), element(0x20, 0x13, 'IS', '1'),
    ...[0, 1, 2].map((channel) => element(0x28, 0x1101 + channel, 'US', words(256, 0, 16))), ...[0, 1, 2].map((channel) => element(0x28, 0x1201 + channel, 'OW', table(channel))),
    element(0x70, 0x80, 'CS', 'FUSION'), element(0x70, 0x81, 'LO', 'TEP sur TDM'),
    sequence(0x70, 0x402, [input(kUnder, [1, 2], 'UNDERLYING'), input(kOver, [1], 'SUPERIMPOSED')]), element(0x70, 0x403, 'FL', [kOpacity]),
  ]);
}

export function writeBlending(folder) {
  writeFileSync(join(folder, 'under-1.dcm'), slice(kUnder, 1, 0));
  writeFileSync(join(folder, 'under-2.dcm'), slice(kUnder, 2, 30));
  writeFileSync(join(folder, 'over-1.dcm'), slice(kOver, 1, 0.2));
  writeFileSync(join(folder, 'blending.dcm'), state());
}

/** What the first slice must show at a pixel: C.11.14, the nearest sample of the upper picture where there is one. */
export function blendedColour(x, y) {
  const under = kUnder.value(x, y);
  const [column, row] = [(x - kOver.x) / kOver.spacing, (y - kOver.y) / kOver.spacing].map((at) => Math.floor(at + 0.5));
  if (column < 0 || row < 0 || column >= kOver.side || row >= kOver.side) return [under, under, under];
  return colourOf(kOver.value(column, row)).map((one) => kOpacity * one + (1 - kOpacity) * under);
}

export const underlyingColour = (x, y) => Array.from({ length: 3 }, () => kUnder.value(x, y));
