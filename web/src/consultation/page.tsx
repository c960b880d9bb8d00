// The consultations of the reader: what he is asked and what he asked, and the one that he opened beside it.
import { ArrowLeft, CircleAlert, Inbox, RefreshCw } from 'lucide';
import { formatDate, formatName } from '../i18n/format';
import type { Session } from '../net/api';
import type { Consultation } from '../net/consultations';
import { useSlow, useTitle } from '../shell/hooks';
import { Icon } from '../shell/icons';
import { problemText } from '../shell/problem_text';
import { hashOf } from '../shell/router';
import type { SessionControl } from '../shell/session';
import { useSettings } from '../shell/settings';
import { TopBar } from '../shell/top_bar';
import { Detail } from './detail';
import { PriorityBadge } from './priority_badge';
import { useConsultations } from './use_consultations';
import { momentText, otherOf, personText, stateText } from './words';

function Item({ one, current }: { one: Consultation; current: boolean }) {
  const { t, language } = useSettings();
  const study = one.study;
  const about = study ? [formatName(study.patient) || t('studies.no_name'), study.modalities.join(' '), formatDate(language, study.date)].filter((part) => part !== '').join(' · ') : t('consultation.no_study');
  return (
    <li class={['study', 'card', 'consultation', ...(one.open ? [] : ['over']), ...(one.waiting ? ['unread'] : [])].join(' ')}>
      <div class="card-head">
        <a class="study-link" href={hashOf({ page: 'consultations', id: one.id })} aria-current={current ? 'true' : undefined}>{t(one.mine ? 'consultation.to' : 'consultation.from', { who: personText(otherOf(one)) })}</a>
        <PriorityBadge priority={one.priority} />
      </div>
      <p class="second">{about}</p>
      <p class="card-foot"><span class="state">{one.waiting && <span class="dot" aria-hidden="true" />}{stateText(t, one)}</span><span>{momentText(language, one.askedAtS)}</span></p>
    </li>
  );
}

export interface PageProps { readonly id: string | undefined; readonly session: Session; readonly control: SessionControl }

export default function ConsultationsPage({ id, session, control }: PageProps) {
  const { t } = useSettings();
  useTitle(t('consultation.title'));
  const { all, problem, reload } = useConsultations(control.lost);
  const slow = useSlow(all === undefined && !problem);
  return (
    <>
      <TopBar control={control} name={session.name || session.identifier}>
        <a class="button quiet back" href={hashOf({ page: 'studies' })} aria-label={t('study.back_long')}><Icon node={ArrowLeft} /><span>{t('study.back')}</span></a>
      </TopBar>
      <main id="content" class={id === undefined ? 'page consultations' : 'page consultations with-detail'} tabIndex={-1} aria-busy={all === undefined && !problem}>
        <div class="consultation-list">
          <div class="page-head">
            <h1>{t('consultation.title')}</h1>
            <button type="button" class="icon-button" aria-label={t('studies.refresh')} title={t('studies.refresh')} onClick={reload}><Icon node={RefreshCw} /></button>
          </div>
          <div role="alert" class="alert-slot">
            {problem && <div class="notice danger"><Icon node={CircleAlert} /><span>{problemText(t, problem)}</span><button type="button" class="button" onClick={reload}>{t('app.retry')}</button></div>}
          </div>
          {slow && <p class="faint" role="status">{t('app.loading')}</p>}
          {all && all.length > 0 && <ul class="cards" aria-label={t('consultation.title')}>{all.map((one) => <Item key={one.id} one={one} current={one.id === id} />)}</ul>}
          {all?.length === 0 && (
            <div class="empty">
              <Icon node={Inbox} size={40} />
              <p class="empty-title">{t('consultation.empty')}</p>
              <p>{t('consultation.empty_hint')}</p>
            </div>
          )}
        </div>
        {id !== undefined && <Detail key={id} id={id} onChanged={reload} onSessionLost={control.lost} />}
      </main>
    </>
  );
}
