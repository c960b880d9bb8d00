// Cuts Debian's Inter down to the Latin letters that the interface uses, as woff2 in .cache/fonts.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fail } from './fail.mjs';

const kSource = '/usr/share/fonts/opentype/inter';
// Basic Latin to Latin Extended-A, combining marks, general punctuation, currency, arrows, minus and approximation signs.
const kUnicodes = 'U+0020-007E,U+00A0-017F,U+0192,U+0218-021B,U+02C6,U+02DA,U+02DC,U+0300-0304,U+0308,U+2002-200A,U+2010-2015,'
  + 'U+2018-201E,U+2020-2022,U+2026,U+202F,U+2030,U+2039-203A,U+20AC,U+2122,U+2190-2193,U+2212,U+2248,U+2264-2265';
const kWeights = { 400: 'Inter-Regular.otf', 600: 'Inter-SemiBold.otf' };

const kNewest = statSync(import.meta.filename).mtimeMs;

function cut(source, target, options) {
  if (!existsSync(source)) fail(`the font ${source} is missing: install the package fonts-inter (scripts/setup does)`);
  if (existsSync(target) && statSync(target).mtimeMs > Math.max(statSync(source).mtimeMs, kNewest)) return;
  try {
    // Debian's own Python: another one on the path lacks Debian's modules.
    execFileSync('/usr/bin/python3', ['-m', 'fontTools.subset', source, `--unicodes=${kUnicodes}`, '--no-hinting', '--desubroutinize', ...options, `--output-file=${target}`],
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
