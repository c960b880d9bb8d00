// What the study list holds. It outlives the list itself, so that coming back from a study finds the same rows, the same
// filters and the same place; it ends with the session, because it names patients.
import type { Study } from '../net/api';

export type SortColumn = 'patient' | 'date' | 'description' | 'establishment' | 'modality' | 'images';
export interface Sort { readonly column: SortColumn; readonly descending: boolean }
export type Period = 'any' | 'today' | '7' | '30' | '365' | 'custom';

export interface Filters {
  readonly text: string;
  readonly modality: string;
  readonly period: Period;
  /** YYYY-MM-DD as the date fields give it; used when period is "custom". */
  readonly from: string;
  readonly to: string;
}

export interface ListMemory {
  filters: Filters;
  sort: Sort;
  studies: readonly Study[];
  next: string | null;
  total: number;
  /** Undefined until a first page has come. */
  loadedFor: Filters | undefined;
  openedUid: string;
  scrollY: number;
}

export const kNoFilters: Filters = { text: '', modality: '', period: 'any', from: '', to: '' };

const empty = (): ListMemory => ({
  filters: kNoFilters, sort: { column: 'date', descending: true }, studies: [], next: null, total: 0, loadedFor: undefined, openedUid: '', scrollY: 0,
});

export const listMemory: { current: ListMemory } = { current: empty() };

export function forgetList(): void {
  listMemory.current = empty();
}

export function studyInList(uid: string): Study | undefined {
  return listMemory.current.studies.find((study) => study.uid === uid);
}
