// A study of the archive: who is signed in stands above it.
import { MessageSquarePlus } from 'lucide';
import { useMemo, useRef, useState } from 'preact/hooks';
import { serverSource } from '../document/source';
import { Icon } from './icons';
import { useAskDialog, useTogether } from './lazy';
import { Reading } from './reading';
import { go } from './router';
import type { SessionControl } from './session';
import { useSettings } from './settings';
import { TopBar } from './top_bar';
import type { ViewerHandle } from '../viewer_contract';

export function StudyPage({ uid, together, control }: { uid: string; together: string | undefined; control: SessionControl }) {
  const { t } = useSettings();
  const documents = useMemo(() => serverSource(uid), [uid]);
  const [asking, setAsking] = useState(false);
  const ask = useRef<HTMLButtonElement>(null);
  const [viewer, setViewer] = useState<ViewerHandle>();
  const Together = useTogether(together !== undefined);
  const AskDialog = useAskDialog(asking);
  const session = control.state.kind === 'open' ? control.state.session : undefined;
  const closeAsking = (): void => {
    setAsking(false);
    ask.current?.focus();
  };
  return (
    <>
      <Reading
        uid={uid}
        documents={documents}
        back={{ route: { page: 'studies' }, words: t('study.back'), long: t('study.back_long') }}
        onSessionEnded={() => control.lost()}
        onViewer={setViewer}
        strip={together !== undefined && Together && (
          <Together id={together} viewer={viewer} onSessionLost={control.lost} onLeave={() => go({ page: 'consultations', id: together })} />
        )}
        bar={(inner) => (
          <TopBar control={control} name={session?.name || session?.identifier || ''}>
            {inner}
            <button ref={ask} type="button" class="button quiet ask-opinion" aria-label={t('consultation.ask')} title={t('consultation.ask')} aria-haspopup="dialog" onClick={() => setAsking(true)}>
              <Icon node={MessageSquarePlus} /><span>{t('consultation.ask')}</span>
            </button>
          </TopBar>
        )}
      />
      {asking && AskDialog && <AskDialog uid={uid} onClose={closeAsking} onAsked={(id) => go({ page: 'consultations', id })} />}
    </>
  );
}
