// The studies of a bench, in our archive and in the peers'.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { launch, newPage, signIn } from '../../browser/lib/browser.mjs';
import { importFiles } from '../../browser/lib/program.mjs';
import { mustRun } from '../../browser/lib/server.mjs';
import { OhifServer } from './ohif_server.mjs';
import { Orthanc } from './orthanc.mjs';
import { peer } from './peers.mjs';

const kDerivedWithin_ms = 15 * 60_000;

const filesUnder = (folder) => readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? filesUnder(join(folder, entry.name)) : [join(folder, entry.name)]));

/** @param made the options of `sansfilm phantom` for each study, by name */
export function makeStudies(folder, made) {
  const studies = {};
  for (const [name, options] of Object.entries(made)) {
    const out = join(folder, name);
    mustRun(['phantom', '--out', out, '--patients', '1', ...options]);
    const files = filesUnder(out);
    studies[name] = { files, frames: files.length, bytes: files.reduce((sum, file) => sum + statSync(file).size, 0) };
  }
  return studies;
}

/** Imports them one after the other, so that each one's UID is known, and waits until all are prepared. */
export async function fill(server, account, studies) {
  const browser = await launch();
  try {
    const { page } = await newPage(browser, { base: server.base });
    await signIn(page, account);
    const list = () => page.evaluate(async () => (await (await fetch('/api/v1/studies?limit=50')).json()).studies);
    const known = new Set((await list()).map((s) => s.study_uid));
    for (const study of Object.values(studies)) {
      importFiles(server.dataDir, study.files);
      const uid = (await list()).map((s) => s.study_uid).find((one) => !known.has(one));
      known.add(uid);
      study.uid = uid;
    }
    const end = Date.now() + kDerivedWithin_ms;
    while (!(await list()).every((s) => s.derived)) {
      if (Date.now() > end) throw new Error('the studies are not prepared');
      await page.waitForTimeout(500);
    }
  } finally {
    await browser.close();
  }
}

export async function startPeers(folder, forms, studies) {
  const dist = join(peer('@ohif/app'), 'dist');
  const peers = [];
  for (const form of forms) {
    const orthanc = await Orthanc.start(join(folder, `orthanc-${form}`), { compressed: form === 'jpeg-ls' });
    for (const study of Object.values(studies)) await orthanc.upload(study.files);
    peers.push({ form, name: `OHIF, ${form}`, orthanc, server: await OhifServer.start(dist, orthanc.port) });
  }
  return peers;
}
