import { Search, X } from 'lucide';
import type { RefObject } from 'preact';
import { Icon } from './icons';
import { useSettings } from './settings';
import { kNoFilters, type Filters, type Period } from './study_store';

export const kModalities = ['CT', 'MR', 'CR', 'DX', 'MG', 'US', 'XA', 'RF', 'PT', 'NM', 'OT'] as const;
const kPeriods: readonly Period[] = ['any', 'today', '7', '30', '365', 'custom'];

interface Props {
  readonly filters: Filters;
  readonly search: RefObject<HTMLInputElement | null>;
  readonly onChange: (filters: Filters) => void;
  /** Down arrow in the search field: into the results. */
  readonly onDown: () => void;
}

export function FilterBar({ filters, search, onChange, onDown }: Props) {
  const { t } = useSettings();
  const set = (part: Partial<Filters>) => onChange({ ...filters, ...part });
  const filtered = filters.text !== '' || filters.modality !== '' || filters.period !== 'any';
  return (
    <search class="filters">
      <div class="search-field">
        <label class="hidden" for="search">{t('studies.search')}</label>
        <Icon node={Search} />
        <input id="search" ref={search} type="search" autocomplete="off" spellcheck={false} maxLength={200} placeholder={t('studies.search_hint')} value={filters.text}
          onInput={(e) => set({ text: e.currentTarget.value })}
          onKeyDown={(e) => {
            if (e.key === 'ArrowDown' || e.key === 'Enter') { e.preventDefault(); onDown(); }
            if (e.key === 'Escape' && filters.text !== '') { e.preventDefault(); set({ text: '' }); }
          }} />
        {filters.text === ''
          ? <kbd aria-hidden="true">/</kbd>
          : <button type="button" class="icon-button small" aria-label={t('studies.clear')} title={t('studies.clear')} onClick={() => { set({ text: '' }); search.current?.focus(); }}><Icon node={X} size={16} /></button>}
      </div>
      <div class="filter">
        <label for="modality">{t('studies.modality')}</label>
        <select id="modality" value={filters.modality} onChange={(e) => set({ modality: e.currentTarget.value })}>
          <option value="">{t('studies.modality_all')}</option>
          {kModalities.map((code) => <option key={code} value={code}>{`${code} · ${t(`modality.${code}`)}`}</option>)}
        </select>
      </div>
      <div class="filter">
        <label for="period">{t('studies.period')}</label>
        <select id="period" value={filters.period} onChange={(e) => set({ period: kPeriods.find((p) => p === e.currentTarget.value) ?? 'any' })}>
          {kPeriods.map((p) => <option key={p} value={p}>{t(`studies.period_${p}`)}</option>)}
        </select>
      </div>
      {filters.period === 'custom' && (
        <>
          <div class="filter">
            <label for="from">{t('studies.from')}</label>
            <input id="from" type="date" value={filters.from} max={filters.to} onChange={(e) => set({ from: e.currentTarget.value })} />
          </div>
          <div class="filter">
            <label for="to">{t('studies.to')}</label>
            <input id="to" type="date" value={filters.to} min={filters.from} onChange={(e) => set({ to: e.currentTarget.value })} />
          </div>
        </>
      )}
      {filtered && <button type="button" class="button quiet" onClick={() => onChange(kNoFilters)}>{t('studies.reset')}</button>}
    </search>
  );
}
