// Prepares one server with real studies, runs the test files against it one after another, counts.
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { run } from 'node:test';
import { prepare } from './lib/prepare.mjs';

const here = import.meta.dirname;
const asked = process.argv.slice(2).map((name) => basename(name));
const files = readdirSync(here).filter((name) => name.endsWith('.test.mjs') && (asked.length === 0 || asked.includes(name))).sort().map((name) => join(here, name));
const count = { passed: 0, failed: 0, skipped: 0 };

function shorten(error) {
  const cause = error?.cause ?? error;
  return String(cause?.message ?? cause).split('\n').slice(0, 12).join('\n      ');
}

function report(event) {
  const { data } = event;
  if (event.type === 'test:stderr' || event.type === 'test:stdout') process.stderr.write(data.message);
  if (event.type !== 'test:pass' && event.type !== 'test:fail') return;
  if (data.details?.type === 'suite') return;
  const seconds = ((data.details?.duration_ms ?? 0) / 1000).toFixed(1);
  if (data.skip !== undefined) {
    count.skipped += 1;
    console.log(`  skip  ${data.name}${typeof data.skip === 'string' ? ` (${data.skip})` : ''}`);
  } else if (event.type === 'test:pass') {
    count.passed += 1;
    console.log(`  ok    ${data.name} (${seconds} s)`);
  } else {
    count.failed += 1;
    console.log(`  FAIL  ${data.name} (${seconds} s)\n      ${shorten(data.details?.error)}`);
  }
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
try {
  for await (const event of run({ files, concurrency: 1, timeout: 1_800_000 })) report(event);
} finally {
  await world.server.stop();
  if (process.env.SANSFILM_KEEP !== '1') rmSync(world.folder, { recursive: true, force: true });
}
console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
process.exitCode = count.failed > 0 || count.passed === 0 ? 1 : 0;
