// No control of the tool bar is lost at any size: what it has no room for is behind its last button, in rows that a finger hits.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { findAndOpen, kSizes, launch, newPage, shoot, signIn, state, waitFinal, waitState, world } from './lib/browser.mjs';
import { pressLast, pressRows } from './lib/toolbar.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

async function openStudy(size) {
  const opened = await newPage(browser, size);
  await signIn(opened.page);
  await findAndOpen(opened.page, world.study.name);
  await waitFinal(opened.page);
  return opened;
}

test('on a wide page every control stands in the bar: the last one is help', async () => {
  const { page, context, watch } = await openStudy(kSizes.desktop);
  await pressLast(page, kSizes.desktop);
  await waitState(page, 'help', (s) => s.help);
  assert.deepEqual(watch.errors, []);
  await context.close();
});

test('on a phone each control that the bar has no room for is a row that a finger hits', async () => {
  const { page, context, watch } = await openStudy(kSizes.phone);
  await shoot(page, 'toolbar-phone');
  const { changed, rows } = await pressRows(page, kSizes.phone);
  assert.ok(rows >= 10, `${rows} rows`);
  assert.deepEqual([...changed].sort(), ['help', 'inverted', 'mirrored', 'planes', 'quarters', 'scale', 'smooth', 'stage']);
  assert.deepEqual(watch.errors, []);
  await context.close();
});

test('on a tablet nothing is beyond the edge either', async () => {
  const { page, context, watch } = await openStudy(kSizes.tablet);
  await shoot(page, 'toolbar-tablet');
  await pressLast(page, kSizes.tablet);
  if (!(await state(page)).help) await pressRows(page, kSizes.tablet);
  await waitState(page, 'help', (t) => t.help);
  assert.deepEqual(watch.errors, []);
  await context.close();
});
