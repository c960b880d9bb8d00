// The bar above every page behind sign-in.
import { LogOut } from 'lucide';
import type { ComponentChildren } from 'preact';
import { WaitingLink } from '../consultation/waiting';
import { Icon, Mark } from './icons';
import { Preferences } from './preferences';
import type { SessionControl } from './session';
import { useSettings } from './settings';

export function TopBar({ control, name, children }: { control: SessionControl; name: string; children?: ComponentChildren }) {
  const { t } = useSettings();
  return (
    <>
      <a class="skip" href="#content" onClick={(e) => { e.preventDefault(); document.getElementById('content')?.focus(); }}>{t('app.skip')}</a>
      <header class="top-bar">
        {children ?? <span class="brand"><Mark /><span class="brand-name">{t('app.name')}</span></span>}
        <div class="top-bar-end">
          <WaitingLink />
          <Preferences />
          <span class="user" title={name}>{name}</span>
          <button type="button" class="icon-button" aria-label={t('app.sign_out')} title={t('app.sign_out')} onClick={() => void control.leave()}>
            <Icon node={LogOut} />
          </button>
        </div>
      </header>
    </>
  );
}
