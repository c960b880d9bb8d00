// A server of its own, so that it can be taken away.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { findAndOpen, launch, newPage, signIn, state, waitFinal, waitState, world } from './lib/browser.mjs';
import { keysAsked, recordBatches } from './lib/batches.mjs';
import { Line } from './lib/line.mjs';
import { addUser, importFiles } from './lib/program.mjs';
import { Server } from './lib/server.mjs';

let browser;
let folder;
let server;
const account = { identifier: 'docteur.reprise', name: 'Dr Reprise', password: randomBytes(12).toString('base64url') };

before(async () => {
  browser = await launch();
  folder = mkdtempSync(join(tmpdir(), 'sansfilm-away-'));
  mkdirSync(join(folder, 'data'));
  addUser(join(folder, 'data'), account);
  importFiles(join(folder, 'data'), world.series);
  server = await Server.start(join(folder, 'data'));
});
after(async () => {
  await browser.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('a server that goes away in the middle of loading and comes back leaves a complete, final study', async () => {
  const { page, context, watch } = await newPage(browser, { base: server.base });
  await signIn(page, account);
  await page.waitForSelector('a.study-link');
  // Slow enough that the study is still loading when the server dies.
  const cdp = await context.newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 20, downloadThroughput: 400_000, uploadThroughput: 400_000 });
  await findAndOpen(page, world.study.name);
  await waitState(page, 'some of the study', (s) => s.frames > 0 && s.fetchedBytes > 0);
  const loading = await state(page);
  assert.ok(loading.framesComplete < loading.frames, 'the study was complete before the server could die');
  await server.kill();
  await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
  await waitState(page, 'told that the server is away', (s) => s.offline === true);
  const away = await state(page);
  assert.ok(away.framesComplete < away.frames);
  await server.resume();
  await waitState(page, 'every slice complete', (s) => s.framesComplete === s.frames && s.offline === false);
  await waitFinal(page);
  await page.keyboard.press('End');
  await waitState(page, 'the last slice, final', (s) => s.frame === s.frames - 1 && s.final);
  assert.deepEqual(watch.errors, []);
  await context.close();
});

/** What came over all batches of the page: how often each chunk came whole, and what of answers that broke came in vain. */
async function received(page) {
  const log = await page.evaluate(() => globalThis.batchLog);
  const whole = new Map();
  const inVain = [];
  let longest = 0;
  for (const { asked, chunks, under } of log) {
    const keys = keysAsked(asked);
    for (const [index, bytes] of chunks) {
      whole.set(keys[index], (whole.get(keys[index]) ?? 0) + 1);
      longest = Math.max(longest, bytes);
    }
    if (under) inVain.push(under[1]);
  }
  return { whole, inVain, longest, broken: log.filter(({ ended }) => !ended).length };
}

const kStops = {
  'goes silent for three seconds, its connections open': { stop: (line) => line.freeze(), start: (line) => line.thaw() },
  'breaks every connection and takes none for three seconds': { stop: (line) => line.cut(), start: (line) => line.restore() },
};
for (const [name, { stop, start }] of Object.entries(kStops)) {
  test(`a network that ${name} in mid-study: no chunk is fetched twice, and of those under way no more than they are`, async () => {
    const line = await Line.open(server.port, { bytesPerSecond: 1_000_000 });
    const { page, context, watch } = await newPage(browser, { base: line.base });
    await page.addInitScript(recordBatches);
    let failed = 0;
    page.on('requestfailed', (request) => { if (request.url().endsWith('/stream/v1/batch')) failed += 1; });
    await page.reload();
    await signIn(page, account);
    await findAndOpen(page, world.study.name);
    await waitState(page, 'some slices', (s) => s.framesComplete > 1);
    stop(line);
    await page.waitForTimeout(3000);
    const meanwhile = await state(page);
    assert.ok(meanwhile.framesComplete < meanwhile.frames, 'the study was complete before the network stopped');
    start(line);
    const done = await waitState(page, 'every slice complete', (s) => s.framesComplete === s.frames && s.offline === false);
    await waitFinal(page);
    const { whole, inVain, longest, broken } = await received(page);
    if (name.startsWith('breaks')) assert.ok(failed > 0, 'no batch failed when the network broke');
    assert.ok(whole.size > done.frames, `only ${whole.size} chunks were recorded`);
    assert.deepEqual([...whole].filter(([, times]) => times > 1), [], 'chunks that came whole more than once');
    assert.equal(done.fetchedTwiceBytes, 0);
    // One connection a batch: each that broke had one chunk under way.
    assert.ok(inVain.length <= broken, `${inVain.length} chunks in vain over ${broken} answers that broke`);
    for (const bytes of inVain) assert.ok(bytes <= longest, `${bytes} bytes came in vain, the longest chunk has ${longest}`);
    assert.deepEqual(watch.errors, []);
    await context.close();
    await line.close();
  });
}

test('the list says that the server does not answer, and loads when it is back', async () => {
  const { page, context } = await newPage(browser, { base: server.base });
  await signIn(page, account);
  await page.waitForSelector('a.study-link');
  await server.stop();
  await page.fill('#search', 'plastic');
  await page.waitForSelector('.notice.danger');
  assert.match(await page.locator('.notice.danger').textContent(), /Le serveur ne répond pas/);
  assert.equal(await page.locator('a.study-link').count(), 0, 'rows that answer another question are gone');
  await server.resume();
  await page.getByRole('button', { name: 'Réessayer' }).click();
  await page.waitForFunction(() => document.querySelectorAll('a.study-link').length === 1);
  await context.close();
});

test('signing out while the server is away is not pretended: the reader is told and can try again', async () => {
  const { page, context } = await newPage(browser, { base: server.base });
  await signIn(page, account);
  await server.stop();
  await page.getByRole('button', { name: 'Se déconnecter' }).click();
  const banner = page.locator('.banner[role=alert]');
  await banner.waitFor();
  assert.match(await banner.textContent(), /la session reste ouverte/);
  await server.resume();
  await banner.getByRole('button', { name: 'Réessayer' }).click();
  await page.waitForSelector('#identifier');
  await context.close();
});

test('too many wrong passwords are slowed down, and the wait is told', async () => {
  const { page, context } = await newPage(browser, { base: server.base });
  // The first waits last about a second: whoever looks only after the answer may come too late.
  const told = page.waitForFunction(() => {
    const button = document.querySelector('button[type=submit]');
    return /Trop de tentatives/.test(document.querySelector('.notice.danger')?.textContent ?? '') &&
      /Réessayer dans \d+ s/.test(button?.textContent ?? '') && button.getAttribute('aria-disabled') === 'true';
  }, undefined, { timeout: 60_000 });
  let slowed = false;
  for (let attempt = 0; attempt < 40 && !slowed; attempt += 1) {
    await page.fill('#identifier', account.identifier);
    await page.fill('#password', `faux-${attempt}`);
    const answered = page.waitForResponse((r) => r.url().endsWith('/api/v1/session') && r.request().method() === 'POST');
    await page.press('#password', 'Enter');
    slowed = (await answered).status() === 429;
  }
  assert.ok(slowed, 'forty wrong passwords were never slowed down');
  await told;
  await context.close();
});
