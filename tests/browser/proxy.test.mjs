// nginx in front: HTTP/2 to the browser, the back end behind a socket file, the bytes of pictures sent by nginx.
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { findAndOpen, launch, newPage, signIn, waitFinal } from './lib/browser.mjs';
import { kRepository } from './lib/paths.mjs';
import { addUser, importFiles } from './lib/program.mjs';
import { freePort, get, Server } from './lib/server.mjs';
import { writeCt } from './lib/synthetic.mjs';

const account = { identifier: 'docteur.relais', name: 'Dr Relais', password: randomBytes(12).toString('base64url') };
const kSkip = { skip: existsSync('/usr/lib/nginx/modules/ngx_http_perl_module.so') ? false : 'libnginx-mod-http-perl is not installed' };
const kPatient = 'RELAIS';
let folder, data, server, nginx, front, browser, content;

before(async () => {
  if (kSkip.skip) return;
  folder = mkdtempSync(join(tmpdir(), 'sansfilm-proxy-'));
  data = join(folder, 'data');
  mkdirSync(data);
  addUser(data, account);
  const made = writeCt(join(folder, 'made'), { number: 1, patient: `${kPatient}^Patiente`, slices: 1, size: 256 });
  importFiles(data, [made]);
  content = createHash('sha256').update(readFileSync(join(made, '00001.dcm'))).digest('hex').slice(0, 32);
  const socket = join(folder, 'http.sock');
  server = await Server.start(data, { extra: ['--http-proxy-socket', socket, '--http-accel', '/-/derived'] });
  const port = await freePort();
  front = `https://127.0.0.1:${port}`;
  nginx = spawn(join(kRepository, 'scripts/nginx-up'), ['--socket', socket, '--data', data, '--port', String(port), '--run', join(folder, 'nginx')], { stdio: ['ignore', 'inherit', 'inherit'] });
  for (let turn = 0; ; turn += 1) {
    const health = await get(`${front}/api/v1/health`).catch(() => undefined);
    if (health?.status === 200) break;
    assert.ok(turn < 100 && nginx.exitCode === null, 'nginx does not answer');
    await new Promise((done) => setTimeout(done, 100));
  }
  browser = await launch();
});
after(async () => {
  await browser?.close();
  if (nginx && nginx.exitCode === null) {
    const gone = new Promise((done) => nginx.once('exit', done));
    nginx.kill('SIGTERM');
    await gone;
  }
  await server?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

async function cookieOf() {
  const { page, context } = await newPage(browser, { base: front });
  await signIn(page, account);
  const cookies = await context.cookies();
  await context.close();
  return cookies.map((one) => `${one.name}=${one.value}`).join('; ');
}

test('through nginx a study opens over HTTP/2 to the final picture', kSkip, async () => {
  const { page, context, watch } = await newPage(browser, { base: front });
  await signIn(page, account);
  await findAndOpen(page, kPatient);
  await waitFinal(page);
  const protocols = await page.evaluate(() => [...new Set(performance.getEntriesByType('resource').filter((one) => one.name.includes('/stream/v1/')).map((one) => one.nextHopProtocol))]);
  assert.deepEqual(protocols, ['h2']);
  assert.deepEqual([watch.violations, watch.foreign, watch.errors], [[], [], []]);
  await context.close();
});

test('nginx sends the same bytes of a picture as the back end, after the decision only', kSkip, async () => {
  const Cookie = await cookieOf();
  const path = `/stream/v1/${content}/0/L1`;
  const [sent, own] = [await get(front + path, { Cookie }), await get(server.base + path, { Cookie })];
  assert.deepEqual([sent.status, own.status], [200, 200]);
  assert.ok(sent.body.equals(own.body) && own.body.length > 4096, `${sent.body.length} and ${own.body.length} bytes`);
  assert.equal(sent.headers.etag, own.headers.etag);
  assert.equal(sent.headers['content-type'], 'application/vnd.sansfilm.frame');
  assert.match(sent.headers['cache-control'], /^private, .*immutable/);
  assert.equal(sent.headers['x-content-type-options'], 'nosniff');
  assert.equal(sent.headers['x-accel-redirect'], undefined);
  assert.equal((await get(front + path, { Cookie, 'If-None-Match': own.headers.etag })).status, 304);
  assert.ok((await get(front + path, { Cookie, Range: 'bytes=10-19' })).body.equals(own.body.subarray(10, 20)));
  assert.equal((await get(front + path)).status, 401);
});

test('what is internal to nginx is not served to anybody', kSkip, async () => {
  assert.equal((await get(`${front}/-/derived/00/00/x?o=0&n=1&t=x`, { Cookie: await cookieOf() })).status, 404);
});
