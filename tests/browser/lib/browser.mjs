// Chromium as a reader uses it, watched: what it asks for, what its rules forbid, what it complains of.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kChromium, kRepository } from './paths.mjs';

const require = createRequire(join(kRepository, 'web/package.json'));
const { chromium } = require('playwright-core');
export const axeSource = () => readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export const world = process.env.SANSFILM_TEST_WORLD ? JSON.parse(readFileSync(process.env.SANSFILM_TEST_WORLD, 'utf8')) : undefined;

// WebGL 2 by SwiftShader; nothing that would look for Google's hosts.
const kArguments = ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync', '--ignore-certificate-errors'];

export function launch(more = []) {
  return chromium.launch({ executablePath: kChromium, args: [...kArguments, ...more] });
}

export const kSizes = {
  desktop: { viewport: { width: 1440, height: 900 } },
  tablet: { viewport: { width: 1024, height: 768 }, hasTouch: true, isMobile: true },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
};

/**
 * A page of its own with nothing kept from others, no service worker either unless it is asked for. `watch` gathers what must stay empty.
 * `ahead: false`: no first picture comes with a manifest, all of it in batches.
 */
export async function newPage(browser, options = {}) {
  const { base = world.base, language, ahead = true, ...rest } = options;
  const context = await browser.newContext({ ...kSizes.desktop, ignoreHTTPSErrors: true, locale: 'fr-FR', serviceWorkers: 'block', ...rest });
  const page = await context.newPage();
  const watch = { violations: [], foreign: [], errors: [], requests: [] };
  await page.exposeFunction('reportViolation', (text) => watch.violations.push(text));
  await page.addInitScript((kept) => {
    addEventListener('securitypolicyviolation', (event) => {
      globalThis.reportViolation(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`);
    });
    if (kept) localStorage.setItem('sansfilm.language', kept);
  }, language);
  // The phantom's chest hangs in two views; who tests the viewer begins with one, as he left the last chest.
  if (world && base === world.base) {
    await page.addInitScript((account) => {
      if (!localStorage.getItem(`sansfilm.layouts.${account}`)) localStorage.setItem(`sansfilm.layouts.${account}`, '{"CT/CHEST":"1 1 0"}');
    }, world.doctor.identifier);
  }
  page.on('request', (request) => {
    watch.requests.push(request.url());
    if (!/^(blob|data):/.test(request.url()) && new URL(request.url()).origin !== base) watch.foreign.push(request.url());
  });
  if (!ahead) await page.route('**/stream/v1/manifest/*', (route) => route.continue({ url: route.request().url().replace(/\?.*/, '') }));
  page.on('pageerror', (error) => watch.errors.push(error.message));
  page.setDefaultTimeout(30_000);
  await page.goto(`${base}/`);
  await page.waitForSelector('#identifier');
  return { page, context, watch };
}

export async function signIn(page, account = world.doctor) {
  await page.fill('#identifier', account.identifier);
  await page.fill('#password', account.password);
  await page.press('#password', 'Enter');
  await page.waitForSelector('#search');
}

/** The phantom's studies open in one view, as the account left the last of them: not in what the hanging protocols make of them. */
export const readInOneView = (page, account) =>
  page.evaluate((identifier) => localStorage.setItem(`sansfilm.layouts.${identifier}`, '{"CT/CHEST":"1 1 0","MG/BREAST":"1 1 0"}'), account.identifier);

export const state = (page) => page.evaluate(() => globalThis.sansfilm?.state());

/** Waits until the viewer's own state says so; a failure shows the state it stopped at. */
export async function waitState(page, what, test, timeoutMs = 60_000) {
  const until = Date.now() + timeoutMs;
  let last;
  while (Date.now() < until) {
    last = await state(page).catch(() => undefined);
    if (last && test(last)) return last;
    await page.waitForTimeout(50);
  }
  throw new Error(`the viewer never reached "${what}"; its state: ${JSON.stringify(last)}`);
}

export const isFinal = (s) => s.final === true && s.quality === 'full';
export const waitFinal = (page, timeoutMs) => waitState(page, 'final', isFinal, timeoutMs);

/** Opens a study by its row in the list, as a reader does. */
export async function findAndOpen(page, text) {
  await page.fill('#search', text);
  await page.waitForFunction((wanted) => [...document.querySelectorAll('a.study-link')].some((a) => a.textContent.includes(wanted)) && document.querySelectorAll('.stale').length === 0, text);
  await page.locator('a.study-link', { hasText: text }).first().click();
  await page.waitForFunction(() => location.hash.startsWith('#/study/'));
}

/** A picture for the eyes of who works on the page: only where SANSFILM_SHOTS names a folder. */
export async function shoot(page, name, options = {}) {
  if (!process.env.SANSFILM_SHOTS) return;
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(process.env.SANSFILM_SHOTS, `${name}.png`), ...options });
}

export async function act(page, name, ...args) {
  return page.evaluate(([n, a]) => globalThis.sansfilm.act(n, ...a), [name, args]);
}

/** The picture as it is on the screen, at one image pixel to one screen pixel. */
export async function readPicture(page) {
  const read = await page.evaluate(async () => {
    const picture = await globalThis.sansfilm.readPixels();
    if (!picture) return undefined;
    let text = '';
    for (let at = 0; at < picture.data.length; at += 32_768) text += String.fromCharCode(...picture.data.subarray(at, at + 32_768));
    return { width: picture.width, height: picture.height, data: btoa(text) };
  });
  if (!read) throw new Error('the viewer has no picture to read');
  return { width: read.width, height: read.height, data: Buffer.from(read.data, 'base64') };
}
