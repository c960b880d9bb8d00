// Parts of the page that most readers do not need at once: loaded when they are wanted.
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { AskProps } from '../consultation/ask_dialog';
import type { PageProps } from '../consultation/page';
import type { TogetherProps } from '../together/panel';

type Load<Props> = () => Promise<{ readonly default: ComponentType<Props> }>;

function useLazy<Props>(load: Load<Props>, wanted: boolean): ComponentType<Props> | undefined {
  const [part, setPart] = useState<{ readonly component: ComponentType<Props> }>();
  useEffect(() => {
    if (!wanted || part) return;
    load().then(({ default: component }) => setPart({ component }), () => undefined);
  }, [wanted, part]);
  return part?.component;
}

export const useConsultationsPage = (wanted: boolean): ComponentType<PageProps> | undefined => useLazy(() => import('../consultation/page'), wanted);
export const useAskDialog = (wanted: boolean): ComponentType<AskProps> | undefined => useLazy(() => import('../consultation/ask_dialog'), wanted);
export const useTogether = (wanted: boolean): ComponentType<TogetherProps> | undefined => useLazy(() => import('../together/panel'), wanted);
