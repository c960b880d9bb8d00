// How long the page did not get to read what had arrived: it was painting, or the processor was elsewhere. A timer that
// comes late tells it, also for what no handler of ours can measure.
const kBeatMs = 20;

export class ReadingClock {
  private timer = 0;
  private due = 0;
  private lateMs = 0;

  /** While something is awaited. */
  start(): void {
    if (this.timer !== 0) return;
    this.lateMs = 0;
    this.beat();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = 0;
  }

  /** What has come up since the last call. */
  takeLateMs(): number {
    if (this.timer === 0) return 0;
    this.settle();
    const late = this.lateMs;
    this.lateMs = 0;
    return late;
  }

  private beat(): void {
    this.due = performance.now() + kBeatMs;
    this.timer = window.setTimeout(() => {
      this.settle();
      this.beat();
    }, kBeatMs);
  }

  private settle(): void {
    const now = performance.now();
    // A page that nobody sees is called late on purpose.
    if (now > this.due && !document.hidden) this.lateMs += now - this.due;
    this.due = Math.max(this.due, now);
  }
}
