// What was found among local files: the studies, and what could not be read, in words.
import { ArrowLeft, CircleAlert, FolderInput, Info, Trash2, X } from 'lucide';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { localeOf, plural } from '../i18n/i18n';
import { useMedia, useTitle } from '../shell/hooks';
import { Icon } from '../shell/icons';
import { useSettings } from '../shell/settings';
import { sortStudies } from '../shell/sort';
import type { Sort } from '../shell/study_store';
import { StudyTable } from '../shell/study_table';
import { preloadWhenIdle } from '../shell/viewer_gate';
import { LocalBar } from './local_bar';
import { cancelReading, forget, useLocal, type LocalState } from './local_store';
import { OpenLocal } from './open_local';
import type { Found, Refused } from './protocol';

function Progress({ state }: { state: LocalState & { kind: 'reading' } }) {
  const { t, language } = useSettings();
  const n = new Intl.NumberFormat(localeOf(language));
  const words = t('local.progress', { done: n.format(state.done), total: n.format(state.total) });
  const cancel = useRef<HTMLButtonElement>(null);
  useEffect(() => cancel.current?.focus(), []);
  return (
    <section class="local-progress" aria-label={t('local.reading')}>
      <div class="local-progress-words"><h2>{t('local.reading')}</h2><p class="count">{words}</p></div>
      <progress max={Math.max(1, state.total)} value={state.done} aria-label={t('local.reading')} aria-valuetext={words} />
      <button ref={cancel} type="button" class="button" aria-disabled={state.stopping} onClick={cancelReading}><Icon node={X} />{t(state.stopping ? 'local.stopping' : 'local.cancel')}</button>
    </section>
  );
}

function RefusedGroup({ refused }: { refused: Refused }) {
  const { t, language } = useSettings();
  const n = new Intl.NumberFormat(localeOf(language));
  const rest = refused.count - refused.paths.length;
  return (
    <details class="refused">
      <summary><span>{t(`local.why.${refused.why}`)}</span><span class="count">{t(plural(language, 'local.files', refused.count), { count: n.format(refused.count) })}</span></summary>
      <ul>
        {refused.paths.map((path, i) => <li key={i}>{path}</li>)}
        {rest > 0 && <li class="faint">{t('local.and_more', { count: n.format(rest) })}</li>}
      </ul>
    </details>
  );
}

function Summary({ found }: { found: Found }) {
  const { t, language } = useSettings();
  const n = new Intl.NumberFormat(localeOf(language));
  if (found.refused.length === 0 && found.missing === 0 && !found.cancelled) return null;
  const count = found.refused.reduce((sum, one) => sum + one.count, 0);
  return (
    <section class="local-summary" aria-labelledby="not-read">
      {found.cancelled && <p class="notice"><Icon node={Info} />{t('local.cancelled')}</p>}
      {found.missing > 0 && <p class="notice danger"><Icon node={CircleAlert} /><span>{t('local.missing', { missing: n.format(found.missing), listed: n.format(found.listed) })}</span></p>}
      {count > 0 && <h2 id="not-read">{t(plural(language, 'local.not_read', count), { count: n.format(count) })}</h2>}
      {found.refused.map((one) => <RefusedGroup key={one.why} refused={one} />)}
    </section>
  );
}

function Studies({ found }: { found: Found }) {
  const { t, language } = useSettings();
  const cards = useMedia('(max-width: 47.99em)');
  const [sort, setSort] = useState<Sort>({ column: 'date', descending: true });
  const sorted = useMemo(() => sortStudies(found.studies, sort, localeOf(language)), [found, sort, language]);
  if (found.studies.length === 0) {
    return (
      <div class="empty">
        <Icon node={FolderInput} size={40} />
        <p class="empty-title">{t('local.nothing')}</p>
        <p>{t('local.nothing_hint')}</p>
      </div>
    );
  }
  return <StudyTable studies={sorted} cards={cards} sort={sort} stale={false} page="local-study" onSort={setSort} onOpen={() => undefined} />;
}

export function LocalPage() {
  const { t, language } = useSettings();
  useTitle(t('local.title'));
  useEffect(preloadWhenIdle, []);
  const state = useLocal();
  const n = new Intl.NumberFormat(localeOf(language));
  const found = state.kind === 'found' ? state.found : undefined;
  return (
    <>
      <LocalBar><a class="button quiet back" href="#/studies" aria-label={t('study.back_long')}><Icon node={ArrowLeft} /><span>{t('study.back')}</span></a></LocalBar>
      <main id="content" class="page" tabIndex={-1} aria-busy={state.kind === 'reading' || state.kind === 'gathering'}>
        <div class="page-head">
          <h1>{t('local.title')}</h1>
          <p class="count" role="status">{found && found.studies.length > 0 ? t(plural(language, 'studies.count', found.studies.length), { shown: n.format(found.studies.length) }) : ''}</p>
          {found && <button type="button" class="icon-button local-forget" aria-label={t('local.forget')} title={t('local.forget')} onClick={forget}><Icon node={Trash2} /></button>}
        </div>
        <p class="local-note">{t('local.explain')}</p>
        {state.kind === 'found' && <OpenLocal />}
        {state.kind === 'gathering' && <p class="notice" role="status"><span class="spinner" aria-hidden="true" />{t('local.gathering')}</p>}
        {state.kind === 'reading' && <Progress state={state} />}
        {state.kind === 'failed' && <p class="notice danger local-failed" role="alert"><Icon node={CircleAlert} /><span>{t('local.failed')}</span></p>}
        {(state.kind === 'none' || state.kind === 'failed') && (
          <div class="drop-zone"><Icon node={FolderInput} size={40} /><p>{t('local.drop_here')}</p><OpenLocal primary /></div>
        )}
        {found && <Studies found={found} />}
        {found && <Summary found={found} />}
      </main>
    </>
  );
}
