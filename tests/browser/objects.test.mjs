// What has no picture: every object is listed and read, none of it runs, and what refers to an image leads there.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { act, axeSource, isFinal, kSizes, launch, newPage, readPicture, shoot, signIn, waitFinal, waitState } from './lib/browser.mjs';
import { difference } from './lib/compare.mjs';
import { addUser, importFiles, renderReference } from './lib/program.mjs';
import { instanceOf, needs, present, real, studyOf } from './lib/real.mjs';
import { Server } from './lib/server.mjs';
import { element, part10, writeCt } from './lib/synthetic.mjs';

const kReal = ['mr_1024_12bit_jpll', 'mr_1024_manifest_ko', 'sr_tid1500_measurements', 'sr_basic_text_report', 'pdf_encapsulated', 'ecg_12lead_waveform',
  'pr_gsps_text_polyline', 'seg_liver_1bit_3f', 'seg_ref_ct_1', 'seg_ref_ct_2', 'seg_ref_ct_3', 'rtstruct_breast', 'rtstruct_ref_ct', 'overlay_12bit'];
const kMadeStudy = '1.2.826.0.1.3680043.10.1338.2.900';

const kCda = `<?xml version="1.0" encoding="UTF-8"?><ClinicalDocument xmlns="urn:hl7-org:v3"><title>Compte rendu d’essai</title>
<component><structuredBody><component><section><title>Conclusion</title><text><paragraph>Pas de <content styleCode="Bold">fracture</content>.</paragraph>
<table><thead><tr><th>Mesure</th><th>Valeur</th></tr></thead><tbody><tr><td>Diamètre</td><td>12 mm</td></tr></tbody></table>
<list><item>Un</item><item>Deux</item></list><script>globalThis.ranFromCda = 1</script><img src="x" onerror="globalThis.ranFromCda = 1"/></text></section></component></structuredBody></component></ClinicalDocument>`;

/** An object with a document in it, in the same study as the made CT. */
function encapsulated(number, sopClass, type, content, title) {
  const uid = `${kMadeStudy}.8.${number}`;
  return part10(sopClass, uid, [
    element(8, 5, 'CS', 'ISO_IR 192'), element(8, 0x16, 'UI', sopClass), element(8, 0x18, 'UI', uid), element(8, 0x20, 'DA', '20261103'), element(8, 0x60, 'CS', 'DOC'),
    element(0x10, 0x10, 'PN', 'OBJETS^Essai'), element(0x10, 0x20, 'LO', 'T100900'), element(0x20, 0xd, 'UI', kMadeStudy), element(0x20, 0xe, 'UI', `${kMadeStudy}.8`),
    element(0x20, 0x11, 'IS', '8'), element(0x20, 0x13, 'IS', String(number)), element(0x42, 0x10, 'ST', Buffer.from(title + (Buffer.byteLength(title) % 2 ? ' ' : ''))), element(0x42, 0x11, 'OB', Buffer.from(content)), element(0x42, 0x12, 'LO', type),
  ]);
}

let browser;
let server;
let folder;
const doctor = { identifier: 'docteur.objets', name: 'Dr Objets', password: 'un mot de passe assez long' };

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sansfilm-objects-'));
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  addUser(dataDir, doctor);
  const made = join(folder, 'made');
  writeCt(made, { number: 900, patient: 'OBJETS^Essai', slices: 3, size: 64 });
  writeFileSync(join(made, 'cda.dcm'), encapsulated(1, '1.2.840.10008.5.1.4.1.1.104.2', 'text/XML', kCda, 'CDA d\u2019essai'));
  writeFileSync(join(made, 'false.dcm'), encapsulated(2, '1.2.840.10008.5.1.4.1.1.104.1', 'application/pdf', '<html><script>parent.ranFromPdf = 1</script>', 'Faux PDF'));
  writeFileSync(join(made, 'stl.dcm'), encapsulated(3, '1.2.840.10008.5.1.4.1.1.104.3', 'model/stl', 'solid x\nendsolid x\n', 'Prothèse'));
  writeFileSync(join(made, 'raw.dcm'), encapsulated(4, '1.2.3.4.5', '', 'abc', '<b>brut</b>'));
  importFiles(dataDir, [made, ...present(kReal)]);
  server = await Server.start(dataDir);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});


async function openStudy(uid, options = {}) {
  const opened = await newPage(browser, { base: server.base, ...options });
  await signIn(opened.page, doctor);
  await opened.page.evaluate((study) => { location.hash = `#/study/${study}`; }, uid);
  // A study without pictures shows its documents at once, another has a button for them.
  await opened.page.waitForSelector('.documents-toggle, .documents');
  if (await opened.page.locator('.documents').count() === 0) await opened.page.click('.documents-toggle');
  await opened.page.waitForSelector('.object-row');
  return opened;
}

async function openObject(page, text) {
  await page.locator('.object-row', { hasText: text }).first().click();
  await page.waitForSelector('article.document');
}

test('every object of a study is listed with its kind, and each opens', async () => {
  const { page, context, watch } = await openStudy(kMadeStudy);
  assert.equal(await page.locator('.object-row').count(), 4);
  await shoot(page, 'list');
  for (const title of ['CDA d’essai', 'Faux PDF', 'Prothèse', '<b>brut</b>']) {
    await openObject(page, title);
    assert.equal(await page.locator('#document-title').textContent(), title);
    await page.getByRole('button', { name: 'Documents', exact: true }).click();
  }
  assert.deepEqual(watch.violations, []);
  assert.deepEqual(watch.errors, []);
  await context.close();
});

test('a CDA is read as text, tables and lists, and nothing in it runs', async () => {
  const { page, context, watch } = await openStudy(kMadeStudy);
  await openObject(page, 'CDA d’essai');
  await page.waitForSelector('.narrative table');
  await shoot(page, 'cda');
  assert.equal(await page.locator('.cda h4').textContent(), 'Conclusion');
  assert.match(await page.locator('.narrative p').first().textContent(), /Pas de fracture/);
  assert.equal(await page.locator('.narrative td').last().textContent(), '12 mm');
  assert.equal(await page.locator('.narrative li').count(), 2);
  assert.equal(await page.locator('.documents script, .documents img').count(), 0);
  assert.equal(await page.evaluate(() => globalThis.ranFromCda), undefined);
  assert.deepEqual(watch.violations, []);
  await context.close();
});

test('what only says that it is a PDF is never shown as a page, and markup in a title stays text', async () => {
  const { page, context } = await openStudy(kMadeStudy);
  await openObject(page, 'Faux PDF');
  await page.waitForSelector('.notice.danger');
  assert.equal(await page.locator('iframe').count(), 0);
  const answer = await page.evaluate(async (uid) => {
    const response = await fetch(`/api/v1/studies/${uid}/instances/${uid}.8.2/payload`);
    return { type: response.headers.get('content-type'), disposition: response.headers.get('content-disposition'), policy: response.headers.get('content-security-policy') };
  }, kMadeStudy);
  assert.equal(answer.type, 'application/octet-stream');
  assert.match(answer.disposition, /^attachment/);
  assert.match(answer.policy, /default-src 'none'/);
  await page.getByRole('button', { name: 'Documents', exact: true }).click();
  await openObject(page, '<b>brut</b>');
  await page.waitForSelector('.attributes');
  assert.equal(await page.locator('.documents b').count(), 0);
  assert.ok(await page.locator('.attribute-name', { hasText: 'SOP Class UID' }).count() >= 1);
  assert.equal(await page.evaluate(() => globalThis.ranFromPdf), undefined);
  await shoot(page, 'attributes');
  await context.close();
});

test('a report shows its measurements as a table with units', needs('sr_tid1500_measurements'), async () => {
  const { page, context, watch } = await openStudy(studyOf('sr_tid1500_measurements'));
  await page.locator('.object-row').first().click();
  await page.waitForSelector('table.measurements');
  await shoot(page, 'sr');
  const row = page.locator('table.measurements tr', { hasText: 'Standardized Added Metabolic Activity' }).first();
  assert.match(await row.textContent(), /107\.283 g/);
  assert.equal(await page.locator('#document-title').textContent(), 'Imaging Measurement Report');
  assert.deepEqual(watch.violations, []);
  await context.close();
});

test('a key object selection leads to its image', needs('mr_1024_manifest_ko'), async () => {
  const { page, context } = await openStudy(studyOf('mr_1024_manifest_ko'));
  await page.locator('.object-row[data-kind="key-objects"]').click();
  await page.waitForSelector('.references .link-button');
  await shoot(page, 'ko');
  await page.locator('.references .link-button').first().click();
  const shown = await waitState(page, 'the image of the selection', (s) => s.sopInstanceUid === instanceOf('mr_1024_12bit_jpll'));
  assert.ok(shown);
  await waitFinal(page);
  await context.close();
});

test('a PDF is framed from our own origin under a policy of its own', needs('pdf_encapsulated'), async () => {
  const { page, context, watch } = await openStudy(studyOf('pdf_encapsulated'));
  await page.locator('.object-row').first().click();
  await page.waitForSelector('iframe.document-frame');
  const source = await page.getAttribute('iframe.document-frame', 'src');
  const answer = await page.evaluate(async (url) => {
    const response = await fetch(url);
    const part = await fetch(url, { headers: { range: 'bytes=0-4' } });
    return { type: response.headers.get('content-type'), bytes: (await response.arrayBuffer()).byteLength, policy: response.headers.get('content-security-policy'), part: part.status, head: await part.text() };
  }, source);
  assert.equal(answer.type, 'application/pdf');
  assert.match(answer.policy, /frame-ancestors 'self'/);
  assert.deepEqual([answer.part, answer.head], [206, '%PDF-']);
  await page.waitForTimeout(1000);
  await shoot(page, 'pdf');
  assert.deepEqual(watch.violations, []);
  await context.close();
});

test('an ECG stands on millimetre paper: a second is 25 mm wide, a millivolt 10 mm high, every lead has its name', needs('ecg_12lead_waveform'), async () => {
  const { page, context, watch } = await openStudy(studyOf('ecg_12lead_waveform'));
  await page.locator('.object-row').first().click();
  await page.waitForSelector('svg.trace');
  await shoot(page, 'ecg');
  const labels = await page.locator('.trace-group').first().locator('.trace-label').allTextContents();
  assert.equal(labels.length, 12);
  assert.ok(labels.some((label) => /aVR/i.test(label)), labels.join(' '));
  const drawn = await page.evaluate(async (uid) => {
    const model = await (await fetch(`/api/v1/studies/${location.hash.slice('#/study/'.length)}/instances/${uid}/document`)).json();
    const [group] = model.waveform.groups;
    const [lead] = group.channels;
    const values = lead.values.map((v) => v * lead.step);
    const path = document.querySelector('.trace-line').getBBox();
    const mm = 96 / 25.4;
    return { seconds: (group.samples - 1) / group.frequency, millivolts: (Math.max(...values) - Math.min(...values)) * (lead.units === 'uV' ? 0.001 : 1), widthMm: path.width / mm, heightMm: path.height / mm };
  }, instanceOf('ecg_12lead_waveform'));
  assert.ok(Math.abs(drawn.widthMm - 25 * drawn.seconds) < 0.1 * drawn.seconds, JSON.stringify(drawn));
  assert.ok(Math.abs(drawn.heightMm - 10 * drawn.millivolts) < 0.2, JSON.stringify(drawn));
  assert.deepEqual(watch.violations, []);
  await context.close();
});

test('presentation states, segmentations and structure sets name what they hold', needs('rtstruct_breast'), async () => {
  for (const [name, kind, selector] of [['pr_gsps_text_polyline', 'presentation', '.references li'], ['seg_liver_1bit_3f', 'segmentation', '.regions li'], ['rtstruct_breast', 'structure-set', '.regions li']]) {
    const { page, context } = await openStudy(studyOf(name));
    await page.locator(`.object-row[data-kind="${kind}"]`).first().click();
    await page.waitForSelector(selector);
    await shoot(page, kind);
    await context.close();
  }
});

test('the documents pass the accessibility rules and fit a phone without scrolling sideways', needs('sr_tid1500_measurements'), async () => {
  for (const [name, size] of Object.entries(kSizes)) {
    for (const [study, title] of [[studyOf('sr_tid1500_measurements'), ''], [studyOf('ecg_12lead_waveform'), ''], [kMadeStudy, 'CDA d’essai']]) {
      const { page, context } = await openStudy(study, size);
      await shoot(page, `list-${name}`);
      await openObject(page, title);
      await page.waitForSelector('.report, .waveform');
      await page.waitForTimeout(200);
      await shoot(page, `${title === '' ? await page.locator('article').getAttribute('class').then((c) => c.split(' ').pop()) : 'document-cda'}-${name}`);
      const wide = await page.evaluate(() => {
        const body = document.querySelector('.documents-body');
        return { page: document.documentElement.scrollWidth - innerWidth, body: body.scrollWidth - body.clientWidth };
      });
      assert.ok(wide.page <= 0 && wide.body <= 0, `${name}: ${JSON.stringify(wide)}`);
      await page.evaluate(axeSource());
      const { violations } = await page.evaluate(() => globalThis.axe.run(document.querySelector('.documents'), { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] }));
      assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 120)).join(' | ')}`), [], name);
      await context.close();
    }
  }
});

test('an overlay lies over the picture as the reference draws it, G takes it away, and the picture says which it is', needs('overlay_12bit'), async () => {
  const { page, context, watch } = await newPage(browser, { base: server.base });
  await signIn(page, doctor);
  await page.evaluate((study) => { location.hash = `#/study/${study}`; }, studyOf('overlay_12bit'));
  await waitFinal(page);
  await act(page, 'one-to-one');
  const shown = await waitState(page, 'final at 1:1', (s) => isFinal(s) && Math.abs(s.zoom - 1) < 1e-6);
  assert.ok(shown.overlays >= 1);
  await shoot(page, 'overlay');
  const reference = renderReference(real('overlay_12bit'), shown.frameInInstance, shown.window, folder);
  const picture = await readPicture(page);
  const { largest, beyondOne, first } = difference(picture, reference);
  assert.ok(largest <= 1, `${beyondOne} samples differ (largest ${largest}): ${first}`);
  await page.locator('main canvas').press('g');
  await waitState(page, 'hidden overlays', (s) => s.overlaysShown === false);
  const plain = await readPicture(page);
  assert.ok(difference(plain, reference).beyondOne > 100, 'without its overlay the picture is another one');
  assert.deepEqual(watch.errors, []);
  await context.close();
});

test('the panel beside the pictures closes by its button and gives them their place back', async () => {
  const { page, context } = await openStudy(kMadeStudy);
  await waitFinal(page);
  const { x: panelLeft } = await page.locator('.documents').boundingBox();
  const { viewport: { width: beside } } = await waitState(page, 'the picture beside the panel', (s) => s.viewport.x + s.viewport.width <= panelLeft + 1);
  await page.getByRole('button', { name: 'Fermer les documents' }).click();
  await waitState(page, 'a wider picture', (s) => s.viewport.width > beside);
  assert.equal(await page.evaluate(() => document.activeElement.classList.contains('documents-toggle')), true);
  await context.close();
});
