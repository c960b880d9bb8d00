// Measuring as a person does it: with the mouse, with a finger, with the keyboard; the values against those worked out from the
// file itself by the command line's decoder.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { act, findAndOpen, kSizes, launch, newPage, shoot, signIn, state, waitFinal, waitState, world } from './lib/browser.mjs';
import { click, drag, screenOf } from './lib/hand.mjs';
import { fileOfInstance } from './lib/program.mjs';
import { mustRun } from './lib/server.mjs';

let browser;
let folder;
before(async () => {
  browser = await launch();
  folder = mkdtempSync(join(tmpdir(), 'sansfilm-measure-'));
});
after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

const kFiles = world ? [...world.series, ...world.pydicom].filter((path) => existsSync(path)) : [];
const fileOf = (s) => fileOfInstance(kFiles, s.sopInstanceUid);
const attributesOf = (file) => JSON.parse(mustRun(['dump', file]).stdout);
const numbers = (attributes, tag) => attributes[tag]?.Value?.map(Number);

async function openFirst(options = {}) {
  const opened = await newPage(browser, options);
  await signIn(opened.page);
  await findAndOpen(opened.page, world.study.name);
  await waitFinal(opened.page);
  return opened;
}

const countIs = (wanted) => (s) => s.measurements?.length === wanted;
const only = (s) => s.measurements[0];

/** Modality values of the file's frame, by the command line. */
function valuesOf(file, frame) {
  const out = join(folder, 'values.raw');
  mustRun(['pixels', file, '--frame', String(frame + 1), '--out', out]);
  const bytes = readFileSync(out);
  const attributes = attributesOf(file);
  const columns = numbers(attributes, '00280011')[0];
  const signed = numbers(attributes, '00280103')[0] === 1;
  const size = bytes.length / (columns * numbers(attributes, '00280010')[0]);
  const slope = numbers(attributes, '00281053')?.[0] ?? 1;
  const intercept = numbers(attributes, '00281052')?.[0] ?? 0;
  return (column, row) => {
    const at = (row * columns + column) * size;
    return (signed ? bytes.readIntLE(at, size) : bytes.readUIntLE(at, size)) * slope + intercept;
  };
}

const near = (value, wanted, within, what) => assert.ok(Math.abs(value - wanted) <= within, `${what}: ${value} instead of ${wanted}`);

test('a length drawn with the mouse is that of its two points in the millimetres of the file', async () => {
  const { page, context } = await openFirst();
  await page.keyboard.press('a');
  await drag(page, [120, 150], [300, 260]);
  const s = await waitState(page, 'a length', countIs(1));
  const [rowMm, columnMm] = numbers(attributesOf(fileOf(s)), '00280030');
  const [from, to] = only(s).points;
  near(from.x, 120, 1, 'where it begins');
  near(to.y, 260, 1, 'where it ends');
  near(only(s).length, Math.hypot((to.x - from.x) * columnMm, (to.y - from.y) * rowMm), 1e-6, 'its length');
  assert.equal(only(s).millimetres, true);
  assert.equal(only(s).provisional, false);
  assert.match(only(s).text, /^Longueur\n[\d,]+\u00a0mm$/);
  await shoot(page, 'measure-length');
  await context.close();
});

test('a region has the mean, the deviation and the extremes of its pixels, in HU', async () => {
  const { page, context } = await openFirst();
  await page.keyboard.press('7');
  await drag(page, [200, 180], [280, 240]);
  const s = await waitState(page, 'an ellipse', (now) => countIs(1)(now) && only(now).mean !== undefined);
  const value = valuesOf(fileOf(s), s.frameInInstance);
  const [a, b] = only(s).points;
  const [cx, cy, rx, ry] = [(a.x + b.x) / 2, (a.y + b.y) / 2, Math.abs(b.x - a.x) / 2, Math.abs(b.y - a.y) / 2];
  const inside = [];
  for (let row = 0; row < s.rows; row += 1) {
    for (let column = 0; column < s.columns; column += 1) {
      if (((column + 0.5 - cx) / rx) ** 2 + ((row + 0.5 - cy) / ry) ** 2 < 1) inside.push(value(column, row));
    }
  }
  const mean = inside.reduce((sum, one) => sum + one, 0) / inside.length;
  const deviation = Math.sqrt(inside.reduce((sum, one) => sum + (one - mean) ** 2, 0) / inside.length);
  assert.equal(only(s).pixels, inside.length);
  near(only(s).mean, mean, 1e-6, 'the mean');
  near(only(s).deviation, deviation, 1e-6, 'the deviation');
  assert.equal(only(s).least, Math.min(...inside));
  assert.equal(only(s).most, Math.max(...inside));
  assert.equal(only(s).unit, 'HU');
  await shoot(page, 'measure-region');
  await context.close();
});

test('an angle by three clicks, a polyline ended by Enter, a Cobb angle by two drags', async () => {
  const { page, context } = await openFirst();
  await page.keyboard.press('3');
  for (const point of [[150, 150], [250, 150], [250, 250]]) await click(page, point);
  await waitState(page, 'an angle', countIs(1));
  await page.keyboard.press('8');
  for (const point of [[100, 300], [140, 300], [140, 340]]) await click(page, point);
  await page.keyboard.press('Enter');
  await waitState(page, 'a polyline', countIs(2));
  await page.keyboard.press('4');
  await drag(page, [300, 100], [400, 100]);
  await drag(page, [300, 300], [400, 200]);
  const s = await waitState(page, 'a Cobb angle', countIs(3));
  const [rowMm, columnMm] = numbers(attributesOf(fileOf(s)), '00280030');
  near(s.measurements[0].angle, 90, 1, 'the angle');
  near(s.measurements[1].length, 40 * columnMm + 40 * rowMm, 1.5, 'the polyline');
  near(s.measurements[2].angle, 45, 1.5, 'the Cobb angle');
  await shoot(page, 'measure-angles');
  await context.close();
});

test('the list tells every measurement, leads to its image, and deletes; undo brings it back', async () => {
  const { page, context } = await openFirst();
  await page.keyboard.press('a');
  await drag(page, [120, 150], [300, 150]);
  await waitState(page, 'a length', countIs(1));
  await page.keyboard.press('Escape');
  const first = (await state(page)).frame;
  await page.keyboard.press('End');
  await waitState(page, 'the last image', (s) => s.frame !== first);
  assert.equal(only(await state(page)).here, false);
  await page.keyboard.press(';');
  await waitState(page, 'the panel', (s) => s.measurementsOpen);
  await page.keyboard.press(',');
  const back = await waitState(page, 'its image', (s) => s.frame === first && only(s).selected);
  assert.equal(only(back).here, true);
  await waitFinal(page);
  await shoot(page, 'measure-list');
  await page.keyboard.press('Delete');
  await waitState(page, 'none', countIs(0));
  await page.keyboard.press('Control+z');
  await waitState(page, 'one again', countIs(1));
  await context.close();
});

test('the menu of the tool bar chooses what to measure; a measurement is spoken to a screen reader', async () => {
  const { page, context } = await openFirst();
  await act(page, 'measure-length');
  await drag(page, [120, 150], [300, 150]);
  const s = await waitState(page, 'a length', countIs(1));
  assert.equal(s.measuring, 'length');
  const spoken = await page.locator('[aria-live="polite"]').allTextContents();
  assert.ok(spoken.some((text) => text.includes('Longueur') && text.includes('mm')), spoken.join(' | '));
  await context.close();
});

for (const name of ['tablet', 'phone']) {
  test(`on a ${name} a finger draws a length, and moves its end`, async () => {
    const { page, context } = await openFirst(kSizes[name]);
    await act(page, 'measure-length');
    const session = await context.newCDPSession(page);
    const at = await screenOf(page);
    const stroke = async (from, to) => {
      const touch = (type, point) => session.send('Input.dispatchTouchEvent', { type, touchPoints: point ? [{ ...at(point), id: 1 }] : [] });
      await touch('touchStart', from);
      await touch('touchMove', [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]);
      await touch('touchMove', to);
      await touch('touchEnd');
    };
    await stroke([120, 150], [300, 150]);
    const before = only(await waitState(page, 'a length', countIs(1)));
    await stroke([300, 150], [300, 300]);
    const moved = only(await waitState(page, 'its end moved', (s) => countIs(1)(s) && only(s).points[1].y > 250));
    assert.ok(moved.length > before.length);
    await shoot(page, `measure-${name}`);
    await context.close();
  });
}

test('a measurement of a picture that is not final says so until it is', async () => {
  const { page, context } = await newPage(browser);
  await signIn(page);
  // The line is slow enough that the preview is seen.
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', { offline: false, latency: 40, downloadThroughput: 60_000, uploadThroughput: 60_000 });
  await findAndOpen(page, world.study.name);
  await waitState(page, 'a preview', (s) => s.quality && s.quality !== 'none' && !s.final);
  await page.keyboard.press('6');
  await drag(page, [200, 180], [280, 240]);
  const early = await waitState(page, 'a rectangle', countIs(1));
  if (!early.final) assert.equal(only(early).provisional, true);
  await session.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
  await waitFinal(page);
  const late = await waitState(page, 'its value', (s) => only(s).provisional === false);
  assert.doesNotMatch(only(late).text, /provisoire/);
  await context.close();
});
