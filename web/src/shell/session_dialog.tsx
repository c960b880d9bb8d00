// Says in time that the session is about to end. A modal dialog: reading on without an answer loses work.
import { useEffect, useRef } from 'preact/hooks';
import { formatDuration } from '../i18n/format';
import { useCountdown } from './hooks';
import type { SessionControl } from './session';
import { useSettings } from './settings';

export function SessionDialog({ control, endsAtMs, renewable }: { control: SessionControl; endsAtMs: number; renewable: boolean }) {
  const { t } = useSettings();
  const dialog = useRef<HTMLDialogElement>(null);
  const left = useCountdown(endsAtMs);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const accept = () => {
    if (renewable) void control.renew();
    else control.dismissWarning();
  };
  const time = formatDuration(left);
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="session-title" aria-describedby="session-body" onCancel={(e) => { e.preventDefault(); accept(); }}>
      <h2 id="session-title">{t('session.title')}</h2>
      <p id="session-body">{renewable ? t('session.body', { time }) : t('session.last', { time })}</p>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={() => void control.leave()}>{t('app.sign_out')}</button>
        <button type="button" class="button primary" autoFocus onClick={accept}>{renewable ? t('session.stay') : t('session.understood')}</button>
      </div>
    </dialog>
  );
}
