// Stacks through one made patient, in any plane: what a pixel must show is computed from where it lies in the patient.
//
// The patient's grey levels are ramps along x, y and z, between 0 and 255; a window of centre 128 and width 256 shows them as they are
// (PS3.3 C.11.2.1.2.1: LINEAR).
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { element, part10 } from './synthetic.mjs';

const kCt = '1.2.840.10008.5.1.4.1.1.2';

/** The grey level at a place of the patient, in mm; places from -130 to 130, -130 to 130 and 0 to 200 stay within 0 to 255. */
export const greyAt = ([x, y, z]) => Math.round(20 + (x + 130) * 0.35 + (y + 130) * 0.3 + z * 0.28);

export const kAxial = { row: [1, 0, 0], column: [0, 1, 0] };
export const kSagittal = { row: [0, 1, 0], column: [0, 0, -1] };
export const kCoronal = { row: [1, 0, 0], column: [0, 0, -1] };

/** Where a pixel lies: PS3.3 C.7.6.2.1.1. `at` is [column, row]. */
export function placeOf(stack, slice, [column, row]) {
  const { origin, plane, step, spacing } = stack;
  return [0, 1, 2].map((i) => origin[i] + slice * step[i] + column * spacing * plane.row[i] + row * spacing * plane.column[i]);
}

/**
 * One file a slice. `stack`: { study, number, description, modality, reference, plane, origin, step, spacing, columns, rows, slices,
 * more }; reference: the frame of reference UID, or undefined; more: elements of the series and image, in the order of their tags
 * between (0018,xxxx) and (0020,000d).
 */
export function writeStack(folder, stack) {
  mkdirSync(folder, { recursive: true });
  const series = `${stack.study}.${stack.number}`;
  const sopClass = stack.sopClass ?? kCt;
  for (let slice = 0; slice < stack.slices; slice += 1) {
    const pixels = new Uint16Array(stack.columns * stack.rows);
    for (let row = 0; row < stack.rows; row += 1) {
      for (let column = 0; column < stack.columns; column += 1) pixels[row * stack.columns + column] = greyAt(placeOf(stack, slice, [column, row]));
    }
    const uid = `${series}.${slice + 1}`;
    const at = placeOf(stack, slice, [0, 0]);
    writeFileSync(join(folder, `${stack.number}-${String(slice + 1).padStart(4, '0')}.dcm`), part10(sopClass, uid, [
      element(8, 5, 'CS', 'ISO_IR 192'), element(8, 0x16, 'UI', sopClass), element(8, 0x18, 'UI', uid), element(8, 0x20, 'DA', '20261104'), element(8, 0x60, 'CS', stack.modality ?? 'CT'),
      element(8, 0x1030, 'LO', stack.studyDescription ?? 'Étude faite'), element(8, 0x103e, 'LO', stack.description),
      element(0x10, 0x10, 'PN', stack.patient ?? 'GRILLE^Essai'), element(0x10, 0x20, 'LO', stack.patientId ?? 'T100910'), ...(stack.more ?? []),
      element(0x20, 0xd, 'UI', stack.study), element(0x20, 0xe, 'UI', series), element(0x20, 0x11, 'IS', String(stack.number)), element(0x20, 0x13, 'IS', String(slice + 1)),
      element(0x20, 0x32, 'DS', at.join('\\')), element(0x20, 0x37, 'DS', [...stack.plane.row, ...stack.plane.column].join('\\')),
      ...(stack.reference ? [element(0x20, 0x52, 'UI', stack.reference)] : []),
      element(0x28, 2, 'US', 1), element(0x28, 4, 'CS', 'MONOCHROME2'), element(0x28, 0x10, 'US', stack.rows), element(0x28, 0x11, 'US', stack.columns), element(0x28, 0x30, 'DS', `${stack.spacing}\\${stack.spacing}`),
      element(0x28, 0x100, 'US', 16), element(0x28, 0x101, 'US', 12), element(0x28, 0x102, 'US', 11), element(0x28, 0x103, 'US', 0), element(0x28, 0x1050, 'DS', '128'), element(0x28, 0x1051, 'DS', '256'),
      element(0x7fe0, 0x10, 'OW', Buffer.from(pixels.buffer)),
    ]));
  }
  return stack;
}
