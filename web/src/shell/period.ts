import { toDa } from '../i18n/format';
import type { StudyQuery } from '../net/api';
import type { Filters } from './study_store';

const dayBefore = (now: Date, days: number): string => toDa(new Date(now.getFullYear(), now.getMonth(), now.getDate() - days));

function period(filters: Filters, now: Date): { from: string; to: string } {
  switch (filters.period) {
    case 'any': return { from: '', to: '' };
    case 'today': return { from: dayBefore(now, 0), to: dayBefore(now, 0) };
    case '7': return { from: dayBefore(now, 6), to: '' };
    case '30': return { from: dayBefore(now, 29), to: '' };
    case '365': return { from: dayBefore(now, 364), to: '' };
    case 'custom': return { from: filters.from.replaceAll('-', ''), to: filters.to.replaceAll('-', '') };
  }
}

/** Filters as the server understands them. */
export function queryOf(filters: Filters, now: Date): StudyQuery {
  return { text: filters.text.trim(), modality: filters.modality, ...period(filters, now) };
}
