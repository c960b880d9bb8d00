import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { findAndOpen, launch, newPage, signIn, world } from './lib/browser.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const names = (page) => page.locator('a.study-link').allTextContents();
const settled = (page) => page.waitForFunction(() => document.querySelector('main').getAttribute('aria-busy') === 'false');
const countIs = (page, text) => page.waitForFunction((wanted) => document.querySelector('.count').textContent === wanted, text);

test('a patient is found by part of the identity, whatever the case, and the count says how many', async () => {
  const { page, context } = await newPage(browser);
  await signIn(page);
  await page.fill('#search', world.study.search);
  await page.waitForFunction(() => document.querySelectorAll('a.study-link').length === 1);
  assert.deepEqual(await names(page), [world.study.name]);
  await countIs(page, '1 examen');
  const row = await page.locator('tr.study').textContent();
  assert.ok(row.includes(world.study.day));
  assert.match(row, /CT/);
  await context.close();
});

test('a search that finds nothing says so and offers the way out', async () => {
  const { page, context } = await newPage(browser);
  await signIn(page);
  await page.fill('#search', 'aucun patient de ce nom');
  await page.waitForSelector('.empty');
  assert.equal(await page.locator('.empty-title').textContent(), 'Aucun examen ne correspond');
  await page.locator('.empty').getByRole('button', { name: 'Effacer les filtres' }).click();
  await page.waitForSelector('a.study-link');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'search');
  await context.close();
});

test('a search of many words is an answer, not a refusal', async () => {
  const { page, context } = await newPage(browser);
  await signIn(page);
  await page.fill('#search', 'ESSAI01 Patiente ESSAI Patiente essai T100001');
  await countIs(page, '1 examen');
  assert.deepEqual(await names(page), ['ESSAI01 Patiente']);
  await context.close();
});

test('the modality filter leaves only studies of that modality', async () => {
  const { page, context } = await newPage(browser);
  await signIn(page);
  await page.waitForSelector('a.study-link');
  await page.selectOption('#modality', 'MR');
  await page.waitForFunction(() => [...document.querySelectorAll('tr.study')].every((row) => [...row.querySelectorAll('.badge')].some((b) => b.textContent === 'MR')));
  assert.ok((await names(page)).length > 0);
  await context.close();
});

test('the date filter asks for a period and an impossible one finds nothing', async () => {
  const { page, context } = await newPage(browser);
  await signIn(page);
  await page.waitForSelector('a.study-link');
  await page.selectOption('#period', 'custom');
  await page.fill('#from', '2099-01-01');
  await page.locator('#from').dispatchEvent('change');
  await page.waitForSelector('.empty');
  await context.close();
});

test('columns sort both ways and say so to the screen reader', async () => {
  const { page, context } = await newPage(browser);
  await signIn(page);
  await page.waitForSelector('a.study-link');
  await settled(page);
  const header = page.locator('thead th').first();
  await header.getByRole('button').click();
  assert.equal(await header.getAttribute('aria-sort'), 'ascending');
  const up = await names(page);
  await header.getByRole('button').click();
  assert.equal(await header.getAttribute('aria-sort'), 'descending');
  assert.deepEqual(await names(page), [...up].reverse());
  assert.ok(new Set(up).size > 1);
  await context.close();
});

test('a patient name that holds a script is shown as text and runs nothing', { skip: world?.hostile.length > 0 ? false : 'malformed/xss_patient_name.dcm is not there' }, async () => {
  const { page, context, watch } = await newPage(browser);
  let dialogs = 0;
  page.on('dialog', (dialog) => { dialogs += 1; void dialog.dismiss(); });
  await signIn(page);
  await page.fill('#search', 'HelloWorld');
  await page.waitForFunction(() => document.querySelectorAll('a.study-link').length === 1);
  assert.match(await page.locator('tr.study').textContent(), /HelloWorld<script>alert\("XSS inside DICOM file 1"\);<\/script>/);
  assert.equal(await page.locator('tr.study script').count(), 0);
  await findAndOpen(page, 'HelloWorld');
  await page.waitForTimeout(1500);
  assert.equal(dialogs, 0);
  assert.deepEqual(watch.violations, []);
  assert.equal(await page.evaluate(() => document.querySelectorAll('body script').length), 0);
  await context.close();
});

test('a study that does not exist is told in words, with the way back', async () => {
  const { page, context, watch } = await newPage(browser);
  await signIn(page);
  await page.evaluate(() => { location.hash = '#/study/1.2.3.4.5.6.7.8.9'; });
  await page.waitForSelector('.viewer .empty');
  assert.match(await page.locator('.viewer .empty').textContent(), /Cet examen n’existe pas, ou vous n’y avez pas accès\./);
  await page.getByRole('link', { name: 'Retour aux examens' }).last().click();
  await page.waitForSelector('#search');
  assert.deepEqual(watch.errors, []);
  await context.close();
});

test('a long list comes page by page, each study once, and the button goes when all are there', async () => {
  const { page, context } = await newPage(browser);
  await signIn(page);
  await page.fill('#search', 'ESSAI');
  await page.waitForFunction(() => document.querySelectorAll('a.study-link').length === 50 && [...document.querySelectorAll('a.study-link')].every((a) => a.textContent.startsWith('ESSAI')));
  await countIs(page, `50 examens affichés sur ${world.made}`);
  await page.getByRole('button', { name: 'Afficher la suite' }).click();
  await page.waitForFunction((all) => document.querySelectorAll('a.study-link').length === all, world.made);
  assert.equal(new Set(await names(page)).size, world.made);
  assert.equal(await page.getByRole('button', { name: 'Afficher la suite' }).count(), 0);
  await countIs(page, `${world.made} examens`);
  await context.close();
});

test('the keyboard alone signs in, finds a study, opens it and comes back to its row', async () => {
  const { page, context } = await newPage(browser);
  const { keyboard } = page;
  await keyboard.type(world.doctor.identifier);
  await keyboard.press('Tab');
  await keyboard.type(world.doctor.password);
  await keyboard.press('Enter');
  await page.waitForSelector('a.study-link');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'search');
  await keyboard.press('ArrowDown');
  await keyboard.press('ArrowDown');
  await keyboard.press('ArrowUp');
  await keyboard.press('End');
  await keyboard.press('Home');
  const first = await page.evaluate(() => document.activeElement.dataset.uid);
  assert.equal(first, await page.locator('a.study-link').first().getAttribute('data-uid'));
  await keyboard.press('/');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'search');
  await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await page.waitForFunction(() => location.hash.startsWith('#/study/'));
  await page.waitForFunction(() => document.querySelector('main.viewer')?.getAttribute('aria-busy') === 'false');
  await keyboard.press('Escape');
  await page.waitForFunction(() => location.hash === '#/studies');
  await page.waitForFunction((uid) => document.activeElement.dataset.uid === uid, first);
  await context.close();
});
