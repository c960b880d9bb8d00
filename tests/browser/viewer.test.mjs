// What the screen shows, against the CPU reference of the same frame.
import { existsSync } from 'node:fs';
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { act, findAndOpen, isFinal, launch, newPage, readPicture, signIn, state, waitFinal, waitState, world } from './lib/browser.mjs';
import { difference, distinctLevels } from './lib/compare.mjs';
import { fileOfInstance, renderReference } from './lib/program.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const kStudy = world?.study.name;
const kFiles = world ? [...world.series, ...world.pydicom, ...world.hostile].filter((path) => existsSync(path)) : [];

async function open({ study, from, ...options } = {}) {
  const opened = await newPage(from ?? browser, options);
  await signIn(opened.page);
  await findAndOpen(opened.page, study ?? kStudy);
  await waitFinal(opened.page);
  return opened;
}

/** The picture on the screen equals the reference rendering of the file that the state names. */
async function assertTruth(page, where) {
  await act(page, 'one-to-one');
  const shown = await waitState(page, 'final at 1:1', (s) => isFinal(s) && Math.abs(s.zoom - 1) < 1e-6);
  const file = fileOfInstance(kFiles, shown.sopInstanceUid);
  const reference = renderReference(file, shown.frameInInstance, shown.window, world.folder);
  const picture = await readPicture(page);
  assert.deepEqual([picture.width, picture.height], [reference.width, reference.height], `${where}: size of the picture`);
  assert.ok(distinctLevels(picture) > 20, `${where}: the picture has only ${distinctLevels(picture)} grey levels`);
  const { largest, beyondOne, first } = difference(picture, reference);
  assert.ok(largest <= 1, `${where}: ${beyondOne} samples differ by more than one grey level (largest ${largest}): ${first}`);
  return { shown, picture };
}

test('a study opened from the list ends as a final picture equal to the CPU reference, every pixel within one grey level', async () => {
  const { page, context, watch } = await open();
  const { shown } = await assertTruth(page, 'first picture');
  assert.equal(shown.lossless, true);
  assert.deepEqual(watch.errors, []);
  await context.close();
});

test('another window, inverted and back, is still equal to the reference', async () => {
  const { page, context } = await open();
  await act(page, 'window', 300, 1800);
  await waitState(page, 'another window', (s) => s.window.center === 300 && s.window.width === 1800);
  await assertTruth(page, 'bone window');
  const plain = await readPicture(page);
  await act(page, 'invert');
  await waitState(page, 'inverted', (s) => s.inverted === true);
  const inverted = await readPicture(page);
  let worst = 0;
  for (let i = 0; i < plain.data.length; i += 4) worst = Math.max(worst, Math.abs(255 - plain.data[i] - inverted.data[i]));
  assert.ok(worst <= 1, `inverted and plain do not add up to white: off by ${worst}`);
  await context.close();
});

test('the End key shows the last slice, final and true', async () => {
  const { page, context } = await open();
  const { frames } = await state(page);
  assert.equal(frames, world.series.length);
  await page.keyboard.press('End');
  await waitState(page, 'the last slice, final', (s) => s.frame === frames - 1 && isFinal(s));
  await assertTruth(page, 'last slice');
  await context.close();
});

test('the wheel goes through every slice of the stack in the order of their positions', async () => {
  const { page, context } = await open();
  await page.keyboard.press('Home');
  let last = await waitState(page, 'the first slice', (s) => s.frame === 0);
  const box = await page.locator('main canvas').boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const seen = [last.positionMm];
  while (last.frame < last.frames - 1) {
    await page.mouse.wheel(0, 100);
    const from = last.frame;
    last = await waitState(page, `a slice after ${from}`, (s) => s.frame > from);
    seen.push(last.positionMm);
  }
  const steps = seen.slice(1).map((position, i) => position - seen[i]);
  assert.ok(steps.every((step) => step > 0) || steps.every((step) => step < 0), `positions ${seen.join(' ')}`);
  await waitFinal(page);
  await context.close();
});

test('the picture stays true on a screen of density 2 and 1.5', async () => {
  for (const density of [2, 1.5]) {
    // A screen of that density, not an emulated one: emulation leaves out the box in device pixels.
    const dense = await launch([`--force-device-scale-factor=${density}`, '--window-size=1440,900']);
    try {
      const { page } = await open({ viewport: null, from: dense });
      assert.equal((await state(page)).pixelRatio, density);
      const canvas = await page.evaluate(() => {
        const element = document.querySelector('main canvas');
        return { width: element.width, wanted: Math.round(element.getBoundingClientRect().width * devicePixelRatio) };
      });
      assert.ok(Math.abs(canvas.width - canvas.wanted) <= 1, `canvas ${canvas.width} for ${canvas.wanted}`);
      await assertTruth(page, `density ${density}`);
    } finally {
      await dense.close();
    }
  }
});

test('resizing the window keeps the picture fitted and true', async () => {
  const { page, context } = await open();
  await act(page, 'fit');
  const wide = await waitState(page, 'fitted', (s) => s.fitted);
  await page.setViewportSize({ width: 820, height: 700 });
  const narrow = await waitState(page, 'a smaller view', (s) => s.fitted && s.viewport.width < wide.viewport.width);
  assert.ok(narrow.viewport.width * 1 <= 820);
  await assertTruth(page, 'after resize');
  await context.close();
});

test('a lost graphics context comes back with the same picture', async () => {
  const { page, context } = await open();
  const { picture: before } = await assertTruth(page, 'before the loss');
  await page.evaluate(() => {
    const canvas = document.querySelector('main canvas');
    globalThis.lose = canvas.getContext('webgl2').getExtension('WEBGL_lose_context');
    globalThis.lose.loseContext();
  });
  await page.waitForTimeout(300);
  await page.evaluate(() => globalThis.lose.restoreContext());
  await page.waitForTimeout(300);
  const { picture: after } = await assertTruth(page, 'after the loss');
  assert.equal(Buffer.compare(before.data, after.data), 0);
  await context.close();
});

test('a final picture that nobody touches is not painted again', async () => {
  const { page, context } = await open();
  await waitState(page, 'all slices final', (s) => s.framesComplete === s.frames);
  // What still comes after the last slice (thumbnails of other series, a notice that goes) comes to an end.
  let paints = -1;
  for (let turn = 0; turn < 10 && paints !== (paints = (await state(page)).paints); turn += 1) await page.waitForTimeout(1500);
  await page.waitForTimeout(3000);
  assert.equal((await state(page)).paints, paints);
  await context.close();
});

test('the screen reader hears which slice is shown and whether it is final', async () => {
  const { page, context } = await open();
  await page.keyboard.press('End');
  await waitState(page, 'the last slice, final', (s) => s.frame === s.frames - 1 && isFinal(s));
  await page.waitForFunction(() => [...document.querySelectorAll('main [aria-live], main [role=status]')].some((region) => region.textContent.trim() !== ''));
  const name = await page.locator('main canvas').getAttribute('aria-label');
  assert.ok(name && name.length > 3, 'the canvas has a name');
  await context.close();
});
