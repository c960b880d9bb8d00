// A study of 2,000 slices does not fit in the memory allowed for decoded pixels: the limit holds while it is read.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { act, findAndOpen, isFinal, launch, newPage, signIn, state, waitFinal, waitState, world } from './lib/browser.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

test('decoded pixels stay within their budget on a study of 2,000 slices', { skip: world?.phantom.large ? false : 'the phantom command is not there' }, async () => {
  const { page, context } = await newPage(browser);
  await signIn(page);
  await findAndOpen(page, world.phantom.large.patient);
  await waitFinal(page);
  const start = await state(page);
  assert.equal(start.frames, world.phantom.large.slices);
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
