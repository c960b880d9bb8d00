import { formatName } from '../i18n/format';
import type { Study } from '../net/api';
import type { Sort, SortColumn } from './study_store';

type Key = (study: Study) => string | number;
const kKeys: Readonly<Record<SortColumn, Key>> = {
  patient: (s) => formatName(s.patientName),
  date: (s) => s.date + s.time,
  description: (s) => s.description,
  establishment: (s) => s.establishment,
  modality: (s) => s.modalities.join(' '),
  images: (s) => s.instances,
};

/** Sorted copy; equal keys keep the server's order, and what is empty comes last in either direction. */
export function sortStudies(studies: readonly Study[], sort: Sort, locale: string): readonly Study[] {
  const key = kKeys[sort.column];
  const collator = new Intl.Collator(locale, { sensitivity: 'base', numeric: true });
  const direction = sort.descending ? -1 : 1;
  return [...studies].sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    if (typeof x === 'number' && typeof y === 'number') return direction * (x - y);
    if (x === '' || y === '') return (x === '' ? 1 : 0) - (y === '' ? 1 : 0);
    return direction * collator.compare(String(x), String(y));
  });
}
