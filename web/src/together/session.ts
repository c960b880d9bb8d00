// A live session at this viewer: tells what is seen, pointed at and measured here, and follows who leads. Whoever moves the picture by
// his own hand stops following, and may take it up again.
import type { ViewerHandle } from '../viewer_contract';
import { LiveConnection, type Ending, type Kind, type LiveListener, type LiveMember } from './connection';

export interface TogetherState {
  readonly link: 'joining' | 'open' | 'cut' | 'ended';
  readonly ending: Ending | undefined;
  readonly you: number;
  readonly leader: number;
  readonly members: readonly LiveMember[];
  readonly following: boolean;
  readonly roundTripMs: number;
}

export const kNotTogether: TogetherState = { link: 'joining', ending: undefined, you: 0, leader: 0, members: [], following: true, roundTripMs: 0 };

const kTellEveryMs = 30;
const kAtMostEveryMs = 15;   // a mouse may move oftener
const kHandMs = 700;   // how long after a hand's move a change of the picture is its doing

export class TogetherSession implements LiveListener {
  private state = kNotTogether;
  private readonly connection: LiveConnection;
  private viewer: ViewerHandle | undefined;
  private stopWatching: (() => void) | undefined;
  private readonly last: Record<Kind, string> = { view: '', marks: '', pointer: '' };
  private readonly shown = new Set<number>();
  private toFollow: string | undefined;    // told, not shown yet
  private followed = '';                   // what was told last
  private baseline = '';                   // what the viewer told of itself right after it followed
  private handMs = Number.NEGATIVE_INFINITY;
  private toldMs = Number.NEGATIVE_INFINITY;
  private readonly timer: number;

  constructor(id: string, private readonly changed: (state: TogetherState) => void, stillOpen: () => Promise<Ending | undefined>) {
    this.connection = new LiveConnection(id, this, stillOpen);
    this.timer = window.setInterval(() => this.turn(), kTellEveryMs);
  }

  close(): void {
    clearInterval(this.timer);
    this.stopWatching?.();
    this.connection.close();
    this.forgetMembers();
  }

  use(viewer: ViewerHandle | undefined): void {
    this.stopWatching?.();
    this.viewer = viewer;
    this.stopWatching = viewer?.onChanged(() => this.turn());
    this.shown.clear();
    this.showMembers();
    if (this.followed !== '') this.toFollow = this.followed;
  }

  /** A hand is on the picture. */
  readonly touched = (): void => { this.handMs = performance.now(); };
  take(): void { this.connection.take(); }
  give(member: number): void { this.connection.give(member); }
  follow(): void {
    if (this.followed !== '') this.toFollow = this.followed;
    this.set({ following: true });
  }

  joined(you: number): void {
    this.forgetMembers();
    for (const kind of Object.keys(this.last) as Kind[]) this.last[kind] = '';
    this.set({ link: 'open', you });
  }
  members(members: readonly LiveMember[], leader: number): void {
    const led = this.leads();
    this.set({ members, leader });
    this.showMembers();
    if (this.leads() && !led) this.last.view = '';
    // What was seen while leading is nothing that was followed.
    if (this.leads() !== led) this.baseline = '';
    // Another one leads from now on: what he shows is what is wanted.
    if (!this.leads() && led) this.set({ following: true });
  }
  told(from: number, kind: Kind, body: string): void {
    if (kind !== 'view') {
      this.viewer?.takeShared(from, kind, body);
      return;
    }
    this.followed = this.toFollow = body;
    this.turn();
  }
  cut(): void {
    if (this.state.link !== 'ended') this.set({ link: 'cut' });
  }
  ended(ending: Ending): void {
    this.set({ link: 'ended', ending, members: [], leader: 0 });
    this.forgetMembers();
  }
  measured(roundTripMs: number): void { this.set({ roundTripMs: Math.round(roundTripMs) }); }

  private leads(): boolean { return this.state.you !== 0 && this.state.leader === this.state.you; }

  private set(part: Partial<TogetherState>): void {
    this.state = { ...this.state, ...part };
    this.changed(this.state);
  }

  private forgetMembers(): void {
    for (const id of this.shown) this.viewer?.takeShared(id, 'name', '');
    this.shown.clear();
  }

  private showMembers(): void {
    const there = new Map(this.state.members.filter((one) => one.id !== this.state.you).map((one) => [one.id, one.name]));
    for (const id of [...this.shown]) {
      if (there.has(id)) continue;
      this.viewer?.takeShared(id, 'name', '');
      this.shown.delete(id);
    }
    for (const [id, name] of there) {
      if (this.shown.has(id)) continue;
      this.viewer?.takeShared(id, 'name', name);
      if (this.viewer) this.shown.add(id);
    }
  }

  private turn(): void {
    if (!this.viewer || this.state.link !== 'open') return;
    if (!this.leads()) this.keepUp(this.viewer);
    if (performance.now() - this.toldMs < kAtMostEveryMs) return;
    for (const kind of this.leads() ? (['view', 'marks', 'pointer'] as const) : (['marks', 'pointer'] as const)) {
      const now = this.viewer.share(kind);
      if (now === '' || now === this.last[kind]) continue;
      this.last[kind] = now;
      this.toldMs = performance.now();
      this.connection.tell(kind, now);
    }
  }

  private keepUp(viewer: ViewerHandle): void {
    if (!this.state.following) return;
    const byHand = performance.now() - this.handMs < kHandMs;
    const seen = viewer.share('view');
    if (this.baseline !== '' && seen !== this.baseline) {
      if (byHand) {
        this.toFollow = undefined;
        this.baseline = '';
        this.set({ following: false });
        return;
      }
      // The screen was turned, or a series came: the same is wanted as before.
      this.toFollow ??= this.followed;
    }
    if (this.toFollow === undefined || this.toFollow === '') return;
    if (!viewer.takeShared(this.state.leader, 'view', this.toFollow)) return;
    this.toFollow = undefined;
    this.baseline = viewer.share('view');
  }
}
