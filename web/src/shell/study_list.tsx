import { CircleAlert, HardDrive, RefreshCw, ScanSearch, Inbox } from 'lucide';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { localeOf, plural } from '../i18n/i18n';
import { OpenLocal } from '../local/open_local';
import type { Session, Study } from '../net/api';
import { FilterBar } from './filter_bar';
import { useMedia, useSlow, useTitle } from './hooks';
import { Icon } from './icons';
import { problemText } from './problem_text';
import type { SessionControl } from './session';
import { useSettings } from './settings';
import { sortStudies } from './sort';
import { kNoFilters, listMemory, type Filters, type Sort } from './study_store';
import { StudySkeleton, StudyTable } from './study_table';
import { TopBar } from './top_bar';
import { useStudies } from './use_studies';
import { preloadWhenIdle } from './viewer_gate';

const links = (): HTMLAnchorElement[] => [...document.querySelectorAll<HTMLAnchorElement>('a.study-link')];

/** Up, Down, Home, End among the rows; "/" to the search. Enter is the link's own. */
function moveFocus(event: KeyboardEvent, search: HTMLInputElement | null): void {
  const target = event.target as HTMLElement;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
  if (event.key === '/' && !typing) {
    event.preventDefault();
    search?.focus();
    return;
  }
  const rows = links();
  const at = rows.indexOf(target as HTMLAnchorElement);
  if (typing || (at < 0 && !(target === document.body || target.id === 'content'))) return;
  const goals: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 };
  const goal = goals[event.key];
  if (goal === undefined) return;
  event.preventDefault();
  if (goal < 0) search?.focus();
  else rows[Math.min(goal, rows.length - 1)]?.focus();
}

export function StudyList({ session, control }: { session: Session; control: SessionControl }) {
  const { t, language } = useSettings();
  useTitle(t('studies.title'));
  const search = useRef<HTMLInputElement>(null);
  const [filters, setFilters] = useState<Filters>(listMemory.current.filters);
  const [sort, setSort] = useState<Sort>(listMemory.current.sort);
  const list = useStudies(filters, control.lost);
  const cards = useMedia('(max-width: 47.99em)');
  const finePointer = useMedia('(hover: hover) and (pointer: fine)');
  const slow = useSlow(list.loading === 'first' || list.loading === 'filter');
  const sorted = useMemo(() => sortStudies(list.studies, sort, localeOf(language)), [list.studies, sort, language]);
  const n = new Intl.NumberFormat(localeOf(language));

  useEffect(() => { Object.assign(listMemory.current, { filters, sort }); }, [filters, sort]);
  useEffect(preloadWhenIdle, []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => moveFocus(event, search.current);
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  useEffect(() => {
    const { openedUid, scrollY: y } = listMemory.current;
    const row = links().find((link) => link.dataset['uid'] === openedUid);
    if (row) {
      scrollTo(0, y);
      row.focus({ preventScroll: true });
    } else if (finePointer) {
      search.current?.focus({ preventScroll: true });
    }
  }, []);

  const open = useCallback((study: Study) => Object.assign(listMemory.current, { openedUid: study.uid, scrollY }), []);
  const toFirst = () => links()[0]?.focus();
  const shown = list.studies.length;
  const counted = list.hasMore || list.total > shown
    ? t('studies.count_of', { shown: n.format(shown), total: n.format(Math.max(list.total, shown)) })
    : t(plural(language, 'studies.count', shown), { shown: n.format(shown) });
  const nothing = list.settled && list.loading === 'none' && shown === 0 && !list.problem;
  const unfiltered = filters.text === '' && filters.modality === '' && filters.period === 'any';

  return (
    <>
      <TopBar control={control} name={session.name || session.identifier} />
      <main id="content" class="page" tabIndex={-1} aria-busy={list.loading !== 'none'}>
        <div class="page-head">
          <h1>{t('studies.title')}</h1>
          <p class="count" role="status">{list.settled && !nothing ? counted : ''}</p>
          <span class="keys">{t('studies.keys')}</span>
          <a class="button quiet to-local" href="#/local" title={t('local.title')} aria-label={t('local.title')}><Icon node={HardDrive} /><span>{t('local.title')}</span></a>
          <button type="button" class="icon-button" aria-label={t('studies.refresh')} title={t('studies.refresh')} onClick={list.reload}><Icon node={RefreshCw} /></button>
        </div>
        <FilterBar filters={filters} search={search} onChange={setFilters} onDown={toFirst} />
        <div role="alert" class="alert-slot">
          {list.problem && list.problem.kind !== 'session' && (
            <div class="notice danger">
              <Icon node={CircleAlert} />
              <span>{problemText(t, list.problem)}{list.problem.requestId !== '' && <small>{t('app.request', { id: list.problem.requestId })}</small>}</span>
              <button type="button" class="button" onClick={list.reload}>{t('app.retry')}</button>
            </div>
          )}
        </div>
        {/* Rows that answer another question than the one asked now would mislead. */}
        {shown > 0 && !(list.problem && !list.settled) && <StudyTable studies={sorted} cards={cards} sort={sort} stale={slow} onSort={setSort} onOpen={open} />}
        {shown === 0 && slow && <StudySkeleton cards={cards} />}
        {nothing && (
          <div class="empty">
            <Icon node={unfiltered ? Inbox : ScanSearch} size={40} />
            <p class="empty-title">{t(unfiltered ? 'studies.empty' : 'studies.none_found')}</p>
            <p>{t(unfiltered ? 'studies.empty_hint' : 'studies.none_found_hint')}</p>
            {!unfiltered && <button type="button" class="button" onClick={() => { setFilters(kNoFilters); search.current?.focus(); }}>{t('studies.reset')}</button>}
          </div>
        )}
        {list.hasMore && shown > 0 && list.settled && (
          <div class="more">
            <button type="button" class="button" aria-disabled={list.loading === 'more'} onClick={list.more}>{t(list.loading === 'more' ? 'app.loading' : 'studies.more')}</button>
            {sort.column !== 'date' && <p class="faint">{t('studies.sorted_partly')}</p>}
          </div>
        )}
        {list.settled && (
          <section class="list-local" aria-labelledby="local-title">
            <div><h2 id="local-title">{t('local.title')}</h2><p>{t('local.invite')}</p></div>
            <OpenLocal />
          </section>
        )}
      </main>
    </>
  );
}
