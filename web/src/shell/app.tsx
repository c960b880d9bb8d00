// The page: which of sign-in, study list and study is shown, and what stands around all three.
import { CircleAlert, X } from 'lucide';
import { useCallback, useLayoutEffect, useRef } from 'preact/hooks';
import { DropTarget } from '../local/drop_target';
import { LocalPage } from '../local/local_page';
import { LocalStudy } from '../local/local_study';
import type { Session } from '../net/api';
import { useSlow } from './hooks';
import { useConsultationsPage } from './lazy';
import { Icon } from './icons';
import { go, isLocal, useRoute, type Route } from './router';
import { useSession } from './session';
import { SessionDialog } from './session_dialog';
import { SettingsProvider, useSettings } from './settings';
import { SignIn } from './sign_in';
import { forgetList } from './study_store';
import { StudyList } from './study_list';
import { StudyPage } from './study_page';
import { viewerIsFor } from './viewer_gate';

function Pages() {
  const { t } = useSettings();
  const control = useSession();
  const route = useRoute();
  // Where the reader was when the session ended: signing in again leads back there.
  const wanted = useRef<Route>({ page: 'studies' });
  const waiting = useSlow(control.state.kind === 'unknown');
  const { state } = control;
  const Consultations = useConsultationsPage(route.page === 'consultations' && state.kind === 'open');

  // Before the page is painted: an address that is chosen as soon as the list is seen must not be overwritten by this one.
  useLayoutEffect(() => {
    if (isLocal(route)) return;
    if (state.kind === 'none') {
      if (state.reason === 'left') wanted.current = { page: 'studies' };
      else if (route.page !== 'sign-in') wanted.current = route;
      if (route.page !== 'sign-in') go({ page: 'sign-in' }, 'replace');
      forgetList();
    }
    if (state.kind === 'open') viewerIsFor(state.session.identifier);
    if (state.kind === 'open' && route.page === 'sign-in') go(wanted.current, 'replace');
  }, [state, route]);

  const opened = useCallback((session: Session) => control.opened(session), [control.opened]);

  if (route.page === 'local') return <LocalPage />;
  if (route.page === 'local-study') return <LocalStudy key={route.uid} uid={route.uid} />;
  if (state.kind === 'unknown') return waiting ? <p class="waiting" role="status">{t('app.loading')}</p> : null;
  if (state.kind === 'none') return <SignIn reason={state.reason} onOpened={opened} />;
  return (
    <>
      {route.page === 'study' && <StudyPage key={route.uid} uid={route.uid} together={route.together} control={control} />}
      {route.page === 'consultations' && Consultations && <Consultations id={route.id} session={state.session} control={control} />}
      {(route.page === 'studies' || route.page === 'sign-in') && <StudyList session={state.session} control={control} />}
      {control.leaveFailed && (
        <div class="notice danger banner" role="alert">
          <Icon node={CircleAlert} />
          <span>{t('session.leave_failed')}</span>
          <button type="button" class="button" onClick={() => void control.leave()}>{t('app.retry')}</button>
          <button type="button" class="icon-button" aria-label={t('app.close')} title={t('app.close')} onClick={control.dismissLeaveFailed}><Icon node={X} /></button>
        </div>
      )}
      {control.warning && <SessionDialog control={control} endsAtMs={state.endsAtMs} renewable={state.renewable} />}
    </>
  );
}

export function App() {
  return <SettingsProvider><Pages /><DropTarget /></SettingsProvider>;
}
