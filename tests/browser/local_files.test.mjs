// Files of this device, read without the server: nothing goes out, and what is shown is true.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { act, axeSource, isFinal, kSizes, launch, newPage, readPicture, shoot as shootPage, signIn, state, waitFinal, waitState, world } from './lib/browser.mjs';
import { difference, distinctLevels } from './lib/compare.mjs';
import { choose, drop, watchLeaks, writeZip } from './lib/local.mjs';
import { filesIn, kTestData } from './lib/paths.mjs';
import { fileOfInstance, renderReference } from './lib/program.mjs';
import { writeCt } from './lib/synthetic.mjs';

let browser;
let folder;
let made;
before(async () => {
  browser = await launch();
  folder = mkdtempSync(join(tmpdir(), 'sansfilm-local-'));
  made = writeCt(join(folder, 'ct'), { number: 41, patient: 'LOCALE^Essai', slices: 6, size: 128 });
});
after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

const kSeries = world?.series ?? [];
// One of each way to code pixels; each is a study, or part of one.
const kSyntaxes = ['ctimage_ele', 'ctimage_ile', 'ctimage_ebe', 'ctimage_deflated', 'ctimage_rle', 'ctimage_jpeg_p14', 'ctimage_jpeg_p14sv1', 'ctimage_jpeg_extended_12bit',
  'ctimage_jls_lossless', 'ctimage_jls_near', 'ctimage_j2k_lossless', 'ctimage_j2k_91', 'htj2k_202_ct1_signed', 'j2k_693_signed14', 'j2k_pixelrep_mismatch']
  .map((name) => join(kTestData, 'syntaxes', `${name}.dcm`)).filter((path) => existsSync(path));

const slices = (from = made) => filesIn(from, /\.dcm$/);

/** Every file's picture is compared at 1:1 with the CPU reference. */
async function assertTruth(page, files, where) {
  await act(page, 'one-to-one');
  const shown = await waitState(page, 'final at 1:1', (s) => isFinal(s) && Math.abs(s.zoom - 1) < 1e-6);
  const reference = renderReference(fileOfInstance(files, shown.sopInstanceUid), shown.frameInInstance, shown.window, folder);
  const picture = await readPicture(page);
  assert.deepEqual([picture.width, picture.height], [reference.width, reference.height], `${where}: size of the picture`);
  assert.ok(distinctLevels(picture) > 10, `${where}: the picture has only ${distinctLevels(picture)} grey levels`);
  const { largest, beyondOne, first } = difference(picture, reference);
  assert.ok(largest <= 1, `${where}: ${beyondOne} samples differ by more than one grey level (largest ${largest}): ${first}`);
  return shown;
}

const found = (page) => page.waitForFunction(() => location.hash === '#/local' && document.querySelector('main[aria-busy=false] .studies, main[aria-busy=false] .cards, main[aria-busy=false] .empty') !== null);

async function refusals(page) {
  return Object.fromEntries(await page.locator('.refused').evaluateAll((groups) => groups.map((g) => [g.querySelector('summary span').textContent, g.querySelectorAll('li').length])));
}

test('a folder chosen on the sign-in page opens its one study at once, true to the pixel, and nothing goes out', async () => {
  const { page, context, watch } = await newPage(browser);
  const leaks = watchLeaks(page);
  await choose(page, dirname(kSeries[0]));
  await page.waitForFunction(() => location.hash.startsWith('#/local/'));
  const first = await waitFinal(page);
  assert.equal(first.frames, kSeries.length);
  assert.equal(first.lossless, true);
  await assertTruth(page, kSeries, 'first picture');
  await page.keyboard.press('End');
  await waitState(page, 'the last slice, final', (s) => s.frame === s.frames - 1 && isFinal(s));
  await assertTruth(page, kSeries, 'last slice');
  assert.deepEqual(leaks, []);
  assert.deepEqual([watch.errors, watch.violations, watch.foreign], [[], [], []]);
  await context.close();
});

test('the module that reads local files is not loaded before the first file', async () => {
  const { page, context, watch } = await newPage(browser);
  await page.waitForTimeout(2500);
  assert.equal(watch.requests.filter((url) => /sansfilm_local|local\.worker/.test(url)).length, 0);
  await choose(page, slices());
  await page.waitForFunction(() => location.hash.startsWith('#/local/'));
  assert.ok(watch.requests.some((url) => /sansfilm_local/.test(url)));
  await context.close();
});

test('each way to code pixels reads locally as the reference renders it', { skip: kSyntaxes.length > 0 ? false : 'no test data' }, async () => {
  const { page, context, watch } = await newPage(browser);
  const leaks = watchLeaks(page);
  for (const path of kSyntaxes) {
    await choose(page, [path]);
    await page.waitForFunction(() => location.hash.startsWith('#/local/')).catch(() => { throw new Error(`${basename(path)} does not open`); });
    await waitFinal(page);
    await assertTruth(page, [path], basename(path));
    await page.locator('.top-bar .back').click();
    await found(page);
    await page.locator('.local-forget').click();
  }
  assert.deepEqual(leaks, []);
  assert.deepEqual(watch.errors, []);
  await context.close();
});

test('files of several patients dropped on the page are a list of studies; what cannot be read is counted and named', async () => {
  const { page, context } = await newPage(browser);
  const other = slices(writeCt(join(folder, 'other'), { number: 42, patient: 'AUTRE^Essai', slices: 2, size: 64 }));
  const text = join(folder, 'lisez-moi.txt');
  writeFileSync(text, 'Ce disque contient des images.\n'.repeat(40));
  const empty = join(folder, 'vide.dcm');
  writeFileSync(empty, '');
  const cut = join(folder, 'coupe.dcm');
  writeFileSync(cut, readFileSync(slices()[0]).subarray(0, 420));
  const copy = join(folder, 'copie.dcm');
  copyFileSync(other[0], copy);
  assert.equal(await drop(page, [...slices(), ...other, text, empty, cut, copy]), true, 'the page says that it takes the files');
  await found(page);
  assert.deepEqual((await page.locator('a.study-link').allTextContents()).sort(), ['AUTRE Essai', 'LOCALE Essai']);
  assert.deepEqual(await refusals(page), { 'Fichier DICOM coupé ou abîmé': 1, 'Pas un fichier DICOM': 1, 'Fichier vide': 1, 'Image déjà lue dans un autre fichier': 1 });
  await page.locator('.refused summary', { hasText: 'Pas un fichier DICOM' }).click();
  assert.equal(await page.locator('.refused[open] li').textContent(), 'lisez-moi.txt');
  await page.evaluate(axeSource());
  const violations = await page.evaluate(async () => (await globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(', ')}`));
  assert.deepEqual(violations, []);
  await page.locator('a.study-link', { hasText: 'LOCALE' }).click();
  await waitFinal(page);
  await assertTruth(page, slices(), 'from the list');
  await page.keyboard.press('Escape');
  await found(page);
  await context.close();
});

test('a ZIP is read without being unpacked by hand, a broken and a locked one are told', async () => {
  const { page, context } = await newPage(browser);
  const leaks = watchLeaks(page);
  const files = slices().map((path) => [`CD/DICOM/${basename(path, '.dcm')}`, readFileSync(path)]);
  const zip = await writeZip(join(folder, 'examen.zip'), files);
  const locked = await writeZip(join(folder, 'verrou.zip'), [['secret.dcm', readFileSync(slices()[0])]], { password: 'mot de passe' });
  const broken = join(folder, 'abime.zip');
  writeFileSync(broken, readFileSync(zip).subarray(0, 3000));
  await choose(page, [zip]);
  await page.waitForFunction(() => location.hash.startsWith('#/local/'));
  const first = await waitFinal(page);
  assert.equal(first.frames, files.length);
  await assertTruth(page, slices(), 'from a ZIP');
  await page.evaluate(() => { location.hash = '#/local'; });
  await found(page);
  await choose(page, [locked, broken]);
  await page.waitForSelector('.refused');
  assert.deepEqual(await refusals(page), { 'Protégé par un mot de passe': 1, 'Archive ZIP abîmée': 1 });
  assert.deepEqual(leaks, []);
  await context.close();
});

test('a disc with its DICOMDIR opens; when files are missing it says how many', { skip: spawnSync('dcmmkdir', ['--version']).error ? 'dcmmkdir is not there' : false }, async () => {
  const disc = join(folder, 'CD');
  const images = join(disc, 'IMAGES');
  mkdirSync(images, { recursive: true });
  slices().forEach((path, i) => copyFileSync(path, join(images, `IM${i}`)));
  const result = spawnSync('dcmmkdir', ['+r', '+id', '.', '-Pgp', '+I'], { cwd: disc, encoding: 'utf8' });
  assert.ok(existsSync(join(disc, 'DICOMDIR')), result.stderr);
  const { page, context } = await newPage(browser);
  await choose(page, disc);
  await page.waitForFunction(() => location.hash.startsWith('#/local/'));
  assert.equal((await waitFinal(page)).frames, slices().length);
  await page.reload();
  await page.waitForSelector('.viewer .empty');
  rmSync(join(images, 'IM3'));
  await choose(page, disc);
  await found(page);
  assert.match(await page.locator('.notice.danger').textContent(), /6 fichiers ; 1 n/);
  await context.close();
});

const kObjects = ['sr_tid1500_measurements', 'pdf_encapsulated'].map((name) => join(kTestData, 'real', `${name}.dcm`)).filter((path) => existsSync(path));

test('what has no picture is read locally too: a report and a PDF, without the server', { skip: kObjects.length === 2 ? false : 'no test data' }, async () => {
  const { page, context, watch } = await newPage(browser);
  const leaks = watchLeaks(page);
  await choose(page, kObjects);
  await found(page);
  for (let i = 0; i < 2; i += 1) {
    await page.locator('a.study-link').nth(i).click();
    await page.waitForFunction(() => location.hash.startsWith('#/local/'));
    await page.locator('.object-row').first().click();
    await page.waitForSelector('iframe.document-frame[src^="blob:"], .documents-body .report-text, .documents-body table');
    await page.locator('.top-bar .back').click();
    await found(page);
  }
  assert.deepEqual(leaks, []);
  assert.deepEqual([watch.errors, watch.violations], [[], []]);
  await context.close();
});

test('after a reload the files are gone: the page says so and asks for them again', async () => {
  const { page, context } = await newPage(browser);
  await choose(page, slices());
  await page.waitForFunction(() => location.hash.startsWith('#/local/'));
  await waitFinal(page);
  await page.reload();
  assert.match(await page.locator('.viewer h1').textContent(), /ne sont plus ouverts/);
  await choose(page, slices());
  await page.waitForFunction(() => location.hash.startsWith('#/local/'));
  await waitFinal(page);
  await context.close();
});

test('2,000 local slices are listed with a progress bar that can be stopped, and stay within the memory budget', async () => {
  const long = writeCt(join(folder, 'long'), { number: 43, patient: 'LONGUE^Locale', slices: 2000, size: 288 });
  const { page, context } = await newPage(browser);
  await signIn(page);
  await choose(page, long);
  // In the frame in which the button appears: a fast machine has read everything a moment later.
  await page.waitForFunction(() => {
    const stop = document.querySelector('.local-progress progress') && document.querySelector('.local-progress .button');
    stop?.click();
    return Boolean(stop);
  });
  await found(page);
  assert.match(await page.locator('.notice').first().textContent(), /arrêtée/);
  await page.locator('.local-forget').click();
  await choose(page, long);
  await page.waitForFunction(() => location.hash.startsWith('#/local/'), undefined, { timeout: 180_000 });
  const start = await waitFinal(page);
  assert.equal(start.frames, 2000);
  assert.ok(start.frames * start.rows * start.columns * 2 > start.budgetBytes, 'the study is larger than the budget');
  for (let step = 0; step < 40; step += 1) {
    await act(page, step % 20 === 19 ? 'last-image' : step % 20 === 9 ? 'first-image' : 'ten-forward');
    for (let look = 0; look < 4; look += 1) {
      const now = await state(page);
      assert.ok(now.decodedBytes <= now.budgetBytes, `${now.decodedBytes} decoded bytes held of ${now.budgetBytes}`);
      assert.ok(now.chunkBytes <= now.budgetBytes * 1.1, `${now.chunkBytes} bytes of chunks held of ${now.budgetBytes}`);
      await page.waitForTimeout(40);
    }
  }
  await act(page, 'last-image');
  await waitState(page, 'the last slice, final', (s) => s.frame === s.frames - 1 && isFinal(s));
  await assertTruth(page, slices(long).slice(-1).concat(slices(long).slice(0, 1)), 'last of 2,000');
  await context.close();
});

for (const [name, size] of Object.entries(kSizes)) {
  test(`the pages of local files fit a ${name}`, async () => {
    const { page, context } = await newPage(browser, size);
    const shoot = async (what) => {
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${what} is wider than the screen`);
      await shootPage(page, `${what}-${name}`, { fullPage: true });
    };
    await shoot('local-sign-in');
    const junk = join(folder, 'AUTORUN.INF');
    writeFileSync(junk, '[autorun]\nopen=viewer.exe\n'.repeat(30));
    const cut = join(folder, 'coupe2.dcm');
    writeFileSync(cut, readFileSync(slices()[0]).subarray(0, 420));
    await page.evaluate(() => { location.hash = '#/local'; });
    await page.waitForSelector('.open-local');
    await shoot('local-empty');
    await choose(page, [...slices(), junk, cut]);
    await found(page);
    await page.locator('.refused summary').first().click();
    await shoot('local-found');
    await page.locator('a.study-link').first().click();
    await waitFinal(page);
    await shoot('local-study');
    await context.close();
  });
}
