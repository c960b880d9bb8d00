// Sizes, not times: what travels before the first picture, counted in the browser by what came over the wire.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { findAndOpen, launch, signIn, waitState, world } from './lib/browser.mjs';
import { kWebRoot } from './lib/paths.mjs';

const kFirstPictureBytes = 1_200_000;
const kWorkerBytes = 300_000;
let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

test('everything fetched before the first picture is at most 1.2 MB, images included', async () => {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Network.enable');
  const bytes = new Map();
  const urls = new Map();
  const headers = new Map();
  cdp.on('Network.responseReceived', ({ requestId, response }) => { urls.set(requestId, response.url); headers.set(response.url, response.headers); });
  cdp.on('Network.dataReceived', ({ requestId, encodedDataLength }) => bytes.set(requestId, (bytes.get(requestId) ?? 0) + encodedDataLength));
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => bytes.set(requestId, Math.max(bytes.get(requestId) ?? 0, encodedDataLength)));
  await page.goto(`${world.base}/`);
  await page.waitForSelector('#identifier');
  await signIn(page);
  await page.waitForSelector('a.study-link');
  await findAndOpen(page, world.study.name);
  await waitState(page, 'a first picture', (s) => s.quality && s.quality !== 'none');
  // The browser has gone on when this process hears of the picture: the viewer itself counts what came before it.
  const { firstPictureBytes } = await page.evaluate(() => globalThis.sansfilm.state());
  assert.ok(firstPictureBytes > 0);
  const rows = [...bytes].map(([id, n]) => [new URL(urls.get(id) ?? 'https://unknown/').pathname, n])
    .filter(([path]) => path !== '/stream/v1/batch');
  rows.push(['/stream/v1/batch until the first picture', firstPictureBytes]);
  rows.sort((a, b) => b[1] - a[1]);
  const total = rows.reduce((sum, [, n]) => sum + n, 0);
  const table = rows.map(([path, n]) => `${String(n).padStart(8)} ${path}`).join('\n');
  if (process.env.SANSFILM_VERBOSE === '1') console.error(`${table}\n${String(total).padStart(8)} in all`);
  assert.ok(total <= kFirstPictureBytes, `${total} bytes before the first picture:\n${table}`);
  const wasm = [...headers].filter(([url]) => url.endsWith('.wasm'));
  assert.ok(wasm.length >= 1, 'the viewer was loaded over this connection');
  for (const [url, found] of wasm) {
    assert.equal(found['content-encoding'] ?? found['Content-Encoding'], 'br', `${new URL(url).pathname} came without brotli`);
  }
  await context.close();
});

test('the decode worker is at most 300 kB compressed', () => {
  const sizes = JSON.parse(readFileSync(join(kWebRoot, 'sizes.json'), 'utf8'));
  assert.ok(sizes.worker.br > 10_000, `a worker of ${sizes.worker.br} bytes can't decode`);
  assert.ok(sizes.worker.br <= kWorkerBytes, `${sizes.worker.br} bytes`);
});
