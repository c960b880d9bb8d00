// Debian's Orthanc with its DICOMweb plugin, on loopback with a data folder of its own.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request, Agent } from 'node:http';
import { join } from 'node:path';
import { spawn, spawnSync } from 'node:child_process';
import { freePort } from '../../browser/lib/server.mjs';

const kPlugins = ['/usr/share/orthanc/plugins', '/usr/lib/orthanc', '/usr/local/share/orthanc/plugins'];
const kUploadsAtOnce = 4;
const kJpegLsLossless = '1.2.840.10008.1.2.4.80';

function find(program, folders, name) {
  const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
  if (!found) throw new Error(`${name} of ${program} is not installed: run scripts/setup`);
  return found;
}

function ask(port, method, path, body, agent) {
  return new Promise((done, failed) => {
    const sent = request({ host: '127.0.0.1', port, method, path, agent, headers: body ? { 'content-length': body.length } : {} }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => done({ status: answer.statusCode, body: Buffer.concat(parts) }));
    });
    sent.once('error', failed);
    sent.end(body);
  });
}

export class Orthanc {
  /** `compressed`: stores what arrives as JPEG-LS lossless, the smallest form that it makes by itself. */
  static async start(folder, { compressed = false } = {}) {
    const program = find('orthanc', ['/usr/sbin', '/usr/bin'], 'Orthanc');
    const orthanc = new Orthanc();
    orthanc.port = await freePort();
    mkdirSync(folder, { recursive: true });
    const settings = {
      Name: 'bench', StorageDirectory: join(folder, 'storage'), IndexDirectory: join(folder, 'index'),
      HttpPort: orthanc.port, RemoteAccessAllowed: false, AuthenticationEnabled: false, DicomServerEnabled: false,
      KeepAlive: true, TcpNoDelay: true, HttpCompressionEnabled: true, HttpThreadsCount: 16,
      Plugins: [find('orthanc-dicomweb', kPlugins, 'libOrthancDicomWeb.so')],
      DicomWeb: { Enable: true, Root: '/dicom-web/', EnableWado: true },
      ...(compressed ? { IngestTranscoding: kJpegLsLossless } : {}),
    };
    writeFileSync(join(folder, 'orthanc.json'), JSON.stringify(settings));
    orthanc.child = spawn(program, [join(folder, 'orthanc.json')], { stdio: ['ignore', 'ignore', 'pipe'] });
    orthanc.log = '';
    orthanc.child.stderr.on('data', (part) => { orthanc.log = (orthanc.log + part).slice(-4000); });
    orthanc.gone = new Promise((done) => orthanc.child.once('exit', done));
    for (let turn = 0; turn < 150; turn += 1) {
      if (orthanc.child.exitCode !== null) throw new Error(`Orthanc ended at once: ${orthanc.log.slice(-600)}`);
      const answer = await ask(orthanc.port, 'GET', '/dicom-web/studies').catch(() => undefined);
      if (answer?.status === 200) return orthanc;
      await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error(`Orthanc did not become ready: ${orthanc.log.slice(-600)}`);
  }

  async upload(files) {
    const agent = new Agent({ keepAlive: true, maxSockets: kUploadsAtOnce });
    const waiting = [...files];
    const one = async () => {
      for (let file = waiting.pop(); file; file = waiting.pop()) {
        const { status, body } = await ask(this.port, 'POST', '/instances', readFileSync(file), agent);
        if (status !== 200) throw new Error(`Orthanc refused a file: ${status} ${body.toString().slice(0, 200)}`);
      }
    };
    await Promise.all(Array.from({ length: kUploadsAtOnce }, one));
    agent.destroy();
  }

  async stop() {
    if (!this.child || this.child.exitCode !== null) return;
    this.child.kill('SIGTERM');
    await this.gone;
  }

  static version() {
    const text = spawnSync(find('orthanc', ['/usr/sbin', '/usr/bin'], 'Orthanc'), ['--version'], { encoding: 'utf8' }).stdout ?? '';
    return /[0-9]+\.[0-9]+\.[0-9]+/.exec(text)?.[0] ?? '?';
  }
}
