// Decoders that hang or die: replaced; the slice is decoded by another, or marked when that does not help.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { act, findAndOpen, isFinal, launch, newPage, signIn, waitFinal, waitState, world } from './lib/browser.mjs';
import { keysAsked } from './lib/batches.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

/** Puts `before` in front of the script of the decode workers: each load is given its number, from 1. */
async function inFrontOfDecoder(page, before) {
  let loads = 0;
  await page.route(/\/assets\/decode[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    loads += 1;
    const headers = { ...response.headers() };
    delete headers['content-length'];
    await route.fulfill({ status: response.status(), headers, body: `${before(loads)}\n${await response.text()}` });
  });
}

/** Runs `what` in the worker for each order that `which` (an expression over `data`) is true of, in place of decoding. */
const instead = (which, what) => `addEventListener('message', (event) => {
  const { data } = event;
  if (data.kind !== 'decode' || !(${which})) return;
  event.stopImmediatePropagation();
  ${what}
});`;

/** Leaves while decoders may still be being replaced: a script that is on its way then has nobody to go to. */
async function leave({ page, context }) {
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await context.close();
}

async function signedIn(before) {
  const opened = await newPage(browser);
  await inFrontOfDecoder(opened.page, before);
  // The page that was loaded already has its decoders: they are to be the spoilt ones.
  await opened.page.reload();
  await opened.page.waitForSelector('#identifier');
  await signIn(opened.page);
  return opened;
}

for (const [name, what] of [['never answer', ''], ['die', "throw new Error('the decoder died, as the test wants');"], ['close themselves without a word', 'close();']]) {
  test(`decoders that ${name} to their first order are replaced, and every slice comes`, async () => {
    let spoilt = 0;
    const opened = await signedIn((load) => {
      if (load > 2) return '';
      spoilt += 1;
      return instead('true', what);
    });
    const { page } = opened;
    await findAndOpen(page, world.study.name);
    const s = await waitState(page, 'every slice complete', (now) => now.frames > 0 && now.framesComplete === now.frames);
    assert.ok(spoilt > 0, 'no decoder was spoilt');
    assert.equal(s.framesFailed, 0);
    await waitFinal(page);
    await page.keyboard.press('End');
    await waitState(page, 'the last slice, final', (now) => now.frame === now.frames - 1 && isFinal(now));
    await leave(opened);
  });
}

test('a slice over which every decoder hangs is marked, the others are shown, and decoders go on', async () => {
  // Which slice comes first, and how its bytes begin.
  const scout = await newPage(browser, { ahead: false });
  await signIn(scout.page);
  const first = scout.page.waitForRequest('**/stream/v1/batch');
  await findAndOpen(scout.page, world.study.name);
  const [key] = keysAsked((await first).postData());
  const answer = await scout.page.request.get(`${world.base}/stream/v1/${key}`);
  assert.equal(answer.status(), 200);
  const beginning = [...(await answer.body()).subarray(0, 48)];
  await scout.context.close();

  const which = `${JSON.stringify(beginning)}.every((byte, i) => byte === new Uint8Array(data.bytes)[i])`;
  const opened = await signedIn(() => instead(which, 'for (;;) { /* hears nothing any more */ }'));
  const { page } = opened;
  await findAndOpen(page, world.study.name);
  const failed = await waitState(page, 'the slice marked', (s) => s.failed === true, 120_000);
  assert.equal(failed.final, false);
  assert.match(failed.honesty, /Image illisible : le décodage n’aboutit pas/);
  await act(page, 'next-image');
  await waitState(page, 'the next slice, final', (s) => s.frame !== failed.frame && isFinal(s) && !s.failed);
  // Nothing more is fetched of the one that failed.
  const after = await waitState(page, 'all other slices have come', (s) => s.framesComplete >= s.frames - 1);
  assert.equal(after.framesFailed, 1);
  await leave(opened);
});

test('decoders that all die at every order end in marked slices, not in a page that waits for ever', async () => {
  const opened = await signedIn(() => instead('true', "throw new Error('the decoder died, as the test wants');"));
  const { page } = opened;
  await findAndOpen(page, world.study.name);
  const s = await waitState(page, 'the slice marked', (now) => now.failed === true);
  assert.match(s.honesty, /Image illisible : le décodage n’aboutit pas/);
  await leave(opened);
});
