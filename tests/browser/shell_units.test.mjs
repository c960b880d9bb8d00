// Dates, names and order as the list shows them: the functions themselves, bundled as the page bundles them.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { kRepository } from './lib/paths.mjs';

let format;
let i18n;
let sorting;
let router;
let folder;

before(async () => {
  const esbuild = createRequire(join(kRepository, 'web/package.json'))('esbuild');
  folder = mkdtempSync(join(tmpdir(), 'sansfilm-units-'));
  const names = ['i18n/format', 'i18n/i18n', 'shell/sort', 'shell/router'];
  await esbuild.build({ entryPoints: names.map((name) => join(kRepository, 'web/src', `${name}.ts`)), outdir: folder, outbase: join(kRepository, 'web/src'), bundle: true, format: 'esm', outExtension: { '.js': '.mjs' }, nodePaths: [join(kRepository, 'web/node_modules')] });
  [format, i18n, sorting, router] = await Promise.all(names.map((name) => import(pathToFileURL(join(folder, `${name}.mjs`)).href)));
});
after(() => rmSync(folder, { recursive: true, force: true }));

test('a date that is no day of the calendar is shown as it came', () => {
  assert.equal(format.formatDate('fr', '20260229'), '20260229');
  assert.equal(format.formatDate('fr', 'hier'), 'hier');
  assert.equal(format.formatDate('fr', '20240229'), '29/02/2024');
  assert.equal(format.formatDate('en', '20240229'), '29/02/2024');
});

test('relative dates follow the calendar, not 24 hours', () => {
  const now = new Date(2026, 10, 24, 0, 30);
  assert.equal(format.relativeDate('fr', '20261124', now), 'aujourd’hui');
  assert.equal(format.relativeDate('fr', '20261123', now), 'hier');
  assert.equal(format.relativeDate('en', '20261123', now), 'yesterday');
  assert.equal(format.relativeDate('fr', '20261117', now), 'il y a 7 jours');
  assert.equal(format.relativeDate('fr', '20200101', now), '');
});

test('the age is that of the day of the study, and none before birth', () => {
  const now = new Date(2026, 10, 24);
  assert.equal(format.ageAt('19800615', '20200614', now), 39);
  assert.equal(format.ageAt('19800615', '20200615', now), 40);
  assert.equal(format.ageAt('20300101', '20200615', now), undefined);
  assert.equal(format.ageAt('', '20200615', now), undefined);
});

test('a person name shows its first group that says something, in the order of its components', () => {
  assert.equal(format.formatName('DUPONT^Jeanne^^Dr'), 'Dr DUPONT Jeanne');
  assert.equal(format.formatName('=山田^太郎=やまだ'), '山田 太郎');
  assert.equal(format.formatName('^^^^'), '');
  assert.equal(format.formatName('<script>alert(1)</script>'), '<script>alert(1)</script>');
});

test('plural forms follow each language: zero is singular in French and plural in English', () => {
  assert.equal(i18n.plural('fr', 'studies.count', 0), 'studies.count.one');
  assert.equal(i18n.plural('en', 'studies.count', 0), 'studies.count.other');
  assert.equal(i18n.translator('fr')('sign_in.wait', { seconds: 4 }), 'Réessayer dans 4 s');
});

test('studies sort as a reader expects: accents beside their letters, what is empty last in both directions', () => {
  const study = (patientName, date = '20260101') => ({ patientName, date, time: '', description: '', establishment: '', modalities: [], instances: 1 });
  const rows = [study('ÉMILE'), study('ZOÉ'), study(''), study('EMMA'), study('DUPONT10'), study('DUPONT9')];
  const names = (descending) => sorting.sortStudies(rows, { column: 'patient', descending }, 'fr-FR').map((s) => s.patientName);
  assert.deepEqual(names(false), ['DUPONT9', 'DUPONT10', 'ÉMILE', 'EMMA', 'ZOÉ', '']);
  assert.deepEqual(names(true), ['ZOÉ', 'EMMA', 'ÉMILE', 'DUPONT10', 'DUPONT9', '']);
});

test('an address that names no study leads to the list', () => {
  assert.deepEqual(router.parseRoute('#/study/1.2.840'), { page: 'study', uid: '1.2.840' });
  assert.deepEqual(router.parseRoute('#/study/../../etc'), { page: 'studies' });
  assert.deepEqual(router.parseRoute(`#/study/${'1'.repeat(65)}`), { page: 'studies' });
  assert.deepEqual(router.parseRoute('#/sign-in'), { page: 'sign-in' });
});
