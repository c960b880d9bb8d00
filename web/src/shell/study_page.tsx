// The page around the viewer: a way back, who is signed in, the study's documents, and words for when it can't be opened.
import { ArrowLeft, CircleAlert, FileText } from 'lucide';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { asProblem, type ProblemError } from '../net/problem';
import { kNoContents, type StudyContents } from '../document/contents';
import { serverSource } from '../document/source';
import type { ViewerHandle } from '../viewer_contract';
import { useMedia, useSlow, useTitle } from './hooks';
import { Icon } from './icons';
import { problemText } from './problem_text';
import { go } from './router';
import type { SessionControl } from './session';
import { useSettings } from './settings';
import { TopBar } from './top_bar';
import { useDocumentsPanel } from './documents_gate';
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
  const [contents, setContents] = useState<StudyContents>(kNoContents);
  const source = useMemo(() => serverSource(uid), [uid]);
  const [panelOpen, setPanelOpen] = useState(false);
  const [wide, setWide] = useState(false);
  const [openDocument, setOpenDocument] = useState<string>();
  const small = useMedia('(max-width: 56rem)');
  const toggle = useRef<HTMLButtonElement>(null);
  // A study without pictures is its documents.
  const onlyDocuments = contents.complete && contents.images.size === 0 && contents.objects.length > 0;
  const showPanel = contents.objects.length > 0 && (panelOpen || onlyDocuments);
  const Panel = useDocumentsPanel(showPanel);

  useEffect(() => {
    let gone = false;
    setState({ kind: 'opening' });
    setContents(kNoContents);
    const open = async () => {
      const host = await loadViewer();
      if (gone || !container.current) return;
      const handle = await host.openStudy(container.current, uid, { language, onExit: back, onSessionEnded: () => control.lost(), onContents: (all) => { if (!gone) setContents(all); } });
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

  // Where the panel covers the pictures it makes way for the one that is asked for.
  const showImage = (instance: string, frame: number): void => {
    viewer.current?.showImage(instance, frame);
    if (small) setPanelOpen(false);
    setWide(false);
  };
  const closePanel = (): void => {
    setPanelOpen(false);
    toggle.current?.focus();
  };
  const layout = ['reading', ...(showPanel ? ['with-documents'] : []), ...(showPanel && wide ? ['wide-documents'] : []), ...(onlyDocuments ? ['only-documents'] : [])].join(' ');

  const session = control.state.kind === 'open' ? control.state.session : undefined;
  return (
    <div class={layout}>
      <TopBar control={control} name={session?.name || session?.identifier || ''}>
        <a class="button quiet back" href="#/studies" aria-label={t('study.back_long')}><Icon node={ArrowLeft} /><span>{t('study.back')}</span></a>
        {contents.objects.length > 0 && !onlyDocuments && (
          <button ref={toggle} type="button" class="button quiet documents-toggle" aria-expanded={showPanel} onClick={() => setPanelOpen(!panelOpen)}>
            <Icon node={FileText} /><span>{t('document.panel')}</span><span class="count">{contents.objects.length}</span>
          </button>
        )}
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
      {showPanel && Panel && (
        <Panel contents={contents} source={source} open={openDocument} wide={wide} beside={!onlyDocuments} onOpen={setOpenDocument} onWide={setWide} onClose={closePanel} onShowImage={showImage} />
      )}
    </div>
  );
}
