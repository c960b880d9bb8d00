// DICOM dates, times and names (PS3.5 6.2) put into the reader's language. What does not parse is shown as it came.
import { localeOf } from './i18n';
import type { Language } from './messages';

/** DA: YYYYMMDD. Undefined for anything that is not a day of the calendar. */
export function parseDate(da: string): Date | undefined {
  const match = /^(\d{4})[.-]?(\d{2})[.-]?(\d{2})$/.exec(da.trim());
  if (!match) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(year, month - 1, day);
  date.setFullYear(year);
  return date.getMonth() === month - 1 && date.getDate() === day ? date : undefined;
}

export function formatDate(language: Language, da: string): string {
  const date = parseDate(da);
  return date ? new Intl.DateTimeFormat(localeOf(language), { day: '2-digit', month: '2-digit', year: 'numeric' }).format(date) : da;
}

/** TM: HH, HHMM or HHMMSS with a fraction, shown to the minute. */
export function formatTime(tm: string): string {
  const match = /^([01]\d|2[0-3]):?([0-5]\d)/.exec(tm.trim());
  return match ? `${match[1]}:${match[2]}` : '';
}

const startOfDay = (date: Date): Date => new Date(date.getFullYear(), date.getMonth(), date.getDate());

/** "today", "yesterday", "3 weeks ago"; empty beyond two years, where the date itself says more. */
export function relativeDate(language: Language, da: string, now: Date): string {
  const date = parseDate(da);
  if (!date) return '';
  const days = Math.round((date.getTime() - startOfDay(now).getTime()) / 86_400_000);
  const format = new Intl.RelativeTimeFormat(localeOf(language), { numeric: 'auto' });
  const size = Math.abs(days);
  if (size > 730) return '';
  if (size < 14) return format.format(days, 'day');
  if (size < 60) return format.format(Math.round(days / 7), 'week');
  if (size < 365) return format.format(Math.round(days / 30.44), 'month');
  return format.format(Math.round(days / 365.25), 'year');
}

/** Age in whole years on the day of the study: what a reader needs beside the images. */
export function ageAt(birthDate: string, studyDate: string, now: Date): number | undefined {
  const birth = parseDate(birthDate);
  const at = parseDate(studyDate) ?? now;
  if (!birth || birth > at) return undefined;
  const before = at.getMonth() < birth.getMonth() || (at.getMonth() === birth.getMonth() && at.getDate() < birth.getDate());
  return at.getFullYear() - birth.getFullYear() - (before ? 1 : 0);
}

/** PN: family^given^middle^prefix^suffix, up to three groups parted by "=": the first that says something. */
export function formatName(pn: string): string {
  const group = pn.split('=').find((g) => g.replace(/[\s^]/g, '') !== '') ?? '';
  const [family = '', given = '', middle = '', prefix = '', suffix = ''] = group.split('^').map((part) => part.trim());
  return [prefix, family, given, middle, suffix].filter((part) => part !== '').join(' ');
}

export function toDa(date: Date): string {
  return `${String(date.getFullYear()).padStart(4, '0')}${String(date.getMonth() + 1).padStart(2, '0')}${String(date.getDate()).padStart(2, '0')}`;
}

/** "1 min 20 s" */
export function formatDuration(seconds: number): string {
  const s = Math.max(0, Math.round(seconds));
  return s < 60 ? `${s} s` : `${Math.floor(s / 60)} min ${String(s % 60).padStart(2, '0')} s`;
}
