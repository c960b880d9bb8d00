import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { findAndOpen, launch, newPage, signIn, waitFinal, world } from './lib/browser.mjs';
import { kWebRoot } from './lib/paths.mjs';
import { get } from './lib/server.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

test('the page carries the strict policy: wasm-unsafe-eval is its only relaxation', async () => {
  const { headers } = await get(`${world.base}/`);
  const policy = Object.fromEntries(headers['content-security-policy'].split(';').map((part) => part.trim().split(/\s+/)).filter(([name]) => name).map(([name, ...values]) => [name, values.join(' ')]));
  assert.equal(policy['default-src'], "'none'");
  assert.equal(policy['script-src'], "'self' 'wasm-unsafe-eval'");
  assert.equal(policy['style-src'], "'self'");
  assert.equal(policy['connect-src'], "'self'");
  assert.equal(policy['base-uri'], "'none'");
  assert.equal(policy['frame-ancestors'], "'none'");
  assert.equal(policy['require-trusted-types-for'], "'script'");
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.equal(headers['referrer-policy'], 'no-referrer');
  assert.match(headers['strict-transport-security'] ?? '', /max-age=\d{7,}/);
});

test('every built file is served, with its kind and for good', async () => {
  const names = Object.keys(JSON.parse(readFileSync(join(kWebRoot, 'sizes.json'), 'utf8')).files).filter((name) => name.startsWith('assets/'));
  assert.ok(names.length > 5);
  for (const name of names) {
    const { status, headers } = await get(`${world.base}/${name}`);
    assert.equal(status, 200, name);
    assert.ok(headers['content-type'], name);
    assert.match(headers['cache-control'] ?? '', /immutable/, name);
  }
});

test('from sign-in to a final picture and back nothing breaks the policy and nothing is asked of anyone else', async () => {
  const { page, context, watch } = await newPage(browser);
  await signIn(page);
  await page.waitForSelector('a.study-link');
  await findAndOpen(page, world.study.name);
  await waitFinal(page);
  await page.getByRole('button', { name: /^EN/ }).click();
  await page.getByRole('link', { name: 'Back to the studies' }).click();
  await page.waitForSelector('#search');
  assert.deepEqual(watch.violations, []);
  assert.deepEqual(watch.foreign, []);
  assert.deepEqual(watch.errors, []);
  const inline = await page.evaluate(() => document.querySelectorAll('style, script:not([src]), [onclick], [onload], [onerror]').length);
  assert.equal(inline, 0);
  const { body } = await get(`${world.base}/`);
  assert.doesNotMatch(body.toString(), /<style|\sstyle=|<script>|\son[a-z]+=|https?:/);
  await context.close();
});

test('nothing that names a patient is kept on the device', async () => {
  const { page, context } = await newPage(browser);
  await signIn(page);
  await page.waitForSelector('a.study-link');
  const name = await page.locator('a.study-link').first().textContent();
  const kept = await page.evaluate(async () => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, (await indexedDB.databases()).map((d) => d.name)]));
  assert.ok(!kept.includes(name));
  assert.ok(!kept.includes('sansfilm='), 'the session cookie is out of reach of scripts');
  await context.close();
});
