// Fetches pages of the study list. An answer that no longer fits the filters is dropped; rows on screen stay until new
// ones come.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { listStudies, type Study } from '../net/api';
import { asProblem, type ProblemError } from '../net/problem';
import { queryOf } from './period';
import { listMemory, type Filters } from './study_store';

const kPageSize = 50;

export interface Studies {
  readonly studies: readonly Study[];
  readonly total: number;
  readonly hasMore: boolean;
  readonly loading: 'none' | 'first' | 'filter' | 'more';
  readonly problem: ProblemError | undefined;
  /** True once a page has come for these filters. */
  readonly settled: boolean;
  more(): void;
  reload(): void;
}

export function useStudies(filters: Filters, onSessionLost: () => void): Studies {
  const memory = listMemory.current;
  const [studies, setStudies] = useState(memory.studies);
  const [next, setNext] = useState(memory.next);
  const [total, setTotal] = useState(memory.total);
  const [settledFor, setSettledFor] = useState(memory.loadedFor);
  const [loading, setLoading] = useState<Studies['loading']>('none');
  const [problem, setProblem] = useState<ProblemError>();
  const [turn, setTurn] = useState(0);
  const running = useRef<AbortController | undefined>(undefined);

  const load = useCallback(async (after: string | null, what: Studies['loading'], before: readonly Study[]) => {
    running.current?.abort();
    const control = new AbortController();
    running.current = control;
    setLoading(what);
    setProblem(undefined);
    try {
      const page = await listStudies(queryOf(filters, new Date()), kPageSize, after, control.signal);
      // A study that arrived between two pages may move rows: each is shown once.
      const seen = new Set(before.map((s) => s.uid));
      const merged = [...before, ...page.studies.filter((s) => !seen.has(s.uid))];
      setStudies(merged);
      setNext(page.next);
      setTotal(page.total);
      setSettledFor(filters);
      Object.assign(listMemory.current, { studies: merged, next: page.next, total: page.total, loadedFor: filters });
      setLoading('none');
    } catch (error) {
      if (control.signal.aborted) return;
      const failed = asProblem(error);
      if (failed.status === 401) onSessionLost();
      setProblem(failed);
      setLoading('none');
    }
  }, [filters, onSessionLost]);

  useEffect(() => {
    if (turn === 0 && listMemory.current.loadedFor === filters) return undefined;
    const typed = listMemory.current.loadedFor !== undefined && listMemory.current.loadedFor.text !== filters.text;
    const timer = setTimeout(() => void load(null, listMemory.current.loadedFor ? 'filter' : 'first', []), typed ? 220 : 0);
    return () => clearTimeout(timer);
  }, [load, turn]);

  useEffect(() => () => running.current?.abort(), []);

  return {
    studies,
    total,
    hasMore: next !== null,
    loading,
    problem,
    settled: settledFor === filters,
    more: () => { if (next !== null && loading === 'none') void load(next, 'more', studies); },
    reload: () => setTurn((n) => n + 1),
  };
}
