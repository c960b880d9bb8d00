// Hanging protocols: what is on the screen when a study opens, which way mammograms are turned, what a reader chooses and finds again.
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { act, findAndOpen, isFinal, kSizes, launch, newPage, shoot, signIn, state, waitFinal, waitState } from './lib/browser.mjs';
import { kAxial, writeStack } from './lib/made_study.mjs';
import { addUser, importFiles } from './lib/program.mjs';
import { Server } from './lib/server.mjs';
import { element, part10 } from './lib/synthetic.mjs';
import { canvasPixels, pointIn } from './lib/viewports.mjs';

const kRoot = '1.2.826.0.1.3680043.10.1338.2.93';
const kMammography = '1.2.840.10008.5.1.4.1.1.1.2';
const [kColumns, kRows, kBright, kDark] = [120, 160, 3000, 100];

/** The chest wall is a bright band, on the side where the rows begin or end. */
function writeMammogram(folder, { number, side, view, orientation }) {
  mkdirSync(folder, { recursive: true });
  const study = `${kRoot}1`;
  const uid = `${study}.1.${number}`;
  const pixels = new Uint16Array(kColumns * kRows).fill(kDark);
  const wallFirst = orientation.startsWith('A');
  for (let row = 0; row < kRows; row += 1) {
    for (let i = 0; i < 10; i += 1) pixels[row * kColumns + (wallFirst ? i : kColumns - 1 - i)] = kBright;
  }
  writeFileSync(join(folder, `mg-${number}.dcm`), part10(kMammography, uid, [
    element(8, 5, 'CS', 'ISO_IR 192'), element(8, 0x16, 'UI', kMammography), element(8, 0x18, 'UI', uid), element(8, 0x20, 'DA', '20261104'), element(8, 0x60, 'CS', 'MG'),
    element(8, 0x1030, 'LO', 'Mammographie faite'), element(8, 0x103e, 'LO', 'Dépistage'),
    element(0x10, 0x10, 'PN', 'MAMMO^Essai'), element(0x10, 0x20, 'LO', 'T100931'), element(0x18, 0x15, 'CS', 'BREAST'), element(0x18, 0x1164, 'DS', '0.1\\0.1'), element(0x18, 0x5101, 'CS', view),
    element(0x20, 0xd, 'UI', study), element(0x20, 0xe, 'UI', `${study}.1`), element(0x20, 0x11, 'IS', '1'), element(0x20, 0x13, 'IS', String(number)),
    element(0x20, 0x20, 'CS', `${orientation}\\F`), element(0x20, 0x62, 'CS', side),
    element(0x28, 2, 'US', 1), element(0x28, 4, 'CS', 'MONOCHROME2'), element(0x28, 0x10, 'US', kRows), element(0x28, 0x11, 'US', kColumns),
    element(0x28, 0x100, 'US', 16), element(0x28, 0x101, 'US', 12), element(0x28, 0x102, 'US', 11), element(0x28, 0x103, 'US', 0), element(0x28, 0x1050, 'DS', '2048'), element(0x28, 0x1051, 'DS', '4096'),
    element(0x7fe0, 0x10, 'OW', Buffer.from(pixels.buffer)),
  ]));
}

const kChest = { study: `${kRoot}2`, spacing: 2, reference: `${kRoot}2.9`, plane: kAxial, origin: [-100, -100, 0], step: [0, 0, 5], columns: 100, rows: 100, slices: 20, patient: 'THORAX^Essai', patientId: 'T100932', more: [element(0x18, 0x15, 'CS', 'CHEST')] };
const doctors = ['un', 'deux'].map((name) => ({ identifier: `docteur.${name}`, name: `Dr ${name}`, password: randomBytes(12).toString('base64url') }));

let browser, server, folder, toldAtStart;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sansfilm-hanging-'));
  const dataDir = join(folder, 'data');
  for (const doctor of doctors) addUser(dataDir, doctor);
  // In another order than they hang; the right cranio-caudal one was stored the other way round.
  const views = [['L', 'MLO', 'A'], ['R', 'MLO', 'P'], ['L', 'CC', 'A'], ['R', 'CC', 'A']];
  for (const [i, [side, view, orientation]] of views.entries()) writeMammogram(join(folder, 'files'), { number: i + 1, side, view, orientation });
  writeStack(join(folder, 'files'), { ...kChest, number: 1, description: 'Thorax' });
  importFiles(dataDir, [join(folder, 'files')]);
  const own = join(folder, 'hanging');
  mkdirSync(own);
  writeFileSync(join(own, 'wrong.json'), '{"schema": "sansfilm-hanging-1", "protocols": [{"id": "x"}]}');
  writeFileSync(join(own, 'ours.json'), JSON.stringify({
    schema: 'sansfilm-hanging-1',
    protocols: [{ id: 'ours', name: { fr: 'Thorax de la maison', en: 'Our chest' }, when: { modalities: ['CT'], body_parts: ['CHEST'] }, grid: { rows: 1, columns: 3 }, views: [{ show: {} }, { empty: true }, { show: {}, again: true, image: 'last' }] }],
  }));
  server = await Server.start(dataDir, { extra: ['--hanging-folder', own] });
  toldAtStart = server.log;
  browser = await launch();
});
after(async () => {
  await browser.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const allFinal = (count) => (s) => s.viewports.length === count && s.viewports.every((one) => one.series === undefined || isFinal(one));

async function open(patient, size = kSizes.desktop, doctor = doctors[0]) {
  const opened = await newPage(browser, { base: server.base, ...size });
  await signIn(opened.page, doctor);
  await findAndOpen(opened.page, patient);
  await waitFinal(opened.page);
  return opened;
}

async function openAgain(page, patient) {
  await page.keyboard.press('Escape');
  await page.waitForSelector('#search');
  await findAndOpen(page, patient);
  await waitFinal(page);
}

const kHung = ['4', '3', '2', '1'].map((number) => `${kRoot}1.1.${number}`);   // R CC, L CC, R MLO, L MLO

for (const [name, size] of Object.entries(kSizes)) {
  test(`four mammograms open right and left, back to back, as large as one another, on a ${name}`, async () => {
    const { page, context, watch } = await open('MAMMO', size);
    const s = await waitState(page, 'four final mammograms', (one) => one.protocol === 'mammography' && allFinal(4)(one));
    assert.deepEqual(s.viewports.map((one) => one.sopInstanceUid), kHung);
    assert.deepEqual(s.viewports.map((one) => one.mirrored), [true, false, false, false]);
    for (const one of s.viewports) assert.ok(Math.abs(one.zoom - s.viewports[0].zoom) < 1e-9);
    await shoot(page, `hanging-mammography-${size.viewport.width}`);
    // On the canvas: the bright band of each chest wall stands where the two of a row meet.
    if (name === 'desktop') {
      await act(page, 'toggle-overlay');
      await page.mouse.move(0, 0);
      const canvas = await canvasPixels(page);
      for (const [i, one] of s.viewports.entries()) {
        const right = i % 2 === 0;
        const y = Math.round(one.area.y + one.area.height / 2);
        const grey = (x) => canvas.data[(y * canvas.width + Math.round(x)) * canvas.channels];
        const inside = (5 * one.zoom);   // the middle of the band
        assert.ok(grey(right ? one.area.x + one.area.width - inside : one.area.x + inside) > 150, `viewport ${i}: no chest wall at its edge`);
        assert.ok(grey(right ? one.area.x + one.area.width - 20 * one.zoom : one.area.x + 20 * one.zoom) < 30, `viewport ${i}: no breast beside its chest wall`);
      }
    }
    assert.deepEqual(watch.errors, []);
    await context.close();
  });
}

test('the own protocol of the place comes first; a file that is wrong is left out and the others hold', async () => {
  const { page, context } = await open('THORAX');
  const s = await waitState(page, 'the own protocol', (one) => one.protocol === 'ours' && allFinal(3)(one));
  assert.equal(s.viewports[1].series, undefined);
  assert.equal(s.viewports[2].frame, 19);
  assert.match(toldAtStart, /wrong\.json.*\$\.protocols\[0\]\.name/);   // told at the start, with the place in the file
  const protocols = await page.evaluate(async () => (await fetch('/api/v1/hanging-protocols')).json());
  assert.equal(protocols.protocols[0].id, 'ours');
  assert.ok(protocols.protocols.some((one) => one.id === 'mammography'));
  assert.ok(protocols.protocols.every((one) => one.id !== 'x'));
  await context.close();
});

test('a reader goes through the protocols by keys, and to none', async () => {
  const { page, context } = await open('THORAX');
  await waitState(page, 'the own protocol', (one) => one.protocol === 'ours');
  await page.locator('main canvas').focus();
  await page.keyboard.press('Alt+PageDown');
  const s = await waitState(page, 'mediastinum and lung', (one) => one.protocol === 'ct-chest' && allFinal(2)(one));
  assert.deepEqual(s.viewports.map((one) => one.window.width), [400, 1500]);
  assert.equal(s.linkedScroll, 'position');
  await shoot(page, 'hanging-chest-1440');
  await page.keyboard.press('Alt+PageDown');
  await waitState(page, 'one viewport', (one) => one.protocol === 'ct' && one.viewports.length === 1);
  await page.keyboard.press('Alt+PageDown');
  await waitState(page, 'none', (one) => one.protocol === '' && one.linkedScroll === 'off');
  await context.close();
});

test('the layout menu names the protocols that fit, and takes one by mouse and by finger', async () => {
  for (const size of [kSizes.desktop, kSizes.tablet]) {
    const { page, context } = await open('THORAX', size);
    await waitState(page, 'the own protocol', (one) => one.protocol === 'ours' && allFinal(3)(one));
    const box = await page.locator('main canvas').boundingBox();
    const press = async (x, y) => {
      if (size.hasTouch) await page.touchscreen.tap(box.x + x, box.y + y);
      else await page.mouse.click(box.x + x, box.y + y);
      // The list is there when it has been painted, however slow the machine.
      for (let paints = -1, now = (await state(page)).paints; paints !== now; now = (await state(page)).paints) {
        paints = now;
        await page.waitForTimeout(500);
      }
    };
    await press(434, 44 + 4 + 22);
    await shoot(page, `hanging-menu-${size.viewport.width}`);
    // Under the squares and their count: ours, mediastinum and lung, CT, none.
    await press(434 + 60, 44 + 4 + 22 + 22 + 8 + 4 * 44 + 32 + 44 * 1.5);
    await waitState(page, 'the second protocol', (one) => one.protocol === 'ct-chest' && allFinal(2)(one), 20_000);
    await context.close();
  }
});

test('a reader finds his last arrangement with the next study of the kind; another reader of the same page does not', async () => {
  const { page, context } = await open('THORAX');
  await waitState(page, 'the own protocol', (one) => one.protocol === 'ours');
  await act(page, 'grid', 2, 2);
  await waitState(page, 'his grid', (one) => one.viewports.length === 4 && one.protocol === '');
  await openAgain(page, 'MAMMO');
  await waitState(page, 'another kind hangs by its protocol', (one) => one.protocol === 'mammography');
  await openAgain(page, 'THORAX');
  await waitState(page, 'his grid again', (one) => one.viewports.length === 4 && one.protocol === '' && one.kindOfStudy === 'CT/CHEST');
  const kept = await page.evaluate(() => localStorage.getItem('sansfilm.layouts.docteur.un'));
  assert.deepEqual(JSON.parse(kept), { 'CT/CHEST': '2 2 0' });   // nothing of a patient
  assert.equal(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('sansfilm.layouts.')).length), 1);
  await context.close();

  const other = await open('THORAX', kSizes.desktop, doctors[1]);
  await other.page.evaluate((text) => localStorage.setItem('sansfilm.layouts.docteur.un', text), kept);
  await openAgain(other.page, 'THORAX');
  await waitState(other.page, 'the protocol', (one) => one.protocol === 'ours');
  await other.context.close();
});

test('a hand that has dragged a series is not undone, and the protocol that was in force ends with another grid', async () => {
  const { page, context } = await open('MAMMO');
  await waitState(page, 'four final mammograms', (one) => one.protocol === 'mammography' && allFinal(4)(one));
  const at = await pointIn(page, 3);
  await page.mouse.move(at.x, at.y);
  await page.mouse.wheel(0, 100);
  await waitState(page, 'another image in the fourth viewport', (one) => one.viewports[3].sopInstanceUid !== kHung[3]);
  await act(page, 'grid', 1, 2);
  await waitState(page, 'no protocol', (one) => one.protocol === '' && one.viewports.length === 2);
  await context.close();
});
