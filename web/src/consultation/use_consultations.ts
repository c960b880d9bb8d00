// The list of consultations, asked for anew now and then while it is looked at.
import { useCallback, useEffect, useState } from 'preact/hooks';
import { listConsultations, type Consultation } from '../net/consultations';
import { asProblem, type ProblemError } from '../net/problem';

const kEveryMs = 20_000;

export interface Consultations {
  readonly all: readonly Consultation[] | undefined;
  readonly problem: ProblemError | undefined;
  reload(): void;
}

export function useConsultations(onSessionLost: () => void): Consultations {
  const [all, setAll] = useState<readonly Consultation[]>();
  const [problem, setProblem] = useState<ProblemError>();
  const [turn, setTurn] = useState(0);
  const reload = useCallback(() => setTurn((n) => n + 1), []);
  useEffect(() => {
    const stop = new AbortController();
    listConsultations(stop.signal).then((found) => {
      setAll(found);
      setProblem(undefined);
    }, (error: unknown) => {
      if (stop.signal.aborted) return;
      const failed = asProblem(error);
      if (failed.status === 401) onSessionLost();
      else setProblem(failed);
    });
    return () => stop.abort();
  }, [turn, onSessionLost]);
  useEffect(() => {
    const timer = setInterval(() => { if (!document.hidden) reload(); }, kEveryMs);
    return () => clearInterval(timer);
  }, [reload]);
  return { all, problem, reload };
}
