// The peers from npm, unpacked once into the cache folder, never into the repository: version and digest are pinned.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';

const pinned = JSON.parse(readFileSync(new URL('peers.json', import.meta.url), 'utf8'));
const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'sansfilm', 'peers');

function run(program, args, cwd) {
  const done = spawnSync(program, args, { cwd, encoding: 'utf8', maxBuffer: 64 << 20 });
  if (done.status !== 0) throw new Error(`${program} ${args[0]}: ${(done.stderr ?? String(done.error)).trim().slice(-300)}`);
}

/** @returns the folder of the package's files */
export function peer(name) {
  const { version, integrity } = pinned[name];
  const folder = join(cache, `${name.replace(/^@/, '').replace('/', '-')}-${version}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, '.fetching-'));
  try {
    run('npm', ['pack', '--silent', `${name}@${version}`], work);
    const archive = join(work, readdirSync(work).find((file) => file.endsWith('.tgz')));
    const digest = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
    if (digest !== integrity) throw new Error(`${name} ${version} is not what was pinned: ${digest}`);
    run('tar', ['-xzf', archive], work);
    renameSync(join(work, 'package'), folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return folder;
}

export const peerVersion = (name) => pinned[name].version;
