// A doctor asks a colleague of another establishment for an opinion, as both of them see it.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { axeSource, findAndOpen, kSizes, launch, newPage, shoot, signIn, waitFinal } from './lib/browser.mjs';
import { asked, asker, Consulting, third } from './lib/consulting.mjs';

const axe = axeSource();
let browser;
let world;

before(async () => {
  browser = await launch();
  world = await Consulting.start();
});
after(async () => {
  await browser.close();
  await world?.stop();
});

async function as(who, options = {}) {
  const opened = await newPage(browser, { base: world.server.base, ...options });
  await signIn(opened.page, who);
  return opened;
}

async function findings(page) {
  await page.evaluate(axe);
  const result = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  return result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(', ')}`);
}

async function openList(page) {
  await page.locator('.consultations-link').click();
  await page.waitForSelector('main.consultations');
}

async function openFirst(page) {
  await openList(page);
  await page.locator('.consultation .study-link').first().click();
  await page.waitForSelector('#detail-title');
}

test('by keyboard alone a doctor asks for an opinion: colleague, priority, question', async () => {
  const { page, context, watch } = await as(asker);
  await findAndOpen(page, 'CONSULT');
  await waitFinal(page);
  await page.locator('.ask-opinion').focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('.ask-dialog');
  // Nothing is sent without a colleague and a question; the focus goes to what is missing.
  await page.locator('.ask-dialog [type=submit]').focus();
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'colleague');
  await page.waitForSelector('#question-problem');
  assert.deepEqual(await findings(page), []);
  await page.keyboard.type('rouen');
  await page.waitForFunction(() => document.querySelectorAll('.option').length === 1);
  await shoot(page, 'consult-ask-list');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  assert.equal(await page.inputValue('#colleague'), 'Dr Marc Roux, CHU de Rouen');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  assert.equal(await page.evaluate(() => document.activeElement.value), 'emergency');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Homme de 54 ans, céphalée brutale. Hématome sous-dural ?');
  await shoot(page, 'consult-ask');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#detail-title');
  assert.match(await page.textContent('#detail-title'), /À Dr Marc Roux, CHU de Rouen/);
  assert.match(await page.textContent('.detail-facts'), /Urgence vitale.*Envoyée, pas encore vue/);
  await shoot(page, 'consult-asked');
  assert.deepEqual(await findings(page), []);
  assert.deepEqual(watch.violations, []);
  assert.deepEqual(watch.errors, []);
  await context.close();
});

test('the colleague sees that one waits, opens the study that he could not see before, and answers', async () => {
  const { page, context } = await as(asked);
  await page.waitForSelector('.waiting-count');
  assert.equal(await page.textContent('.waiting-count'), '1');
  assert.match(await page.getAttribute('.consultations-link', 'aria-label'), /1 en attente de vous/);
  await openList(page);
  await shoot(page, 'consult-list');
  assert.doesNotMatch(await page.textContent('main'), /céphalée/);
  await openFirst(page);
  assert.match(await page.textContent('.wording'), /céphalée brutale/);
  await page.waitForSelector('.waiting-count', { state: 'detached' });
  await page.click('.detail-actions .button:has-text("Ouvrir l’examen")');
  await waitFinal(page);
  await openFirst(page);
  await page.click('text=Envoyer la réponse');
  await page.waitForSelector('#answer-problem');
  await page.fill('#answer', 'Pas d’hématome visible. Contrôle à 24 h.');
  assert.deepEqual(await findings(page), []);
  await shoot(page, 'consult-answer');
  await page.click('text=Envoyer la réponse');
  await page.waitForFunction(() => document.querySelector('.detail-facts')?.textContent.includes('Réponse envoyée'));
  await context.close();
});

test('on a phone the answer is read, in English too, and the request closed: the colleague has no access any more', async () => {
  const { page, context } = await as(asker, { ...kSizes.phone });
  await page.waitForSelector('.waiting-count');
  await openList(page);
  await shoot(page, 'consult-list-phone');
  assert.deepEqual(await findings(page), []);
  await page.locator('.consultation .study-link').first().click();
  await page.waitForSelector('#detail-title');
  assert.match(await page.textContent('.consultation-detail'), /Contrôle à 24 h/);
  await shoot(page, 'consult-answer-phone');
  const small = await page.evaluate(() => [...document.querySelectorAll('main a.button, main button')].filter((one) => one.offsetParent && one.getBoundingClientRect().height < 44).map((one) => one.textContent));
  assert.deepEqual(small, []);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
  await page.getByRole('button', { name: 'Réglages' }).click();
  await page.click('.segments button[lang=en]');
  await page.click('text=Close the request');
  await page.waitForFunction(() => document.querySelector('.detail-facts')?.textContent.includes('Closed'));
  await context.close();

  const other = await as(asked);
  await openFirst(other.page);
  assert.match(await other.page.textContent('.consultation-detail'), /Vous n’avez plus accès à l’examen/);
  assert.doesNotMatch(await other.page.textContent('main'), /CONSULT/);
  await shoot(other.page, 'consult-closed');
  await other.context.close();
});

test('a third doctor sees nothing of it', async () => {
  const { page, context } = await as(third);
  await openList(page);
  await page.waitForSelector('.empty');
  assert.doesNotMatch(await page.textContent('main'), /CONSULT|Roux/);
  await shoot(page, 'consult-empty');
  await context.close();
});
