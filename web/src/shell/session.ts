// Who is signed in, until when. The server decides; this only keeps the page in step with it: renews while the reader
// is at work, says in time that the end is near, and tells the other tabs when it is over.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { currentSession, signOut as postSignOut, type Session } from '../net/api';
import { asProblem } from '../net/problem';

const kWarnS = 120;
/** A short session is not warned about all the time. */
const warnS = (session: Session): number => (session.idleS > 0 ? Math.min(kWarnS, session.idleS / 4) : kWarnS);
const kChannel = 'sansfilm.session';

export type SessionState =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'none'; readonly reason: 'start' | 'ended' | 'left' }
  | { readonly kind: 'open'; readonly session: Session; readonly endsAtMs: number; readonly renewable: boolean };

export interface SessionControl {
  readonly state: SessionState;
  /** Set while the end is near and nothing has renewed the session. */
  readonly warning: boolean;
  /** The last attempt to sign out failed: on a shared workstation the reader must know. */
  readonly leaveFailed: boolean;
  opened(session: Session): void;
  lost(): void;
  leave(): Promise<void>;
  renew(): Promise<void>;
  dismissWarning(): void;
  dismissLeaveFailed(): void;
}

/** The earlier of the session's own end and of the longest idle time allowed. */
function openState(session: Session, nowMs: number): SessionState {
  const own = session.expiresAtS > 0 ? session.expiresAtS * 1000 : Number.POSITIVE_INFINITY;
  const idle = session.idleS > 0 ? nowMs + session.idleS * 1000 : Number.POSITIVE_INFINITY;
  // A request moves the idle end forward, never the session's own end.
  return { kind: 'open', session, endsAtMs: Math.min(own, idle), renewable: own > idle || own - nowMs > warnS(session) * 1000 };
}

export function useSession(): SessionControl {
  const [state, setState] = useState<SessionState>({ kind: 'unknown' });
  const [warning, setWarning] = useState(false);
  const [leaveFailed, setLeaveFailed] = useState(false);
  const dismissedFor = useRef(0);
  const activeMs = useRef(Date.now());
  const channel = useRef<BroadcastChannel | undefined>(undefined);

  const end = useCallback((reason: 'start' | 'ended' | 'left') => {
    setWarning(false);
    setState((old) => (old.kind === 'none' ? old : { kind: 'none', reason }));
  }, []);

  const lost = useCallback(() => end('ended'), [end]);

  const opened = useCallback((session: Session) => {
    setWarning(false);
    setState(openState(session, Date.now()));
  }, []);

  const renew = useCallback(async () => {
    try {
      opened(await currentSession());
    } catch (error) {
      // A server that is away for a moment does not end a session; only its own word does.
      if (asProblem(error).status === 401) end('ended');
    }
  }, [opened, end]);

  const leave = useCallback(async () => {
    setLeaveFailed(false);
    try {
      await postSignOut();
    } catch (error) {
      if (asProblem(error).status !== 401) {
        setLeaveFailed(true);
        return;
      }
    }
    channel.current?.postMessage('left');
    end('left');
  }, [end]);

  useEffect(() => {
    currentSession().then(opened, (error: unknown) => {
      setState({ kind: 'none', reason: 'start' });
      if (asProblem(error).status !== 401) console.warn('sansfilm: the server did not answer');
    });
    const tabs = new BroadcastChannel(kChannel);
    tabs.onmessage = () => end('left');
    channel.current = tabs;
    const seen = () => { activeMs.current = Date.now(); };
    const events = ['pointerdown', 'pointermove', 'wheel', 'keydown'] as const;
    for (const event of events) addEventListener(event, seen, { passive: true, capture: true });
    return () => {
      tabs.close();
      for (const event of events) removeEventListener(event, seen, { capture: true });
    };
  }, []);

  useEffect(() => {
    if (state.kind !== 'open' || !Number.isFinite(state.endsAtMs)) return undefined;
    const setMs = Date.now();
    const timer = setInterval(() => {
      const now = Date.now();
      const leftS = (state.endsAtMs - now) / 1000;
      const idleMs = state.session.idleS > 0 ? state.session.idleS * 1000 : state.endsAtMs - setMs;
      const worked = activeMs.current > setMs && now - activeMs.current < 60_000;
      if (leftS <= -2) void renew();
      else if (state.renewable && worked && now - setMs > Math.min(300_000, idleMs / 4)) void renew();
      else if (leftS <= warnS(state.session) && dismissedFor.current !== state.endsAtMs) setWarning(true);
    }, 1000);
    return () => clearInterval(timer);
  }, [state, renew]);

  const dismissWarning = useCallback(() => {
    if (state.kind === 'open') dismissedFor.current = state.endsAtMs;
    setWarning(false);
  }, [state]);

  return { state, warning, leaveFailed, opened, lost, leave, renew, dismissWarning, dismissLeaveFailed: () => setLeaveFailed(false) };
}
