// What is drawn over pictures: segmentations, contours, presentation states, from the server and from files of the device.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { act, isFinal, kSizes, launch, newPage, readPicture, shoot, signIn, state, waitFinal, waitState } from './lib/browser.mjs';
import { blendedColour, kBlendingState, kBlendingStudy, underlyingColour, writeBlending } from './lib/blending.mjs';
import { difference } from './lib/compare.mjs';
import { choose, watchLeaks } from './lib/local.mjs';
import { readPng } from './lib/png.mjs';
import { addUser, importFiles, renderReference } from './lib/program.mjs';
import { attributesOf, instanceOf, needs, present, real, studyOf } from './lib/real.mjs';
import { mustRun, Server } from './lib/server.mjs';
import { pressRows } from './lib/toolbar.mjs';
import { element, part10, sequence, writeCt } from './lib/synthetic.mjs';

const kSeg = ['seg_liver_1bit_3f', 'seg_ref_ct_1', 'seg_ref_ct_2', 'seg_ref_ct_3'];
const kContours = ['rtstruct_breast', 'rtstruct_ref_ct'];
const kState = 'pr_gsps_text_polyline';
const kMadeStudy = '1.2.826.0.1.3680043.10.1338.2.901';
const kOpacity = Math.round(0.35 * 255);

/** The radiograph that the public presentation state speaks of is not in the set: one of its size and UIDs. */
function radiograph() {
  const kSide = 2688;
  const pixels = new Uint16Array(kSide * kSide);
  for (let y = 0; y < kSide; y += 1) for (let x = 0; x < kSide; x += 1) pixels[y * kSide + x] = (x + y) % 4096;
  const sopClass = '1.2.840.10008.5.1.4.1.1.1';
  const root = '1.2.276.0.7230010.3.1';
  return part10(sopClass, `${root}.4.665618.6496.1546453790.314808`, [
    element(8, 5, 'CS', 'ISO_IR 192'), element(8, 0x16, 'UI', sopClass), element(8, 0x18, 'UI', `${root}.4.665618.6496.1546453790.314808`), element(8, 0x20, 'DA', '20190107'),
    element(8, 0x60, 'CS', 'CR'), element(8, 0x103e, 'LO', 'Bassin'), element(0x10, 0x10, 'PN', 'Anonymous'), element(0x10, 0x20, 'LO', 'b6b4d0b7-8d79-4c4d-a700-a61a57a3070a'), element(0x10, 0x40, 'CS', 'F'),
    element(0x20, 0xd, 'UI', `${root}.2.665618.6496.1546453790.314806`), element(0x20, 0xe, 'UI', `${root}.3.665618.6496.1546453790.314807`), element(0x20, 0x11, 'IS', '1'), element(0x20, 0x13, 'IS', '1'),
    element(0x20, 0x20, 'CS', 'L\\F'), element(0x28, 2, 'US', 1), element(0x28, 4, 'CS', 'MONOCHROME2'), element(0x28, 0x10, 'US', kSide), element(0x28, 0x11, 'US', kSide),
    element(0x28, 0x100, 'US', 16), element(0x28, 0x101, 'US', 12), element(0x28, 0x102, 'US', 11), element(0x28, 0x103, 'US', 0), element(0x28, 0x1050, 'DS', '1000'), element(0x28, 0x1051, 'DS', '200'),
    element(0x7fe0, 0x10, 'OW', Buffer.from(pixels.buffer)),
  ]);
}

/** Of the made CT: turned, mirrored, a part of it, a window, an annotation in DISPLAY units. */
function madeState() {
  const sopClass = '1.2.840.10008.5.1.4.1.1.11.1';
  const uid = `${kMadeStudy}.7.1`;
  const image = [element(8, 0x1150, 'UI', '1.2.840.10008.5.1.4.1.1.2'), element(8, 0x1155, 'UI', `${kMadeStudy}.1.2`)];
  return part10(sopClass, uid, [
    element(8, 5, 'CS', 'ISO_IR 192'), element(8, 0x16, 'UI', sopClass), element(8, 0x18, 'UI', uid), element(8, 0x20, 'DA', '20261103'), element(8, 0x60, 'CS', 'PR'),
    sequence(8, 0x1115, [[sequence(8, 0x1140, [image]), element(0x20, 0xe, 'UI', `${kMadeStudy}.1`)]]),
    element(0x10, 0x10, 'PN', 'CALQUES^Essai'), element(0x10, 0x20, 'LO', 'T100901'), element(0x20, 0xd, 'UI', kMadeStudy), element(0x20, 0xe, 'UI', `${kMadeStudy}.7`), element(0x20, 0x11, 'IS', '7'), element(0x20, 0x13, 'IS', '1'),
    sequence(0x28, 0x3110, [[element(0x28, 0x1050, 'DS', '900'), element(0x28, 0x1051, 'DS', '700')]]),
    sequence(0x70, 1, [[element(0x70, 2, 'CS', 'SEULE'), sequence(0x70, 9, [[element(0x70, 5, 'CS', 'DISPLAY'), element(0x70, 0x20, 'US', 2), element(0x70, 0x21, 'US', 2), element(0x70, 0x22, 'FL', [0.25, 0.5, 0.75, 0.5]),
      element(0x70, 0x23, 'CS', 'POLYLINE'), element(0x70, 0x24, 'CS', 'N')]])]]),
    element(0x70, 0x41, 'CS', 'Y'), element(0x70, 0x42, 'US', 90),
    sequence(0x70, 0x5a, [[element(0x70, 0x52, 'SL', [9, 9]), element(0x70, 0x53, 'SL', [56, 56]), element(0x70, 0x100, 'CS', 'SCALE TO FIT'), element(0x70, 0x102, 'IS', '1\\1')]]),
    element(0x70, 0x80, 'CS', 'TOURNE'), element(0x70, 0x81, 'LO', 'Coupe tournée'), element(0x2050, 0x20, 'CS', 'INVERSE'),
  ]);
}

/** A segmentation that says of none of its frames which segment it shows, and where. */
function brokenSegmentation() {
  const sopClass = '1.2.840.10008.5.1.4.1.1.66.4';
  const uid = `${kMadeStudy}.6.1`;
  return part10(sopClass, uid, [
    element(8, 0x16, 'UI', sopClass), element(8, 0x18, 'UI', uid), element(8, 0x60, 'CS', 'SEG'), sequence(8, 0x1115, [[element(0x20, 0xe, 'UI', `${kMadeStudy}.1`)]]), element(0x10, 0x10, 'PN', 'CALQUES^Essai'), element(0x10, 0x20, 'LO', 'T100901'),
    element(0x20, 0xd, 'UI', kMadeStudy), element(0x20, 0xe, 'UI', `${kMadeStudy}.6`), element(0x20, 0x11, 'IS', '6'), element(0x28, 8, 'IS', '99'), element(0x28, 0x10, 'US', 64), element(0x28, 0x11, 'US', 64),
    element(0x28, 0x100, 'US', 1), element(0x62, 1, 'CS', 'BINARY'), element(0x70, 0x80, 'CS', 'CASSEE'), element(0x7fe0, 0x10, 'OB', Buffer.alloc(99 * 512)),
  ]);
}

let browser;
let server;
let folder;
let dataDir;
const doctor = { identifier: 'docteur.calques', name: 'Dr Calques', password: 'un mot de passe assez long' };

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sansfilm-layers-'));
  dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  addUser(dataDir, doctor);
  const made = join(folder, 'made');
  writeCt(made, { number: 901, patient: 'CALQUES^Essai', slices: 3, size: 64 });
  writeFileSync(join(made, 'state.dcm'), madeState());
  writeFileSync(join(made, 'broken.dcm'), brokenSegmentation());
  writeFileSync(join(made, 'radiograph.dcm'), radiograph());
  writeBlending(made);
  importFiles(dataDir, [made, ...present([...kSeg, ...kContours, kState])]);
  server = await Server.start(dataDir);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});


async function openStudy(uid, options = {}) {
  const opened = await newPage(browser, { base: server.base, ...options });
  await signIn(opened.page, doctor);
  await opened.page.evaluate((study) => { location.hash = `#/study/${study}`; }, uid);
  await opened.page.waitForSelector('.documents-toggle');
  await waitFinal(opened.page);
  return opened;
}

async function openObject(page, kind, text = '') {
  if (await page.locator('.documents').count() === 0) await page.click('.documents-toggle');
  await page.locator(`.object-row[data-kind="${kind}"]`, { hasText: text }).first().click();
  await page.waitForSelector('article.document');
}

const layer = (s, kind = 'layer') => s.layers.find((row) => row.kind === kind && row.on);
const ready = (page) => waitState(page, 'a layer that has been read', (s) => isFinal(s) && s.layers.some((row) => row.on && row.ready));

/** The stored values of a frame of the segmentation: 0 and 1. */
function maskOf(frame) {
  const out = join(folder, `mask-${frame}.raw`);
  mustRun(['pixels', real(kSeg[0]), '--frame', String(frame), '--out', out]);
  return readFileSync(out);
}

const isBorder = (mask, width, i) => {
  const [x, y] = [i % width, Math.floor(i / width)];
  if (x === 0 || y === 0 || x === width - 1 || y === mask.length / width - 1) return true;
  return !mask[i - 1] || !mask[i + 1] || !mask[i - width] || !mask[i + width];
};

/** Every pixel of the picture with the layer against the one without: untouched outside the mask, inside it the fill or the border. */
function assertMask(plain, drawn, mask, colour) {
  const faults = { outside: 0, fill: 0, border: 0 };
  let inside = 0;
  for (let i = 0; i < mask.length; i += 1) {
    for (let c = 0; c < 3; c += 1) {
      const [was, is] = [plain.data[4 * i + c], drawn.data[4 * i + c]];
      if (!mask[i]) faults.outside += was === is ? 0 : 1;
      else if (isBorder(mask, plain.width, i)) faults.border += is === colour[c] ? 0 : 1;
      else faults.fill += Math.abs(is - (was * (255 - kOpacity) + colour[c] * kOpacity) / 255) <= 1 ? 0 : 1;
    }
    inside += mask[i] ? 1 : 0;
  }
  assert.deepEqual(faults, { outside: 0, fill: 0, border: 0 });
  assert.ok(inside > 1000);
}

const rgb = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));

/** Which frame of the segmentation was made from the image that is shown. */
function frameFor(uid) {
  const frames = attributesOf(kSeg[0])['52009230'].Value;
  return frames.findIndex((one) => one['00089124'].Value[0]['00082112'].Value[0]['00081155'].Value[0] === uid) + 1;
}

async function assertSegmentation(page) {
  await act(page, 'one-to-one');
  const shown = await ready(page);
  const drawn = await readPicture(page);
  await page.locator('main canvas').press('y');
  await waitState(page, 'hidden layers', (s) => s.layersHidden);
  const plain = await readPicture(page);
  const colour = rgb(shown.layers.find((row) => row.kind === 'part').colour);
  assertMask(plain, drawn, maskOf(frameFor(shown.sopInstanceUid)), colour);
  await page.locator('main canvas').press('y');
  await waitState(page, 'layers again', (s) => !s.layersHidden);
}

test('a segmentation opened from the list is drawn over its own image: every pixel inside its mask, none outside', needs(...kSeg), async () => {
  const { page, context, watch } = await openStudy(studyOf(kSeg[0]));
  assert.equal(watch.requests.filter((url) => url.endsWith('/drawing')).length, 0, 'nothing is fetched before it is asked for');
  await openObject(page, 'segmentation');
  const s = await ready(page);
  assert.equal(layer(s).uid, instanceOf(kSeg[0]));
  assert.ok(layer(s).here);
  assert.deepEqual(s.layers.filter((row) => row.kind === 'part').map((row) => [row.text, row.on, row.here]), [['Liver', true, true]]);
  await assertSegmentation(page);
  await page.keyboard.press('f');
  await shoot(page, 'layers-segmentation');
  await page.locator('main canvas').press('ArrowDown');
  const next = await waitState(page, 'the next slice', (t) => isFinal(t) && t.frame !== s.frame);
  assert.ok(layer(next).here);
  await act(page, 'one-to-one');
  await assertSegmentation(page);
  assert.equal(watch.requests.filter((url) => url.endsWith('/drawing')).length, 1);
  assert.deepEqual([watch.errors, watch.violations], [[], []]);
  await context.close();
});

test('the panel of layers is reached by keyboard: opened, walked, a segment switched off', needs(...kSeg), async () => {
  const { page, context } = await openStudy(studyOf(kSeg[0]));
  const canvas = page.locator('main canvas');
  const wide = (await state(page)).viewport.width;
  await canvas.press('c');
  await waitState(page, 'an open panel', (s) => s.layersOpen && s.viewport.width < wide);
  await canvas.press('d');
  await canvas.press('k');
  await ready(page);
  await canvas.press('d');
  await canvas.press('k');
  const off = await waitState(page, 'the segment off', (s) => s.layers.some((row) => row.kind === 'part' && !row.on));
  assert.ok(layer(off).ready);
  await canvas.press('k');
  await waitState(page, 'the segment on', (s) => s.layers.some((row) => row.kind === 'part' && row.on));
  await canvas.press('>');
  const more = await waitState(page, 'more opaque', (s) => layer(s).opacity > 0.4);
  assert.ok(more.layers.length >= 3);
  await shoot(page, 'layers-panel');
  await canvas.press('Escape');
  await waitState(page, 'a closed panel', (s) => !s.layersOpen);
  await context.close();
});

test('the panel works under a finger on a phone, and leaves the picture its place', needs(...kSeg), async () => {
  const { page, context } = await openStudy(studyOf(kSeg[0]), kSizes.phone);
  await act(page, 'toggle-layers');
  const open = await waitState(page, 'an open panel', (s) => s.layersOpen);
  assert.ok(open.viewport.height > 120, JSON.stringify(open.viewport));
  assert.ok(open.viewport.width <= kSizes.phone.viewport.width * open.pixelRatio, 'the page is as wide as the phone');
  const box = await page.locator('main canvas').boundingBox();
  const below = (open.viewport.y + open.viewport.height) / open.pixelRatio;
  await page.waitForTimeout(300);
  await page.touchscreen.tap(box.x + 60, box.y + below + 8 + 44 + 30 + 20);
  await ready(page);
  await shoot(page, 'layers-phone');
  await context.close();
});

test('contours of a structure set are lines of their colour through their points', needs(...kContours), async () => {
  const { page, context, watch } = await openStudy(studyOf(kContours[0]));
  await openObject(page, 'structure-set');
  const s = await ready(page);
  assert.ok(s.layerPaths > 0, 'contours are drawn');
  await shoot(page, 'layers-contours');
  const set = attributesOf(kContours[0]);
  const ct = attributesOf(kContours[1]);
  const [x0, y0] = ct['00200032'].Value;
  const [spacing] = ct['00280030'].Value;
  const box = await page.locator('main canvas').boundingBox();
  const screen = readPng(await page.screenshot());
  const near = (column, row, colour) => {
    const at = [box.x * s.pixelRatio + s.origin.x + (column + 0.5) * s.zoom, box.y * s.pixelRatio + s.origin.y + (row + 0.5) * s.zoom].map(Math.round);
    for (let dy = -1; dy <= 1; dy += 1) {
      for (let dx = -1; dx <= 1; dx += 1) {
        const i = ((at[1] + dy) * screen.width + at[0] + dx) * screen.channels;
        if ([0, 1, 2].every((c) => Math.abs(screen.data[i + c] - colour[c]) < 60)) return true;
      }
    }
    return false;
  };
  let [found, looked] = [0, 0];
  for (const region of set['30060039'].Value) {
    const number = region['30060084'].Value[0];
    const part = s.layers.filter((row) => row.kind === 'part')[set['30060020'].Value.findIndex((roi) => roi['30060022'].Value[0] === number)];
    for (const contour of region['30060040']?.Value ?? []) {
      if (contour['30060016']?.Value[0]['00081155'].Value[0] !== s.sopInstanceUid) continue;
      assert.ok(part.here, part.text);
      const xyz = contour['30060050'].Value;
      for (let i = 0; i < xyz.length; i += 30) {
        looked += 1;
        found += near((xyz[i] - x0) / spacing, (xyz[i + 1] - y0) / spacing, rgb(part.colour)) ? 1 : 0;
      }
    }
  }
  // Where two contours cross, the upper one is seen.
  assert.ok(looked > 10 && found > 0.9 * looked, `${found} of ${looked} points are in the colour of their region`);
  assert.deepEqual([watch.errors, watch.violations], [[], []]);
  await context.close();
});

test('the public presentation state gives its radiograph window, ellipse and text', needs(kState), async () => {
  const { page, context, watch } = await openStudy(studyOf(kState));
  await openObject(page, 'presentation');
  const s = await waitState(page, 'the state in force', (t) => isFinal(t) && t.presentation !== '' && t.window.center === 2048);
  assert.equal(s.presentation, instanceOf(kState));
  assert.deepEqual([s.window.center, s.window.width], [2048, 4096]);
  assert.match(s.layerTexts.map((one) => one.text).join('\n'), /Mean: 2651\.41 {2}SD: 344\.29\nMin: 1362\.00 US/);
  await shoot(page, 'layers-presentation');
  const reference = renderReference(join(folder, 'made', 'radiograph.dcm'), 0, s.window, folder);
  await act(page, 'one-to-one');
  await waitState(page, 'final at 1:1', (t) => isFinal(t) && Math.abs(t.zoom - 1) < 1e-6);
  const { largest, first } = difference(await readPicture(page), reference);
  assert.ok(largest <= 1, first);
  await act(page, 'fit');
  // The ellipse passes through the ends of its axes.
  const fitted = await state(page);
  const box = await page.locator('main canvas').boundingBox();
  const screen = readPng(await page.screenshot());
  for (const [column, row] of [[1714.3682, 991.4224], [2506.8594, 991.4224], [2110.6138, 616.2022]]) {
    const at = [box.x * fitted.pixelRatio + fitted.origin.x + column * fitted.zoom, box.y * fitted.pixelRatio + fitted.origin.y + row * fitted.zoom].map(Math.round);
    const yellow = [-1, 0, 1].some((dy) => [-1, 0, 1].some((dx) => {
      const i = ((at[1] + dy) * screen.width + at[0] + dx) * screen.channels;
      return screen.data[i] - screen.data[i + 2] > 60;
    }));
    assert.ok(yellow, `no ellipse at ${column}, ${row}`);
  }
  await page.locator('main canvas').press('e');
  const stored = await waitState(page, 'as stored', (t) => t.presentation === '' && t.window.center === 1000);
  assert.deepEqual([stored.window.center, stored.window.width], [1000, 200]);
  assert.deepEqual([watch.errors, watch.violations], [[], []]);
  await context.close();
});

test('a state that turns, mirrors and cuts out shows just that, with letters that are right, for its own image only', async () => {
  const { page, context, watch } = await openStudy(kMadeStudy);
  await openObject(page, 'presentation');
  const s = await waitState(page, 'the state in force', (t) => isFinal(t) && t.presentation === `${kMadeStudy}.7.1` && t.window.center === 900);
  assert.equal(s.sopInstanceUid, `${kMadeStudy}.1.2`);
  assert.deepEqual([s.window.center, s.window.width], [900, 700]);
  assert.deepEqual([s.quarters, s.mirrored], [3, true]);
  assert.ok(Math.abs(s.zoom - Math.min(s.viewport.width, s.viewport.height) / 48) < 1e-6);
  assert.equal(s.layerPaths, 1);
  await shoot(page, 'layers-turned');
  await page.locator('main canvas').press('ArrowDown');
  const other = await waitState(page, 'another image', (t) => t.frame !== s.frame && t.presentation === '');
  assert.deepEqual([other.quarters, other.mirrored, other.layerPaths], [0, false, 0]);
  assert.match(other.layers.find((row) => row.kind === 'presentation' && row.on).note, /non concernée/);
  assert.deepEqual(watch.errors, []);
  await context.close();
});

/** How far the picture is from what `wanted` says of each pixel. */
function farthest(picture, wanted) {
  let worst = { off: 0, at: '' };
  for (let y = 0; y < picture.height; y += 1) {
    for (let x = 0; x < picture.width; x += 1) {
      const colour = wanted(x, y);
      for (let c = 0; c < 3; c += 1) {
        const off = Math.abs(picture.data[(y * picture.width + x) * 4 + c] - colour[c]);
        if (off > worst.off) worst = { off, at: `(${x}, ${y}) channel ${c}` };
      }
    }
  }
  return worst;
}

test('a blending state draws both its images, mixed by its opacity; where the upper one has no slice the lower one is alone', async () => {
  const { page, context, watch } = await openStudy(kBlendingStudy);
  await openObject(page, 'presentation');
  const s = await waitState(page, 'the state in force', (t) => isFinal(t) && t.presentation === kBlendingState);
  assert.equal(s.sopInstanceUid, `${kBlendingStudy}.1.1`);
  assert.deepEqual([s.window.center, s.window.width], [128, 256]);
  await act(page, 'one-to-one');
  // The upper picture comes by itself, after the lower one.
  let worst;
  for (const until = Date.now() + 30_000; Date.now() < until; await page.waitForTimeout(100)) {
    worst = farthest(await readPicture(page), blendedColour);
    if (worst.off <= 1.5) break;
  }
  assert.ok(worst.off <= 1.5, `${worst.off} levels off at ${worst.at}`);
  assert.ok(farthest(await readPicture(page), underlyingColour).off > 50, 'something is mixed in');
  await act(page, 'fit');
  await shoot(page, 'layers-blending');
  await page.locator('main canvas').press('ArrowDown');
  await waitState(page, 'the other slice', (t) => isFinal(t) && t.sopInstanceUid === `${kBlendingStudy}.1.2`);
  await act(page, 'one-to-one');
  await waitState(page, 'final at 1:1', (t) => isFinal(t) && Math.abs(t.zoom - 1) < 1e-6);
  const alone = farthest(await readPicture(page), underlyingColour);
  assert.ok(alone.off <= 1, `${alone.off} levels off at ${alone.at}`);
  assert.deepEqual([watch.errors, watch.violations], [[], []]);
  await context.close();
});

test('with the documents beside the pictures the tool bar keeps what fits, and the list behind its last button has the rest', async () => {
  const size = { viewport: { width: 1280, height: 800 } };
  const { page, context, watch } = await openStudy(kMadeStudy, size);
  await page.click('.documents-toggle');
  await page.waitForSelector('.documents');
  await waitFinal(page);
  await shoot(page, 'toolbar-documents');
  const { changed } = await pressRows(page, size);
  assert.ok(changed.has('smooth') && changed.has('help'), [...changed].join());
  assert.deepEqual(watch.errors, []);
  await context.close();
});

test('a segmentation that contradicts itself is one line, and the picture stays', async () => {
  const { page, context, watch } = await openStudy(kMadeStudy);
  await act(page, `layer ${kMadeStudy}.6.1`);
  const s = await waitState(page, 'a layer that failed', (t) => t.layers.some((row) => row.failed));
  assert.match(s.layers.find((row) => row.failed).note, /^illisible : /);
  assert.ok(isFinal(s));
  await shoot(page, 'layers-failed');
  assert.deepEqual(watch.errors, []);
  await context.close();
});

test('the route of drawings: no session 401, what is not drawn 404, each answer in the audit trail, packed', needs(...kSeg), async () => {
  const { page, context } = await openStudy(studyOf(kSeg[0]));
  const path = `/api/v1/studies/${studyOf(kSeg[0])}/instances/${instanceOf(kSeg[0])}/drawing`;
  const absent = `/api/v1/studies/${studyOf(kSeg[0])}/instances/${instanceOf(kSeg[1])}/drawing`;
  const other = `/api/v1/studies/${kMadeStudy}/instances/${instanceOf(kSeg[0])}/drawing`;
  const answers = await page.evaluate(async (paths) => {
    const out = [];
    for (const one of paths) {
      const response = await fetch(one);
      const bytes = new Uint8Array(await response.arrayBuffer());
      out.push({ status: response.status, type: response.headers.get('content-type'), coding: response.headers.get('content-encoding'), magic: String.fromCharCode(...bytes.slice(128, 132)), cache: response.headers.get('cache-control') });
    }
    return out;
  }, [path, absent, other]);
  assert.deepEqual(answers.map((a) => a.status), [200, 404, 404]);
  assert.deepEqual([answers[0].type, answers[0].coding, answers[0].magic], ['application/dicom', 'gzip', 'DICM']);
  const stranger = await browser.newContext({ ignoreHTTPSErrors: true });
  assert.equal((await stranger.request.get(`${server.base}${path}`)).status(), 401);
  await stranger.close();
  const trail = readdirSync(join(dataDir, 'audit'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => readFileSync(join(entry.parentPath ?? entry.path, entry.name), 'utf8')).join('');
  const lines = trail.split('\n').filter((line) => line.includes('object.drawing'));
  assert.ok(lines.some((line) => line.includes(instanceOf(kSeg[0])) && line.includes('ok')), 'the answer is in the trail');
  assert.ok(lines.some((line) => line.includes('not-found')), 'so is the one that was refused');
  await context.close();
});

test('local files: a segmentation and its slices dropped in are drawn the same, and nothing goes out', needs(...kSeg), async () => {
  const { page, context, watch } = await newPage(browser, { base: server.base });
  const leaks = watchLeaks(page);
  await choose(page, kSeg.map(real));
  await page.waitForFunction(() => location.hash.startsWith('#/local/'));
  await waitFinal(page);
  await openObject(page, 'segmentation');
  await assertSegmentation(page);
  await shoot(page, 'layers-local');
  assert.deepEqual(leaks, []);
  assert.deepEqual([watch.errors, watch.violations], [[], []]);
  await context.close();
});
