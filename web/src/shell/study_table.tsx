import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide';
import type { MessageKey } from '../i18n/messages';
import type { Study } from '../net/api';
import { Icon } from './icons';
import { useSettings } from './settings';
import { StudyCard, StudyRow, type StudyRoute } from './study_row';
import type { Sort, SortColumn } from './study_store';

const kColumns: readonly { readonly column: SortColumn; readonly label: MessageKey & `studies.${string}`; readonly class: string }[] = [
  { column: 'patient', label: 'studies.patient', class: 'col-patient' },
  { column: 'date', label: 'studies.date', class: 'col-date' },
  { column: 'modality', label: 'studies.modality', class: 'col-modality' },
  { column: 'description', label: 'studies.description', class: 'col-description' },
  { column: 'establishment', label: 'studies.establishment', class: 'col-establishment wide-only' },
  { column: 'images', label: 'studies.images', class: 'col-images number' },
];

interface Props {
  readonly studies: readonly Study[];
  readonly cards: boolean;
  readonly sort: Sort;
  readonly stale: boolean;
  /** Where a row leads to. */
  readonly page?: StudyRoute;
  readonly onSort: (sort: Sort) => void;
  readonly onOpen: (study: Study) => void;
}

/** A first click on a date or a count shows the largest first, on a text the first letters first. */
function nextSort(sort: Sort, column: SortColumn): Sort {
  if (sort.column === column) return { column, descending: !sort.descending };
  return { column, descending: column === 'date' || column === 'images' };
}

export function StudyTable({ studies, cards, sort, stale, page = 'study', onSort, onOpen }: Props) {
  const { t } = useSettings();
  if (cards) {
    return <ul class={stale ? 'cards stale' : 'cards'} aria-label={t('studies.title')}>{studies.map((s) => <StudyCard key={s.uid} study={s} page={page} onOpen={onOpen} />)}</ul>;
  }
  return (
    <table class={stale ? 'studies stale' : 'studies'} aria-label={t('studies.title')}>
      <thead>
        <tr>
          {kColumns.map(({ column, label, class: name }) => {
            const sorted = sort.column === column;
            const words = t(label as 'studies.patient');
            return (
              <th key={column} scope="col" class={name} aria-sort={sorted ? (sort.descending ? 'descending' : 'ascending') : undefined}>
                <button type="button" class="sort" title={t('studies.sort_by', { column: words.toLowerCase() })} onClick={() => onSort(nextSort(sort, column))}>
                  {words}<Icon size={14} node={sorted ? (sort.descending ? ArrowDown : ArrowUp) : ChevronsUpDown} />
                </button>
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody>{studies.map((s) => <StudyRow key={s.uid} study={s} page={page} onOpen={onOpen} />)}</tbody>
    </table>
  );
}

/** Rows of the right height while the first page is on its way: nothing jumps when it comes. */
export function StudySkeleton({ cards }: { cards: boolean }) {
  return <div class={cards ? 'skeleton as-cards' : 'skeleton'} aria-hidden="true">{Array.from({ length: cards ? 5 : 9 }, (_, i) => <div key={i} class="skeleton-row"><i /><i /><i /><i /></div>)}</div>;
}
