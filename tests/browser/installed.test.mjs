// The program kept on the device: it opens without a network, reads local files then, and holds nothing of a patient.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { findAndOpen, launch, newPage, signIn, waitFinal, world } from './lib/browser.mjs';
import { Server } from './lib/server.mjs';

let browser;
let folder;
before(async () => {
  browser = await launch();
  folder = mkdtempSync(join(tmpdir(), 'sansfilm-installed-'));
});
after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A page whose program is kept, all of it. */
async function openKept(base = world.base) {
  const opened = await newPage(browser, { base, serviceWorkers: 'allow' });
  await opened.page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    while (active.state !== 'activated') await new Promise((next) => { setTimeout(next, 50); });
  });
  return opened;
}

/** Addresses of everything that is kept. */
const kept = (page) => page.evaluate(async () => {
  const urls = [];
  for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys()) urls.push(new URL(request.url).pathname);
  return urls;
});

test('after a study was read only the program is kept, nothing of the patient, and the browser may install it', async () => {
  const { page, context, watch } = await openKept();
  await page.reload();
  await page.waitForSelector('#identifier');
  assert.equal(await page.evaluate(() => navigator.serviceWorker.controller !== null), true);
  await signIn(page);
  await findAndOpen(page, world.study.name);
  await waitFinal(page);
  const urls = await kept(page);
  assert.ok(urls.length > 10, `${urls.length} files are kept`);
  assert.deepEqual(urls.filter((url) => url !== '/' && !url.startsWith('/assets/')), []);
  const { errors } = await (await context.newCDPSession(page)).send('Page.getAppManifest');
  assert.deepEqual(errors, []);
  const { installabilityErrors } = await (await context.newCDPSession(page)).send('Page.getInstallabilityErrors');
  // A test's page is in incognito, which is the only thing that a browser has against it.
  assert.deepEqual(installabilityErrors.map((e) => e.errorId).filter((id) => id !== 'in-incognito'), []);
  assert.deepEqual(watch.violations, []);
  assert.deepEqual(watch.errors, []);
  await context.close();
});

test('without the server the program opens, says that it is away, and has everything that local files need', async () => {
  mkdirSync(join(folder, 'data'));
  const server = await Server.start(join(folder, 'data'));
  const { page, context } = await openKept(server.base);
  await server.stop();
  await page.reload();
  await page.waitForSelector('#identifier');
  const missing = await page.evaluate(async () => {
    const lost = [];
    for (const name of await caches.keys()) {
      for (const request of await (await caches.open(name)).keys()) {
        const path = new URL(request.url).pathname;
        if (path === '/') continue;
        const answer = await fetch(path, { cache: 'no-store' }).catch(() => undefined);
        if (!answer?.ok) lost.push(path);
      }
    }
    return lost;
  });
  assert.deepEqual(missing, []);
  await page.fill('#identifier', world.doctor.identifier);
  await page.fill('#password', world.doctor.password);
  await page.press('#password', 'Enter');
  await page.getByRole('alert').first().waitFor();
  await context.close();
});
