// A study of the archive: who is signed in stands above it.
import { useMemo } from 'preact/hooks';
import { serverSource } from '../document/source';
import { Reading } from './reading';
import type { SessionControl } from './session';
import { useSettings } from './settings';
import { TopBar } from './top_bar';

export function StudyPage({ uid, control }: { uid: string; control: SessionControl }) {
  const { t } = useSettings();
  const documents = useMemo(() => serverSource(uid), [uid]);
  const session = control.state.kind === 'open' ? control.state.session : undefined;
  return (
    <Reading
      uid={uid}
      documents={documents}
      back={{ route: { page: 'studies' }, words: t('study.back'), long: t('study.back_long') }}
      onSessionEnded={() => control.lost()}
      bar={(inner) => <TopBar control={control} name={session?.name || session?.identifier || ''}>{inner}</TopBar>}
    />
  );
}
