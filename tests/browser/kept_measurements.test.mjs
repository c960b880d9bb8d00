// Measurements that are kept with the study: as a DICOM document that others read, and that comes back in another session.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { act, findAndOpen, launch, newPage, shoot, signIn, state, waitFinal, waitState } from './lib/browser.mjs';
import { drag } from './lib/hand.mjs';
import { addUser, importFiles } from './lib/program.mjs';
import { Server, mustRun } from './lib/server.mjs';
import { writeCt } from './lib/synthetic.mjs';

const account = (identifier, name) => ({ identifier, name, password: randomBytes(12).toString('base64url') });
const anne = account('anne', 'Dr Anne Petit');
const marc = account('marc', 'Dr Marc Roux');
let browser;
let server;
let folder;

before(async () => {
  browser = await launch();
  folder = mkdtempSync(join(tmpdir(), 'sansfilm-kept-'));
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  addUser(dataDir, anne);
  addUser(dataDir, marc);
  importFiles(dataDir, [writeCt(join(folder, 'ct'), { number: 9, patient: 'MESURE^Marie', slices: 4, size: 256 })]);
  server = await Server.start(dataDir);
});
after(async () => {
  await browser.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function openAs(who) {
  const opened = await newPage(browser, { base: server.base });
  await signIn(opened.page, who);
  await findAndOpen(opened.page, 'MESURE');
  await waitFinal(opened.page);
  await waitState(opened.page, 'what is kept', (s) => s.canKeep);
  return opened;
}

/** Every file that the archive holds, as DICOM JSON beside its path. */
function originals() {
  const root = join(folder, 'data', 'originals');
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return files.map((one) => join(one.parentPath ?? one.path, one.name)).map((path) => ({ path, attributes: JSON.parse(mustRun(['dump', path]).stdout) }));
}

test('what one doctor keeps another one sees, by its author, and cannot change', async () => {
  const { page, context } = await openAs(anne);
  await page.keyboard.press('a');
  await drag(page, [40, 60], [140, 60]);
  await page.keyboard.press('7');
  await drag(page, [100, 100], [140, 130]);
  await waitState(page, 'two measurements', (s) => s.measurements.length === 2);
  await page.keyboard.press('Control+s');
  const kept = await waitState(page, 'both kept', (s) => s.measurements.length === 2 && s.measurements.every((one) => one.kept));
  await context.close();

  const other = await openAs(marc);
  const seen = await waitState(other.page, 'both seen', (s) => s.measurements.length === 2);
  for (const [i, one] of seen.measurements.entries()) {
    assert.equal(one.author, anne.name);
    assert.equal(one.kind, kept.measurements[i].kind);
    assert.ok(Math.abs(one.points[0].x - kept.measurements[i].points[0].x) < 1e-3);
  }
  await act(other.page, 'toggle-measurements');
  await act(other.page, 'measurement', seen.measurements[0].id);
  await shoot(other.page, 'measure-kept');
  await other.page.keyboard.press('Delete');
  await other.page.keyboard.press('Escape');
  assert.equal((await state(other.page)).measurements.length, 2);
  await other.context.close();
});

test('the document is a Comprehensive SR of TID 1500 that DCMTK reads, with the values of the screen', async () => {
  const { page, context } = await openAs(anne);
  const shown = (await waitState(page, 'both', (s) => s.measurements.length === 2)).measurements;
  const reports = originals().filter(({ attributes }) => attributes['00080016'].Value[0] === '1.2.840.10008.5.1.4.1.1.88.33');
  assert.equal(reports.length, 1);
  const dumped = spawnSync('dsrdump', ['+Pc', '+Pt', reports[0].path], { encoding: 'utf8' });
  assert.equal(dumped.status, 0, dumped.stderr);
  assert.doesNotMatch(dumped.stderr, /[EW]: /, dumped.stderr);
  assert.match(dumped.stdout, /Imaging Measurement Report/);
  assert.match(dumped.stdout, /TID 1500/);
  const length = shown.find((one) => one.kind === 'length');
  const told = Number(/Length.*?"([\d.]+)" \(mm/.exec(dumped.stdout)?.[1]);
  assert.ok(Math.abs(told - length.length) < 1e-6, `${told} instead of ${length.length}`);
  assert.match(dumped.stdout, /ELLIPSE/);
  await context.close();
});

test('a study or image that is not there answers 404, a bad body is refused by its key, and the trail has all of it', async () => {
  const { page, context } = await openAs(anne);
  const study = (await state(page)).study;
  const ask = (path, init) => page.evaluate(async ([where, what]) => {
    const response = await fetch(where, what);
    return { status: response.status, body: await response.text() };
  }, [path, init]);
  const post = (uid, body) => ask(`/api/v1/studies/${uid}/measurements`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  assert.equal((await ask('/api/v1/studies/1.2.3.4.5/measurements')).status, 404);
  assert.equal((await post('1.2.3.4.5', { measurements: [{ kind: 'point', uid: '1.2', frame: 0, points: [[1, 1]] }] })).status, 404);
  const bad = await post(study, { measurements: [{ kind: 'length', uid: '1.2', frame: 0, points: [[1, 1]] }] });
  assert.equal(bad.status, 400);
  assert.match(bad.body, /points/);
  assert.equal((await post(study, { measurements: [] })).status, 400);
  assert.equal((await post(study, { measurements: [{ kind: 'point', uid: '1.2.3', frame: 0, points: [[1, 1]] }] })).status, 404);
  const trail = readdirSync(join(folder, 'data'), { recursive: true }).filter((name) => /trail|audit/.test(name) && !name.endsWith('/')).map((name) => {
    try { return readFileSync(join(folder, 'data', name), 'utf8'); } catch { return ''; }
  }).join('\n');
  assert.match(trail, /measurements\.read/);
  assert.doesNotMatch(trail, /MESURE/);
  await context.close();
});

test('what was drawn and not kept is there again for its author, and never for the next one on the same page', async () => {
  const { page, context } = await openAs(anne);
  const kept = (await waitState(page, 'what is kept', (s) => s.measurements.length === 2)).measurements.length;
  await page.keyboard.press('a');
  await drag(page, [50, 180], [150, 180]);
  await waitState(page, 'one more', (s) => s.measurements.length === kept + 1);
  await page.keyboard.press('Escape');
  const again = async (who) => {
    await page.evaluate(() => { location.hash = '#/studies'; });
    await page.waitForSelector('#search');
    if (who) {
      await page.getByRole('button', { name: 'Se déconnecter' }).click();
      await page.waitForSelector('#identifier');
      await signIn(page, who);
    }
    await findAndOpen(page, 'MESURE');
    await waitFinal(page);
    await waitState(page, 'what is kept', (s) => s.canKeep);
    return (await state(page)).measurements.length;
  };
  assert.equal(await again(), kept + 1, 'for its author');
  assert.equal(await again(marc), kept, 'for the next one');
  await context.close();
});
