// Cuts Debian's Inter down to the Latin letters that the interface uses, as woff2 in .cache/fonts.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fail } from './fail.mjs';

const kSource = '/usr/share/fonts/opentype/inter';
// Basic Latin to Latin Extended-A, combining marks, general punctuation, currency, arrows, minus and approximation signs.
const kUnicodes = 'U+0020-007E,U+00A0-017F,U+0192,U+0218-021B,U+02C6,U+02DA,U+02DC,U+0300-0304,U+0308,U+2002-200A,U+2010-2015,'
  + 'U+2018-201E,U+2020-2022,U+2026,U+202F,U+2030,U+2039-203A,U+20AC,U+2122,U+2190-2193,U+2212,U+2248,U+2264-2265';
const kWeights = { 400: 'Inter-Regular.otf', 600: 'Inter-SemiBold.otf' };

const kNewest = statSync(new URL(import.meta.url)).mtimeMs;

function cut(source, target, options, unicodes = kUnicodes, newest = kNewest) {
  if (!existsSync(source)) fail(`the font ${source} is missing: run scripts/setup and "npm ci" in web/`);
  if (existsSync(target) && statSync(target).mtimeMs > Math.max(statSync(source).mtimeMs, newest)) return;
  try {
    // Debian's own Python: another one on the path lacks Debian's modules.
    execFileSync('/usr/bin/python3', ['-m', 'fontTools.subset', source, `--unicodes=${unicodes}`, '--no-hinting', '--desubroutinize', ...options, `--output-file=${target}`],
      { stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (error) {
    const words = String(error.stderr ?? error.message).trim().split('\n').at(-1);
    fail(/No module|brotli/i.test(words) || error.code === 'ENOENT'
      ? 'fonts can\'t be cut down: install the packages python3-fonttools and python3-brotli (scripts/setup does)'
      : `the font ${source} can't be cut down: ${words}`);
  }
}

/** inter-400.woff2 and inter-600.woff2 for the page; inter-400.otf and inter-600.otf for the viewer, which draws its own text. */
export function makeFonts(cacheDir) {
  mkdirSync(cacheDir, { recursive: true });
  for (const [weight, file] of Object.entries(kWeights)) {
    const source = join(kSource, file);
    cut(source, join(cacheDir, `inter-${weight}.woff2`), ['--flavor=woff2', '--layout-features=kern,mark,mkmk,ccmp,locl,tnum,calt,case']);
    // The viewer's text engine knows no layout features: digits of equal width are made the default ones.
    cut(source, join(cacheDir, `inter-${weight}.otf`), ['--layout-features=kern']);
  }
}

const kIconRow = /"\\u([0-9A-F]{4})";\s*\/\/ ([a-z0-9-]+)/g;

/**
 * The icons that the viewer's table (wasm/app/icons.hpp) names, as a font of just these glyphs.
 * @returns the file; fails when a name and its code point do not fit the installed package
 */
export function makeIconFont(cacheDir, table) {
  const folder = dirname(createRequire(import.meta.url).resolve('lucide-static/package.json'));
  const known = JSON.parse(readFileSync(join(folder, 'font/codepoints.json'), 'utf8'));
  const rows = [...readFileSync(table, 'utf8').matchAll(kIconRow)].map(([, code, name]) => ({ code: Number.parseInt(code, 16), name }));
  if (rows.length === 0) fail(`${table} names no icon`);
  for (const { code, name } of rows) {
    if (known[name] !== code) fail(`wasm/app/icons.hpp has U+${code.toString(16)} for the icon "${name}"; lucide-static has ${known[name]?.toString(16) ?? 'no such icon'}`);
  }
  const target = join(cacheDir, 'icons.ttf');
  const unicodes = rows.map(({ code }) => `U+${code.toString(16)}`).join(',');
  cut(join(folder, 'font/lucide.ttf'), target, ['--layout-features='], unicodes, Math.max(kNewest, statSync(table).mtimeMs));
  return target;
}
