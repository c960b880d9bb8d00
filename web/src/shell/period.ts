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

// The server narrows by each word and takes four. Of more, the longest narrow best; what they find holds all that was meant.
const kMostWords = 4;

function searchWords(text: string): string {
  const words = text.trim().split(/\s+/);
  if (words.length <= kMostWords) return words.join(' ');
  const kept = new Set([...new Set(words)].sort((a, b) => b.length - a.length).slice(0, kMostWords));
  return [...kept].join(' ');
}

/** Filters as the server understands them. */
export function queryOf(filters: Filters, now: Date): StudyQuery {
  return { text: searchWords(filters.text), modality: filters.modality, ...period(filters, now) };
}
