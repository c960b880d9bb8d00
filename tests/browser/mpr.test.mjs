// Multiplanar reconstruction as a person does it, with stacks whose value is known at every point: what is on the canvas is compared
// with that value. The planes' places on the screen come from the viewer's state, the pixels from a screenshot.
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { findAndOpen, kSizes, launch, newPage, shoot, signIn, state, waitFinal, waitState } from './lib/browser.mjs';
import { readPng } from './lib/png.mjs';
import { addUser, importFiles } from './lib/program.mjs';
import { Server } from './lib/server.mjs';
import { writeCt, writeField } from './lib/synthetic.mjs';

const doctor = { identifier: 'lea', name: 'Dr Léa Blanc', password: randomBytes(12).toString('base64url') };
const evenly = (count, spacing) => Array.from({ length: count }, (_, i) => i * spacing);
const kRamp = (x, y, z) => 4 * x - 3 * y + 5 * z + 100;
const kRadius = 22;
// A sphere of 800 HU with an edge of 4 mm in nothing; its middle is that of the stack.
const kSphere = (x, y, z) => 400 * (1 + Math.max(-1, Math.min(1, (kRadius - Math.hypot(x, y, z - 40)) / 2)));
const kWindow = { center: 300, width: 1200 };

let browser;
let server;
let folder;
before(async () => {
  browser = await launch();
  folder = mkdtempSync(join(tmpdir(), 'sansfilm-mpr-'));
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  addUser(dataDir, doctor);
  const gap = evenly(20, 2).map((z) => (z > 20 ? z + 6 : z));
  importFiles(dataDir, [
    writeField(join(folder, 'ramp'), { number: 1, patient: 'RAMPE^Droite', field: kRamp, along: evenly(41, 2), thickness: 2 }),
    writeField(join(folder, 'tilt'), { number: 2, patient: 'STATIF^Incline', field: kRamp, along: evenly(41, 2), thickness: 2, shear: 0.25 }),
    writeField(join(folder, 'uneven'), { number: 3, patient: 'ESPACE^Irregulier', field: kRamp, along: evenly(41, 2).map((z, i) => z + (i % 3 === 1 ? 0.8 : 0)), thickness: 2 }),
    writeField(join(folder, 'sphere'), { number: 4, patient: 'SPHERE^Connue', field: kSphere, along: evenly(41, 2), thickness: 2 }),
    writeField(join(folder, 'gap'), { number: 5, patient: 'TROUEE^Serie', field: kRamp, along: gap, thickness: 2 }),
    writeField(join(folder, 'two'), { number: 6, patient: 'DEUX^Coupes', field: kRamp, along: [0, 2], thickness: 2 }),
    writeCt(join(folder, 'ct'), { number: 7, patient: 'GRANDE^Serie', slices: 60, size: 512 }),
  ]);
  server = await Server.start(dataDir);
});
after(async () => {
  await browser.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function openStudy(name, options = {}) {
  const opened = await newPage(browser, { base: server.base, ...options });
  await signIn(opened.page, doctor);
  await findAndOpen(opened.page, name);
  await waitFinal(opened.page);
  return opened;
}

const allFinal = (s) => s.mpr?.planes.every((plane) => plane.final && plane.picture && !plane.coarse);
/** From the middle of the stack: the first slice is its edge. */
async function enter(page) {
  for (let page10 = 0; page10 < 2; page10 += 1) await page.keyboard.press('PageDown');
  await waitState(page, 'the middle', (s) => s.frame === 20 && s.final);
  await page.keyboard.press('*');
  return waitState(page, 'three final planes', allFinal);
}

/** The window of the file. PS3.3 C.11.2.1.2.1 */
function level(hu) {
  const c = kWindow.center - 0.5;
  const w = kWindow.width - 1;
  return Math.max(0, Math.min(255, ((hu - c) / w + 0.5) * 255));
}

const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];

/** What of a plane stands on the screen: its pixels with the points of the patient that they show. Pixels near lines are left out. */
async function planeOnScreen(page, index) {
  const s = await waitState(page, 'final planes', allFinal);
  await page.keyboard.press('o');   // without texts
  await page.waitForTimeout(500);
  const plane = s.mpr.planes[index];
  const box = await page.locator('main canvas').boundingBox();
  const png = readPng(await page.screenshot({ clip: { x: box.x + plane.area.x, y: box.y + plane.area.y, width: plane.area.width, height: plane.area.height } }));
  await page.keyboard.press('o');
  const slabEdge = (s.mpr.thicknessMm / 2 / plane.pixelMm) * plane.zoom;
  const pointAt = (x, y) => {
    const u = ((plane.area.x + x + 0.5 - plane.origin.x) / plane.zoom - plane.columns / 2) * plane.pixelMm;
    const v = ((plane.area.y + y + 0.5 - plane.origin.y) / plane.zoom - plane.rows / 2) * plane.pixelMm;
    return plane.middle.map((m, i) => m + u * plane.right[i] + v * plane.down[i]);
  };
  const nearLine = (x, y) => plane.lines.some((line) => {
    const [dx, dy] = [plane.area.x + x - line.centre.x, plane.area.y + y - line.centre.y];
    const knob = [1, -1].some((side) => Math.hypot(dx - side * line.knob * line.way.x, dy - side * line.knob * line.way.y) < 14);
    const aside = Math.abs(dx * line.way.y - dy * line.way.x);
    return knob || aside < 6 || Math.abs(aside - slabEdge) < 6;
  });
  const pixels = [];
  for (let y = 40; y < png.height - 60; y += 3) {
    for (let x = 60; x < png.width - 60; x += 3) {
      if (!nearLine(x, y)) pixels.push({ point: pointAt(x, y), level: png.data[(y * png.width + x) * png.channels] });
    }
  }
  return { plane, pixels };
}

/** Compares the pixels that lie in the stack by a margin with `wanted(point)` in HU, and those outside with black. */
function compare({ plane, pixels }, wanted, { top = 80, shear = 0, margin = 1.2 } = {}) {
  let inside = 0;
  let outside = 0;
  let worst = 0;
  let said = '';
  for (const { point: [x, y, z], level: shown } of pixels) {
    const off = Math.max(-48 - x, x - 47, -48 + shear * z - y, y - (47 + shear * z), -z, z - top);
    if (off < -margin) {
      inside += 1;
      const difference = Math.abs(shown - level(wanted(x, y, z)));
      if (difference > worst) { worst = difference; said = `at ${[x, y, z].map((v) => v.toFixed(1))} shown ${shown}, wanted ${level(wanted(x, y, z)).toFixed(1)}`; }
    } else if (off > margin + 1) {
      outside += 1;
      assert.equal(shown, 0, `${plane.name}: outside the stack at ${[x, y, z].map((v) => v.toFixed(1))}`);
    }
  }
  assert.ok(inside > 300, `${plane.name}: only ${inside} pixels of the stack are on the screen`);
  assert.ok(worst <= 2, `${plane.name}: ${said}`);
  return { inside, outside };
}

const onPage = async (page, point) => {
  const box = await page.locator('main canvas').boundingBox();
  return [box.x + point.x, box.y + point.y];
};

async function dragFrom(page, from, to, steps = 6) {
  await page.mouse.move(...(await onPage(page, from)));
  await page.mouse.down();
  await page.mouse.move(...(await onPage(page, to)), { steps });
  await page.mouse.up();
}

for (const [name, what, shear] of [['RAMPE', 'a straight stack', 0], ['STATIF', 'a tilted gantry', 0.25], ['ESPACE', 'uneven spacing', 0]]) {
  test(`the three planes of ${what} show on the canvas what is known of every point`, async () => {
    const { page, context, watch } = await openStudy(name);
    const s = await enter(page);
    assert.deepEqual(s.mpr.planes.map((plane) => plane.name), ['Axial', 'Coronal', 'Sagittal']);
    for (const index of [0, 1, 2]) compare(await planeOnScreen(page, index), kRamp, { shear });
    assert.equal(s.mpr.tiltDegrees > 1, shear > 0);
    assert.equal(s.mpr.even, name !== 'ESPACE');
    await shoot(page, `mpr-${name.toLowerCase()}`);
    assert.deepEqual(watch.errors, []);
    await context.close();
  });
}

test('a line that is turned by its knob makes the other planes oblique, and they show what lies there', async () => {
  const { page, context } = await openStudy('RAMPE');
  const s = await enter(page);
  const line = s.mpr.planes[0].lines.find((one) => one.plane === 1);
  const angle = 0.6;
  const [x, y] = [line.knob * line.way.x, line.knob * line.way.y];
  await dragFrom(page, { x: line.centre.x + x, y: line.centre.y + y },
    { x: line.centre.x + x * Math.cos(angle) - y * Math.sin(angle), y: line.centre.y + x * Math.sin(angle) + y * Math.cos(angle) });
  const turned = await waitState(page, 'oblique planes', (now) => allFinal(now) && now.mpr.planes[1].oblique);
  assert.deepEqual(turned.mpr.planes.map((plane) => plane.oblique), [false, true, true]);
  assert.ok(Math.abs(Math.acos(Math.abs(turned.mpr.planes[1].right[0])) - angle) < 0.03, `the coronal plane turned to ${turned.mpr.planes[1].right}`);
  for (const index of [0, 1, 2]) compare(await planeOnScreen(page, index), kRamp);
  await shoot(page, 'mpr-oblique');
  await page.keyboard.press('0');
  await waitState(page, 'upright planes', (now) => now.mpr.planes.every((plane) => !plane.oblique));
  await context.close();
});

test('a line that is dragged moves its plane, a click brings the crossing, the wheel scrolls by slices', async () => {
  const { page, context } = await openStudy('RAMPE');
  const s = await enter(page);
  const [axial] = s.mpr.planes;
  const line = axial.lines.find((one) => one.plane === 2);
  const from = { x: line.centre.x + 0.5 * line.knob * line.way.x, y: line.centre.y + 0.5 * line.knob * line.way.y };
  await dragFrom(page, from, { x: from.x + 10 * axial.zoom, y: from.y + 30 });
  const moved = await waitState(page, 'a moved plane', (now) => Math.abs(now.mpr.centre[0] - s.mpr.centre[0] - 10) < 0.01);
  assert.ok(Math.abs(moved.mpr.centre[1] - s.mpr.centre[1]) < 1e-6);
  compare(await planeOnScreen(page, 2), kRamp);

  const { area } = moved.mpr.planes[1];
  await page.mouse.click(...(await onPage(page, { x: area.x + area.width * 0.62, y: area.y + area.height * 0.4 })));
  const clicked = await waitState(page, 'another crossing', (now) => Math.abs(now.mpr.centre[2] - moved.mpr.centre[2]) > 1);
  const cross1 = clicked.mpr.planes[1].lines[0].centre;
  assert.ok(Math.hypot(cross1.x - area.x - area.width * 0.62, cross1.y - area.y - area.height * 0.4) < 1);

  await page.mouse.move(...(await onPage(page, { x: axial.area.x + 80, y: axial.area.y + 80 })));
  await page.mouse.wheel(0, 100);
  const scrolled = await waitState(page, 'another slice', (now) => now.mpr.centre[2] !== clicked.mpr.centre[2]);
  assert.ok(Math.abs(Math.abs(scrolled.mpr.centre[2] - clicked.mpr.centre[2]) - 2) < 1e-6, 'one notch is one slice');
  await page.keyboard.press('Escape');
  const left = await waitState(page, 'the stack', (now) => now.mpr === undefined && now.final);
  assert.equal(Math.round(left.positionMm / 2), Math.round(scrolled.mpr.centre[2] / 2), 'the slice of the crossing');
  await context.close();
});

test('a slab is the highest of what lies in its thickness, and its thickness is set in millimetres', async () => {
  const { page, context } = await openStudy('RAMPE');
  await enter(page);
  for (let i = 0; i < 2; i += 1) await page.keyboard.press('%');
  const s = await waitState(page, 'MIP', (now) => now.mpr.slab === 'maximum' && allFinal(now));
  assert.equal(s.mpr.thicknessMm, 10);
  for (const index of [0, 1, 2]) {
    const seen = await planeOnScreen(page, index);
    const normal = cross(seen.plane.right, seen.plane.down);
    const rise = Math.abs(dot(normal, [4, -3, 5])) * 5;   // over half the thickness
    compare(seen, (x, y, z) => kRamp(x, y, z) + rise, { margin: 6 });
  }
  await page.keyboard.press('Alt+ArrowUp');
  await waitState(page, 'a thicker slab', (now) => now.mpr.thicknessMm === 15);
  await shoot(page, 'mpr-mip');
  await context.close();
});

test('a sphere is a disc of the right area in all three planes', async () => {
  const { page, context } = await openStudy('SPHERE');
  const s = await enter(page);
  // Through the middle of the sphere, which is between two pixels.
  for (const index of [0, 1, 2]) {
    const { plane, pixels } = await planeOnScreen(page, index);
    const mm2 = (3 * plane.pixelMm / plane.zoom) ** 2;
    const normal = cross(plane.right, plane.down);
    const off = dot([s.mpr.centre[0], s.mpr.centre[1], s.mpr.centre[2] - 40], normal);
    const bright = pixels.filter((pixel) => pixel.level > level(400));
    // Lines hide a part of it: what is seen is compared with what could be.
    const could = pixels.filter((pixel) => Math.hypot(pixel.point[0], pixel.point[1], pixel.point[2] - 40) < kRadius);
    assert.ok(Math.abs(bright.length - could.length) * mm2 < 0.02 * Math.PI * (kRadius ** 2 - off ** 2), `${plane.name}: ${bright.length} bright pixels instead of ${could.length}`);
  }
  await shoot(page, 'mpr-sphere');
  await context.close();
});

for (const [name, reason] of [['TROUEE', /coupe\(s\) manquante\(s\) : écart de 8,0 mm/], ['DEUX', /au moins 3 coupes/]]) {
  test(`a stack that cannot be cut says why: ${name}`, async () => {
    const { page, context } = await openStudy(name);
    await page.waitForTimeout(1500);   // what is said of the study has been said
    await page.keyboard.press('*');
    const s = await waitState(page, 'a reason', (now) => now.mprRefusal !== '');
    assert.match(s.mprRefusal, reason);
    assert.equal(s.mpr, undefined);
    await page.waitForFunction(() => [...document.querySelectorAll('[aria-live]')].some((one) => one.textContent.includes('MPR impossible')));
    await shoot(page, `mpr-refused-${name.toLowerCase()}`);
    await context.close();
  });
}

test('on a slow line the planes are there early, say that they are not final, and become final by themselves', async () => {
  const { page, context } = await newPage(browser, { base: server.base });
  await signIn(page, doctor);
  const session = await context.newCDPSession(page);
  await session.send('Network.emulateNetworkConditions', { offline: false, latency: 40, downloadThroughput: 250_000, uploadThroughput: 250_000 });
  await findAndOpen(page, 'GRANDE');
  await waitState(page, 'a first picture', (s) => s.quality !== undefined && s.quality !== 'none');
  await page.keyboard.press('*');
  const early = await waitState(page, 'early planes', (s) => s.mpr?.presentSlices > 0 && s.mpr.planes.every((plane) => plane.slices > 0));
  assert.equal(early.mpr.planes[1].final, false);
  assert.match(early.mpr.planes[1].honesty, /coupes définitives sur/);
  assert.equal(early.final, false);
  await shoot(page, 'mpr-early');
  await session.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
  const late = await waitState(page, 'final planes', allFinal, 120_000);
  assert.equal(late.mpr.finalSlices, 60);
  await context.close();
});

test('a crossing that is dragged through 512 x 512 slices is followed, and how often is printed', async (t) => {
  const { page, context } = await openStudy('GRANDE');
  const s = await enter(page);
  const [axial] = s.mpr.planes;
  const { centre } = axial.lines[0];
  const [x, y] = await onPage(page, centre);
  await page.mouse.move(x, y);
  await page.mouse.down();
  const start = Date.now();
  const before = (await state(page)).paints;
  let steps = 0;
  while (Date.now() - start < 3000) {
    await page.mouse.move(x + 60 * Math.sin(steps / 9), y + 60 * Math.cos(steps / 9) - 60);
    steps += 1;
  }
  const seconds = (Date.now() - start) / 1000;
  const paints = (await state(page)).paints - before;
  await page.mouse.move(x + 40, y + 20);
  await page.mouse.up();
  const ended = await waitState(page, 'the last place', (now) => Math.hypot(now.mpr.planes[0].lines[0].centre.x - centre.x - 40, now.mpr.planes[0].lines[0].centre.y - centre.y - 20) < 1.5);
  assert.ok(ended.mpr.planes.every((plane) => plane.picture));
  assert.ok(paints > 0);
  t.diagnostic(`three planes of 512 x 512 while the crossing is dragged: ${(paints / seconds).toFixed(1)} paints a second, ${(steps / seconds).toFixed(1)} moves a second`);
  await context.close();
});

for (const [name, size] of Object.entries(kSizes)) {
  test(`the planes and their bar have room on a ${name}`, async () => {
    const { page, context } = await openStudy('GRANDE', size);
    await enter(page);
    await page.keyboard.press('%');
    await page.keyboard.press('%');
    const s = await waitState(page, 'MIP', (now) => now.mpr.slab === 'maximum' && allFinal(now));
    for (const plane of s.mpr.planes) assert.ok(plane.area.width >= 150 && plane.area.height >= 150, `${plane.name} has ${plane.area.width} x ${plane.area.height}`);
    assert.ok(s.mpr.bar.height >= 44 * s.pixelRatio);
    await shoot(page, `mpr-${size.viewport.width}`);
    if (size.hasTouch) {
      // A finger on the crossing moves it.
      const { centre } = s.mpr.planes[0].lines[0];
      const [x, y] = await onPage(page, centre);
      const session = await context.newCDPSession(page);
      const touch = (type, points) => session.send('Input.dispatchTouchEvent', { type, touchPoints: points });
      await touch('touchStart', [{ x, y }]);
      for (let i = 1; i <= 5; i += 1) await touch('touchMove', [{ x: x + 6 * i, y: y + 4 * i }]);
      await touch('touchEnd', []);
      await waitState(page, 'a moved crossing', (now) => Math.hypot(now.mpr.centre[0] - s.mpr.centre[0], now.mpr.centre[1] - s.mpr.centre[1]) > 1);
    }
    await context.close();
  });
}
