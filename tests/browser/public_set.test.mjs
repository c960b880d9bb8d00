// The whole public set given to the page at once: every file opens, or one line says why it cannot.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { act, isFinal, launch, newPage, state, waitState } from './lib/browser.mjs';
import { choose, watchLeaks } from './lib/local.mjs';
import { binary, kTestData } from './lib/paths.mjs';

const kMegabytesOfJson = 256;

const kFiles = existsSync(kTestData) ? readdirSync(kTestData, { recursive: true }).map((name) => join(kTestData, name)).filter((path) => statSync(path).isFile()) : [];
let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

/** @returns for each study its instances, as this program's own reader names them; files without a study UID are not in it */
function instancesOfStudies() {
  const dump = spawnSync(binary(), ['dump', ...kFiles], { encoding: 'utf8', maxBuffer: kMegabytesOfJson << 20 });
  const studies = new Map();
  for (const line of dump.stdout.split('\n')) {
    const dataset = line.startsWith('{') ? JSON.parse(line) : undefined;
    const study = dataset?.['0020000D']?.Value?.[0];
    const instance = dataset?.['00080018']?.Value?.[0];
    if (study && instance) studies.set(study, (studies.get(study) ?? new Set()).add(instance));
  }
  return studies;
}

/** Shows each picture of the study that is open. @returns the instances that are no pictures, and what was said of those that failed */
async function readAll(page, instances) {
  const others = [];
  const failures = [];
  for (const uid of instances) {
    if (!(await state(page))?.study || !(await act(page, `instance ${uid}`, 0))) {
      others.push(uid);
      continue;
    }
    const shown = await waitState(page, `${uid} final, or said to be broken`, (s) => s.sopInstanceUid === uid && (isFinal(s) || s.failed), 90_000);
    if (shown.failed) failures.push([uid, shown.honesty]);
  }
  return { others, failures };
}

test('every file of the public set opens in the page, or one line says why it cannot', { skip: kFiles.length > 0 ? false : 'the public data set is not there' }, async (context) => {
  const { page, watch } = await newPage(browser);
  const leaks = watchLeaks(page);
  await choose(page, kFiles);
  await page.waitForSelector('main[aria-busy=false] tr.study', { timeout: 120_000 });

  const refused = await page.locator('.refused').evaluateAll((groups) => groups.map((g) => ({ why: g.querySelector('summary span').textContent, count: g.querySelectorAll('li').length })));
  assert.ok(refused.every(({ why }) => why.trim().length > 5), JSON.stringify(refused));
  const read = await page.locator('tr.study td.number .first').evaluateAll((cells) => cells.reduce((sum, cell) => sum + Number(cell.textContent.replace(/\D/g, '')), 0));
  assert.equal(read + refused.reduce((sum, { count }) => sum + count, 0), kFiles.length, `every file is read or refused in words: ${JSON.stringify(refused)}`);

  const listed = await page.locator('a.study-link').evaluateAll((links) => links.map((link) => link.dataset.uid));
  const studies = instancesOfStudies();
  let pictures = 0;
  for (const uid of listed) {
    const instances = studies.get(uid);
    if (!instances) continue;   // a picture without a study UID: its study was made by the page
    await page.evaluate((study) => { location.hash = `#/local/${study}`; }, uid);
    await page.waitForFunction(() => document.querySelector('.documents-toggle, .documents') !== null || globalThis.sansfilm?.state()?.frames > 0);
    const { others, failures } = await readAll(page, instances);
    pictures += instances.size - others.length;
    assert.ok(failures.every(([, words]) => words.length > 10), `${uid}: ${JSON.stringify(failures)}`);
    for (const [instance, words] of failures) context.diagnostic(`${instance}: ${words}`);
    if (others.length > 0) {
      if (await page.locator('.documents').count() === 0) await page.click('.documents-toggle');
      await page.waitForSelector('.object-row');
    }
    await page.evaluate(() => { location.hash = '#/local'; });
    await page.waitForSelector('a.study-link');
  }
  assert.ok(pictures >= 80, `${pictures} pictures were shown`);
  assert.deepEqual(leaks, []);
  assert.deepEqual([watch.errors, watch.violations], [[], []]);
});
