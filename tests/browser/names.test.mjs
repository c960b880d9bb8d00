// Names in every script: what the canvas shows is what the browser itself would write.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { launch, newPage, shoot, state, waitFinal, waitState } from './lib/browser.mjs';
import { choose } from './lib/local.mjs';
import { mustRun } from './lib/server.mjs';
import { writeCt } from './lib/synthetic.mjs';

let browser;
let folder;
before(async () => {
  browser = await launch();
  folder = mkdtempSync(join(tmpdir(), 'sansfilm-names-'));
});
after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

const kCharsets = '/usr/lib/python3/dist-packages/pydicom/data/charset_files';
const kFiles = ['chrGreek', 'chrRuss', 'chrHbrw', 'chrArab', 'chrH31', 'chrH32', 'chrKoreanMulti', 'chrI2', 'chrX1', 'chrX2'];

/** The bytes of a short element of an explicit little endian file, as they stand there. */
function bytesOf(file, group, number, vr) {
  const head = Buffer.from([group & 255, group >> 8, number & 255, number >> 8, vr.charCodeAt(0), vr.charCodeAt(1)]);
  const at = file.indexOf(head);
  return at < 0 ? undefined : file.subarray(at + 8, at + 8 + file.readUInt16LE(at + 6));
}

// The banner's type (wasm/app/theme.hpp, shared/view/text_runs.hpp): the name stands 16 px from its left edge.
const kTitle = { em: 17 * 2816 / 3408, weight: 600, left: 16 };

/** How a text as the browser's 2D canvas writes it differs from the banner, 0: not at all, 1: nothing of it is there. */
async function unlike(page, text, behind = '') {
  const box = await page.locator('main canvas').boundingBox();
  const shot = (await page.screenshot()).toString('base64');
  return page.evaluate(async ({ png, words, latin, em, weight, left, y, x: edge }) => {
    const image = new Image();
    await new Promise((done, failed) => { image.onload = done; image.onerror = failed; image.src = `data:image/png;base64,${png}`; });
    const screen = new OffscreenCanvas(image.width, image.height).getContext('2d');
    screen.drawImage(image, 0, 0);
    const own = new OffscreenCanvas(900, 50).getContext('2d');
    own.font = `${weight} ${em}px ${getComputedStyle(document.body).fontFamily}`;
    const x = edge + left + (latin ? own.measureText(latin).width + left : 0);
    own.direction = /[\u0590-\u08ff]/.test(words) ? 'rtl' : 'ltr';
    own.textAlign = 'left';
    const width = Math.ceil(own.measureText(words).width);
    own.fillText(words, 10, 30);
    const ink = own.getImageData(0, 0, width + 20, 50).data;
    let total = 0;
    for (let i = 3; i < ink.length; i += 4) total += ink[i];
    let best = 1;
    for (let dy = -4; dy <= 40; dy += 1) {
      for (let dx = latin ? -8 : -2; dx <= (latin ? 8 : 2); dx += 1) {
        const seen = screen.getImageData(Math.round(x) - 10 + dx, Math.round(y) - 20 + dy, width + 20, 50).data;
        let sum = 0;
        for (let i = 0; i < ink.length; i += 4) {
          const there = Math.max(0, Math.min(255, (seen[i] - 0x14) * 255 / (0xe8 - 0x14)));
          // What stands beside the text is not its business.
          if (ink[i + 3] > 0 || (i / 4) % (width + 20) > 12 && (i / 4) % (width + 20) < width + 6) sum += Math.abs(there - ink[i + 3]);
        }
        best = Math.min(best, sum / total);
      }
    }
    return best;
  }, { png: shot, words: text, latin: behind, ...kTitle, x: box.x, y: box.y });
}

async function open(page, options) {
  const path = writeCt(join(folder, String(options.number)), { slices: 1, size: 64, ...options });
  await choose(page, [join(path, '00001.dcm')]);
  await page.waitForFunction(() => location.hash.startsWith('#/local/'));
  return waitFinal(page);
}

const kBanner = { clip: { x: 0, y: 0, width: 1440, height: 320 } };

for (const [index, name] of kFiles.entries()) {
  const path = join(kCharsets, `${name}.dcm`);
  test(`the patient's name of ${name} stands in the banner as the browser would write it`, { skip: existsSync(path) ? false : 'python3-pydicom is not there' }, async () => {
    const file = readFileSync(path);
    const { page, context, watch } = await newPage(browser);
    const patient = bytesOf(file, 0x10, 0x10, 'PN');
    const s = await open(page, { number: 500 + index, patient, charset: bytesOf(file, 8, 5, 'CS') });
    assert.ok(s.textRuns > 0, 'the browser has drawn it');
    await page.waitForTimeout(200);
    await shoot(page, `name-${name}`, kBanner);
    // Behind a Latin name stands the ideographic one.
    const groups = JSON.parse(mustRun(['dump', path]).stdout)['00100010'].Value[0];
    const beside = groups.Alphabetic && groups.Ideographic && /^[\x20-\x7e]*$/.test(groups.Alphabetic) ? groups.Ideographic.replace('^', ' ') : '';
    const words = beside || s.patient;
    const difference = await unlike(page, words, beside ? s.patient : '');
    assert.ok(difference < 0.4, `${words} is not what the banner shows: ${difference.toFixed(2)}`);
    const other = await unlike(page, [...words].reverse().join(''), beside ? s.patient : '');
    assert.ok(other > 1.5 * difference, `another text fits as well: ${other.toFixed(2)} for ${difference.toFixed(2)}`);
    assert.deepEqual([watch.errors, watch.violations], [[], []]);
    await context.close();
  });
}

test('descriptions in Thai, Japanese and Arabic are read on the picture and in the strip, and stay after a lost context', async () => {
  const { page, context, watch } = await newPage(browser);
  const texts = { charset: 'ISO_IR 192', patient: Buffer.from('สมชาย^ใจดี'), description: Buffer.from('頭部CT検査 بدون تباين'), seriesDescription: Buffer.from('ทรวงอก 胸部 صدر') };
  const s = await open(page, { number: 599, ...texts });
  assert.equal(s.patient, 'สมชาย ใจดี');
  assert.equal(s.seriesDescription, 'ทรวงอก 胸部 صدر');
  await page.waitForTimeout(200);
  await shoot(page, 'name-descriptions', kBanner);
  assert.ok(await unlike(page, s.patient) < 0.4);
  await page.evaluate(() => {
    globalThis.lose = document.querySelector('main canvas').getContext('webgl2').getExtension('WEBGL_lose_context');
    globalThis.lose.loseContext();
  });
  await page.waitForTimeout(300);
  await page.evaluate(() => globalThis.lose.restoreContext());
  await waitState(page, 'drawn anew', (now) => now.textRuns > s.textRuns);
  await page.waitForTimeout(200);
  assert.ok(await unlike(page, s.patient) < 0.4);
  assert.deepEqual(watch.errors, []);
  await context.close();
});

test('a Latin name needs no help of the browser', async () => {
  const { page, context } = await newPage(browser);
  const s = await open(page, { number: 598, patient: Buffer.from('Äneas^Rüdiger'), charset: 'ISO_IR 192', seriesDescription: Buffer.from('Série coupée…') });
  assert.equal(s.textRuns, 0);
  assert.equal((await state(page)).patient, 'Äneas Rüdiger');
  await context.close();
});
