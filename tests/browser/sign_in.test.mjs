import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { launch, newPage, signIn, world } from './lib/browser.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const alertText = (page) => page.locator('.notice.danger').textContent();

test('a wrong password is refused in words, and so is an unknown name: with the same words', async () => {
  const { page, context } = await newPage(browser);
  const texts = [];
  for (const [name, secret] of [[world.others.identifier, 'faux'], ['personne', 'faux']]) {
    await page.fill('#identifier', name);
    await page.fill('#password', secret);
    const answered = page.waitForResponse((r) => r.url().endsWith('/api/v1/session') && r.request().method() === 'POST');
    await page.press('#password', 'Enter');
    assert.equal((await answered).status(), 401);
    await page.waitForSelector('.notice.danger');
    texts.push(await alertText(page));
  }
  assert.deepEqual(texts, ['Identifiant ou mot de passe incorrect.', 'Identifiant ou mot de passe incorrect.']);
  assert.equal(await page.locator('[role=alert] .notice.danger').count(), 1, 'the refusal is announced');
  assert.equal(await page.inputValue('#password'), '', 'the wrong password is not kept');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'password');
  assert.equal(new URL(page.url()).hash, '#/sign-in');
  await context.close();
});

test('empty fields are named and nothing is sent', async () => {
  const { page, context, watch } = await newPage(browser);
  const before = watch.requests.length;
  await page.click('button[type=submit]');
  assert.equal(await page.locator('#identifier-missing').textContent(), 'Saisissez votre identifiant.');
  assert.equal(await page.locator('#password-missing').textContent(), 'Saisissez votre mot de passe.');
  assert.equal(await page.getAttribute('#identifier', 'aria-invalid'), 'true');
  assert.equal(watch.requests.slice(before).filter((url) => url.endsWith('/api/v1/session')).length, 0);
  await context.close();
});

test('the password can be shown and hidden again, and a lock of capitals is pointed out', async () => {
  const { page, context } = await newPage(browser);
  await page.fill('#password', 'secret');
  await page.getByRole('button', { name: 'Afficher le mot de passe' }).click();
  assert.equal(await page.getAttribute('#password', 'type'), 'text');
  await page.getByRole('button', { name: 'Masquer le mot de passe' }).click();
  assert.equal(await page.getAttribute('#password', 'type'), 'password');
  assert.equal(await page.inputValue('#password'), 'secret');
  await page.dispatchEvent('#password', 'keydown', { key: 'A', modifierCapsLock: true });
  assert.equal(await page.locator('.field-hint').textContent(), 'Verrouillage des majuscules activé');
  await context.close();
});

test('signing out ends the session at once, in every tab', async () => {
  const { page, context } = await newPage(browser);
  await signIn(page);
  const second = await context.newPage();
  await second.goto(`${world.base}/`);
  await second.waitForSelector('#search');
  await page.getByRole('button', { name: 'Se déconnecter' }).click();
  await page.waitForSelector('#identifier');
  await second.waitForSelector('#identifier');
  const status = await page.evaluate(async () => (await fetch('/api/v1/studies')).status);
  assert.equal(status, 401);
  await context.close();
});

test('a session that the server has ended leads to sign-in and back to the same place', async () => {
  const { page, context } = await newPage(browser);
  await signIn(page);
  await context.clearCookies();
  await page.fill('#search', 'x');
  await page.waitForSelector('#identifier');
  assert.match(await page.locator('.notice').first().textContent(), /session est terminée/);
  await signIn(page);
  assert.equal(new URL(page.url()).hash, '#/studies');
  await context.close();
});

test('the language chosen is kept and is told to the screen reader', async () => {
  const { page, context } = await newPage(browser);
  assert.equal(await page.getAttribute('html', 'lang'), 'fr');
  await page.getByRole('button', { name: /^EN/ }).click();
  assert.equal(await page.getAttribute('html', 'lang'), 'en');
  assert.equal(await page.locator('h1').textContent(), 'Sign in');
  await page.reload();
  await page.waitForSelector('#identifier');
  assert.equal(await page.locator('h1').textContent(), 'Sign in');
  assert.equal(await page.title(), 'Sign in · sansfilm');
  await context.close();
});

test('a session about to end says so in a dialog, and staying renews it', async () => {
  const { page, context } = await newPage(browser);
  await page.clock.install();
  await signIn(page);
  await page.waitForSelector('a.study-link');
  const { idle_seconds: idle } = await page.evaluate(async () => (await fetch('/api/v1/session')).json());
  assert.equal(await page.locator('dialog').count(), 0);
  await page.clock.fastForward((idle - 60) * 1000);
  const dialog = page.getByRole('dialog', { name: 'Votre session va se terminer' });
  await dialog.waitFor();
  assert.match(await dialog.textContent(), /déconnecté dans (1 min )?\d+ s/);
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Rester connecté');
  const renewed = page.waitForResponse((r) => r.url().endsWith('/api/v1/session') && r.request().method() === 'GET');
  await page.keyboard.press('Enter');
  assert.equal((await renewed).status(), 200);
  await dialog.waitFor({ state: 'detached' });
  await context.close();
});
