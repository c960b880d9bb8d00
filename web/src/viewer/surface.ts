// The canvas: one for the life of the page, so that its WebGL context is ready before a study is opened. Keeps its size in
// device pixels, paints in animation frames on demand, survives a lost context.
export interface SurfaceListener {
  resized(width: number, height: number, ratio: number): void;
  contextLost(): void;
  contextRestored(): void;
  paint(): void;
}

export class Surface {
  readonly canvas = document.createElement('canvas');
  private asked = 0;
  private ratio = window.devicePixelRatio || 1;
  private readonly observer = new ResizeObserver((entries) => this.measure(entries[0]));
  private stopWatchingRatio: (() => void) | undefined;

  constructor(private readonly listener: SurfaceListener) {
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute('role', 'application');
    this.canvas.style.cssText = 'display:block;width:100%;height:100%;touch-action:none;outline:none';
    this.canvas.addEventListener('webglcontextlost', (event) => {
      event.preventDefault();
      listener.contextLost();
    });
    this.canvas.addEventListener('webglcontextrestored', () => listener.contextRestored());
  }

  get pixelRatio(): number {
    return this.ratio;
  }

  attach(container: HTMLElement): void {
    container.prepend(this.canvas);
    this.observer.observe(this.canvas);
    this.watchRatio();
    this.measure(undefined);
  }

  detach(): void {
    this.observer.disconnect();
    this.stopWatchingRatio?.();
    cancelAnimationFrame(this.asked);
    this.asked = 0;
    this.canvas.remove();
  }

  requestPaint(): void {
    if (this.asked !== 0 || !this.canvas.isConnected) return;
    this.asked = requestAnimationFrame(() => {
      this.asked = 0;
      this.listener.paint();
    });
  }

  private watchRatio(): void {
    this.stopWatchingRatio?.();
    const query = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    const changed = (): void => {
      this.watchRatio();
      this.measure(undefined);
    };
    query.addEventListener('change', changed, { once: true });
    this.stopWatchingRatio = () => query.removeEventListener('change', changed);
  }

  private measure(entry: ResizeObserverEntry | undefined): void {
    this.ratio = window.devicePixelRatio || 1;
    const exact = entry?.devicePixelContentBoxSize?.[0];
    const box = this.canvas.getBoundingClientRect();
    const width = exact?.inlineSize ?? Math.round(box.width * this.ratio);
    const height = exact?.blockSize ?? Math.round(box.height * this.ratio);
    if (width < 1 || height < 1) return;
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    this.listener.resized(width, height, this.ratio);
    // A canvas that was given a new size is empty until it is painted: not a frame later.
    this.listener.paint();
  }
}
