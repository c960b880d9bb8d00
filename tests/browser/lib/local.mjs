// Local files as a person gives them: by the buttons, or dropped.
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { kRepository } from './paths.mjs';

const require = createRequire(join(kRepository, 'web/package.json'));

/** Chooses files, or one folder, by the button's own input. */
export async function choose(page, paths) {
  const folder = !Array.isArray(paths);
  await page.locator(`input[data-local=${folder ? 'folder' : 'files'}]`).first().setInputFiles(paths);
}

/** Drops files on the page: real File objects in a DataTransfer, as the browser would make them. */
export async function drop(page, paths) {
  const files = paths.map((path) => ({ name: basename(path), text: readFileSync(path).toString('base64') }));
  await page.evaluate((given) => {
    const data = new DataTransfer();
    for (const { name, text } of given) data.items.add(new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], name));
    const fire = (type) => document.body.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
    fire('dragover');
    globalThis.hintShown = new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(document.querySelector('.drop-hint') !== null))));
    return globalThis.hintShown.then(() => fire('drop'));
  }, files);
  return page.evaluate(() => globalThis.hintShown);
}

/** A ZIP of files under the names given, deflated, made by the library's writing half. */
export async function writeZip(path, files, options = {}) {
  const { BlobWriter, Uint8ArrayReader, ZipWriter, configure } = require('@zip.js/zip.js');
  configure({ useWebWorkers: false });
  const writer = new ZipWriter(new BlobWriter());
  for (const [name, bytes] of files) await writer.add(name, new Uint8ArrayReader(bytes), options);
  writeFileSync(path, Buffer.from(await (await writer.close()).arrayBuffer()));
  return path;
}

/** Watches what goes out from now on: anything but the reading of this product's own files is a leak. */
export function watchLeaks(page) {
  const leaks = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    // The browser's own PDF viewer loads itself; nothing of that leaves the device.
    if (!/^(https?|wss?|ftp):$/.test(url.protocol)) return;
    const asset = request.method() === 'GET' && url.pathname.startsWith('/assets/') && url.search === '';
    if (!asset || request.postData() !== null) leaks.push(`${request.method()} ${request.url()}`);
  });
  return leaks;
}
