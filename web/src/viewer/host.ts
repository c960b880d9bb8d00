// The viewer's host in the page: loads the modules, gives them canvas, network, workers and voice, and opens studies.
import { assets } from '../assets';
import { ContentsReader } from '../document/contents';
import { messages, type Language } from '../i18n/messages';
import { ProblemError } from '../net/problem';
import type { ViewerHandle, ViewerOptions } from '../viewer_contract';
import { budgets } from './budgets';
import { ChunkStore } from './chunk_store';
import { DecodePool } from './decode_pool';
import { listen } from './input';
import { LiveRegion } from './live_region';
import { loadApp, put, putText, type AppModule } from './module';
import { support } from './support';
import { Surface } from './surface';
import { Transport, type Receiver, type StudyTransport } from './transport';

interface OpenStudy {
  readonly options: ViewerOptions;
  readonly answered: (problem: ProblemError | undefined) => void;
}

class Viewer {
  private app: AppModule | undefined;
  private study: OpenStudy | undefined;
  private wake = 0;
  private readonly chunks = new ChunkStore();
  private readonly pool = new DecodePool();
  private readonly voice = new LiveRegion();
  private readonly limits = budgets();
  private readonly surface = new Surface({
    resized: (width, height, ratio) => this.app?._app_resize(width, height, ratio),
    contextLost: () => this.app?._app_context_lost(),
    contextRestored: () => this.app?._app_context_restored(),
    paint: () => this.app?._app_paint(),
  });
  private readonly contents = new ContentsReader((contents) => this.study?.options.onContents?.(contents));
  private readonly receiver: Receiver = {
    manifestBytes: (request, bytes) => this.give((app) => {
      this.contents.feed(bytes);
      app._app_manifest_bytes(request, put(app, bytes));
    }),
    manifestEnd: (request, status) => this.give((app) => app._app_manifest_end(request, status)),
    batchBytes: (batch, bytes) => this.give((app) => app._app_batch_bytes(batch, put(app, bytes))),
    batchEnd: (batch, status, cancelled) => this.give((app) => app._app_batch_end(batch, status, cancelled ? 1 : 0)),
    firstAnswer: (problem) => this.study?.answered(problem),
  };
  private readonly server = new Transport(this.receiver);
  private transport: StudyTransport = this.server;
  readonly ready: Promise<AppModule>;

  constructor(language: Language) {
    this.ready = this.load(language);
  }

  private give(action: (app: AppModule) => void): void {
    if (this.app && this.study) action(this.app);
  }

  private async load(language: Language): Promise<AppModule> {
    const fonts = [assets.font_text, assets.font_strong, assets.font_icons].map(async (url) => {
      const response = await fetch(url, { credentials: 'same-origin' });
      if (!response.ok) throw new ProblemError('server', response.status);
      return new Uint8Array(await response.arrayBuffer());
    });
    void this.pool.start(this.limits.workers).catch(() => undefined);
    const app = await loadApp(this.surface.canvas, this.imports());
    app._app_start(this.limits.decodedBytes, this.limits.compressedBytes, this.limits.textureBytes, this.limits.workers, language === 'en' ? 1 : 0);
    (await Promise.all(fonts)).forEach((bytes, kind) => {
      put(app, bytes);
      app._app_font(kind);
    });
    // One paint before there is a study: shaders and letters are ready when it comes.
    app._app_resize(1280, 800, window.devicePixelRatio || 1);
    app._app_paint();
    this.pool.listener = {
      decoded: (job, samples, reply) => this.give(() => {
        put(app, samples, reply);
        app._app_decoded(job, samples.byteLength, reply.byteLength);
      }),
      died: (job) => this.give(() => app._app_worker_died(job)),
    };
    document.addEventListener('visibilitychange', () => app._app_set_hidden(document.hidden ? 1 : 0));
    window.addEventListener('online', () => app._app_set_online(1));
    window.addEventListener('offline', () => app._app_set_online(0));
    window.sansfilm = support(app, {
      state: () => ({ chunkBytes: this.chunks.bytes, heapBytes: app.HEAPU8.byteLength, workers: this.limits.workers }),
      act: (name) => name === 'stop-decoder' && this.pool.stopOne(),
    });
    this.app = app;
    return app;
  }

  private imports() {
    return {
      requestPaint: () => this.surface.requestPaint(),
      wakeAt: (timeUs: number) => this.wakeAt(timeUs),
      fetchManifest: (request: number, path: string) => {
        this.contents.begin();
        this.transport.fetchManifest(request, path);
      },
      fetchBatch: (batch: number, path: string, mediaType: string, body: string, urgent: boolean) => this.transport.fetchBatch(batch, path, mediaType, body, urgent),
      cancelBatch: (batch: number) => this.transport.cancelBatch(batch),
      keepChunk: (series: number, frame: number, tile: number, resolution: number, layer: number, bytes: Uint8Array) =>
        this.chunks.keep(series, frame, { tile, resolution, layer, bytes: bytes.slice() }),
      dropChunks: (series: number, frame: number) => this.chunks.drop(series, frame),
      decode: (job: number, order: Uint8Array, series: number, frame: number, lastTile: number, lastResolution: number, lastLayer: number) =>
        this.pool.decode(job, order, this.chunks.upTo(series, frame, lastTile, lastResolution, lastLayer)),
      cancelDecode: (job: number) => this.pool.cancel(job),
      announce: (text: string, urgent: boolean) => this.voice.say(text, urgent),
      // Not in the middle of the module's own call.
      leave: (reason: number) => queueMicrotask(() => (reason === 1 ? this.study?.options.onSessionEnded?.() : this.study?.options.onExit())),
      setCursor: () => undefined,
    };
  }

  private wakeAt(timeUs: number): void {
    clearTimeout(this.wake);
    if (timeUs < 0) return;
    const delay = Math.min(2 ** 31 - 1, Math.max(0, Math.ceil(timeUs / 1000 - performance.now())));
    this.wake = window.setTimeout(() => this.app?._app_tick(), delay);
  }

  async open(container: HTMLElement, uid: string, options: ViewerOptions): Promise<ViewerHandle> {
    const app = await this.ready;
    this.close();
    this.setLanguage(options.language);
    const answer = new Promise<void>((resolve, reject) => {
      this.study = {
        options,
        answered: (problem) => (problem && problem.status < 500 && problem.status !== 429 ? reject(problem) : resolve()),
      };
    });
    this.transport = options.source?.transport(this.receiver) ?? this.server;
    app._app_open(putText(app, uid));
    this.surface.attach(container);
    this.voice.attach(container);
    const stopListening = listen(this.surface.canvas, app, () => this.surface.pixelRatio);
    this.surface.canvas.focus({ preventScroll: true });
    const opened = this.study;
    const close = (): void => {
      stopListening();
      if (this.study === opened) this.close();
    };
    // A server that does not answer at all is the viewer's to show: it tries again by itself.
    const waited = new Promise<void>((resolve) => { setTimeout(resolve, 4000); });
    try {
      await Promise.race([answer, waited]);
    } catch (error) {
      close();
      throw error;
    }
    const showImage = (instance: string, frame: number): boolean => this.study === opened && app._app_act(putText(app, `instance ${instance}`), frame, 0) !== 0;
    return { close, setLanguage: (language) => this.setLanguage(language), showImage };
  }

  private setLanguage(language: Language): void {
    this.surface.canvas.setAttribute('aria-label', messages['viewer.canvas'][language]);
    this.app?._app_set_language(language === 'en' ? 1 : 0);
  }

  private close(): void {
    if (!this.study) return;
    this.study = undefined;
    this.transport.close();
    this.pool.clear();
    this.app?._app_close();
    this.chunks.clear();
    clearTimeout(this.wake);
    this.surface.detach();
    this.voice.detach();
  }
}

let viewer: Viewer | undefined;

function theViewer(language: Language): Viewer {
  if (!viewer) {
    const fresh = new Viewer(language);
    // What failed to load is loaded anew next time.
    fresh.ready.catch(() => { if (viewer === fresh) viewer = undefined; });
    viewer = fresh;
  }
  return viewer;
}

const pageLanguage = (): Language => (document.documentElement.lang.startsWith('en') ? 'en' : 'fr');

export function preloadViewer(): void {
  theViewer(pageLanguage());
}

export function openStudy(container: HTMLElement, studyUid: string, options: ViewerOptions): Promise<ViewerHandle> {
  return theViewer(options.language).open(container, studyUid, options);
}
