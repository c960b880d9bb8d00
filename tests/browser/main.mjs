// Prepares one server with real studies, runs the test files against it one after another, counts.
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from 'node:test';
import { prepare } from './lib/prepare.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const asked = process.argv.slice(2).map((name) => basename(name));
const files = readdirSync(here).filter((name) => name.endsWith('.test.mjs') && (asked.length === 0 || asked.includes(name))).sort().map((name) => join(here, name));
const count = { passed: 0, failed: 0, skipped: 0 };

function shorten(error) {
  const cause = error?.cause ?? error;
  return String(cause?.message ?? cause).split('\n').slice(0, 12).join('\n      ');
}

/** Runs one file and prints its tests; gives its counts and the names that failed. */
async function runFile(file) {
  const outcome = { passed: 0, failed: [], skipped: 0 };
  const remarks = [];
  for await (const event of run({ files: [file], concurrency: 1, timeout: 1_800_000 })) {
    const { data } = event;
    if (event.type === 'test:stderr' || event.type === 'test:stdout') process.stderr.write(data.message);
    // What broke outside every test is told only here: "generated asynchronous activity after the test ended ...".
    if (event.type === 'test:diagnostic' && /asynchronous activity|Error/.test(data.message)) remarks.push(data.message);
    if (event.type !== 'test:pass' && event.type !== 'test:fail') continue;
    if (data.details?.type === 'suite') continue;
    const seconds = ((data.details?.duration_ms ?? 0) / 1000).toFixed(1);
    if (data.skip !== undefined) {
      outcome.skipped += 1;
      console.log(`  skip  ${data.name}${typeof data.skip === 'string' ? ` (${data.skip})` : ''}`);
    } else if (event.type === 'test:pass') {
      outcome.passed += 1;
      console.log(`  ok    ${data.name} (${seconds} s)`);
    } else {
      outcome.failed.push(data.name);
      console.log(`  FAIL  ${data.name} (${seconds} s)\n      ${[shorten(data.details?.error), ...(data.name === file ? remarks : [])].join('\n      ')}`);
    }
  }
  return outcome;
}

// A file that failed runs once more: a browser on a machine that others load too can miss a limit of time. What passes
// only then is counted as passed and named at the end as unsteady, to be mended; what fails twice has failed.
async function runSteadily(file, unsteady) {
  const first = await runFile(file);
  if (first.failed.length === 0) return first;
  console.log(`  again ${basename(file)}: ${first.failed.length} failed`);
  const second = await runFile(file);
  if (second.failed.length === 0) unsteady.push(...first.failed.map((name) => `${basename(file)}: ${name}`));
  return second;
}

let world;
try {
  world = await prepare();
} catch (error) {
  console.error(`browser tests: FAILED: ${error.message}`);
  console.log('0 passed, 1 failed, 0 skipped');
  process.exit(1);
}
const worldFile = join(world.folder, 'world.json');
writeFileSync(worldFile, JSON.stringify(world.facts));
process.env.SANSFILM_TEST_WORLD = worldFile;
const unsteady = [];
try {
  for (const file of files) {
    const outcome = await runSteadily(file, unsteady);
    count.passed += outcome.passed;
    count.failed += outcome.failed.length;
    count.skipped += outcome.skipped;
  }
} finally {
  await world.server.stop();
  if (process.env.SANSFILM_KEEP !== '1') rmSync(world.folder, { recursive: true, force: true });
}
for (const name of unsteady) console.log(`  unsteady ${name}`);
console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
process.exitCode = count.failed > 0 || count.passed === 0 ? 1 : 0;
