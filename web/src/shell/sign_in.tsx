import { CircleAlert, Eye, EyeOff, Info } from 'lucide';
import { useEffect, useRef, useState } from 'preact/hooks';
import { OpenLocal } from '../local/open_local';
import { signIn, type Session } from '../net/api';
import { asProblem, type ProblemError } from '../net/problem';
import { useCountdown, useTitle } from './hooks';
import { Icon, Mark } from './icons';
import { Preferences } from './preferences';
import { problemText } from './problem_text';
import { useSettings } from './settings';
import { preloadWhenIdle } from './viewer_gate';

interface Missing { readonly identifier: boolean; readonly password: boolean }
const kNothingMissing: Missing = { identifier: false, password: false };

export function SignIn({ reason, onOpened }: { reason: 'start' | 'ended' | 'left'; onOpened: (session: Session) => void }) {
  const { t } = useSettings();
  useTitle(t('sign_in.title'));
  const identifier = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const [shown, setShown] = useState(false);
  const [caps, setCaps] = useState(false);
  const [busy, setBusy] = useState(false);
  const [missing, setMissing] = useState(kNothingMissing);
  const [problem, setProblem] = useState<ProblemError>();
  const [heldUntilMs, setHeldUntilMs] = useState(0);
  const held = useCountdown(heldUntilMs);

  useEffect(preloadWhenIdle, []);
  useEffect(() => identifier.current?.focus(), []);

  const watchCaps = (event: KeyboardEvent) => setCaps(event.getModifierState('CapsLock'));

  async function submit(event: Event) {
    event.preventDefault();
    if (busy || held > 0 || !identifier.current || !password.current) return;
    const name = identifier.current.value.trim();
    const secret = password.current.value;
    const lacks = { identifier: name === '', password: secret === '' };
    setMissing(lacks);
    setProblem(undefined);
    if (lacks.identifier || lacks.password) {
      (lacks.identifier ? identifier : password).current?.focus();
      return;
    }
    setBusy(true);
    try {
      const session = await signIn(name, secret);
      onOpened(session);
    } catch (error) {
      const failed = asProblem(error);
      setProblem(failed);
      if (failed.kind === 'slow_down') setHeldUntilMs(Date.now() + Math.max(1, failed.retryAfterS) * 1000);
      if (failed.kind === 'denied') {
        password.current.value = '';
        password.current.focus();
      }
    } finally {
      setBusy(false);
    }
  }

  const field = (lack: boolean, id: string) => ({ 'aria-invalid': lack, 'aria-describedby': lack ? id : undefined });
  return (
    <div class="sign-in">
      <header class="sign-in-top"><Preferences /></header>
      <main class="sign-in-main" id="content" tabIndex={-1}>
        <div class="sign-in-card">
          <div class="brand-large"><Mark size={36} /><div><p class="brand-name">{t('app.name')}</p><p class="brand-tagline">{t('app.tagline')}</p></div></div>
          <h1>{t('sign_in.title')}</h1>
          {reason !== 'start' && !problem && (
            <p class="notice" role="status"><Icon node={Info} />{reason === 'ended' ? t('sign_in.ended') : t('sign_in.left')}</p>
          )}
          <form onSubmit={(e) => void submit(e)} noValidate aria-busy={busy}>
            <div class="field">
              <label for="identifier">{t('sign_in.identifier')}</label>
              <input id="identifier" ref={identifier} name="username" type="text" autocomplete="username" autocapitalize="none" spellcheck={false} maxLength={200} required {...field(missing.identifier, 'identifier-missing')} />
              {missing.identifier && <p class="field-error" id="identifier-missing" role="alert">{t('sign_in.identifier_needed')}</p>}
            </div>
            <div class="field">
              <label for="password">{t('sign_in.password')}</label>
              <div class="with-button">
                <input id="password" ref={password} name="password" {...(shown ? { type: 'text' as const } : { type: 'password' as const })} autocomplete="current-password" autocapitalize="none" spellcheck={false} maxLength={1024} required
                  onKeyDown={watchCaps} onKeyUp={watchCaps} onBlur={() => setCaps(false)} {...field(missing.password, 'password-missing')} />
                <button type="button" class="icon-button" aria-label={t(shown ? 'sign_in.hide' : 'sign_in.show')} title={t(shown ? 'sign_in.hide' : 'sign_in.show')} aria-controls="password" onClick={() => setShown(!shown)}>
                  <Icon node={shown ? EyeOff : Eye} />
                </button>
              </div>
              {missing.password && <p class="field-error" id="password-missing" role="alert">{t('sign_in.password_needed')}</p>}
              <p class="field-hint" role="status">{caps ? t('sign_in.caps') : ''}</p>
            </div>
            <div role="alert" class="alert-slot">
              {problem && <p class="notice danger"><Icon node={CircleAlert} /><span>{problemText(t, problem)}</span></p>}
            </div>
            <button type="submit" class="button primary wide" aria-disabled={busy || held > 0}>
              {busy ? t('sign_in.busy') : held > 0 ? t('sign_in.wait', { seconds: held }) : t('sign_in.submit')}
            </button>
          </form>
        </div>
        <section class="sign-in-local" aria-labelledby="local-title">
          <h2 id="local-title">{t('local.title')}</h2>
          <p>{t('local.invite')}</p>
          <OpenLocal />
        </section>
      </main>
    </div>
  );
}
