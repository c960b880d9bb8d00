// Several viewports: what a person does with mouse, finger and keyboard, and what each part of the canvas then shows.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { act, findAndOpen, isFinal, kSizes, launch, newPage, shoot, signIn, state, waitFinal, waitState } from './lib/browser.mjs';
import { greyAt, kAxial, kCoronal, kSagittal, placeOf, writeStack } from './lib/made_study.mjs';
import { addUser, importFiles } from './lib/program.mjs';
import { Server } from './lib/server.mjs';
import { canvasPixels, compareViewport, pointIn } from './lib/viewports.mjs';

const kStudy = '1.2.826.0.1.3680043.10.1338.2.910';
const kReference = `${kStudy}.9`;
const kCommon = { study: kStudy, spacing: 2, reference: kReference };
// Two axial stacks of other distances, a sagittal and a coronal one through the same patient, and an axial one of nowhere known.
const kStacks = [
  { ...kCommon, number: 1, description: 'Axial 5 mm', plane: kAxial, origin: [-100, -100, 0], step: [0, 0, 5], columns: 100, rows: 100, slices: 40 },
  { ...kCommon, number: 2, description: 'Axial 2 mm', plane: kAxial, origin: [-100, -100, 0], step: [0, 0, 2], columns: 100, rows: 100, slices: 100 },
  { ...kCommon, number: 3, description: 'Sagittal', plane: kSagittal, origin: [-100, -100, 198], step: [10, 0, 0], columns: 100, rows: 100, slices: 21 },
  { ...kCommon, number: 4, description: 'Coronal', plane: kCoronal, origin: [-100, -100, 198], step: [0, 10, 0], columns: 100, rows: 100, slices: 21 },
  { ...kCommon, number: 5, description: 'Ailleurs', plane: kAxial, origin: [-100, -100, 0], step: [0, 0, 5], columns: 100, rows: 100, slices: 12, reference: undefined },
];
const doctor = { identifier: 'docteur.grille', name: 'Dr Grille', password: randomBytes(12).toString('base64url') };

let browser, server, folder;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sansfilm-layout-'));
  const dataDir = join(folder, 'data');
  addUser(dataDir, doctor);
  for (const stack of kStacks) writeStack(join(folder, 'files'), stack);
  importFiles(dataDir, [join(folder, 'files')]);
  server = await Server.start(dataDir);
  browser = await launch();
});
after(async () => {
  await browser.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function open(size = kSizes.desktop) {
  const opened = await newPage(browser, { base: server.base, ...size });
  await signIn(opened.page, doctor);
  await findAndOpen(opened.page, 'GRILLE');
  await waitFinal(opened.page);
  return opened;
}

const allFinal = (count) => (s) => s.viewports.length === count && s.viewports.every((one) => one.series === undefined || isFinal(one));

/** Every viewport at 1:1 shows on the canvas what its slice must show, pixel by pixel. */
async function assertCanvas(page, where) {
  const count = (await state(page)).viewports.length;
  for (let i = 0; i < count; i += 1) {
    await act(page, 'viewport', i);
    await act(page, 'one-to-one');
  }
  await act(page, 'toggle-overlay');
  await act(page, 'reference-lines');
  await page.mouse.move(0, 0);
  const s = await waitState(page, 'all final at 1:1', (one) => allFinal(count)(one) && one.viewports.every((v) => v.series === undefined || Math.abs(v.zoom - 1) < 1e-6));
  const canvas = await canvasPixels(page);
  await act(page, 'toggle-overlay');
  await act(page, 'reference-lines');
  for (const [i, viewport] of s.viewports.entries()) {
    if (viewport.series === undefined) continue;
    const stack = kStacks.find((one) => viewport.seriesUid === `${kStudy}.${one.number}`);
    const slice = Number(viewport.sopInstanceUid.split('.').at(-1)) - 1;
    const { compared, worst, first } = compareViewport(canvas, viewport, (at) => greyAt(placeOf(stack, slice, at)));
    assert.ok(compared > 1000, `${where}, viewport ${i}: only ${compared} pixels compared`);
    assert.ok(worst <= 1, `${where}, viewport ${i} (${stack.description}, slice ${slice}): ${first}`);
  }
}

test('keys divide the page; each viewport shows its own series, and its part of the canvas is true', async () => {
  const { page, context, watch } = await open();
  await page.keyboard.press(')');
  await page.keyboard.press(')');
  await page.keyboard.press(')');
  const s = await waitState(page, 'four final viewports', (one) => one.gridRows === 2 && one.gridColumns === 2 && allFinal(4)(one));
  assert.deepEqual(s.viewports.map((one) => one.seriesDescription), kStacks.slice(0, 4).map((one) => one.description));
  await shoot(page, 'layout-2x2-1440');
  await assertCanvas(page, 'two by two');
  await page.keyboard.press('(');
  await page.keyboard.press('(');
  await page.keyboard.press('(');
  await waitState(page, 'one viewport', (one) => one.viewports.length === 1);
  assert.deepEqual(watch.errors, []);
  await context.close();
});

test('sixteen viewports hold five series and eleven free places, all true', async () => {
  const { page, context } = await open();
  await act(page, 'grid', 4, 4);
  const s = await waitState(page, 'sixteen viewports', allFinal(16));
  assert.equal(s.viewports.filter((one) => one.series !== undefined).length, 5);
  await shoot(page, 'layout-4x4-1440');
  await assertCanvas(page, 'four by four');
  await context.close();
});

test('the wheel and a drag act on the viewport under the pointer, and on no other', async () => {
  const { page, context } = await open();
  await act(page, 'grid', 2, 2);
  const before = await waitState(page, 'four final viewports', allFinal(4));
  const second = await pointIn(page, 1);
  await page.mouse.move(second.x, second.y);
  for (let i = 0; i < 3; i += 1) await page.mouse.wheel(0, 100);
  const scrolled = await waitState(page, 'three slices on in the second viewport', (s) => s.viewports[1].frame === before.viewports[1].frame + 3 && s.activeViewport === 1);
  for (const other of [0, 2, 3]) assert.equal(scrolled.viewports[other].frame, before.viewports[other].frame);

  const third = await pointIn(page, 2);
  await page.mouse.move(third.x, third.y);
  await page.mouse.down();
  await page.mouse.move(third.x + 64, third.y, { steps: 4 });
  await page.mouse.up();
  const windowed = await waitState(page, 'a wider window in the third viewport', (s) => s.viewports[2].window.width > 256 && s.activeViewport === 2);
  for (const other of [0, 1, 3]) assert.equal(windowed.viewports[other].window.width, 256);
  await context.close();
});

test('Tab leads through the viewports and out of the picture; a key shows one alone and all again', async () => {
  const { page, context } = await open();
  await act(page, 'grid', 1, 3);
  await waitState(page, 'three final viewports', allFinal(3));
  await page.locator('main canvas').focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await waitState(page, 'the third viewport', (s) => s.activeViewport === 2);
  await page.keyboard.press('=');
  const alone = await waitState(page, 'it alone', (s) => s.expanded && isFinal(s));
  assert.equal(alone.viewports.filter((one) => one.shown).length, 1);
  assert.equal(alone.seriesDescription, 'Sagittal');
  await assertCanvasOfActive(page);
  await page.keyboard.press('=');
  await waitState(page, 'all three', (s) => !s.expanded && s.viewports.every((one) => one.shown));
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await waitState(page, 'the first viewport', (s) => s.activeViewport === 0);
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'CANVAS');
  await page.keyboard.press('Shift+Tab');
  assert.notEqual(await page.evaluate(() => document.activeElement?.tagName), 'CANVAS');
  await context.close();
});

async function assertCanvasOfActive(page) {
  await act(page, 'one-to-one');
  await act(page, 'toggle-overlay');
  await act(page, 'reference-lines');
  await page.mouse.move(0, 0);
  const s = await waitState(page, 'final at 1:1', (one) => isFinal(one) && Math.abs(one.zoom - 1) < 1e-6);
  const canvas = await canvasPixels(page);
  await act(page, 'toggle-overlay');
  await act(page, 'reference-lines');
  const viewport = s.viewports[s.activeViewport];
  const stack = kStacks.find((one) => viewport.seriesUid === `${kStudy}.${one.number}`);
  const slice = Number(viewport.sopInstanceUid.split('.').at(-1)) - 1;
  const { compared, worst, first } = compareViewport(canvas, viewport, (at) => greyAt(placeOf(stack, slice, at)));
  assert.ok(compared > 1000 && worst <= 1, `${compared} pixels compared; ${first}`);
}

test('a series of the strip replaces what the active viewport shows', async () => {
  const { page, context } = await open();
  await act(page, 'grid', 1, 2);
  await waitState(page, 'two final viewports', allFinal(2));
  const right = await pointIn(page, 1);
  await page.mouse.click(right.x, right.y);
  await waitState(page, 'the right viewport is active', (s) => s.activeViewport === 1);
  await page.waitForTimeout(400);   // no hand is faster from a picture to the strip
  const box = await page.locator('main canvas').boundingBox();
  await page.mouse.click(box.x + 84, box.y + 96 + 8 + 166 * 3 + 60);   // the fourth card of the strip
  const s = await waitState(page, 'the coronal series at the right', (one) => one.viewports[1].seriesDescription === 'Coronal' && allFinal(2)(one));
  assert.equal(s.viewports[0].seriesDescription, 'Axial 5 mm');
  await context.close();
});

/** The middle of a card of the strip, on the page; the strip is a column or, on a phone, a row. */
async function cardOf(page, size, number) {
  const box = await page.locator('main canvas').boundingBox();
  if (size === kSizes.phone) return { x: box.x + 8 + number * 112 + 52, y: box.y + box.height - 28 - 112 + 50 };
  return { x: box.x + 84, y: box.y + 96 + 8 + 166 * number + 60 };
}

const shownIn = (s, series) => s.strip[series].viewports;

test('a mouse drags a series from the strip into a viewport, and the strip says where it is shown', async () => {
  const { page, context, watch } = await open();
  await act(page, 'grid', 2, 2);
  await waitState(page, 'four final viewports', allFinal(4));
  const card = await cardOf(page, kSizes.desktop, 3);
  const target = await pointIn(page, 0);
  await page.mouse.move(card.x, card.y);
  await page.mouse.down();
  await page.mouse.move((card.x + target.x) / 2, target.y, { steps: 3 });
  await page.mouse.move(target.x, target.y, { steps: 3 });
  await waitState(page, 'it is carried', (s) => s.carrying);
  await shoot(page, 'layout-drag-1440');
  await page.mouse.up();
  const s = await waitState(page, 'the coronal series in the first viewport', (one) => one.viewports[0].seriesDescription === 'Coronal' && one.activeViewport === 0 && allFinal(4)(one));
  assert.equal(s.carrying, false);
  assert.deepEqual(shownIn(s, 3), [0, 3]);
  assert.deepEqual(shownIn(s, 0), []);
  await assertCanvas(page, 'after the drag');
  // Given up: let go over the strip, or by Escape.
  for (const escape of [false, true]) {
    await page.mouse.move(card.x, card.y);
    await page.mouse.down();
    await page.mouse.move(target.x, target.y + 40, { steps: 3 });
    await waitState(page, 'it is carried', (one) => one.carrying);
    if (escape) await page.keyboard.press('Escape');
    else await page.mouse.move(card.x, card.y + 100, { steps: 3 });
    await page.mouse.up();
    const after = await waitState(page, 'nothing is carried', (one) => !one.carrying);
    assert.deepEqual(after.viewports.map((one) => one.seriesDescription), s.viewports.map((one) => one.seriesDescription));
    assert.equal(await page.evaluate(() => location.hash.startsWith('#/study/')), true);
  }
  assert.deepEqual(watch.errors, []);
  await context.close();
});

for (const [name, size] of [['tablet', kSizes.tablet], ['phone', kSizes.phone]]) {
  test(`a finger rests on a series, then drags it into a viewport, on a ${name}`, async () => {
    const { page, context } = await open(size);
    await act(page, 'grid', 1, 2);
    await waitState(page, 'two final viewports', allFinal(2));
    const card = await cardOf(page, size, 2);
    const target = await pointIn(page, 1);
    const touch = await page.context().newCDPSession(page);
    const send = (type, points) => touch.send('Input.dispatchTouchEvent', { type, touchPoints: points });
    await send('touchStart', [card]);
    await waitState(page, 'it is carried', (s) => s.carrying);
    for (let i = 1; i <= 5; i += 1) await send('touchMove', [{ x: card.x + ((target.x - card.x) * i) / 5, y: card.y + ((target.y - card.y) * i) / 5 }]);
    await shoot(page, `layout-drag-${size.viewport.width}`);
    await send('touchEnd', []);
    const s = await waitState(page, 'the sagittal series in the second viewport', (one) => one.viewports[1].seriesDescription === 'Sagittal' && allFinal(2)(one));
    assert.deepEqual(shownIn(s, 2), [1]);
    assert.equal(s.activeViewport, 1);
    assert.equal(s.viewports[0].seriesDescription, 'Axial 5 mm');
    // A finger that moves at once scrolls the strip and carries nothing.
    const along = size === kSizes.phone ? { x: card.x - 80, y: card.y } : { x: card.x, y: card.y - 80 };
    await send('touchStart', [card]);
    for (let i = 1; i <= 4; i += 1) await send('touchMove', [{ x: card.x + ((along.x - card.x) * i) / 4, y: card.y + ((along.y - card.y) * i) / 4 }]);
    await page.waitForTimeout(700);
    assert.equal((await state(page)).carrying, false);
    await send('touchEnd', []);
    await context.close();
  });
}

test('keys put a series into the viewport that they chose', async () => {
  const { page, context } = await open();
  await act(page, 'grid', 2, 3);
  await waitState(page, 'five final viewports and a free one', allFinal(6));
  await page.locator('main canvas').focus();
  for (let i = 0; i < 5; i += 1) await page.keyboard.press('Tab');
  const free = await waitState(page, 'the free viewport', (s) => s.activeViewport === 5);
  assert.equal(free.viewports[5].series, undefined);
  await page.keyboard.press('n');
  await waitState(page, 'the first series in it', (s) => s.viewports[5].seriesDescription === 'Axial 5 mm');
  await page.keyboard.press('n');
  const s = await waitState(page, 'the next one', (one) => one.viewports[5].seriesDescription === 'Axial 2 mm' && allFinal(6)(one));
  assert.deepEqual(shownIn(s, 1), [1, 5]);
  await context.close();
});

test('a series as tiles: consecutive slices in every viewport, by one with the wheel, by a page with the keys, each part of the canvas true', async () => {
  const { page, context, watch } = await open();
  await act(page, 'grid', 2, 2);
  await waitState(page, 'four final viewports', allFinal(4));
  await page.locator('main canvas').focus();
  await page.keyboard.press("'");
  const slices = (first) => (s) => s.tiles && allFinal(4)(s) && s.viewports.every((one, i) => one.seriesDescription === 'Axial 5 mm' && one.frame === first + i);
  await waitState(page, 'the first four slices', slices(0));
  await shoot(page, 'layout-tiles-1440');
  const third = await pointIn(page, 2);
  await page.mouse.move(third.x, third.y);
  await page.mouse.wheel(0, 100);
  await waitState(page, 'one slice on', slices(1));
  await page.keyboard.press('PageDown');
  await waitState(page, 'a page on', slices(5));
  await page.keyboard.press('End');
  const end = await waitState(page, 'the last four slices', slices(36));
  assert.equal(end.activeViewport, 3);
  await page.keyboard.press('i');
  await waitState(page, 'all inverted', (s) => s.viewports.every((one) => one.inverted));
  await page.keyboard.press('i');
  await assertCanvas(page, 'tiles');
  await page.keyboard.press("'");
  const s = await waitState(page, 'what each showed before', (one) => !one.tiles && allFinal(4)(one) && one.viewports[2].seriesDescription === 'Sagittal');
  assert.equal(s.viewports[1].seriesDescription, 'Axial 2 mm');
  assert.deepEqual(watch.errors, []);
  await context.close();
});

for (const [name, size] of [['tablet', kSizes.tablet], ['phone', kSizes.phone]]) {
  test(`a finger scrolls the viewport that it is on, on a ${name}`, async () => {
    const { page, context } = await open(size);
    await act(page, 'grid', 2, 2);
    const before = await waitState(page, 'four final viewports', allFinal(4));
    await shoot(page, `layout-2x2-${size.viewport.width}`);
    const from = await pointIn(page, 3, [0.4, 0.3]);
    const to = await pointIn(page, 3, [0.4, 0.8]);
    const touch = await page.context().newCDPSession(page);
    const send = (type, points) => touch.send('Input.dispatchTouchEvent', { type, touchPoints: points });
    await send('touchStart', [from]);
    for (let i = 1; i <= 6; i += 1) await send('touchMove', [{ x: from.x, y: from.y + ((to.y - from.y) * i) / 6 }]);
    await send('touchEnd', []);
    const s = await waitState(page, 'other slices in the fourth viewport', (one) => one.activeViewport === 3 && one.viewports[3].frame !== before.viewports[3].frame);
    for (const other of [0, 1, 2]) assert.equal(s.viewports[other].frame, before.viewports[other].frame);
    await act(page, 'grid', 4, 4);
    await waitState(page, 'sixteen viewports', allFinal(16));
    await shoot(page, `layout-4x4-${size.viewport.width}`);
    await context.close();
  });
}

test('the screen reader hears which viewport is active', async () => {
  const { page, context } = await open();
  await act(page, 'grid', 1, 2);
  await waitState(page, 'two final viewports', allFinal(2));
  await page.locator('main canvas').focus();
  await page.keyboard.press('Tab');
  await page.waitForFunction(() => [...document.querySelectorAll('main [aria-live]')].some((region) => region.textContent.startsWith('Vue 2 sur 2, Axial 2 mm, image 1 sur 100')));
  await context.close();
});

/** A place of the patient as the viewer draws it now in a viewport: [column, row] of its picture on the page. */
async function onPage(page, index, [column, row]) {
  const s = await state(page);
  const box = await page.locator('main canvas').boundingBox();
  const viewport = s.viewports[index];
  return { x: box.x + (viewport.origin.x + column * viewport.zoom) / s.pixelRatio, y: box.y + (viewport.origin.y + row * viewport.zoom) / s.pixelRatio };
}

// CSS pixels: where the button of the layout menu stands in a bar that has room for it, and its picker below it.
const [kButton, kBelow, kPicker, kSquare] = [434, 22 + 8, 320, 44];

test('the layout menu divides the page, by mouse and by finger', async () => {
  for (const size of [kSizes.desktop, kSizes.tablet]) {
    const { page, context } = await open(size);
    const box = await page.locator('main canvas').boundingBox();
    const press = async (x, y) => {
      if (size.hasTouch) await page.touchscreen.tap(box.x + x, box.y + y);
      else await page.mouse.click(box.x + x, box.y + y);
      await page.waitForTimeout(700);
    };
    const y = 44 + 4 + 22;
    await press(kButton, y);
    await shoot(page, `layout-menu-${size.viewport.width}`);
    // The second square of the second row.
    await press(kButton - 22 + 8 + (kPicker - 4 * kSquare) / 2 + 1.5 * kSquare, y + kBelow + 1.5 * kSquare);
    await waitState(page, 'two by two', (s) => s.gridRows === 2 && s.gridColumns === 2 && allFinal(4)(s), 20_000);
    await press(kButton, y);
    await shoot(page, `layout-menu-four-${size.viewport.width}`);
    await context.close();
  }
});

test('linked scrolling brings every stack of the same direction to the same place; lines tell where the others are cut', async () => {
  const { page, context } = await open();
  await act(page, 'grid', 2, 2);
  await waitState(page, 'four final viewports', allFinal(4));
  await page.keyboard.press('$');
  const first = await pointIn(page, 0);
  await page.mouse.move(first.x, first.y);
  for (let i = 0; i < 8; i += 1) await page.mouse.wheel(0, 100);
  const s = await waitState(page, 'both axial stacks at 40 mm', (one) => one.linkedScroll === 'position' && one.viewports[0].positionMm === 40 && one.viewports[1].positionMm === 40 && allFinal(4)(one));
  // z = 40 in a picture whose row 0 lies at 198 with rows of 2 mm: row 79, its middle at 79.5.
  for (const other of [2, 3]) {
    const [from, to] = s.viewports[other].referenceLine;
    assert.ok(Math.abs(from.y - 79.5) < 0.01 && Math.abs(to.y - 79.5) < 0.01, JSON.stringify(s.viewports[other].referenceLine));
  }
  await shoot(page, 'layout-linked-1440');
  await assertCanvas(page, 'after linked scrolling');
  await context.close();
});

test('a click with Shift points in the patient: every view goes to that point', async () => {
  const { page, context } = await open();
  await act(page, 'grid', 2, 2);
  await waitState(page, 'four final viewports', allFinal(4));
  const first = await pointIn(page, 0);
  await page.mouse.move(first.x, first.y);
  for (let i = 0; i < 12; i += 1) await page.mouse.wheel(0, 100);
  await waitState(page, 'z = 60', (s) => s.viewports[0].positionMm === 60);
  // Column 65, row 30 of 2 mm from -100: x = 30, y = -40.
  const at = await onPage(page, 0, [65.5, 30.5]);
  await page.keyboard.down('Shift');
  await page.mouse.click(at.x, at.y);
  await page.keyboard.up('Shift');
  const s = await waitState(page, 'the point in every view', (one) => one.viewports.every((viewport) => viewport.patientPoint !== undefined) && allFinal(4)(one));
  // Sagittal every 10 mm from -100: x = 30 is its 14th; coronal: y = -40 is its 7th.
  assert.equal(s.viewports[2].sopInstanceUid, `${kStudy}.3.14`);
  assert.equal(s.viewports[3].sopInstanceUid, `${kStudy}.4.7`);
  assert.equal(s.viewports[1].positionMm, 60);
  // Where the point lies in the sagittal picture: y = -40 is column 30, z = 60 is row 69.
  assert.ok(Math.abs(s.viewports[2].patientPoint.x - 30.5) < 0.6 && Math.abs(s.viewports[2].patientPoint.y - 69.5) < 0.6, JSON.stringify(s.viewports[2].patientPoint));
  await shoot(page, 'layout-point-1440');
  await context.close();
});

test('a double click shows one view alone, a double tap all again', async () => {
  const { page, context } = await open(kSizes.tablet);
  await act(page, 'grid', 1, 2);
  await waitState(page, 'two final viewports', allFinal(2));
  const right = await pointIn(page, 1);
  await page.mouse.dblclick(right.x, right.y);
  await waitState(page, 'one alone', (s) => s.expanded && s.activeViewport === 1);
  await page.waitForTimeout(600);
  const alone = await pointIn(page, 1);
  // Two taps of a slow machine may be too far apart to be one double tap.
  for (let turn = 0; turn < 5 && (await state(page)).expanded; turn += 1) {
    await page.touchscreen.tap(alone.x, alone.y);
    await page.touchscreen.tap(alone.x, alone.y);
    await page.waitForTimeout(700);
  }
  await waitState(page, 'both', (s) => !s.expanded);
  await context.close();
});
