// scripts/demo as someone uses it who has just cloned the repository: run it, open the printed address, sign in with the printed
// account, read a CT.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import test from 'node:test';
import { launch, newPage, readPicture, signIn, waitFinal } from './lib/browser.mjs';
import { distinctLevels } from './lib/compare.mjs';
import { kRepository } from './lib/paths.mjs';
import { freePort, get } from './lib/server.mjs';

const kImportMs = 300_000;
const kSecondStartMs = 10_000;

/** @returns what the demo prints: address, identifier, password; and how long it took until the server answered */
async function startDemo(folder, port, withinMs) {
  const started = Date.now();
  const child = spawn(join(kRepository, 'scripts/demo'), ['--no-build', '--data', folder, '--port', String(port)], { stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  child.stdout.on('data', (part) => { printed += part; });
  child.stderr.on('data', (part) => { printed += part; });
  const stop = async () => {
    const gone = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    await gone;
  };
  while (Date.now() - started < withinMs) {
    const found = /address\s+(\S+)\/\s[\s\S]*identifier\s+(\S+)[\s\S]*password\s+(\S+)/.exec(printed);
    const health = found && (await get(`${found[1]}/api/v1/health`).catch(() => undefined));
    if (health?.status === 200) return { base: found[1], account: { identifier: found[2], password: found[3] }, tookMs: Date.now() - started, stop };
    if (child.exitCode !== null) break;
    await new Promise((done) => setTimeout(done, 50));
  }
  if (child.exitCode === null) await stop();
  throw new Error(`the demo did not listen within ${withinMs} ms: ${printed.slice(-600)}`);
}

test('the demo prints an address and an account, and a CT opens with them; the second start takes under ten seconds', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sansfilm-demo-'));
  const browser = await launch();
  let demo;
  try {
    const port = await freePort();
    const first = await startDemo(join(folder, 'demo'), port, kImportMs);
    await first.stop();
    demo = await startDemo(join(folder, 'demo'), port, kSecondStartMs);
    assert.deepEqual(demo.account, first.account, 'the account stays the same');
    const { page, watch } = await newPage(browser, { base: demo.base });
    await signIn(page, demo.account);
    await page.waitForFunction(() => document.querySelector('main').getAttribute('aria-busy') === 'false' && document.querySelectorAll('.stale').length === 0
      && [...document.querySelectorAll('tr.study')].some((row) => row.textContent.includes('CT CHEST')));
    await page.locator('tr.study', { hasText: 'CT CHEST' }).first().locator('a.study-link').click();
    const shown = await waitFinal(page, 120_000);
    assert.ok(shown.frames >= 200, `a CT of ${shown.frames} slices`);
    assert.ok(distinctLevels(await readPicture(page)) > 20);
    assert.deepEqual(watch.errors, []);
  } finally {
    await browser.close();
    await demo?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
