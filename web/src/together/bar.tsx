// Above the pictures in a live session: who is there, who leads, and how to take part.
import { Hand, LogOut, Radio, Repeat2, WifiOff } from 'lucide';
import { useSettings } from '../shell/settings';
import { Icon } from '../shell/icons';
import type { TogetherState } from './session';

interface Props {
  readonly state: TogetherState;
  readonly onTake: () => void;
  readonly onGive: (member: number) => void;
  readonly onFollow: () => void;
  readonly onLeave: () => void;
}

export function TogetherBar({ state, onTake, onGive, onFollow, onLeave }: Props) {
  const { t } = useSettings();
  const { link, you, leader, members, following } = state;
  const others = members.filter((one) => one.id !== you);
  const leads = you !== 0 && leader === you;
  const leaderName = members.find((one) => one.id === leader)?.name ?? '';
  const words = link === 'joining' ? t('together.joining')
    : link === 'cut' ? t('together.cut')
    : link === 'ended' ? t(state.ending === 'over' ? 'together.over' : 'together.refused')
    : leads ? (others.length === 0 ? t('together.alone') : t('together.you_lead'))
    : leader === 0 ? t('together.nobody_leads')
    : following ? t('together.following', { name: leaderName }) : t('together.paused', { name: leaderName });
  return (
    <div class={`together-bar ${link}`} role="region" aria-label={t('together.title')}>
      <Icon node={link === 'open' ? Radio : WifiOff} />
      <p class="together-words" role="status">{words}</p>
      {others.length > 0 && <p class="together-others">{t('together.with', { names: [...new Set(others.map((one) => one.name))].join(', ') })}</p>}
      {link === 'open' && state.roundTripMs > 0 && <p class="together-delay" title={t('together.delay_hint')}>{t('together.delay', { ms: state.roundTripMs })}</p>}
      <div class="together-actions">
        {link === 'open' && !leads && leader !== 0 && !following && <button type="button" class="button primary" onClick={onFollow}><Icon node={Repeat2} /><span>{t('together.follow')}</span></button>}
        {link === 'open' && !leads && <button type="button" class="button" onClick={onTake}><Icon node={Hand} /><span>{t('together.take')}</span></button>}
        {link === 'open' && leads && others.length > 0 && others[0] && (
          <button type="button" class="button" onClick={() => onGive(others[0]?.id ?? 0)}><Icon node={Hand} /><span>{t('together.give')}</span></button>
        )}
        <button type="button" class="icon-button" aria-label={t('together.leave')} title={t('together.leave')} onClick={onLeave}><Icon node={LogOut} /></button>
      </div>
    </div>
  );
}
