import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { axeSource, findAndOpen, kSizes, launch, newPage, signIn, waitFinal, world } from './lib/browser.mjs';

let browser;
const axe = axeSource();
before(async () => { browser = await launch(); });
after(() => browser.close());

async function findings(page) {
  await page.evaluate(axe);
  const result = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  return result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(', ')}`);
}

const kStudy = world?.study.name;

for (const language of ['fr', 'en']) {
  for (const theme of ['dark', 'light']) {
    test(`axe finds nothing on any page (${language}, ${theme})`, async () => {
      const { page, context } = await newPage(browser, { language });
      if (theme === 'light') await page.locator('.theme-switch').click();
      const seen = {};
      seen['sign-in'] = await findings(page);
      await page.click('button[type=submit]');
      seen['sign-in with errors'] = await findings(page);
      await signIn(page);
      await page.waitForSelector('a.study-link');
      seen.studies = await findings(page);
      await page.fill('#search', 'aucun patient de ce nom');
      await page.waitForSelector('.empty');
      seen['nothing found'] = await findings(page);
      await page.evaluate(() => { location.hash = '#/study/1.2.3.4.5.6.7.8.9'; });
      await page.waitForSelector('.viewer .empty');
      seen['absent study'] = await findings(page);
      await page.evaluate(() => { location.hash = '#/studies'; });
      await page.waitForSelector('#search');
      await page.fill('#search', '');
      await findAndOpen(page, kStudy);
      await waitFinal(page);
      seen.viewer = await findings(page);
      assert.deepEqual(seen, Object.fromEntries(Object.keys(seen).map((key) => [key, []])));
      await context.close();
    });
  }
}

test('axe finds nothing on a phone, where the list is cards', async () => {
  const { page, context } = await newPage(browser, kSizes.phone);
  await signIn(page);
  await page.waitForSelector('li.study');
  assert.deepEqual(await findings(page), []);
  await context.close();
});

test('at 200 % zoom nothing is cut off and nothing needs a second scroll bar', async () => {
  // 200 % on a screen of 1280 leaves 640 CSS pixels at twice the density; WCAG 1.4.10 goes on to 320.
  for (const width of [640, 320]) {
    const { page, context } = await newPage(browser, { viewport: { width, height: 512 }, deviceScaleFactor: 2 });
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(await overflow() <= 0, `sign-in at ${width}`);
    await page.locator('button[type=submit]').scrollIntoViewIfNeeded();
    assert.ok(await page.locator('button[type=submit]').isVisible());
    await signIn(page);
    await page.waitForSelector('a.study-link');
    assert.ok(await overflow() <= 0, `studies at ${width}`);
    assert.ok(await page.getByRole('button', { name: 'Se déconnecter' }).isVisible());
    await findAndOpen(page, kStudy);
    await waitFinal(page);
    assert.ok(await overflow() <= 0, `viewer at ${width}`);
    await context.close();
  }
});

test('a finger finds targets of at least 44 pixels on every page', async () => {
  for (const size of ['tablet', 'phone']) {
    const { page, context } = await newPage(browser, kSizes[size]);
    const small = () => page.evaluate(() => [...document.querySelectorAll('button, input, select, a[href]')]
      .map((element) => ({ element, box: (element.closest('.study') ?? element).getBoundingClientRect() }))
      .filter(({ element, box }) => box.width > 1 && !element.classList.contains('skip') && (box.width < 43.9 || box.height < 43.9))
      .map(({ element, box }) => `${element.tagName} ${element.getAttribute('aria-label') ?? element.textContent}: ${Math.round(box.width)}x${Math.round(box.height)}`));
    assert.deepEqual(await small(), [], `sign-in on a ${size}`);
    await signIn(page);
    await page.waitForSelector('a.study-link');
    assert.deepEqual(await small(), [], `studies on a ${size}`);
    await page.evaluate(() => { location.hash = '#/study/1.2.3.4.5.6.7.8.9'; });
    await page.waitForSelector('.viewer .empty');
    assert.deepEqual(await small(), [], `study on a ${size}`);
    await context.close();
  }
});

test('who asks for less motion gets none', async () => {
  const { page, context } = await newPage(browser, { reducedMotion: 'reduce' });
  const seconds = await page.evaluate(() => parseFloat(getComputedStyle(document.querySelector('button[type=submit]')).transitionDuration));
  assert.ok(seconds < 0.001);
  await context.close();
});

test('the first stop of the keyboard skips to the content and focus is always visible', async () => {
  const { page, context } = await newPage(browser);
  await signIn(page);
  await page.waitForSelector('a.study-link');
  const first = await page.evaluate(() => [...document.querySelectorAll('a[href], button, input, select, [tabindex="0"]')][0].className);
  assert.equal(first, 'skip');
  await page.focus('.skip');
  assert.ok((await page.locator('.skip').boundingBox()).width > 44, 'the link shows itself when it has the focus');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'content');
  for (let stop = 0; stop < 12; stop += 1) {
    await page.keyboard.press('Tab');
    const visible = await page.evaluate(() => {
      const element = document.activeElement;
      const shown = element.closest('.study') ?? element;
      return getComputedStyle(shown).outlineStyle !== 'none' && parseFloat(getComputedStyle(shown).outlineWidth) >= 2;
    });
    assert.ok(visible, `stop ${stop}`);
  }
  await context.close();
});

test('nothing moves under the reader while the list loads', async () => {
  const { page, context } = await newPage(browser);
  await page.evaluate(() => {
    globalThis.shift = 0;
    new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shift += entry.value; }).observe({ type: 'layout-shift', buffered: true });
  });
  await signIn(page);
  await page.waitForSelector('a.study-link');
  await page.waitForTimeout(400);
  assert.ok(await page.evaluate(() => globalThis.shift) < 0.02);
  await context.close();
});
