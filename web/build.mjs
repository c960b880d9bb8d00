#!/usr/bin/env node
// Builds web/dist: the shell and the viewer host bundled, the WebAssembly modules and fonts beside them, each under a
// name that carries a hash of its content, each compressed in advance. A second run writes only what changed.
//   node build.mjs [--wasm-dir DIR] [--out DIR] [--viewer FILE]
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { copyArtefacts, copyHashed } from './build/artefacts.mjs';
import { compress } from './build/compress.mjs';
import { BuildError, fail } from './build/fail.mjs';
import { makeFonts, makeIconFont } from './build/fonts.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));

async function loadEsbuild() {
  try {
    return await import('esbuild');
  } catch {
    return fail('the npm packages are missing: run "npm ci" in web/ first (scripts/setup does)');
  }
}

async function bundle(esbuild, entryPoints, assetsDir, assets) {
  const result = await esbuild.build({
    entryPoints,
    outdir: assetsDir,
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: ['es2022', 'chrome109', 'firefox115', 'safari16.4'],
    entryNames: '[name]-[hash]',
    chunkNames: 'part-[hash]',
    assetNames: '[name]-[hash]',
    loader: { '.woff2': 'file' },
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    define: { SANSFILM_ASSETS: JSON.stringify(assets) },
    metafile: true,
    logLevel: 'silent',
    absWorkingDir: here,
  }).catch((error) => fail(`the bundle has errors: ${(error.errors ?? []).map((e) => `${e.location?.file}:${e.location?.line} ${e.text}`).join('; ') || error.message}`));
  return result.metafile.outputs;
}

/** The service worker, at the root of the site because that is how far it reaches. `files`: what it keeps. */
async function bundleOffline(esbuild, out, files) {
  const program = { version: createHash('sha256').update(files.join(' ')).digest('hex').slice(0, 16), files };
  await esbuild.build({
    entryPoints: [join(here, 'src/offline.worker.ts')],
    outfile: join(out, 'offline.js'),
    bundle: true,
    minify: true,
    format: 'iife',
    target: ['es2022'],
    legalComments: 'none',
    define: { SANSFILM_PROGRAM: JSON.stringify(program) },
    logLevel: 'silent',
    absWorkingDir: here,
  }).catch((error) => fail(`the service worker has errors: ${error.message}`));
}

/** Name in assetsDir of what came out of an entry point. */
function outputOf(outputs, entry, property = null) {
  for (const [path, info] of Object.entries(outputs)) {
    if (info.entryPoint !== undefined && resolve(here, info.entryPoint) === resolve(here, entry)) return basename(property === null ? path : info[property]);
  }
  return fail(`the bundle gave nothing for ${entry}`);
}

function fillIn(template, values) {
  return template.replace(/\{\{(\w+)\}\}/g, (_, key) => values[key] ?? fail(`src/ asks for an unknown value: ${key}`));
}

function printTable(sizes) {
  const row = (name, s) => `${name.padEnd(42)}${String(s.raw).padStart(10)}${String(s.br).padStart(10)}${String(s.gz).padStart(10)}`;
  console.log(`${'file'.padEnd(42)}${'bytes'.padStart(10)}${'brotli'.padStart(10)}${'gzip'.padStart(10)}`);
  for (const [name, s] of Object.entries(sizes.files)) console.log(row(name, s));
  console.log(row('everything', sizes.total));
  console.log(row('decode worker', sizes.worker));
}

async function main() {
  const { values: args } = parseArgs({
    options: {
      'wasm-dir': { type: 'string', default: join(here, '../build/wasm-web/wasm') },
      out: { type: 'string', default: join(here, 'dist') },
      viewer: { type: 'string', default: join(here, 'src/viewer/host.ts') },
    },
  });
  const started = performance.now();
  const out = resolve(args.out);
  const assetsDir = join(out, 'assets');
  mkdirSync(assetsDir, { recursive: true });
  const before = new Set(readdirSync(assetsDir));

  const urls = copyArtefacts(resolve(args['wasm-dir']), assetsDir);
  const host = resolve(args.viewer);
  if (!existsSync(host)) fail(`the viewer host ${relative(here, host)} is missing`);
  const fontsDir = join(here, '.cache/fonts');
  makeFonts(fontsDir);
  urls.font_text = `/assets/${copyHashed(join(fontsDir, 'inter-400.otf'), assetsDir)}`;
  urls.font_strong = `/assets/${copyHashed(join(fontsDir, 'inter-600.otf'), assetsDir)}`;
  urls.font_icons = `/assets/${copyHashed(makeIconFont(fontsDir, join(here, '../wasm/app/icons.hpp')), assetsDir)}`;
  const esbuild = await loadEsbuild();

  // The workers first: the viewer host needs their names.
  const workerEntries = [dirname(host), join(here, 'src/local')].flatMap((dir) => readdirSync(dir).filter((f) => f.endsWith('.worker.ts')).map((f) => join(dir, f)));
  // Each by itself: a part that two of them shared would be one more thing to fetch before the first picture.
  const workerOutputs = {};
  for (const entry of workerEntries) Object.assign(workerOutputs, await bundle(esbuild, [entry], assetsDir, { ...urls, workers: {} }));
  const workers = Object.fromEntries(workerEntries.map((entry) => [basename(entry, '.worker.ts'), `/assets/${outputOf(workerOutputs, entry)}`]));
  const entries = { main: join(here, 'src/main.tsx'), viewer: host };
  const outputs = await bundle(esbuild, entries, assetsDir, { ...urls, workers });

  const produced = [...Object.keys(workerOutputs), ...Object.keys(outputs)].map((path) => basename(path));
  const icon = copyHashed(join(here, 'src/icon.svg'), assetsDir);
  const font = produced.find((name) => name.startsWith('inter-400-'));
  const html = fillIn(readFileSync(join(here, 'src/index.html'), 'utf8'), {
    icon: `/assets/${icon}`,
    font: `/assets/${font}`,
    style: `/assets/${outputOf(outputs, entries.main, 'cssBundle')}`,
    main: `/assets/${outputOf(outputs, entries.main)}`,
    viewer: `/assets/${outputOf(outputs, entries.viewer)}`,
  });
  writeFileSync(join(out, 'index.html'), html);

  const wanted = [...new Set([...Object.values(urls).map((url) => basename(url)), ...produced, icon])].sort();
  writeFileSync(join(out, 'sansfilm.webmanifest'), fillIn(readFileSync(join(here, 'src/sansfilm.webmanifest'), 'utf8'), { icon: `/assets/${icon}` }));
  await bundleOffline(esbuild, out, wanted.map((name) => `/assets/${name}`));
  for (const name of before) {
    if (!wanted.includes(name.replace(/\.(br|gz)$/, ''))) rmSync(join(assetsDir, name));
  }
  const total = { raw: 0, br: 0, gz: 0 };
  const sizes = { files: {}, total, worker: { raw: 0, br: 0, gz: 0 } };
  const workerNames = new Set([urls.worker_js, urls.worker_wasm, workers.decode].map((url) => basename(url ?? '')));
  for (const name of ['index.html', 'offline.js', 'sansfilm.webmanifest', ...wanted.map((n) => `assets/${n}`)]) {
    const { raw, br, gz } = await compress(join(out, name), { stable: name.startsWith('assets/') });
    sizes.files[name] = { raw, br, gz };
    for (const sum of workerNames.has(basename(name)) ? [total, sizes.worker] : [total]) {
      sum.raw += raw;
      sum.br += br;
      sum.gz += gz;
    }
  }
  writeFileSync(join(out, 'sizes.json'), `${JSON.stringify(sizes, null, 1)}\n`);
  printTable(sizes);
  console.log(`web: built in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof BuildError)) throw error;
  console.error(`web: ${error.message}`);
  process.exitCode = 1;
}
