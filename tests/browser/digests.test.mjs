// The stored values of every frame of the public set as Chromium decodes them, with the product's own WebAssembly, against the
// digests of tests/data/frame_digests.tsv. The same list is compared natively and under node (tests/unit/codec/frame_digests_test.cpp)
// and its values with independent readers (tests/peers/run).
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import test, { after, before } from 'node:test';
import { launch } from './lib/browser.mjs';
import { decodeOrderFields } from './lib/decode_order.mjs';
import { kRepository, kTestData } from './lib/paths.mjs';

const kModules = join(kRepository, 'build/wasm-web/wasm');
const kRoots = { modules: kModules, files: kTestData, lib: fileURLToPath(new URL('lib', import.meta.url)) };
const kTypes = { js: 'text/javascript', mjs: 'text/javascript', wasm: 'application/wasm' };

const known = new Map();
for (const line of readFileSync(join(kRepository, 'tests/data/frame_digests.tsv'), 'utf8').split('\n')) {
  const [file, frame, digest] = line.split('\t');
  if (digest === undefined) continue;
  if (!known.has(file)) known.set(file, {});
  known.get(file)[frame] = digest;
}
const present = [...known.keys()].filter((file) => existsSync(join(kTestData, file)));
const kSkip = { skip: present.length > 0 ? false : 'the public data set is not there' };

let browser;
let server;
let base;

// A page, the modules as they were built, and the files: nothing of the product's server, which never sees local files.
function answer(request, response) {
  const path = normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname));
  const [, root, ...rest] = path.split('/');
  const file = kRoots[root] && join(kRoots[root], ...rest);
  if (path === '/') response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>digests</title>');
  else if (!file || !existsSync(file)) response.writeHead(404).end();
  else response.writeHead(200, { 'content-type': kTypes[file.split('.').pop()] ?? 'application/octet-stream' }).end(readFileSync(file));
}

before(async () => {
  browser = await launch();
  server = createServer(answer);
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  base = `http://127.0.0.1:${server.address().port}`;
});
after(async () => {
  await browser.close();
  server.close();
});

test('every frame of the public set has in Chromium the stored values that it has natively', kSkip, async () => {
  const page = await browser.newPage();
  await page.goto(base);
  await page.evaluate(() => { globalThis.digests = new Worker('/lib/digest_worker.mjs', { type: 'module' }); });
  const fields = decodeOrderFields();
  const wrong = [];
  const recipes = new Set();
  let frames = 0;
  for (const file of present) {
    const found = await page.evaluate((asked) => new Promise((done, failed) => {
      globalThis.digests.onmessage = ({ data }) => done(data);
      globalThis.digests.onerror = (event) => failed(new Error(event.message));
      globalThis.digests.postMessage(asked);
    }), { name: file, fields });
    if (found.error) wrong.push(`${file}: ${found.error}`);
    for (const [frame, digest] of Object.entries(known.get(file))) {
      if (!found.error && found.digests[frame] !== digest) wrong.push(`${file} frame ${frame}: ${found.digests[frame]}`);
      frames += 1;
    }
    for (const recipe of found.recipes ?? []) recipes.add(recipe);
  }
  console.error(`  ${frames} frames of ${present.length} files, as ${[...recipes].sort().join(' and ')}`);
  assert.deepEqual(wrong, []);
  assert.deepEqual([...recipes].sort(), ['O1', 'R1', 'drawing'], 'each way of decoding was taken');
});
