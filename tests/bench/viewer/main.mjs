#!/usr/bin/env node
// How a viewer feels under the hand: sansfilm beside OHIF on Orthanc, in the same Chromium with software GL, with the same CT, all
// of it loaded, in turns. What is seen to change on the screen is counted from outside, the same way for both. A figure is no failure.
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { kSizes, launch, newPage, readInOneView, signIn, waitState } from '../../browser/lib/browser.mjs';
import { addUser } from '../../browser/lib/program.mjs';
import { Server } from '../../browser/lib/server.mjs';
import { kRepository } from '../../browser/lib/paths.mjs';
import { openLoaded } from '../stream/ohif.mjs';
import { Orthanc } from '../stream/orthanc.mjs';
import { peerVersion } from '../stream/peers.mjs';
import { fill, makeStudies, startPeers } from '../stream/studies.mjs';
import { Eye, drag, latencies, scroll } from './hand.mjs';

const kUsage = `scripts/bench viewer [--slices N] [--rounds N] [--seconds N] [--no-peer] [--out FOLDER]
  --slices    of the CT (500)
  --rounds    openings of each, in turns; medians are shown (5)
  --seconds   of each movement of the hand (4)
  --no-peer   sansfilm alone
  --out       where result.json and table.txt go (build/bench/viewer)`;

const { values: args } = parseArgs({
  options: {
    slices: { type: 'string', default: '500' }, rounds: { type: 'string', default: '5' }, seconds: { type: 'string', default: '4' },
    'no-peer': { type: 'boolean' }, out: { type: 'string', default: 'build/bench/viewer' }, help: { type: 'boolean', short: 'h' },
  },
});
if (args.help) {
  console.log(kUsage);
  process.exit(0);
}
const slices = Math.max(8, Number(args.slices));
const rounds = Math.max(1, Number(args.rounds));
const ms = Math.max(1, Number(args.seconds)) * 1000;
const kScreen = { width: 1280, height: 800 };
const kLoad_ms = 180_000;
const kNotches = 10;

const say = (text) => process.stderr.write(`${text}\n`);
const median = (values) => {
  const sorted = values.filter((v) => v !== undefined).sort((a, b) => a - b);
  return sorted.length === 0 ? undefined : (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
};

/** Proportional set size of the browser's renderers, bytes: what the page, its workers and its pictures take. */
async function rendererMemory(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const pss = processInfo.filter((one) => one.type === 'renderer').map(({ id }) => {
    try {
      return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'))?.[1] ?? 0) * 1024;
    } catch {
      return 0;   // it has ended meanwhile
    }
  });
  return Math.max(...pss);
}

const middleOf = (box) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });

/** What both viewers are asked for. */
async function measureHand(browser, page, at) {
  const memory = await rendererMemory(browser);
  const cdp = await page.context().newCDPSession(page);
  const eye = await Eye.open(cdp);
  const scrolled = await scroll(cdp, eye, at, ms, slices);
  const windowed = await drag(cdp, eye, at, ms);
  const waits = await latencies(cdp, eye, at, kNotches);
  return { found: { memory, scroll_per_s: scrolled, window_per_s: windowed, input_to_paint_ms: median(waits) }, cdp, eye };
}

async function ours(server, account) {
  const browser = await launch();
  try {
    const { page } = await newPage(browser, { base: server.base, viewport: kScreen });
    await signIn(page, account);
    await readInOneView(page, account);
    await page.locator('a.study-link').first().click();
    await waitState(page, 'every slice here', (s) => s.frames > 0 && s.framesComplete === s.frames, kLoad_ms);
    await page.waitForTimeout(1500);
    const box = await page.locator('main canvas').boundingBox();
    const { viewport } = await page.evaluate(() => globalThis.sansfilm.state());
    const { found, cdp, eye } = await measureHand(browser, page, middleOf({ ...viewport, x: box.x + viewport.x, y: box.y + viewport.y }));
    await page.evaluate(() => globalThis.sansfilm.act('mpr'));
    const s = await waitState(page, 'three planes', (now) => now.mpr?.planes.every((plane) => plane.picture && plane.final), kLoad_ms);
    const area = s.mpr.planes[0].area;
    const at = middleOf({ x: box.x + area.x, y: box.y + area.y, width: area.width, height: area.height });
    return { ...found, mpr_per_s: await drag(cdp, eye, at, ms, Math.min(80, area.width / 4)) };
  } finally {
    await browser.close();
  }
}

async function ohif(server, uid) {
  const browser = await launch();
  try {
    const context = await browser.newContext({ ...kSizes.desktop, viewport: kScreen });
    const page = await context.newPage();
    const box = await openLoaded(page, server, uid, slices, kLoad_ms);
    return (await measureHand(browser, page, middleOf(box))).found;
  } finally {
    await browser.close();
  }
}

const kRows = [
  ['scroll_per_s', 'scrolling: pictures a second', 'not under OHIF', (v) => v.toFixed(1), (a, b) => a >= b],
  ['window_per_s', 'window by drag: pictures a second', '-', (v) => v.toFixed(1)],
  ['mpr_per_s', 'planes, a line dragged: pictures a second', '>= 15', (v) => v.toFixed(1), (a) => a >= 15],
  ['input_to_paint_ms', 'from the wheel to the picture, ms', '<= 32', (v) => v.toFixed(0), (a) => a <= 32],
  ['memory', "memory of the page's process, MB", "half of OHIF's", (v) => (v / 1e6).toFixed(0), (a, b) => a <= b / 2],
];

function tableOf(found) {
  const names = Object.keys(found);
  const lines = [`${cpus()[0]?.model}, ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}; medians of ${rounds}; ${slices} CT slices, all loaded${names.length > 1 ? `; OHIF ${peerVersion('@ohif/app')} on Orthanc ${Orthanc.version()}` : ''}`, '',
    `${''.padEnd(46)}${'goal'.padEnd(18)}${names.map((name) => name.padEnd(16)).join('')}`];
  for (const [key, title, goal, text, met] of kRows) {
    const values = names.map((name) => median(found[name].map((one) => one[key])));
    const [own, other] = values;
    const comparable = own !== undefined && (other !== undefined || met?.length === 1);
    lines.push(`  ${title.padEnd(44)}${goal.padEnd(18)}${values.map((v) => (v === undefined ? '-' : text(v)).padEnd(16)).join('')}${met && comparable ? (met(own, other) ? 'met' : 'MISSED') : ''}`);
  }
  return lines.join('\n');
}

const out = resolve(kRepository, args.out);
const folder = mkdtempSync(join(tmpdir(), 'sansfilm-viewer-'));
const dataDir = join(folder, 'data');
mkdirSync(dataDir);
mkdirSync(out, { recursive: true });
const account = { identifier: 'bench', name: 'Bench', password: randomBytes(12).toString('base64url') };
let server;
let peers = [];
try {
  say(`making a CT of ${slices} slices`);
  const studies = makeStudies(folder, { ct: ['--kind', 'ct', '--slices', String(slices), '--seed', '11'] });
  addUser(dataDir, account);
  server = await Server.start(dataDir);
  await fill(server, account, studies);
  if (!args['no-peer']) peers = await startPeers(folder, ['stored'], studies);
  const found = { sansfilm: [], ...Object.fromEntries(peers.map(({ name }) => [name, []])) };
  for (let round = 1; round <= rounds; round += 1) {
    for (const [name, open] of [['sansfilm', () => ours(server, account)], ...peers.map((one) => [one.name, () => ohif(one.server, studies.ct.uid)])]) {
      try {
        const one = await open();
        found[name].push(one);
        say(`  ${round}/${rounds} ${name}: ${kRows.filter(([key]) => one[key] !== undefined).map(([key, title, , text]) => `${title} ${text(one[key])}`).join('; ')}`);
      } catch (error) {
        say(`  ${round}/${rounds} ${name}: FAILED: ${error.message.split('\n')[0]}`);
      }
    }
  }
  const table = tableOf(found);
  writeFileSync(join(out, 'result.json'), `${JSON.stringify({ date: new Date().toISOString(), slices, found }, null, 1)}\n`);
  writeFileSync(join(out, 'table.txt'), `${table}\n`);
  console.log(table);
} catch (error) {
  console.error(`bench viewer: FAILED: ${error.stack}`);
  process.exitCode = 1;
} finally {
  for (const one of peers) {
    await one.server.stop();
    await one.orthanc.stop();
  }
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
}
