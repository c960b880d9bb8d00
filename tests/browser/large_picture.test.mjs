// A radiograph of many tiles: zoomed in on a slow line, what is on the screen is exact long before the whole picture is; with
// the data saver no more is loaded than the screen shows.
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { act, findAndOpen, isFinal, launch, newPage, signIn, state, waitState } from './lib/browser.mjs';
import { filesIn } from './lib/paths.mjs';
import { addUser, importFiles, renderReference } from './lib/program.mjs';
import { mustRun, Server } from './lib/server.mjs';

let browser;
let folder;
let server;
let file;
const account = { identifier: 'docteur.loupe', name: 'Dr Loupe', password: randomBytes(12).toString('base64url') };

before(async () => {
  browser = await launch();
  folder = mkdtempSync(join(tmpdir(), 'sansfilm-large-'));
  mkdirSync(join(folder, 'data'));
  addUser(join(folder, 'data'), account);
  mustRun(['phantom', '--out', join(folder, 'cr'), '--seed', '3', '--kind', 'cr', '--patients', '1']);
  [file] = filesIn(join(folder, 'cr'), /\.dcm$/, true);
  importFiles(join(folder, 'data'), [file]);
  server = await Server.start(join(folder, 'data'));
});
after(async () => {
  await browser.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The largest difference between the screen's picture and the reference over a square of the picture. */
async function worst(page, reference, left, top, side) {
  const shown = await page.evaluate(([x, y, size]) => {
    const picture = globalThis.sansfilm.readPixels();
    if (!picture) return undefined;
    const out = [];
    for (let row = y; row < y + size; row += 1) for (let column = x; column < x + size; column += 1) out.push(picture.data[(row * picture.width + column) * 4]);
    return { width: picture.width, out };
  }, [left, top, side]);
  if (!shown || shown.width !== reference.width) return Infinity;
  let most = 0;
  const channels = reference.data.length / reference.width / reference.height;
  shown.out.forEach((value, i) => {
    const at = ((top + Math.floor(i / side)) * reference.width + left + i % side) * channels;
    most = Math.max(most, Math.abs(value - reference.data[at]));
  });
  return most;
}

test('zoomed into a large radiograph on a slow line, the part on the screen is exact before the picture is complete, and is not called final', async () => {
  const { page, context, watch } = await newPage(browser, { base: server.base, viewport: { width: 900, height: 640 } });
  await signIn(page, account);
  await page.waitForSelector('a.study-link');
  const cdp = await context.newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 20, downloadThroughput: 150_000, uploadThroughput: 150_000 });
  await findAndOpen(page, '');
  await waitState(page, 'a picture', (s) => s.quality !== undefined && s.quality !== 'none', 120_000);
  await act(page, 'one-to-one');
  const zoomed = await waitState(page, '1:1', (s) => Math.abs(s.zoom - 1) < 1e-6 && s.reduce === 0, 120_000);
  assert.ok(zoomed.columns > 2000, `the phantom has ${zoomed.columns} columns`);
  const reference = renderReference(file, 0, zoomed.window, folder);
  const middle = [Math.floor(zoomed.columns / 2) - 100, Math.floor(zoomed.rows / 2) - 100];

  const until = Date.now() + 120_000;
  let off = Infinity;
  let now;
  while (Date.now() < until) {
    off = await worst(page, reference, ...middle, 200);
    now = await state(page);
    if (off <= 1 || now.final) break;
    await page.waitForTimeout(300);
  }
  assert.ok(off <= 1, `the part on the screen is off by ${off} grey levels`);
  assert.equal(now.final, false, 'the whole picture was final before its part on the screen was exact');
  assert.equal(now.lossless, false);
  assert.ok(now.fraction < 0.8, `${now.fraction} of the picture had come`);

  await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
  await waitState(page, 'final', isFinal, 120_000);
  for (const [x, y] of [middle, [0, 0], [zoomed.columns - 200, zoomed.rows - 200]]) {
    assert.ok(await worst(page, reference, x, y, 200) <= 1, `at (${x}, ${y}) the final picture is not the reference`);
  }
  assert.deepEqual(watch.errors, []);
  await context.close();
});

test('with the data saver no more is loaded than the screen shows, in words; a larger window or a zoom brings more, the switch brings all', async () => {
  const { page, context, watch } = await newPage(browser, { base: server.base, viewport: { width: 480, height: 420 } });
  await signIn(page, account);
  await page.waitForSelector('a.study-link');
  await page.getByRole('button', { name: 'Réglages' }).click();   // where the page is narrow
  const saver = page.getByRole('button', { name: 'Économie de données' });
  assert.equal(await saver.getAttribute('aria-pressed'), 'false');
  await saver.click();
  assert.equal(await saver.getAttribute('aria-pressed'), 'true');
  await page.keyboard.press('Escape');
  await saver.waitFor({ state: 'detached' });
  const cdp = await context.newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 20, downloadThroughput: 60_000, uploadThroughput: 60_000 });
  await findAndOpen(page, '');
  const told = await waitState(page, 'a picture that says how far it is from the final one', (s) => /±/.test(s.honesty ?? ''), 120_000);
  assert.ok(told.estimatedError > 0 && told.final === false);
  await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });

  const byChoice = (s) => s.dataSaver && /économie de données/.test(s.honesty ?? '');
  const small = await waitState(page, 'whole at the size of the screen', byChoice);
  assert.ok(small.reduce > 0 && !small.final && !small.lossless);
  assert.match(small.notice, /Économie de données/);
  await page.waitForTimeout(1500);
  assert.equal((await state(page)).fetchedBytes, small.fetchedBytes, 'the data saver went on loading');
  await page.setViewportSize({ width: 1440, height: 900 });
  const larger = await waitState(page, 'more for a larger window', (s) => byChoice(s) && s.reduce < small.reduce);
  assert.ok(larger.fetchedBytes > small.fetchedBytes);
  await act(page, 'one-to-one');
  await waitState(page, 'full size where it is looked at so', (s) => s.reduce === 0 && s.quality === 'full');
  await saver.click();
  await waitState(page, 'final', isFinal, 120_000);
  assert.deepEqual(watch.errors, []);
  await context.close();
});

test('the data saver starts as the browser was told by its owner, until the reader says otherwise; that holds after a reload', async () => {
  const { page, context } = await newPage(browser, { base: server.base });
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, 'connection', { value: { saveData: true }, configurable: true }));
  await page.reload();
  await page.waitForSelector('#identifier');
  await signIn(page, account);
  const saver = page.getByRole('button', { name: 'Économie de données' });
  assert.equal(await saver.getAttribute('aria-pressed'), 'true');
  await saver.click();
  await page.reload();
  await page.waitForSelector('a.study-link');
  assert.equal(await saver.getAttribute('aria-pressed'), 'false');
  await context.close();
});
