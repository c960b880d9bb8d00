// The page around the viewer: a way back, who is signed in, and words for when the study can't be opened.
import { ArrowLeft, CircleAlert } from 'lucide';
import { useEffect, useRef, useState } from 'preact/hooks';
import { asProblem, type ProblemError } from '../net/problem';
import type { ViewerHandle } from '../viewer_contract';
import { useSlow, useTitle } from './hooks';
import { Icon } from './icons';
import { problemText } from './problem_text';
import { go } from './router';
import type { SessionControl } from './session';
import { useSettings } from './settings';
import { TopBar } from './top_bar';
import { loadViewer } from './viewer_gate';

type Opening = { readonly kind: 'opening' } | { readonly kind: 'open' } | { readonly kind: 'failed'; readonly problem: ProblemError };

const back = () => go({ page: 'studies' });

export function StudyPage({ uid, control }: { uid: string; control: SessionControl }) {
  const { t, language } = useSettings();
  useTitle(t('study.title'));
  const container = useRef<HTMLDivElement>(null);
  const viewer = useRef<ViewerHandle | undefined>(undefined);
  const [state, setState] = useState<Opening>({ kind: 'opening' });
  const [turn, setTurn] = useState(0);
  const slow = useSlow(state.kind === 'opening');

  useEffect(() => {
    let gone = false;
    setState({ kind: 'opening' });
    const open = async () => {
      const host = await loadViewer();
      if (gone || !container.current) return;
      const handle = await host.openStudy(container.current, uid, { language, onExit: back, onSessionEnded: () => control.lost() });
      if (gone) handle.close();
      else {
        viewer.current = handle;
        setState({ kind: 'open' });
      }
    };
    open().catch((error: unknown) => {
      if (gone) return;
      const problem = asProblem(error);
      if (problem.status === 401) control.lost();
      else setState({ kind: 'failed', problem });
    });
    return () => {
      gone = true;
      viewer.current?.close();
      viewer.current = undefined;
    };
  }, [uid, turn]);

  useEffect(() => viewer.current?.setLanguage(language), [language, state]);

  const session = control.state.kind === 'open' ? control.state.session : undefined;
  return (
    <div class="reading">
      <TopBar control={control} name={session?.name || session?.identifier || ''}>
        <a class="button quiet back" href="#/studies" aria-label={t('study.back_long')}><Icon node={ArrowLeft} /><span>{t('study.back')}</span></a>
      </TopBar>
      <main id="content" class="viewer" tabIndex={-1} aria-label={t('study.title')} aria-busy={state.kind === 'opening'}>
        <div ref={container} class={state.kind === 'failed' ? 'viewer-container unused' : 'viewer-container'} />
        {slow && <p class="opening" role="status"><span class="spinner" aria-hidden="true" />{t('study.opening')}</p>}
        {state.kind === 'failed' && (
          <div class="empty" role="alert">
            <Icon node={CircleAlert} size={40} />
            <h1 class="empty-title">{t('study.failed')}</h1>
            <p>{state.problem.kind === 'absent' ? t('study.absent') : problemText(t, state.problem)}</p>
            {state.problem.requestId !== '' && <p class="faint">{t('app.request', { id: state.problem.requestId })}</p>}
            <div class="empty-actions">
              {state.problem.kind !== 'absent' && <button type="button" class="button primary" onClick={() => setTurn((n) => n + 1)}>{t('app.retry')}</button>}
              <a class="button" href="#/studies">{t('study.back_long')}</a>
            </div>
          </div>
        )}
      </main>
    </div>
  );
}
