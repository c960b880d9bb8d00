// The value under the pointer, against what `sansfilm pixels` and `sansfilm dump` say of the same file.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { act, findAndOpen, kSizes, launch, newPage, shoot, signIn, state, waitFinal, waitState, world } from './lib/browser.mjs';
import { screenOf } from './lib/hand.mjs';
import { choose } from './lib/local.mjs';
import { fileOfInstance } from './lib/program.mjs';
import { needs, real } from './lib/real.mjs';
import { mustRun } from './lib/server.mjs';
import { element, part10 } from './lib/synthetic.mjs';

let browser;
let folder;
before(async () => {
  browser = await launch();
  folder = mkdtempSync(join(tmpdir(), 'sansfilm-values-'));
});
after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

const kFiles = world ? [...world.series, ...world.pydicom].filter((path) => existsSync(path)) : [];

/** The stored value of a pixel, from the command line's own decoder. */
function storedValue(file, s) {
  const out = join(folder, 'values.raw');
  mustRun(['pixels', file, '--frame', String(s.frameInInstance + 1), '--out', out]);
  const bytes = readFileSync(out);
  const attributes = JSON.parse(mustRun(['dump', file]).stdout);
  const signed = attributes['00280103'].Value[0] === 1;
  const samples = attributes['00280002'].Value[0];
  const size = bytes.length / (s.rows * s.columns * samples);
  const first = (s.probe.row * s.columns + s.probe.column) * samples;
  return Array.from({ length: samples }, (_, i) => (signed ? bytes.readIntLE((first + i) * size, size) : bytes.readUIntLE((first + i) * size, size)));
}

const attribute = (file, tag) => JSON.parse(mustRun(['dump', file]).stdout)[tag]?.Value?.map(Number);

/** Puts the mouse over a pixel, as a hand would. */
async function pointAt(page, column, row) {
  const at = (await screenOf(page))([column + 0.5, row + 0.5]);
  await page.mouse.move(at.x, at.y);
  return waitState(page, `the value of pixel ${column}, ${row}`, (now) => now.probe?.column === column && now.probe?.row === row && now.probe.exact);
}

async function openFirst(options = {}) {
  const opened = await newPage(browser, options);
  await signIn(opened.page);
  await findAndOpen(opened.page, world.study.name);
  await waitFinal(opened.page);
  return opened;
}

async function openLocally(path) {
  const opened = await newPage(browser);
  await choose(opened.page, [path]);
  await opened.page.waitForFunction(() => location.hash.startsWith('#/local/'));
  await waitFinal(opened.page);
  return opened;
}

test('the value under the mouse is the stored value of that pixel, its HU and its place in the patient', { skip: kFiles.length > 0 ? false : 'no real CT' }, async () => {
  const { page, context, watch } = await openFirst();
  const first = await state(page);
  const file = fileOfInstance(kFiles, first.sopInstanceUid);
  const [slope] = attribute(file, '00281053');
  const [intercept] = attribute(file, '00281052');
  const position = attribute(file, '00200032');
  const cosines = attribute(file, '00200037');
  const [rowSpacing, columnSpacing] = attribute(file, '00280030');
  for (const [x, y] of [[0.5, 0.5], [0.31, 0.62], [0.7, 0.22]]) {
    const [column, row] = [Math.floor(x * first.columns), Math.floor(y * first.rows)];
    const s = await pointAt(page, column, row);
    assert.deepEqual(s.probe.stored, storedValue(file, s), `stored value at ${column}, ${row}`);
    if (!s.probe.padding) {
      assert.equal(s.probe.value, s.probe.stored[0] * slope + intercept);
      assert.equal(s.probe.unit, 'HU');
      assert.match(s.probe.text, /HU/);
    }
    const place = [0, 1, 2].map((i) => position[i] + cosines[i] * columnSpacing * column + cosines[3 + i] * rowSpacing * row);
    place.forEach((mm, i) => assert.ok(Math.abs(mm - s.probe.patientMm[i]) < 1e-3, `place ${s.probe.patientMm} for ${place}`));
  }
  await act(page, 'turn-right');
  await act(page, 'flip-left-right');
  await act(page, 'probe', 12, 34);
  const turned = await waitState(page, 'the pixel by its place', (s) => s.probe?.column === 12 && s.probe?.row === 34);
  assert.deepEqual(turned.probe.stored, storedValue(file, turned));
  const box = await page.locator('main canvas').boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height - 3);
  await act(page, 'probe-middle');
  await waitState(page, 'no value away from the picture', (s) => s.probe === undefined);
  assert.deepEqual(watch.errors, []);
  await context.close();
});

test('a long press reads the value on a touch screen, and the finger then moves the point', async () => {
  const { page, context } = await openFirst(kSizes.tablet);
  const place = (await state(page)).frame;
  const box = await page.locator('main canvas').boundingBox();
  const session = await context.newCDPSession(page);
  const at = (dx, dy) => [{ x: box.x + box.width / 2 + dx, y: box.y + box.height / 2 + dy }];
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(0, 0) });
  const read = await waitState(page, 'a value after a long press', (s) => s.probe !== undefined, 5000);
  await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(60, 80) });
  const moved = await waitState(page, 'the value further on', (s) => s.probe?.row > read.probe.row && s.probe?.column > read.probe.column);
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  assert.equal(moved.frame, place, 'the stack stays');
  assert.deepEqual((await state(page)).probe, moved.probe);
  await shoot(page, 'value-touch');
  await context.close();
});

test('a dose is read in gray, a colour picture as its triple', async () => {
  const dose = join(folder, 'dose.dcm');
  const uid = '1.2.826.0.1.3680043.10.1338.7.1';
  const values = Buffer.alloc(32 * 32 * 4);
  for (let i = 0; i < 32 * 32; i += 1) values.writeUInt32LE(i * 1000, i * 4);
  const kDose = '1.2.840.10008.5.1.4.1.1.481.2';
  writeFileSync(dose, part10(kDose, uid, [
    element(8, 0x16, 'UI', kDose), element(8, 0x18, 'UI', uid), element(8, 0x60, 'CS', 'RTDOSE'), element(0x10, 0x10, 'PN', 'DOSE^Essai'), element(0x20, 0xd, 'UI', `${uid}.1`), element(0x20, 0xe, 'UI', `${uid}.2`),
    element(0x20, 0x32, 'DS', '0\\0\\5'), element(0x20, 0x37, 'DS', '1\\0\\0\\0\\1\\0'), element(0x28, 2, 'US', 1), element(0x28, 4, 'CS', 'MONOCHROME2'), element(0x28, 0x10, 'US', 32), element(0x28, 0x11, 'US', 32),
    element(0x28, 0x30, 'DS', '3\\3'), element(0x28, 0x100, 'US', 32), element(0x28, 0x101, 'US', 32), element(0x28, 0x102, 'US', 31), element(0x28, 0x103, 'US', 0), element(0x3004, 2, 'CS', 'GY'),
    element(0x3004, 0xe, 'DS', '0.00005'), element(0x7fe0, 0x10, 'OW', values),
  ]));
  const { page, context } = await openLocally(dose);
  const s = await pointAt(page, 7, 3);
  assert.deepEqual(s.probe.stored, [(3 * 32 + 7) * 1000]);
  assert.ok(Math.abs(s.probe.value - 5.15) < 1e-9);
  assert.match(s.probe.text, /^5,15.Gy/);
  await context.close();
});

test('a PET says its SUV by body weight, the same as computed from its attributes, or why it has none', needs('pt_icon_nested_sq'), async () => {
  const file = real('pt_icon_nested_sq');
  const { page, context } = await openLocally(file);
  const first = await state(page);
  const s = await pointAt(page, Math.floor(first.columns / 2), Math.floor(first.rows / 2));
  assert.deepEqual(s.probe.stored, storedValue(file, s));
  if (s.probe.suvBodyWeight === undefined) assert.match(s.probe.text, /Pas de SUV : /);
  else assert.match(s.probe.text, /SUVbw/);
  await shoot(page, 'value-pet');
  await context.close();
});

test('a made PET of known dose, weight and times has the SUV that the arithmetic gives', async () => {
  const path = join(folder, 'pet.dcm');
  const kPet = '1.2.840.10008.5.1.4.1.1.128';
  const uid = '1.2.826.0.1.3680043.10.1338.7.5';
  const pixels = Buffer.alloc(16 * 16 * 2);
  for (let i = 0; i < 256; i += 1) pixels.writeUInt16LE(i * 100, i * 2);
  const item = Buffer.concat([element(0x18, 0x1072, 'TM', '100000'), element(0x18, 0x1074, 'DS', '370000000'), element(0x18, 0x1075, 'DS', '6586.2')]);
  const head = Buffer.alloc(8);
  head.writeUInt16LE(0xfffe, 0);
  head.writeUInt16LE(0xe000, 2);
  head.writeUInt32LE(item.length, 4);
  writeFileSync(path, part10(kPet, uid, [
    element(8, 0x16, 'UI', kPet), element(8, 0x18, 'UI', uid), element(8, 0x21, 'DA', '20260102'), element(8, 0x22, 'DA', '20260102'), element(8, 0x31, 'TM', '110000'), element(8, 0x32, 'TM', '110000'), element(8, 0x60, 'CS', 'PT'),
    element(0x10, 0x10, 'PN', 'TEP^Essai'), element(0x10, 0x40, 'CS', 'F'), element(0x10, 0x1030, 'DS', '70'), element(0x20, 0xd, 'UI', `${uid}.1`), element(0x20, 0xe, 'UI', `${uid}.2`),
    element(0x28, 2, 'US', 1), element(0x28, 4, 'CS', 'MONOCHROME2'), element(0x28, 0x10, 'US', 16), element(0x28, 0x11, 'US', 16), element(0x28, 0x51, 'CS', 'ATTN\\DECY'), element(0x28, 0x100, 'US', 16), element(0x28, 0x101, 'US', 16),
    element(0x28, 0x102, 'US', 15), element(0x28, 0x103, 'US', 0), element(0x28, 0x1052, 'DS', '0'), element(0x28, 0x1053, 'DS', '0.5'), element(0x54, 0x16, 'SQ', Buffer.concat([head, item])), element(0x54, 0x1001, 'CS', 'BQML'),
    element(0x54, 0x1102, 'CS', 'START'), element(0x7fe0, 0x10, 'OW', pixels),
  ]));
  const { page, context } = await openLocally(path);
  const { probe } = await pointAt(page, 4, 10);
  const activity = (10 * 16 + 4) * 100 * 0.5;
  assert.equal(probe.value, activity);
  assert.equal(probe.unit, 'BQML');
  const expected = (activity * 70_000) / (370e6 * 2 ** (-3600 / 6586.2));
  assert.ok(Math.abs(probe.suvBodyWeight - expected) < expected * 1e-6, `SUV ${probe.suvBodyWeight} for ${expected}`);
  assert.equal(probe.suvLeanBodyMass, undefined);
  await context.close();
});
