#!/usr/bin/env node
// What a reader waits for on a real line: sansfilm beside OHIF on Orthanc, in the same Chromium, on the same emulated lines,
// with the same studies, in turns. Writes figures (JSON), a table and a page of curves; never fails for a figure.
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { addUser } from '../../browser/lib/program.mjs';
import { Server } from '../../browser/lib/server.mjs';
import { kRepository } from '../../browser/lib/paths.mjs';
import { kLines } from './lines.mjs';
import { openOhif } from './ohif.mjs';
import { Orthanc } from './orthanc.mjs';
import { openOurs } from './ours.mjs';
import { peerVersion } from './peers.mjs';
import { htmlOf, tableOf } from './report.mjs';
import { fill, makeStudies, startPeers } from './studies.mjs';
import { summarise } from './summary.mjs';

const kUsage = `scripts/bench stream [--slices N] [--rounds N] [--peer-forms stored,jpeg-ls|none] [--scenes ct-slow,ct-fast,mg-fast]
                     [--limit-seconds N] [--out FOLDER]
  --slices         of the CT (500)
  --rounds         openings of each, in turns; medians are shown (5)
  --peer-forms     how Orthanc stores what it gets: as it came, or as JPEG-LS lossless (both)
  --limit-seconds  an opening is watched that long at most; what the line still has to bring is reckoned (40)
  --out            where result.json, table.txt and curves.html go (build/bench/stream)`;

const { values: args } = parseArgs({
  options: {
    slices: { type: 'string', default: '500' }, rounds: { type: 'string', default: '5' }, 'peer-forms': { type: 'string', default: 'stored,jpeg-ls' },
    scenes: { type: 'string', default: 'ct-slow,ct-fast,mg-fast' }, 'limit-seconds': { type: 'string', default: '40' },
    out: { type: 'string', default: 'build/bench/stream' }, help: { type: 'boolean', short: 'h' },
  },
});
if (args.help) {
  console.log(kUsage);
  process.exit(0);
}

const kScreen = { width: 1280, height: 800 };
const kMammography = '&hangingprotocolId=@ohif/hpMammo';
const kScenes = {
  'ct-slow': { study: 'ct', line: kLines.slow },
  'ct-fast': { study: 'ct', line: kLines.fast },
  'mg-fast': { study: 'mg', line: kLines.fast, everySeries: true, layout: kMammography },
};

const say = (text) => process.stderr.write(`${text}\n`);
/** `publish` gets what there is after each round: a run that is stopped has said something. */
async function measure(scenes, rounds, limitMs, { server, account, studies, peers }, publish) {
  const results = [];
  for (const scene of scenes) {
    const { study, line, everySeries, layout } = kScenes[scene];
    const { uid, frames } = studies[study];
    const common = { uid, line, limitMs, size: kScreen, warm: studies.warm.uid };
    const stacks = [
      { name: 'sansfilm', open: () => openOurs({ ...common, server, account, everySeries }) },
      ...peers.map((one) => ({ name: one.name, open: () => openOhif({ ...common, server: one.server, frames, layout }) })),
    ];
    const found = stacks.map(({ name }) => ({ name, rounds: [] }));
    results.push({ scene, line: line.name, frames, stacks: found });
    for (let round = 0; round < rounds; round += 1) {
      for (const [i, stack] of stacks.entries()) {
        try {
          const one = await stack.open();
          found[i].rounds.push(one);
          const ms = (value) => (value === undefined ? '-' : `${Math.round(value)} ms`);
          say(`  ${scene} ${round + 1}/${rounds} ${stack.name}: 40 dB ${ms(one.useful_ms)}, visible final ${ms(one.visible_final_ms)}, previews ${ms(one.previewed_ms)}, all ${ms(one.all_ms)} (${one.done}/${one.frames} frames, ${one.previewed} previews, ${(one.bytes / 1e6).toFixed(1)} MB in ${(one.elapsed_ms / 1000).toFixed(1)} s)`);
        } catch (error) {
          say(`  ${scene} ${round + 1}/${rounds} ${stack.name}: FAILED: ${error.message.split('\n')[0]}`);
          found[i].failures = (found[i].failures ?? 0) + 1;
        }
      }
      publish(results);
    }
  }
}

/** @returns the table */
function write(measured, studies, withPeer) {
  const summary = summarise(measured);
  const facts = {
    date: new Date().toISOString(), cores: cpus().length, processor: cpus()[0]?.model, load: loadavg()[0], slices, rounds: Math.max(...measured.flatMap((scene) => scene.stacks.map((stack) => stack.rounds.length))),
    ohif: withPeer ? peerVersion('@ohif/app') : undefined, orthanc: withPeer ? Orthanc.version() : undefined,
    original_bytes: Object.fromEntries(Object.entries(studies).map(([name, study]) => [name, study.bytes])),
  };
  const table = tableOf(facts, summary);
  writeFileSync(join(out, 'result.json'), `${JSON.stringify({ facts, summary, measured }, null, 1)}\n`);
  writeFileSync(join(out, 'table.txt'), `${table}\n`);
  writeFileSync(join(out, 'curves.html'), htmlOf(facts, summary, measured));
  return table;
}

const slices = Math.max(2, Number(args.slices));
const rounds = Math.max(1, Number(args.rounds));
const forms = args['peer-forms'] === 'none' ? [] : args['peer-forms'].split(',');
const scenes = args.scenes.split(',').filter((name) => kScenes[name]);
const out = resolve(kRepository, args.out);
const folder = mkdtempSync(join(tmpdir(), 'sansfilm-stream-'));
const dataDir = join(folder, 'data');
mkdirSync(dataDir);
mkdirSync(out, { recursive: true });
const account = { identifier: 'bench', name: 'Bench', password: randomBytes(12).toString('base64url') };
let server;
let peers = [];
try {
  say(`making a CT of ${slices} slices and a mammography`);
  const studies = makeStudies(folder, { warm: ['--kind', 'ct', '--slices', '5', '--seed', '3'], ct: ['--kind', 'ct', '--slices', String(slices), '--seed', '11'], mg: ['--kind', 'mg', '--seed', '12'] });
  addUser(dataDir, account);
  server = await Server.start(dataDir);
  await fill(server, account, studies);
  say('filling the peers');
  peers = await startPeers(folder, forms, studies);
  let table = '';
  await measure(scenes, rounds, Number(args['limit-seconds']) * 1000, { server, account, studies, peers }, (measured) => { table = write(measured, studies, peers.length > 0); });
  console.log(table);
  console.log(`\nwritten: ${args.out}/{result.json,table.txt,curves.html}`);
} catch (error) {
  console.error(`bench stream: FAILED: ${error.stack}`);
  process.exitCode = 1;
} finally {
  for (const one of peers) {
    await one.server.stop();
    await one.orthanc.stop();
  }
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
}
