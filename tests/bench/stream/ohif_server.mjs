// Serves OHIF's build and, under the same origin, Orthanc's DICOMweb: one server for the browser, as in an installation.
// Static files are compressed once and kept, so that the peer's application costs what it costs behind a good server.
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { Agent, createServer, request } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';

const kTypes = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.json': 'application/json',
  '.wasm': 'application/wasm', '.svg': 'image/svg+xml', '.png': 'image/png', '.ico': 'image/x-icon', '.woff2': 'font/woff2', '.ttf': 'font/ttf' };
const kCompressed = new Set(['.html', '.js', '.mjs', '.css', '.json', '.wasm', '.svg']);

// What OHIF's documentation gives for Orthanc, with Orthanc under the same origin.
const kConfig = `window.config = ${JSON.stringify({
  routerBasename: '/', extensions: [], modes: [], customizationService: {}, showStudyList: true, maxNumberOfWebWorkers: 3,
  showWarningMessageForCrossOrigin: false, showCPUFallbackMessage: false, showLoadingIndicator: true, strictZSpacingForVolumeViewport: true,
  investigationalUseDialog: { option: 'never' },
  maxNumRequests: { interaction: 100, thumbnail: 75, prefetch: 25 }, defaultDataSourceName: 'dicomweb',
  dataSources: [{
    namespace: '@ohif/extension-default.dataSourcesModule.dicomweb', sourceName: 'dicomweb',
    configuration: {
      friendlyName: 'Orthanc', name: 'orthanc', wadoUriRoot: '/wado', qidoRoot: '/dicom-web', wadoRoot: '/dicom-web',
      qidoSupportsIncludeField: false, supportsReject: false, imageRendering: 'wadors', thumbnailRendering: 'wadors', enableStudyLazyLoad: true,
      supportsFuzzyMatching: false, supportsWildcard: true, staticWado: true, singlepart: 'bulkdata', bulkDataURI: { enabled: true },
      acceptHeader: ['multipart/related; type=application/octet-stream; transfer-syntax=*'],
    },
  }],
})};`;

export class OhifServer {
  static async start(dist, orthancPort) {
    const self = new OhifServer();
    self.kept = new Map();
    self.dist = dist;
    self.agent = new Agent({ keepAlive: true });
    self.http = createServer({ noDelay: true }, (question, answer) => {
      const path = new URL(question.url, 'http://local').pathname;
      if (path.startsWith('/dicom-web') || path.startsWith('/wado')) self.pass(question, answer, orthancPort);
      else self.file(path, question, answer);
    });
    await new Promise((done) => self.http.listen(0, '127.0.0.1', done));
    self.base = `http://127.0.0.1:${self.http.address().port}`;
    return self;
  }

  pass(question, answer, port) {
    const onward = request({ host: '127.0.0.1', port, method: question.method, path: question.url, headers: question.headers, agent: this.agent }, (from) => {
      answer.writeHead(from.statusCode, from.headers);
      from.pipe(answer);
    });
    onward.once('error', () => answer.destroy());
    answer.once('close', () => { if (!answer.writableEnded) onward.destroy(); });
    question.pipe(onward);
  }

  file(path, question, answer) {
    const head = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp', 'cache-control': 'max-age=3600' };
    if (path === '/app-config.js') {
      answer.writeHead(200, { ...head, 'content-type': 'text/javascript' });
      answer.end(kConfig);
      return;
    }
    let name = join(this.dist, normalize(decodeURIComponent(path)));
    if (!name.startsWith(this.dist) || !existsSync(name) || statSync(name).isDirectory()) name = join(this.dist, 'index.html');
    const kind = extname(name);
    head['content-type'] = kTypes[kind] ?? 'application/octet-stream';
    if (kCompressed.has(kind) && /\bgzip\b/.test(question.headers['accept-encoding'] ?? '')) {
      if (!this.kept.has(name)) this.kept.set(name, gzipSync(readFileSync(name), { level: 9 }));
      answer.writeHead(200, { ...head, 'content-encoding': 'gzip' });
      answer.end(this.kept.get(name));
      return;
    }
    answer.writeHead(200, head);
    createReadStream(name).pipe(answer);
  }

  async stop() {
    this.agent.destroy();
    this.http.closeAllConnections();
    await new Promise((done) => this.http.close(done));
  }
}
