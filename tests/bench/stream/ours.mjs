// sansfilm in Chromium: signs in, has another study open first (a warm page, as a reader has), then the measured one.
import { launch, newPage, readInOneView, signIn, waitFinal } from '../../browser/lib/browser.mjs';
import { emulate } from './lines.mjs';
import { Recorder, curve, middle, reaches } from './recorder.mjs';

const kLookMs = 20;

/** Notes in the page when its own state says what; the times are of the wall clock. */
function watchState(wanted) {
  const times = {};
  const now = () => performance.timeOrigin + performance.now();
  globalThis.benchTimes = times;
  const note = (name, s) => { times[name] ??= { time: now(), bytes: s.fetchedBytes }; };
  const timer = setInterval(() => {
    const s = globalThis.sansfilm?.state();
    if (!s || s.study !== wanted || !(s.frames > 0)) return;
    times.state = { frames: s.studyFrames, previewed: s.studyPreviewed, complete: s.studyComplete, bytes: s.fetchedBytes };
    if (s.quality && s.quality !== 'none') note('first', s);
    if (s.final) note('final', s);
    if (s.manifestComplete && s.studyPreviewed === s.studyFrames) note('previewed', s);
    if (s.manifestComplete && s.studyComplete === s.studyFrames) { note('complete', s); clearInterval(timer); }
  }, 50);
}

async function go(page, uid) {
  await page.evaluate(() => { location.hash = '#/studies'; });
  await page.waitForSelector(`a.study-link[data-uid="${uid}"]`);
  await page.waitForTimeout(500);
  return page.evaluate((wanted) => {
    const link = document.querySelector(`a.study-link[data-uid="${wanted}"]`);
    const start = performance.timeOrigin + performance.now();
    link.click();
    return start;
  }, uid);
}

const times = (page) => page.evaluate(() => globalThis.benchTimes ?? {});

async function until(page, test, limitMs) {
  const end = Date.now() + limitMs;
  for (;;) {
    const now = await times(page);
    if (test(now) || Date.now() > end) return now;
    await page.waitForTimeout(kLookMs * 5);
  }
}

/** The last slice, or every series in turn, as they are when all bytes are there. */
async function lookAtTheRest(page, everySeries) {
  const final = () => page.waitForFunction(() => globalThis.sansfilm.state().final === true, undefined, { polling: 20, timeout: 60_000 });
  const series = await page.evaluate(() => globalThis.sansfilm.state().seriesCount);
  if (!everySeries) {
    await page.evaluate(() => globalThis.sansfilm.act('last-image'));
    await final();
  }
  for (let i = everySeries ? 1 : series; i < series; i += 1) {
    await page.evaluate((wanted) => globalThis.sansfilm.act('series', wanted), i);
    await page.waitForFunction((wanted) => globalThis.sansfilm.state().series === wanted, i, { polling: 20 });
    await final();
  }
  return page.evaluate(() => performance.timeOrigin + performance.now());
}

export const kOurs = 'sansfilm';

/** One opening of one study on one line. Times in milliseconds since the click. */
export async function openOurs({ server, account, warm, uid, line, limitMs, everySeries = false, size }) {
  const browser = await launch();
  try {
    const { page } = await newPage(browser, { base: server.base, viewport: size });
    await signIn(page, account);
    await readInOneView(page, account);
    await go(page, warm);
    await page.waitForFunction((wanted) => globalThis.sansfilm?.state()?.study === wanted, warm);
    await waitFinal(page);
    const recorder = await Recorder.start(page);
    await emulate(recorder.cdp, line);
    const before = await page.evaluate(() => globalThis.sansfilm.state().fetchedBytes);
    await page.evaluate(watchState, uid);
    const start = await go(page, uid);
    let seen = await until(page, (t) => t.final, limitMs);
    await page.waitForTimeout(600);          // the last change is on the screen
    await recorder.stopPictures();
    const area = await page.evaluate(() => {
      const box = document.querySelector('canvas').getBoundingClientRect();
      const { x, y, width, height } = globalThis.sansfilm.state().viewport;
      return { x: box.x + x, y: box.y + y, width, height };
    });
    seen = await until(page, (t) => t.complete, Math.max(0, limitMs - (Date.now() - start)));
    const atEnd = Date.now();
    const last = seen.complete ? await lookAtTheRest(page, everySeries) : undefined;
    const points = await curve(recorder, page.context(), middle(area), start);
    const since = (mark) => (mark ? mark.time - start : undefined);
    const at40 = reaches(points, 40);
    return {
      points,
      first_ms: since(seen.first), useful_ms: at40?.ms, useful_bytes: at40?.bytes, first_db: points.find((p) => p.ms >= (since(seen.first) ?? Infinity) - 50)?.db,
      visible_final_ms: since(seen.final), visible_final_bytes: recorder.bytesAt(seen.final?.time ?? 0),
      previewed_ms: since(seen.previewed), previewed_bytes: seen.previewed && recorder.bytesAt(seen.previewed.time),
      all_ms: last ? last - start : undefined, complete_ms: since(seen.complete),
      bytes: recorder.total, frames: seen.state?.frames, done: seen.state?.complete, previewed: seen.state?.previewed, elapsed_ms: atEnd - start, before,
    };
  } finally {
    await browser.close();
  }
}
