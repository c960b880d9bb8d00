// Lets the browser keep the program (offline.worker.ts), after everything that the reader waits for.
import { scriptUrl } from './net/trusted';

export function keepProgram(): void {
  if (!('serviceWorker' in navigator)) return;
  addEventListener('load', () => {
    // A browser that refuses (a certificate that it does not know, private browsing) loses nothing but this.
    setTimeout(() => { navigator.serviceWorker.register(scriptUrl('/offline.js')).catch(() => undefined); }, 2000);
  }, { once: true });
}
