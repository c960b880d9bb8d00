// Where the built program, the built page and the real studies are.
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const kRepository = resolve(fileURLToPath(new URL('.', import.meta.url)), '../../..');
export const kTestData = resolve(kRepository, process.env.SANSFILM_TEST_DATA ?? '../shared/data/public');
export const kWebRoot = resolve(kRepository, process.env.SANSFILM_WEB_ROOT ?? 'web/dist');
export const kChromium = process.env.SANSFILM_CHROMIUM ?? '/usr/bin/chromium';

const kCandidates = ['build/native-release/backend/app/sansfilm', 'build/native-release/sansfilm',
  'build/native-debug/backend/app/sansfilm', 'build/native-debug/sansfilm'];

export function binary() {
  if (process.env.SANSFILM_BIN) return resolve(kRepository, process.env.SANSFILM_BIN);
  const found = kCandidates.map((path) => join(kRepository, path)).find((path) => existsSync(path));
  if (!found) throw new Error('the program sansfilm is not built (scripts/demo builds it), and SANSFILM_BIN does not name it');
  return found;
}

/** Files of a folder (and of those in it), or none when it is absent. */
export function filesIn(folder, pattern = /./, recursive = false) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive }).filter((name) => pattern.test(name)).sort().map((name) => join(folder, name));
}
