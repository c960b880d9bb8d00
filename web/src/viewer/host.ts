// The viewer's host in the page: loads the modules, gives them canvas, network, workers and voice, and opens studies.
import { assets } from '../assets';
import { ContentsReader } from '../document/contents';
import { messages, type Language } from '../i18n/messages';
import { ProblemError } from '../net/problem';
import type { SharedKind, ViewerHandle, ViewerOptions } from '../viewer_contract';
import { budgets } from './budgets';
import { ChunkStore } from './chunk_store';
import { DecodePool } from './decode_pool';
import { hangingProtocols } from './hanging_protocols';
import { listen } from './input';
import { keepLayout, keptLayouts } from './kept_layouts';
import { LiveRegion } from './live_region';
import { loadApp, put, putText, type AppModule } from './module';
import { support } from './support';
import { Surface } from './surface';
import { TextCanvas } from './text_canvas';
import { Transport, type Receiver, type StudyTransport } from './transport';

interface OpenStudy {
  readonly options: ViewerOptions;
  readonly answered: (problem: ProblemError | undefined) => void;
}

class Viewer {
  private app: AppModule | undefined;
  private study: OpenStudy | undefined;
  private wake = 0;
  private readonly watchers = new Set<() => void>();
  private telling = false;
  private readonly chunks = new ChunkStore();
  private readonly pool = new DecodePool();
  private readonly voice = new LiveRegion();
  private readonly limits = budgets();
  private readonly texts = new TextCanvas();
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
    pageWasLate: (lateMs) => this.give((app) => app._app_page_was_late(lateMs * 1000)),
    batchEnd: (batch, status, cancelled) => this.give((app) => app._app_batch_end(batch, status, cancelled ? 1 : 0)),
    object: (request, status, bytes) => this.give((app) => app._app_object(request, status, put(app, bytes))),
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
    void this.pool.start(this.limits.workers);
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
      state: () => ({ chunkBytes: this.chunks.bytes, heapBytes: app.HEAPU8.byteLength, workers: this.limits.workers, textRuns: this.texts.drawn }),
      act: (name) => name === 'stop-decoder' && this.pool.stopOne(),
    });
    this.app = app;
    return app;
  }

  private imports() {
    return {
      requestPaint: () => {
        this.surface.requestPaint();
        this.tellWatchers();
      },
      wakeAt: (timeUs: number) => this.wakeAt(timeUs),
      fetchManifest: (request: number, path: string) => {
        this.contents.begin();
        this.transport.fetchManifest(request, path);
      },
      fetchBatch: (batch: number, path: string, mediaType: string, body: string, urgent: boolean) => this.transport.fetchBatch(batch, path, mediaType, body, urgent),
      cancelBatch: (batch: number) => this.transport.cancelBatch(batch),
      fetchObject: (request: number, path: string) => this.transport.fetchObject(request, path),
      sendObject: (request: number, path: string, json: string) => this.transport.sendObject(request, path, json),
      keepChunk: (series: number, frame: number, tile: number, resolution: number, layer: number, bytes: Uint8Array) =>
        this.chunks.keep(series, frame, { tile, resolution, layer, bytes: bytes.slice() }),
      dropChunks: (series: number, frame: number) => this.chunks.drop(series, frame),
      decode: (job: number, order: Uint8Array, series: number, frame: number, firstTile: number, lastTile: number, tilesAcross: number, lastResolution: number, lastLayer: number, samples: number) =>
        this.pool.decode({ job, order, chunks: this.chunks.within(series, frame, { firstTile, lastTile, tilesAcross, lastResolution, lastLayer }), samples }),
      cancelDecode: (job: number) => this.pool.cancel(job),
      announce: (text: string, urgent: boolean) => this.voice.say(text, urgent),
      keepLayout: (kind: string, layout: string) => {
        if (this.study) keepLayout(this.study.options.account, kind, layout);
      },
      // Not in the middle of the module's own call.
      leave: (reason: number) => queueMicrotask(() => (reason === 1 ? this.study?.options.onSessionEnded?.() : this.study?.options.onExit())),
      setCursor: () => undefined,
      textWidth: (text: string, emPx: number, strong: boolean) => this.texts.width(text, emPx, strong),
      textDraw: (text: string, emPx: number, strong: boolean, width: number, height: number, left: number, baseline: number) =>
        this.texts.draw(text, emPx, strong, width, height, left, baseline),
    };
  }

  /** Not in the middle of the module's own call, and before the picture is painted: others need not wait for this screen. */
  private tellWatchers(): void {
    if (this.telling || this.watchers.size === 0) return;
    this.telling = true;
    queueMicrotask(() => {
      this.telling = false;
      for (const changed of this.watchers) changed();
    });
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
    const setDataSaver = (on: boolean): void => void app._app_act(putText(app, 'data-saver'), on ? 1 : 0, 0);
    setDataSaver(options.dataSaver);
    app._app_act(putText(app, 'forget-layouts'), 0, 0);
    for (const [kind, layout] of keptLayouts(options.account)) app._app_act(putText(app, `layout ${kind} ${layout}`), 0, 0);
    const answer = new Promise<void>((resolve, reject) => {
      this.study = {
        options,
        answered: (problem) => (problem && problem.status < 500 && problem.status !== 429 ? reject(problem) : resolve()),
      };
    });
    this.transport = options.source?.transport(this.receiver) ?? this.server;
    app._app_open(putText(app, uid));
    // Local files hang by what the program knows by itself.
    const protocols = options.source ? Promise.resolve('') : hangingProtocols();
    const hung = this.study;
    void protocols.then((text) => { if (this.study === hung) app._app_act(putText(app, `hanging-protocols ${text}`), 0, 0); });
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
    const showLayer = (uid: string): boolean => this.study === opened && app._app_act(putText(app, `layer ${uid}`), 0, 0) !== 0;
    const kinds = ['view', 'marks', 'pointer', 'name'] as const;
    const share = (what: SharedKind): string => (this.study === opened ? app.UTF8ToString(app._app_share(kinds.indexOf(what))) : '');
    const takeShared = (from: number, what: SharedKind | 'name', words: string): boolean =>
      this.study === opened && app._app_take_shared(from, kinds.indexOf(what), putText(app, words)) !== 0;
    const onChanged = (changed: () => void): (() => void) => {
      this.watchers.add(changed);
      return () => this.watchers.delete(changed);
    };
    return { close, setLanguage: (language) => this.setLanguage(language), setDataSaver, showImage, showLayer, share, takeShared, onChanged };
  }

  private setLanguage(language: Language): void {
    this.surface.canvas.setAttribute('aria-label', messages['viewer.canvas'][language]);
    this.app?._app_set_language(language === 'en' ? 1 : 0);
  }

  forgetReader(): void {
    this.close();
    if (this.app) this.app._app_act(putText(this.app, 'forget-measurements'), 0, 0);
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

export function forgetReader(): void {
  viewer?.forgetReader();
}

export function openStudy(container: HTMLElement, studyUid: string, options: ViewerOptions): Promise<ViewerHandle> {
  return theViewer(options.language).open(container, studyUid, options);
}
