#!/usr/bin/env node
// What a reader waits for, measured in Debian's Chromium against the real server on loopback. Never a test: it prints.
//   browser_bench.mjs [--slices N] [--rounds N] [--json FILE]
// Medians of at least five. "Warm": the page has opened another study before, this one never.
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launch, newPage, signIn } from '../browser/lib/browser.mjs';
import { addUser, importFiles } from '../browser/lib/program.mjs';
import { Server } from '../browser/lib/server.mjs';
import { writeCt } from '../browser/lib/synthetic.mjs';

const { values: args } = parseArgs({ options: { slices: { type: 'string', default: '200' }, rounds: { type: 'string', default: '5' }, json: { type: 'string' } } });
const slices = Number(args.slices);
const rounds = Math.max(5, Number(args.rounds));

const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** Clicks the row and notes, frame by frame, when the viewer says what. Times from the click itself. */
async function openAndTime(page, uid) {
  await page.evaluate(() => { location.hash = '#/studies'; });
  await page.waitForSelector(`a.study-link[data-uid="${uid}"]`);
  await page.waitForTimeout(400);
  return page.evaluate(async (wanted) => {
    const link = document.querySelector(`a.study-link[data-uid="${wanted}"]`);
    const start = performance.now();
    link.click();
    const times = {};
    const from = globalThis.sansfilm?.state()?.decodes ?? 0;
    return new Promise((done, failed) => {
      const look = () => {
        const now = performance.now() - start;
        const s = globalThis.sansfilm?.state();
        if (s && s.study === wanted) {
          if (times.first === undefined && s.quality && s.quality !== 'none') times.first = now;
          if (times.final === undefined && s.final) times.final = now;
          if (s.frames > 0 && s.framesComplete === s.frames) {
            const bytes = s.fetchedBytes;
            done({ ...times, all: now, frames: s.frames, samples: s.frames * s.rows * s.columns, bytes, decodes: s.decodes - from });
            return;
          }
        }
        if (now > 120_000) failed(new Error(`not complete after 120 s: ${JSON.stringify(s)}`));
        else requestAnimationFrame(look);
      };
      look();
    });
  }, uid);
}

/** @returns the studies' UIDs once all of them are prepared */
async function derivedStudies(page) {
  for (;;) {
    const studies = await page.evaluate(async () => (await (await fetch('/api/v1/studies?limit=50')).json()).studies);
    if (studies.length > 0 && studies.every((s) => s.derived)) return studies.map((s) => s.study_uid);
    await page.waitForTimeout(1000);
  }
}

async function measure(server, account) {
  const browser = await launch();
  try {
    const { page } = await newPage(browser, { base: server.base });
    await signIn(page, account);
    await page.waitForSelector('a.study-link');
    // Images are prepared in the background after an import: what is measured is reading, so that comes first.
    const uids = await derivedStudies(page);
    await openAndTime(page, uids[0]);
    const found = [];
    for (const uid of uids.slice(1)) {
      found.push(await openAndTime(page, uid));
      process.stderr.write(`  ${found.length}/${uids.length - 1}\r`);
    }
    return found;
  } finally {
    await browser.close();
  }
}

const folder = mkdtempSync(join(tmpdir(), 'sansfilm-bench-'));
const dataDir = join(folder, 'data');
mkdirSync(dataDir);
const account = { identifier: 'bench', name: 'Bench', password: randomBytes(12).toString('base64url') };
let server;
try {
  addUser(dataDir, account);
  process.stderr.write(`making ${rounds + 1} CT studies of ${slices} slices\n`);
  for (let number = 1; number <= rounds + 1; number += 1) writeCt(join(folder, 'ct', String(number)), { number, patient: `BENCH${number}^Ct`, slices });
  importFiles(dataDir, [join(folder, 'ct')]);
  server = await Server.start(dataDir);
  const found = await measure(server, account);
  const result = {
    cores: cpus().length,
    rounds: found.length,
    slices,
    first_picture_ms: median(found.map((f) => f.first)),
    final_picture_ms: median(found.map((f) => f.final)),
    all_slices_ms: median(found.map((f) => f.all)),
    decoded_megapixels_per_s: median(found.map((f) => f.samples / f.all / 1000)),
    slices_per_s: median(found.map((f) => (f.frames / f.all) * 1000)),
    fetched_bytes: median(found.map((f) => f.bytes)),
    decodes: median(found.map((f) => f.decodes)),
    limits: { first_picture_ms: 300 },
  };
  const row = (name, value, limit = '') => console.log(`${name.padEnd(44)}${String(value).padStart(12)}${String(limit).padStart(12)}`);
  row('median of ' + found.length, 'measured', 'limit');
  row('click to first picture, warm (ms)', result.first_picture_ms.toFixed(0), 300);
  row('click to final first picture (ms)', result.final_picture_ms.toFixed(0));
  row(`${slices} slices all final (ms)`, result.all_slices_ms.toFixed(0));
  row('slices a second', result.slices_per_s.toFixed(1));
  row('decoded Mpixel a second', result.decoded_megapixels_per_s.toFixed(1));
  row('bytes fetched', result.fetched_bytes);
  console.log(JSON.stringify(result));
  if (args.json) writeFileSync(args.json, `${JSON.stringify(result, null, 1)}\n`);
} catch (error) {
  console.error(`browser bench: FAILED: ${error.message}`);
  process.exitCode = 1;
} finally {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
}
