// The live session of a consultation beside the viewer that it belongs to.
import { useEffect, useRef, useState } from 'preact/hooks';
import { listConsultations } from '../net/consultations';
import { asProblem } from '../net/problem';
import type { ViewerHandle } from '../viewer_contract';
import { TogetherBar } from './bar';
import type { Ending } from './connection';
import { kNotTogether, TogetherSession, type TogetherState } from './session';

export interface TogetherProps {
  readonly id: string;
  readonly viewer: ViewerHandle | undefined;
  readonly onLeave: () => void;
  readonly onSessionLost: () => void;
}

/** Why a join was refused; undefined: it may be the network's doing. */
async function whyRefused(id: string): Promise<Ending | undefined> {
  try {
    const found = (await listConsultations(AbortSignal.timeout(5000))).find((one) => one.id === id);
    return found?.open ? undefined : 'over';
  } catch (error) {
    return asProblem(error).status === 401 ? 'session' : undefined;
  }
}

export default function Together({ id, viewer, onLeave, onSessionLost }: TogetherProps) {
  const [state, setState] = useState<TogetherState>(kNotTogether);
  const session = useRef<TogetherSession | undefined>(undefined);
  useEffect(() => {
    const own = new TogetherSession(id, (next) => {
      setState(next);
      if (next.ending === 'session') onSessionLost();
    }, () => whyRefused(id));
    session.current = own;
    // Before the viewer takes the event: what it changes then is this hand's doing.
    const events = ['pointerdown', 'pointermove', 'wheel', 'keydown'] as const;
    const touched = (event: Event): void => {
      const onPicture = event.target instanceof HTMLCanvasElement || (event.type === 'keydown' && event.target === document.body);
      if (onPicture && (event.type !== 'pointermove' || (event as PointerEvent).buttons !== 0)) own.touched();
    };
    for (const event of events) addEventListener(event, touched, { capture: true, passive: true });
    return () => {
      for (const event of events) removeEventListener(event, touched, { capture: true });
      own.close();
      session.current = undefined;
    };
  }, [id]);
  useEffect(() => session.current?.use(viewer), [viewer, id]);
  return (
    <TogetherBar state={state} onTake={() => session.current?.take()} onGive={(member) => session.current?.give(member)} onFollow={() => session.current?.follow()} onLeave={onLeave} />
  );
}
