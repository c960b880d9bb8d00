// The command line as the tests use it: one place to follow it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesIn } from './paths.mjs';
import { mustRun } from './server.mjs';
import { readPng } from './png.mjs';

export function addUser(dataDir, { identifier, name, password }) {
  mustRun(['user', 'add', identifier, '--name', name, '--role', 'radiologist', '--data', dataDir], { input: `${password}\n` });
}

/** 3: some files were refused, each counted and named; the rest are in. */
export function importFiles(dataDir, paths) {
  return mustRun(['import', '--data', dataDir, ...paths], { statuses: [0, 3] });
}

/** A CT of 20 slices of the phantom: the same bytes on every machine. @returns its files */
export function phantomSeries(folder) {
  mustRun(['phantom', '--out', folder, '--seed', '3', '--kind', 'ct', '--slices', '20']);
  return filesIn(folder, /\.dcm$/, true);
}

/** The file that holds an instance, found by its UID (0008,0018) in the bytes: the UID is long enough to be its own proof. */
export function fileOfInstance(files, uid) {
  const needle = Buffer.from(uid, 'latin1');
  const found = files.find((file) => readFileSync(file).subarray(0, 4096).includes(needle));
  if (!found) throw new Error(`no imported file holds the instance ${uid}`);
  return found;
}

/** The CPU reference of one frame (from 0; the command line counts from 1, as DICOM does): what the screen must show, within one grey level. */
export function renderReference(file, frame, window, folder) {
  const out = join(folder, `reference-${process.pid}-${frame}.png`);
  mustRun(['render', file, '--frame', String(frame + 1), '--window', `${window.center},${window.width}`, '--out', out]);
  return readPng(readFileSync(out));
}
