// The way to the consultations in the top bar, with how many of them wait for the reader.
import { MessagesSquare } from 'lucide';
import { useEffect, useState } from 'preact/hooks';
import { plural } from '../i18n/i18n';
import { countWaiting } from '../net/consultations';
import { Icon } from '../shell/icons';
import { hashOf } from '../shell/router';
import { useSettings } from '../shell/settings';

const kEveryMs = 15_000;
const kChanged = 'sansfilm:consultations';

/** Something was seen, asked or answered on this page: the number is asked for anew. */
export const consultationsChanged = (): void => { dispatchEvent(new Event(kChanged)); };

function useWaiting(): number {
  const [waiting, setWaiting] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    // What fails is tried again at the next turn: a number in a corner is no reason for an alarm.
    const ask = () => { if (!document.hidden) countWaiting(stop.signal).then(setWaiting, () => undefined); };
    ask();
    const timer = setInterval(ask, kEveryMs);
    addEventListener(kChanged, ask, { signal: stop.signal });
    document.addEventListener('visibilitychange', ask, { signal: stop.signal });
    return () => {
      clearInterval(timer);
      stop.abort();
    };
  }, []);
  return waiting;
}

export function WaitingLink() {
  const { t, language } = useSettings();
  const waiting = useWaiting();
  const label = waiting === 0 ? t('consultation.title') : t(plural(language, 'consultation.waiting', waiting), { count: waiting });
  return (
    <a class="icon-button consultations-link" href={hashOf({ page: 'consultations' })} aria-label={label} title={label}>
      <Icon node={MessagesSquare} />
      {waiting > 0 && <span class="waiting-count" aria-hidden="true">{waiting > 99 ? '99+' : waiting}</span>}
    </a>
  );
}
