// A local study in the viewer. After a reload its files are gone: the page says so and asks for them again.
import { ArrowLeft, CircleAlert, FolderInput } from 'lucide';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useSlow, useTitle } from '../shell/hooks';
import { Icon } from '../shell/icons';
import { go } from '../shell/router';
import { useSettings } from '../shell/settings';
import { loadViewer } from '../shell/viewer_gate';
import type { StudySource, ViewerHandle } from '../viewer_contract';
import { LocalBar } from './local_bar';
import { localSource } from './local_store';
import { OpenLocal } from './open_local';

const back = () => go({ page: 'local' });

/** Nothing of the study is here: the page was reloaded, or an address was followed. */
function Gone() {
  const { t } = useSettings();
  return (
    <main id="content" class="viewer" tabIndex={-1}>
      <div class="empty">
        <Icon node={FolderInput} size={40} />
        <h1 class="empty-title">{t('local.gone')}</h1>
        <p>{t('local.gone_hint')}</p>
        <OpenLocal primary />
      </div>
    </main>
  );
}

function Stage({ uid, source }: { uid: string; source: StudySource }) {
  const { t, language } = useSettings();
  const container = useRef<HTMLDivElement>(null);
  const viewer = useRef<ViewerHandle | undefined>(undefined);
  const [state, setState] = useState<'opening' | 'open' | 'absent' | 'failed'>('opening');
  const slow = useSlow(state === 'opening');
  useEffect(() => {
    let closed = false;
    const open = async () => {
      const host = await loadViewer();
      if (closed || !container.current) return;
      const handle = await host.openStudy(container.current, uid, { language, source, onExit: back });
      if (closed) handle.close();
      else {
        viewer.current = handle;
        setState('open');
      }
    };
    open().catch((error: unknown) => {
      if (!closed) setState((error as { kind?: unknown }).kind === 'absent' ? 'absent' : 'failed');
    });
    return () => {
      closed = true;
      viewer.current?.close();
      viewer.current = undefined;
    };
  }, [uid, source]);
  useEffect(() => viewer.current?.setLanguage(language), [language, state]);

  if (state === 'absent') return <Gone />;
  return (
    <main id="content" class="viewer" tabIndex={-1} aria-label={t('study.title')} aria-busy={state === 'opening'}>
      <div ref={container} class={state === 'failed' ? 'viewer-container unused' : 'viewer-container'} />
      {slow && <p class="opening" role="status"><span class="spinner" aria-hidden="true" />{t('study.opening')}</p>}
      {state === 'failed' && (
        <div class="empty" role="alert">
          <Icon node={CircleAlert} size={40} />
          <h1 class="empty-title">{t('study.failed')}</h1>
          <a class="button" href="#/local">{t('local.back_long')}</a>
        </div>
      )}
    </main>
  );
}

export function LocalStudy({ uid }: { uid: string }) {
  const { t } = useSettings();
  useTitle(t('study.title'));
  const source = localSource();
  return (
    <div class="reading">
      <LocalBar><a class="button quiet back" href="#/local" aria-label={t('local.back_long')}><Icon node={ArrowLeft} /><span>{t('local.back')}</span></a></LocalBar>
      {source ? <Stage uid={uid} source={source} /> : <Gone />}
    </div>
  );
}
