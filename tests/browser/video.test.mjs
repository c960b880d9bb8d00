// Video in DICOM: played by the browser's own element from ranges of the object. The clip is made here: Chromium records a canvas as
// H.264 in MP4.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { launch, newPage, shoot, signIn } from './lib/browser.mjs';
import { choose, watchLeaks } from './lib/local.mjs';
import { addUser, importFiles } from './lib/program.mjs';
import { Server } from './lib/server.mjs';
import { element, fragments, part10 } from './lib/synthetic.mjs';

const kVideoClass = '1.2.840.10008.5.1.4.1.1.77.1.1.1';   // Video Endoscopic Image Storage
const kStudy = '1.2.826.0.1.3680043.10.1338.9.1';
const kH264 = '1.2.840.10008.1.2.4.102';
const kMpeg2 = '1.2.840.10008.1.2.4.100';
const kHevc = '1.2.840.10008.1.2.4.107';
const doctor = { identifier: 'docteur.video', name: 'Dr Vidéo', password: 'un mot de passe assez long' };

let browser;
let server;
let folder;
let clip;
const file = (name) => join(folder, 'made', `${name}.dcm`);

/** A square that moves over a colour that changes: two seconds of H.264. */
async function recordClip() {
  const page = await browser.newPage();
  const text = await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 240 });
    document.body.append(canvas);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: 'video/mp4;codecs=avc1.42E01E', videoBitsPerSecond: 400_000 });
    const parts = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    const stopped = new Promise((done) => { recorder.onstop = done; });
    recorder.start(200);
    const begun = performance.now();
    while (performance.now() - begun < 2500) {
      const t = (performance.now() - begun) / 2500;
      context.fillStyle = `rgb(${Math.round(80 + 120 * t)} 60 40)`;
      context.fillRect(0, 0, 320, 240);
      context.fillStyle = '#fff';
      context.fillRect(260 * t, 100, 40, 40);
      await new Promise((done) => setTimeout(done, 40));
    }
    recorder.stop();
    await stopped;
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
    let out = '';
    for (let at = 0; at < bytes.length; at += 32_768) out += String.fromCharCode(...bytes.subarray(at, at + 32_768));
    return btoa(out);
  });
  await page.close();
  return Buffer.from(text, 'base64');
}

/** `stream` in two fragments, as long videos come. */
function videoObject(number, syntax, stream, title) {
  const uid = `${kStudy}.1.${number}`;
  const even = stream.length % 2 === 0 ? stream : Buffer.concat([stream, Buffer.alloc(1)]);
  const half = Math.floor(even.length / 4) * 2;
  return part10(kVideoClass, uid, [
    element(8, 5, 'CS', 'ISO_IR 192'), element(8, 0x16, 'UI', kVideoClass), element(8, 0x18, 'UI', uid), element(8, 0x20, 'DA', '20261103'), element(8, 0x60, 'CS', 'ES'), element(8, 0x103e, 'LO', title),
    element(0x10, 0x10, 'PN', 'VIDEO^Essai'), element(0x10, 0x20, 'LO', 'T100901'), element(0x18, 0x1063, 'DS', '50'), element(0x20, 0xd, 'UI', kStudy), element(0x20, 0xe, 'UI', `${kStudy}.${number}`), element(0x20, 0x11, 'IS', String(number)),
    element(0x20, 0x13, 'IS', '1'), element(0x28, 2, 'US', 3), element(0x28, 4, 'CS', 'YBR_PARTIAL_420'), element(0x28, 6, 'US', 0), element(0x28, 8, 'IS', '50'), element(0x28, 0x10, 'US', 240), element(0x28, 0x11, 'US', 320), element(0x28, 0x100, 'US', 8),
    element(0x28, 0x101, 'US', 8), element(0x28, 0x102, 'US', 7), element(0x28, 0x103, 'US', 0), fragments(even.subarray(0, half), even.subarray(half)),
  ], syntax);
}

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sansfilm-video-'));
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  mkdirSync(join(folder, 'made'));
  browser = await launch();
  clip = await recordClip();
  assert.ok(clip.length > 4000 && clip.toString('latin1', 4, 8) === 'ftyp', `Chromium recorded ${clip.length} bytes`);
  // The same container, its track said to be HEVC: this Chromium has no such decoder.
  const hevc = Buffer.from(clip.toString('latin1').replaceAll('avc1', 'hvc1').replaceAll('avcC', 'hvcC'), 'latin1');
  const mpeg2 = Buffer.concat([Buffer.from([0, 0, 1, 0xba, 0x44, 0, 4, 0, 4, 1, 0, 3, 3, 0xf8]), Buffer.alloc(2000, 0x55)]);
  writeFileSync(file('h264'), videoObject(1, kH264, clip, 'Endoscopie'));
  writeFileSync(file('hevc'), videoObject(2, kHevc, hevc, 'Endoscopie HEVC'));
  writeFileSync(file('mpeg2'), videoObject(3, kMpeg2, mpeg2, 'Endoscopie MPEG-2'));
  addUser(dataDir, doctor);
  importFiles(dataDir, [join(folder, 'made')]);
  server = await Server.start(dataDir);
});
after(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The objects of the study are three series of one video; each row is opened by its place. */
async function openVideo(page, place) {
  await page.waitForSelector('.documents-toggle, .documents');
  if (await page.locator('.documents').count() === 0) await page.click('.documents-toggle');
  await page.waitForSelector('.object-row[data-kind="video"]');
  await page.locator('.object-row[data-kind="video"]').nth(place).click();
  await page.waitForSelector('article.document-video');
}

/** Plays until the time advances, and looks at a frame: the mean of its colours and where its white square is. */
function watchPlaying(page) {
  return page.evaluate(async () => {
    const video = document.querySelector('video.video-player');
    video.muted = true;
    await video.play();
    const until = performance.now() + 15_000;
    while (video.currentTime < 0.5 && performance.now() < until) await new Promise((done) => setTimeout(done, 50));
    const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
    const context = canvas.getContext('2d');
    context.drawImage(video, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    let red = 0;
    let white = 0;
    for (let i = 0; i < data.length; i += 4) {
      red += data[i];
      if (data[i] > 200 && data[i + 1] > 200 && data[i + 2] > 200) white += 1;
    }
    return { time: video.currentTime, width: video.videoWidth, height: video.videoHeight, red: red / (data.length / 4), white };
  });
}

function assertPlays(shown) {
  assert.ok(shown.time >= 0.5, `the time stands at ${shown.time}`);
  assert.deepEqual([shown.width, shown.height], [320, 240]);
  assert.ok(shown.red > 60, `the frame is black (${shown.red})`);
  assert.ok(shown.white > 1200 && shown.white < 2000, `the square has ${shown.white} pixels, not about 1,600`);
}

async function openStudy() {
  const opened = await newPage(browser, { base: server.base });
  await signIn(opened.page, doctor);
  await opened.page.evaluate((study) => { location.hash = `#/study/${study}`; }, kStudy);
  return opened;
}

test('an H.264 video plays from ranges of its object: the time advances and a frame with its picture is shown', async () => {
  const { page, context, watch } = await openStudy();
  const answers = [];
  page.on('response', (response) => {
    if (response.url().endsWith('/payload')) answers.push({ status: response.status(), range: response.request().headers().range ?? '' });
  });
  await openVideo(page, 0);
  assertPlays(await watchPlaying(page));
  assert.ok(answers.some(({ status, range }) => status === 206 && /^bytes=\d+-/.test(range)), `no range was asked for: ${JSON.stringify(answers)}`);
  const seam = await page.evaluate(async (url) => {
    const response = await fetch(url, { headers: { range: 'bytes=10-59' } });
    return { status: response.status, range: response.headers.get('content-range'), type: response.headers.get('content-type'), length: (await response.arrayBuffer()).byteLength };
  }, await page.getAttribute('video.video-player', 'src'));
  assert.equal(seam.status, 206);
  assert.equal(seam.length, 50);
  assert.equal(seam.type, 'video/mp4');
  assert.match(seam.range, new RegExp(`^bytes 10-59/${clip.length + clip.length % 2}$`));
  await shoot(page, 'video-h264');
  assert.deepEqual([watch.errors, watch.violations], [[], []]);
  await context.close();
});

test('what the browser cannot play is told in one line, with the stream to download', async () => {
  const { page, context, watch } = await openStudy();
  for (const [place, extension] of [[1, 'mp4'], [2, 'mpg']]) {
    await openVideo(page, place);
    await page.waitForSelector('.document-video p.notice');
    assert.match(await page.locator('.document-video p.notice').first().textContent(), /Ce navigateur ne lit pas cette vidéo/);
    assert.equal(await page.locator('video').count(), 0);
    const link = page.locator('.payload-links a[download]');
    assert.equal(await link.getAttribute('download'), `document.${extension}`);
    await shoot(page, `video-${extension}`);
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    assert.equal(download.suggestedFilename(), `document.${extension}`);
    await page.getByRole('button', { name: 'Documents', exact: true }).click();
  }
  assert.deepEqual(watch.violations, []);
  await context.close();
});

test('a video among local files plays without the server', async () => {
  const { page, context, watch } = await newPage(browser, { base: server.base });
  const leaks = watchLeaks(page);
  await choose(page, [file('h264')]);
  await page.waitForFunction(() => location.hash.startsWith('#/local/'));
  await openVideo(page, 0);
  assertPlays(await watchPlaying(page));
  assert.deepEqual(leaks, []);
  assert.deepEqual([watch.errors, watch.violations], [[], []]);
  await context.close();
});
