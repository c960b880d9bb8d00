// The wire of a live session (backend/consult/live_hub.hpp): messages over a WebSocket, the newest of each kind only, and as many under
// way as the line bears. A line that is cut is taken up again.
import { object, text, type Json } from '../net/call';

export const kKinds = ['view', 'marks', 'pointer'] as const;
export type Kind = (typeof kKinds)[number];

export interface LiveMember { readonly id: number; readonly name: string; readonly establishment: string }

export type Ending = 'session' | 'over' | 'refused';

export interface LiveListener {
  joined(you: number): void;
  members(all: readonly LiveMember[], leader: number): void;
  told(from: number, kind: Kind, body: string): void;
  /** The line is down; it is tried again. */
  cut(): void;
  /** For good. */
  ended(why: Ending): void;
  /** Milliseconds to the server and back. */
  measured(roundTripMs: number): void;
}

const kVersion = 1;
const kPingEveryMs = 4000;
const kSilenceMs = 10_000;
const kRetryMs = [300, 700, 1500, 3000, 6000] as const;
// As the server does (LiveHub): a long line may have many under way, a slow one few.
const kFewUnderWay = 4;
const kMostUnderWay = 32;
const kPatienceMs = 300;
const kMostBuffered = 4096;

const number = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** A whole line "word a b\nbody" in its parts. */
function partsOf(message: string): { readonly words: readonly string[]; readonly rest: string; readonly body: string } {
  const end = message.indexOf('\n');
  const line = end < 0 ? message : message.slice(0, end);
  const blank = line.indexOf(' ');
  return { words: line.split(' '), rest: blank < 0 ? '' : line.slice(blank + 1), body: end < 0 ? '' : message.slice(end + 1) };
}

function parse(json: string): Json {
  try {
    return object(JSON.parse(json));
  } catch {
    return {};
  }
}

export class LiveConnection {
  private socket: WebSocket | undefined;
  private readonly pending = new Map<Kind, string>();
  private sent = 0;
  private taken = 0;
  private received = 0;
  private underWay: number[] = [];
  private heardMs = 0;
  private tries = 0;
  private closed = false;
  private retry = 0;
  private readonly beat: number;

  /** `stillOpen` tells why a join was refused: the browser does not. */
  constructor(private readonly id: string, private readonly listener: LiveListener, private readonly stillOpen: () => Promise<Ending | undefined>) {
    this.beat = window.setInterval(() => this.pulse(), kPingEveryMs);
    addEventListener('online', this.now);
    document.addEventListener('visibilitychange', this.now);
    this.open();
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    clearInterval(this.beat);
    clearTimeout(this.retry);
    removeEventListener('online', this.now);
    document.removeEventListener('visibilitychange', this.now);
    this.socket?.close(1000);
    this.socket = undefined;
  }

  /** What was not sent yet of this kind is replaced. */
  tell(kind: Kind, body: string): void {
    this.pending.set(kind, body);
    this.flush();
  }

  take(): void { this.say('take'); }
  give(member: number): void { this.say(`give ${member}`); }

  private readonly now = (): void => {
    if (this.closed || document.hidden || this.socket?.readyState === WebSocket.OPEN) return;
    this.tries = 0;
    this.open();
  };

  private open(): void {
    clearTimeout(this.retry);
    this.socket?.close();
    const socket = new WebSocket(`${location.protocol === 'http:' ? 'ws' : 'wss'}://${location.host}/api/v1/consultations/${this.id}/live`);
    this.socket = socket;
    this.sent = this.taken = this.received = 0;
    this.underWay = [];
    this.heardMs = performance.now();
    let opened = false;
    socket.onopen = () => { opened = true; };
    socket.onmessage = (event) => { if (this.socket === socket && typeof event.data === 'string') this.receive(event.data); };
    socket.onclose = (event) => { if (this.socket === socket) void this.lost(event.code, opened); };
  }

  private async lost(code: number, opened: boolean): Promise<void> {
    this.socket = undefined;
    if (this.closed) return;
    if (code === 4001) return this.end('session');
    if (code === 4003) return this.end('over');
    if (code === 4008 || code === 1002 || code === 1009) return this.end('refused');
    this.listener.cut();
    const why = opened ? undefined : await this.stillOpen();
    if (this.closed) return;
    if (why) return this.end(why);
    const wait = kRetryMs[Math.min(this.tries, kRetryMs.length - 1)] ?? 6000;
    this.tries += 1;
    this.retry = window.setTimeout(() => this.open(), wait);
  }

  private end(why: Ending): void {
    this.close();
    this.listener.ended(why);
  }

  private pulse(): void {
    if (this.socket?.readyState !== WebSocket.OPEN) return;
    if (performance.now() - this.heardMs > kSilenceMs) {
      // Not waited for: a line that is dead answers no farewell either.
      const dead = this.socket;
      this.socket = undefined;
      dead.close();
      void this.lost(1006, true);
      return;
    }
    this.say(`ping ${performance.now().toFixed(1)}`);
    this.flush();
  }

  private say(message: string): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(message);
  }

  private mayTell(): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN || this.socket.bufferedAmount > kMostBuffered || this.underWay.length >= kMostUnderWay) return false;
    return this.underWay.length < kFewUnderWay || performance.now() - (this.underWay[0] ?? 0) < kPatienceMs;
  }

  private flush(): void {
    for (const kind of kKinds) {
      const body = this.pending.get(kind);
      if (body === undefined || !this.mayTell()) continue;
      this.pending.delete(kind);
      this.sent += 1;
      this.underWay.push(performance.now());
      this.say(`${kind} ${this.sent}\n${body}`);
    }
  }

  private receive(message: string): void {
    this.heardMs = performance.now();
    const { words, rest, body } = partsOf(message);
    const kind = kKinds.find((one) => one === words[0]);
    if (kind) {
      this.received += 1;
      this.say(`got ${this.received}`);
      this.listener.told(Number(words[1]), kind, body);
      return;
    }
    const word = words[0] ?? '';
    if (word === 'got') this.acknowledged(Number(rest));
    if (word === 'pong') this.listener.measured(performance.now() - Number(rest));
    if (word === 'hello') this.greeted(parse(rest));
    if (word === 'members') this.peopled(parse(rest));
  }

  private acknowledged(taken: number): void {
    this.underWay.splice(0, taken - this.taken);
    this.taken = taken;
    this.flush();
  }

  private greeted(hello: Json): void {
    if (number(hello['version']) !== kVersion) return this.end('refused');
    this.tries = 0;
    this.listener.joined(number(hello['you']));
    this.say(`ping ${performance.now().toFixed(1)}`);
  }

  private peopled(told: Json): void {
    const all = Array.isArray(told['members']) ? told['members'].map(object) : [];
    this.listener.members(all.map((one) => ({ id: number(one['id']), name: text(one['name']), establishment: text(one['establishment']) })), number(told['leader']));
  }
}
