// A study of 2,000 slices does not fit in the memory allowed for decoded pixels: the limit holds while it is read.
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { act, findAndOpen, isFinal, launch, newPage, signIn, state, waitFinal, waitState } from './lib/browser.mjs';
import { addUser, importFiles } from './lib/program.mjs';
import { Server } from './lib/server.mjs';
import { writeCt } from './lib/synthetic.mjs';

// 2,000 slices of 288 x 288 samples of 16 bits are 332 MB, more than any budget on a small machine.
const kSlices = 2000;
const account = { identifier: 'docteur.long', name: 'Dr Long', password: randomBytes(12).toString('base64url') };
let browser;
let server;
let folder;

before(async () => {
  browser = await launch();
  folder = mkdtempSync(join(tmpdir(), 'sansfilm-long-'));
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  addUser(dataDir, account);
  importFiles(dataDir, [writeCt(join(folder, 'ct'), { number: 7, patient: 'LONGUE^Serie', slices: kSlices, size: 288 })]);
  server = await Server.start(dataDir);
});
after(async () => {
  await browser.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('decoded pixels stay within their budget on a study of 2,000 slices', async () => {
  const { page, context } = await newPage(browser, { base: server.base });
  await signIn(page, account);
  await findAndOpen(page, 'LONGUE');
  await waitFinal(page);
  const start = await state(page);
  assert.equal(start.frames, kSlices);
  assert.ok(start.frames * start.rows * start.columns * 2 > start.budgetBytes, 'the study is larger than the budget');
  let most = 0;
  let looks = 0;
  for (let step = 0; step < 60; step += 1) {
    await act(page, step % 20 === 19 ? 'last-image' : step % 20 === 9 ? 'first-image' : 'ten-forward');
    for (let look = 0; look < 4; look += 1) {
      const now = await state(page);
      most = Math.max(most, now.decodedBytes);
      looks += 1;
      assert.ok(now.decodedBytes <= now.budgetBytes, `${now.decodedBytes} bytes held of ${now.budgetBytes}`);
      await page.waitForTimeout(40);
    }
  }
  await act(page, 'last-image');
  await waitState(page, 'the last slice, final', (s) => s.frame === s.frames - 1 && isFinal(s));
  assert.ok(looks > 200 && most > 0);
  await context.close();
});
