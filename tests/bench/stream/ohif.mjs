// OHIF in Chromium: its list of studies, another study open first (application, workers and codecs are loaded), then the
// measured one by its own router, so that nobody waits for a click in the list.
import { kSizes, launch } from '../../browser/lib/browser.mjs';
import { emulate } from './lines.mjs';
import { Recorder, curve, middle, reaches } from './recorder.mjs';

export const kOhif = 'OHIF on Orthanc';
const kFrames = /\/series\/[^/]+\/instances\/([^/]+)\/frames\/(\d+)/;

/** As a click on a study in the list does: OHIF's router follows the history. */
async function go(page, uid, more = '') {
  return page.evaluate(([wanted, rest]) => {
    const start = performance.timeOrigin + performance.now();
    history.pushState({}, '', `/viewer?StudyInstanceUIDs=${wanted}${rest}`);
    dispatchEvent(new PopStateEvent('popstate', { state: {} }));
    return start;
  }, [uid, more]);
}

async function leave(page) {
  await page.evaluate(() => {
    history.pushState({}, '', '/');
    dispatchEvent(new PopStateEvent('popstate', { state: {} }));
  });
  await page.waitForTimeout(1500);
}

/** The viewport's canvas has a picture: not one grey level. */
async function hasPicture(page) {
  return page.evaluate(() => {
    const canvas = document.querySelector('canvas.cornerstone-canvas');
    if (!canvas || canvas.width < 50) return false;
    const context = canvas.getContext('2d');
    if (!context) return false;
    const { data } = context.getImageData(canvas.width >> 2, canvas.height >> 2, canvas.width >> 1, canvas.height >> 1);
    let least = 255;
    let most = 0;
    for (let i = 0; i < data.length; i += 4 * 97) { least = Math.min(least, data[i]); most = Math.max(most, data[i]); }
    return most - least > 20;
  }).catch(() => false);
}

async function waitPicture(page, end) {
  while (Date.now() < end) {
    if (await hasPicture(page)) return true;
    await page.waitForTimeout(100);
  }
  return false;
}

const framesOf = (recorder, uid) => {
  const first = new Map();
  for (const { time, url, status } of recorder.finished) {
    const found = status === 200 && url.includes(uid) ? kFrames.exec(url) : undefined;
    if (found && !first.has(found[0])) first.set(found[0], time);
  }
  return [...first.values()].sort((a, b) => a - b);
};

/** Opens a study and waits until all its frames have come. @returns where its picture is on the page */
export async function openLoaded(page, server, uid, frames, limitMs) {
  await page.goto(`${server.base}/`);
  await page.waitForTimeout(3000);
  const recorder = await Recorder.start(page, { pictures: false });
  const end = Date.now() + limitMs;
  await go(page, uid);
  if (!(await waitPicture(page, end))) throw new Error('OHIF showed no picture');
  await page.getByText('Skip all').click({ timeout: 2000 }).catch(() => undefined);
  while (framesOf(recorder, uid).length < frames) {
    if (Date.now() > end) throw new Error(`OHIF had ${framesOf(recorder, uid).length} of ${frames} frames at the limit`);
    await page.waitForTimeout(200);
  }
  await page.waitForTimeout(1500);
  return page.locator('canvas.cornerstone-canvas').first().boundingBox();
}

/** @param frames how many the study has; @param layout further parameters of the address */
export async function openOhif({ server, warm, uid, line, limitMs, frames, layout = '', size }) {
  const browser = await launch();
  try {
    const context = await browser.newContext({ ...kSizes.desktop, viewport: size });
    const page = await context.newPage();
    await page.goto(`${server.base}/`);
    await page.waitForTimeout(3000);
    await go(page, warm);   // a CT: a layout for mammograms would show nothing of it
    if (!(await waitPicture(page, Date.now() + 60_000))) throw new Error('OHIF showed no picture of the warm-up study');
    await page.waitForTimeout(2000);
    // Its tour of the tools, once for each browser.
    await page.getByText('Skip all').click({ timeout: 2000 }).catch(() => undefined);
    await leave(page);
    const recorder = await Recorder.start(page);
    await emulate(recorder.cdp, line);
    await page.waitForTimeout(300);
    const start = await go(page, uid, layout);
    const end = start + limitMs;
    const shown = await waitPicture(page, end);
    await page.waitForTimeout(1500);
    await recorder.stopPictures();
    const area = await page.evaluate(() => {
      const box = document.querySelector('canvas.cornerstone-canvas')?.getBoundingClientRect();
      return box ? { x: box.x, y: box.y, width: box.width, height: box.height } : { x: 0, y: 0, width: 100, height: 100 };
    });
    let arrived = framesOf(recorder, uid);
    while (arrived.length < frames && Date.now() < end) {
      await page.waitForTimeout(200);
      arrived = framesOf(recorder, uid);
    }
    const elapsed_ms = Date.now() - start;
    const points = shown ? await curve(recorder, context, middle(area), start) : [];
    const at40 = reaches(points, 40);
    const complete = arrived.length >= frames ? arrived[frames - 1] - start : undefined;
    return {
      points, first_ms: at40?.ms, useful_ms: at40?.ms, useful_bytes: at40?.bytes, first_db: at40?.db,
      visible_final_ms: at40?.ms, visible_final_bytes: at40?.bytes,
      previewed_ms: complete, previewed_bytes: complete && recorder.bytesAt(complete + start), all_ms: complete, complete_ms: complete,
      bytes: recorder.total, frames, done: arrived.length, previewed: arrived.length, elapsed_ms,
      // What the line still has to bring, at the pace of the second half of what came.
      pace_ms: arrived.length > 10 ? (arrived.at(-1) - arrived[arrived.length >> 1]) / (arrived.length - 1 - (arrived.length >> 1)) : undefined,
      last_arrival_ms: arrived.length > 0 ? arrived.at(-1) - start : undefined,
    };
  } finally {
    await browser.close();
  }
}
