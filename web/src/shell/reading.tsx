// The page around the viewer, for the server's studies and for local ones: a bar with the way back, the study's documents, and
// words for when it can't be opened.
import { ArrowLeft, CircleAlert, FileText } from 'lucide';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { asProblem, type ProblemError } from '../net/problem';
import { kNoContents, type StudyContents } from '../document/contents';
import type { DocumentSource } from '../document/source';
import type { StudySource, ViewerHandle } from '../viewer_contract';
import { useMedia, useSlow, useTitle } from './hooks';
import { Icon } from './icons';
import { problemText } from './problem_text';
import { go, hashOf, type Route } from './router';
import { useSettings } from './settings';
import { useDocumentsPanel } from './documents_gate';
import { loadViewer, readerOfViewer } from './viewer_gate';

type Opening = { readonly kind: 'opening' } | { readonly kind: 'open' } | { readonly kind: 'failed'; readonly problem: ProblemError };

interface Props {
  readonly uid: string;
  /** Where the study comes from when it is not the server. */
  readonly study?: StudySource | undefined;
  readonly documents: DocumentSource;
  readonly back: { readonly route: Route; readonly words: string; readonly long: string };
  readonly onSessionEnded: () => void;
  /** The bar at the top around the way back. */
  readonly bar: (inner: ComponentChildren) => ComponentChildren;
  /** Between the bar and the pictures. */
  readonly strip?: ComponentChildren;
  readonly onViewer?: (viewer: ViewerHandle | undefined) => void;
  /** Instead of the words for a study that is not there. */
  readonly absent?: ComponentChildren;
}

export function Reading({ uid, study, documents, back, onSessionEnded, bar, strip, onViewer, absent }: Props) {
  const { t, language, dataSaver } = useSettings();
  useTitle(t('study.title'));
  const container = useRef<HTMLDivElement>(null);
  const viewer = useRef<ViewerHandle | undefined>(undefined);
  const [state, setState] = useState<Opening>({ kind: 'opening' });
  const [turn, setTurn] = useState(0);
  const slow = useSlow(state.kind === 'opening');
  const [contents, setContents] = useState<StudyContents>(kNoContents);
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
      const handle = await host.openStudy(container.current, uid, { language, dataSaver, account: readerOfViewer(), source: study, onExit: () => go(back.route), onSessionEnded, onContents: (all) => { if (!gone) setContents(all); } });
      if (gone) handle.close();
      else {
        viewer.current = handle;
        onViewer?.(handle);
        setState({ kind: 'open' });
      }
    };
    open().catch((error: unknown) => {
      if (gone) return;
      const problem = asProblem(error);
      if (problem.status === 401) onSessionEnded();
      else setState({ kind: 'failed', problem });
    });
    return () => {
      gone = true;
      onViewer?.(undefined);
      viewer.current?.close();
      viewer.current = undefined;
    };
  }, [uid, study, turn]);

  useEffect(() => viewer.current?.setLanguage(language), [language, state]);
  useEffect(() => viewer.current?.setDataSaver(dataSaver), [dataSaver, state]);

  // Where the panel covers the pictures it makes way for the one that is asked for.
  const showImage = (instance: string, frame: number): void => {
    viewer.current?.showImage(instance, frame);
    if (small) setPanelOpen(false);
    setWide(false);
  };
  const showLayer = (object: string, reveal: boolean): void => {
    viewer.current?.showLayer(object);
    if (reveal && small) setPanelOpen(false);
    if (reveal) setWide(false);
  };
  const closePanel = (): void => {
    setPanelOpen(false);
    toggle.current?.focus();
  };
  const layout = ['reading', ...(strip ? ['with-strip'] : []), ...(showPanel ? ['with-documents'] : []), ...(showPanel && wide ? ['wide-documents'] : []), ...(onlyDocuments ? ['only-documents'] : [])].join(' ');

  return (
    <div class={layout}>
      {bar(<>
        <a class="button quiet back" href={hashOf(back.route)} aria-label={back.long}><Icon node={ArrowLeft} /><span>{back.words}</span></a>
        {contents.objects.length > 0 && !onlyDocuments && (
          <button ref={toggle} type="button" class="button quiet documents-toggle" aria-expanded={showPanel} onClick={() => setPanelOpen(!panelOpen)}>
            <Icon node={FileText} /><span>{t('document.panel')}</span><span class="count">{contents.objects.length}</span>
          </button>
        )}
      </>)}
      {strip}
      <main id="content" class="viewer" tabIndex={-1} aria-label={t('study.title')} aria-busy={state.kind === 'opening'}>
        <div ref={container} class={state.kind === 'failed' ? 'viewer-container unused' : 'viewer-container'} />
        {slow && <p class="opening" role="status"><span class="spinner" aria-hidden="true" />{t('study.opening')}</p>}
        {state.kind === 'failed' && state.problem.kind === 'absent' && absent}
        {state.kind === 'failed' && !(state.problem.kind === 'absent' && absent) && (
          <div class="empty" role="alert">
            <Icon node={CircleAlert} size={40} />
            <h1 class="empty-title">{t('study.failed')}</h1>
            <p>{state.problem.kind === 'absent' ? t('study.absent') : problemText(t, state.problem)}</p>
            {state.problem.requestId !== '' && <p class="faint">{t('app.request', { id: state.problem.requestId })}</p>}
            <div class="empty-actions">
              {state.problem.kind !== 'absent' && <button type="button" class="button primary" onClick={() => setTurn((n) => n + 1)}>{t('app.retry')}</button>}
              <a class="button" href={hashOf(back.route)}>{back.long}</a>
            </div>
          </div>
        )}
      </main>
      {showPanel && Panel && (
        <Panel contents={contents} source={documents} open={openDocument} wide={wide} beside={!onlyDocuments} onOpen={setOpenDocument} onWide={setWide} onClose={closePanel} onShowImage={showImage} onShowLayer={showLayer} />
      )}
    </div>
  );
}
