#!/usr/bin/env node
// The decoders that a browser can have, in the same Chromium, on the same codestreams, in turns: ours, and the two that OHIF
// and Cornerstone3D use. Beside them the native build of ours. Prints; never fails for a figure.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { cpus, loadavg, tmpdir } from 'node:os';
import { dirname, join, normalize, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { launch } from '../../browser/lib/browser.mjs';
import { kRepository } from '../../browser/lib/paths.mjs';
import { peer, peerVersion } from '../stream/peers.mjs';
import { median } from '../stream/summary.mjs';

const kUsage = `scripts/bench codecs [--rounds N] [--out FILE]
  --rounds   turns of each decoder on each picture; medians are shown (7)
  --out      where the figures go as JSON (build/bench/codecs.json)`;
const { values: args } = parseArgs({ options: { rounds: { type: 'string', default: '7' }, out: { type: 'string', default: 'build/bench/codecs.json' }, help: { type: 'boolean', short: 'h' } } });
if (args.help) {
  console.log(kUsage);
  process.exit(0);
}

const kProgram = join(kRepository, 'build/native-release/bench/codecs/codestreams');
const kTypes = { js: 'text/javascript', wasm: 'application/wasm' };
const kDecoders = { part1: ['ours', 'openjpeg'], ht: ['ours', 'openjph', 'openjpeg'] };
const kLarge = 1_000_000;   // samples: "pictures of 1 Mpixel and more"
const rounds = Math.max(5, Number(args.rounds));

function serve(roots) {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname));
    const [, root, ...rest] = path.split('/');
    const file = roots[root] && join(roots[root], ...rest);
    if (path === '/') response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>codecs</title>');
    else if (!file || !existsSync(file)) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': kTypes[file.split('.').pop()] ?? 'application/octet-stream' }).end(readFileSync(file));
  });
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done(server)));
}

/** In the page: workers by name, and one way to ask each of them. */
function installWorkers() {
  const workers = new Map();
  const ask = (worker, message) => new Promise((done, failed) => {
    worker.onmessage = ({ data }) => (data.error ? failed(new Error(data.error)) : done(data));
    worker.onerror = (event) => failed(new Error(event.message));
    worker.postMessage(message);
  });
  globalThis.codecs = {
    start: async (name, decoder) => {
      workers.set(name, new Worker('/lib/codec_worker.js'));
      return ask(workers.get(name), { start: decoder });
    },
    stop: (name) => { workers.get(name).terminate(); workers.delete(name); },
    decode: (name, stream, times) => ask(workers.get(name), { stream, times }),
    both: async (names, stream, times) => {
      const begun = performance.now();
      await Promise.all(names.map((name) => ask(workers.get(name), { stream, times })));
      return (performance.now() - begun) / (names.length * times);
    },
  };
}

/** A first picture in a worker that has only just started: the module is there, nothing in it has run. */
async function cold(page, decoder, stream) {
  const firsts = [];
  for (let i = 0; i < rounds; i += 1) {
    await page.evaluate(([d]) => globalThis.codecs.start('cold', d), [decoder]);
    const { took } = await page.evaluate(([s]) => globalThis.codecs.decode('cold', s, 1), [stream]);
    await page.evaluate(() => globalThis.codecs.stop('cold'));
    firsts.push(took[0]);
  }
  return median(firsts);
}

async function measure(page, stream) {
  const row = { ...stream, chunks: undefined, decoders: {} };
  const decoders = kDecoders[stream.form];
  const taken = Object.fromEntries(decoders.map((decoder) => [decoder, { took: [], both: [] }]));
  const digests = new Set();
  for (let round = 0; round <= rounds; round += 1) {
    for (const decoder of decoders) {
      const { took, digest } = await page.evaluate(([d, s]) => globalThis.codecs.decode(`${d}-0`, s, 1), [decoder, stream]);
      digests.add(digest);
      if (round > 0) taken[decoder].took.push(took[0]);   // the first one warms
      if (round > 0) taken[decoder].both.push(await page.evaluate(([d, s]) => globalThis.codecs.both([`${d}-0`, `${d}-1`], s, 2), [decoder, stream]));
    }
  }
  if (digests.size !== 1) row.differ = true;
  for (const decoder of decoders) row.decoders[decoder] = { warm_ms: median(taken[decoder].took), two_workers_ms: median(taken[decoder].both), cold_ms: stream.kind === 'CT' ? await cold(page, decoder, stream) : undefined };
  return row;
}

const ms = (value) => (value === undefined ? '-' : value.toFixed(1)).padStart(10);
const times = (value) => `${value.toFixed(2)} x`.padStart(9);
const geometric = (values) => Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);

function print(rows) {
  console.log(`${cpus()[0]?.model}, ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}; medians of ${rounds}; codec-openjpeg ${peerVersion('@cornerstonejs/codec-openjpeg')}, codec-openjph ${peerVersion('@cornerstonejs/codec-openjph')}; milliseconds a picture`);
  console.log(`\n  ${'picture'.padEnd(14)}${'Mpixel'.padStart(8)}  ${'decoder'.padEnd(10)}${'warm'.padStart(10)}${'2 workers'.padStart(10)}${'cold'.padStart(10)}${'native'.padStart(10)}`);
  for (const row of rows) {
    for (const [decoder, found] of Object.entries(row.decoders)) {
      console.log(`  ${(`${row.kind} ${row.form}`).padEnd(14)}${(row.samples / 1e6).toFixed(2).padStart(8)}  ${decoder.padEnd(10)}${ms(found.warm_ms)}${ms(found.two_workers_ms)}${ms(found.cold_ms)}${decoder === 'ours' ? ms(row.native_ms) : ''}${row.differ && decoder === 'ours' ? '   the decoders differ' : ''}`);
    }
  }
}

function goal(what, value, limit, atLeast = true) {
  if (value === undefined || Number.isNaN(value)) return;
  const met = atLeast ? value >= limit : value <= limit;
  console.log(`  ${what.padEnd(76)}${times(value)}   goal ${atLeast ? '>=' : '<='} ${limit} x   ${met ? 'met' : 'MISSED'}`);
}

function printGoals(rows) {
  const of = (form) => rows.filter((row) => row.form === form);
  const mean = (some, ratio) => (some.length === 0 ? undefined : geometric(some.map(ratio)));
  console.log('\ngoals (geometric means over the pictures)');
  goal('Part 1, warm, two workers of ours beside one of codec-openjpeg', mean(of('part1'), ({ decoders: d }) => d.openjpeg.warm_ms / d.ours.two_workers_ms), 1.8);
  goal('  the same beside two of codec-openjpeg', mean(of('part1'), ({ decoders: d }) => d.openjpeg.two_workers_ms / d.ours.two_workers_ms), 1);
  goal('Part 1, first CT of a cold worker beside codec-openjpeg', mean(of('part1').filter((row) => row.kind === 'CT'), ({ decoders: d }) => d.openjpeg.cold_ms / d.ours.cold_ms), 5);
  goal('HTJ2K, warm, beside codec-openjpeg', mean(of('ht'), ({ decoders: d }) => d.openjpeg.warm_ms / d.ours.warm_ms), 2);
  goal('HTJ2K, warm, beside codec-openjph', mean(of('ht'), ({ decoders: d }) => d.openjph.warm_ms / d.ours.warm_ms), 0.9);
  const large = (form) => of(form).filter((row) => row.samples >= kLarge);
  goal('Part 1, WebAssembly to native, 1 Mpixel and more', mean(large('part1'), (row) => row.decoders.ours.warm_ms / row.native_ms), 1.05, false);
  goal('HTJ2K, WebAssembly to native, 1 Mpixel and more', mean(large('ht'), (row) => row.decoders.ours.warm_ms / row.native_ms), 1.05, false);
}

const folder = mkdtempSync(join(tmpdir(), 'sansfilm-codecs-'));
let browser;
let server;
try {
  const dist = (name) => join(peer(name), 'dist');
  const made = spawnSync(kProgram, [folder], { stdio: ['ignore', 'inherit', 'inherit'], cwd: kRepository });
  if (made.status !== 0) throw new Error(`${kProgram} did not succeed: run scripts/build`);
  const streams = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'));
  server = await serve({
    streams: folder, modules: join(kRepository, 'build/wasm-web/wasm'), lib: dirname(fileURLToPath(import.meta.url)),
    openjpeg: dist('@cornerstonejs/codec-openjpeg'), openjph: dist('@cornerstonejs/codec-openjph'),
  });
  browser = await launch();
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.evaluate(installWorkers);
  for (const decoder of ['ours', 'openjpeg', 'openjph']) {
    for (const number of [0, 1]) await page.evaluate(([d, n]) => globalThis.codecs.start(`${d}-${n}`, d), [decoder, number]);
  }
  const rows = [];
  for (const stream of streams) {
    rows.push(await measure(page, stream));
    process.stderr.write(`  ${rows.length}/${streams.length}\r`);
  }
  print(rows);
  printGoals(rows);
  const out = resolve(kRepository, args.out);
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, `${JSON.stringify({ date: new Date().toISOString(), rounds, rows }, null, 1)}\n`);
} catch (error) {
  console.error(`bench codecs: FAILED: ${error.message}`);
  process.exitCode = 1;
} finally {
  await browser?.close();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
}
