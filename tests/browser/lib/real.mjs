// The real objects of the public set, by the names of their files.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { kTestData } from './paths.mjs';
import { mustRun } from './server.mjs';

export const real = (name) => join(kTestData, 'real', `${name}.dcm`);
export const present = (names) => names.map(real).filter((path) => existsSync(path));

/** The option of a test that cannot run without these files. */
export function needs(...names) {
  const absent = names.find((name) => !existsSync(real(name)));
  return { skip: absent === undefined ? false : `${absent} is not there` };
}

export const attributesOf = (name) => JSON.parse(mustRun(['dump', real(name)]).stdout);
export const studyOf = (name) => attributesOf(name)['0020000D'].Value[0];
export const instanceOf = (name) => attributesOf(name)['00080018'].Value[0];
