// A fresh data folder: accounts with passwords made at random, real studies from Debian's python3-pydicom and from the
// test data where they are there, and made ones: enough patients for a second page of the list.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesIn, kTestData, kWebRoot } from './paths.mjs';
import { Server } from './server.mjs';
import { addUser, importFiles, phantomSeries } from './program.mjs';
import { writeCt } from './synthetic.mjs';

const kPydicom = '/usr/lib/python3/dist-packages/pydicom/data/test_files';
const kPydicomNames = ['CT_small.dcm', 'MR_small.dcm', 'JPEG2000.dcm', 'US1_J2KR.dcm', 'examples_ybr_color.dcm', 'SC_rgb.dcm'];

// The study that the main job is done on: the real CT series where the test data are there, else one of the phantom.
const kRealStudy = { name: 'HEAD', search: 'plastic', day: '06/02/2015' };
const kPhantomStudy = { name: 'HAUTEPIERRIN Théo (fictif)', search: 'hautepierr', day: '01/02/2024' };

// More than one page of 50.
const kMadePatients = 60;

export async function prepare() {
  if (!existsSync(join(kWebRoot, 'index.html'))) throw new Error(`${kWebRoot} is not built: run "node web/build.mjs"`);
  const folder = mkdtempSync(join(tmpdir(), 'sansfilm-browser-'));
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  const doctor = { identifier: 'docteur.moreau', name: 'Dr Claire Moreau', password: randomBytes(12).toString('base64url') };
  const others = { identifier: 'docteur.essai', name: 'Dr Essai', password: randomBytes(12).toString('base64url') };
  addUser(dataDir, doctor);
  addUser(dataDir, others);

  const real = filesIn(join(kTestData, 'series-ct'), /\.dcm$/);
  const series = real.length > 0 ? real : phantomSeries(join(folder, 'phantom'));
  const study = real.length > 0 ? kRealStudy : kPhantomStudy;
  const hostile = filesIn(join(kTestData, 'malformed'), /^xss_patient_name\.dcm$/);
  const pydicom = kPydicomNames.map((name) => join(kPydicom, name)).filter((path) => existsSync(path));
  importFiles(dataDir, [...series, ...hostile, ...pydicom]);
  const made = join(folder, 'made');
  for (let number = 1; number <= kMadePatients; number += 1) writeCt(join(made, String(number)), { number, patient: `ESSAI${String(number).padStart(2, '0')}^Patiente`, slices: 2, size: 64 });
  importFiles(dataDir, [made]);

  const server = await Server.start(dataDir);
  return { folder, server, facts: { base: server.base, dataDir, folder, doctor, others, series, study, hostile, pydicom, made: kMadePatients } };
}
