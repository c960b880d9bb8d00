// Loads the viewer host, a module of its own, by the address that the build wrote into the page.
import type { ViewerHost } from '../viewer_contract';

let loading: Promise<ViewerHost> | undefined;

export function loadViewer(): Promise<ViewerHost> {
  if (!loading) {
    const link = document.getElementById('viewer-module');
    const url = link instanceof HTMLLinkElement ? link.href : '';
    // A load that failed is tried anew next time: the network may be back.
    loading = (import(url) as Promise<ViewerHost>).catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
  }
  return loading;
}

let reader: string | undefined;

/** Whose viewer it is from now on. On a shared page what one person drew and did not keep is not handed to the next. */
export function viewerIsFor(identifier: string): void {
  const another = reader !== undefined && reader !== identifier;
  reader = identifier;
  if (another && loading) void loading.then((host) => host.forgetReader(), () => undefined);
}

/** Whose viewer it is; local files without a session have a name that no account has. */
export function readerOfViewer(): string {
  return reader ?? '-';
}

/** Compiles the viewer while nothing else is going on, so that the first study opens at once. */
export function preloadWhenIdle(): () => void {
  const start = () => void loadViewer().then((host) => host.preloadViewer(), () => undefined);
  if (typeof requestIdleCallback === 'function') {
    const handle = requestIdleCallback(start, { timeout: 1500 });
    return () => cancelIdleCallback(handle);
  }
  const timer = setTimeout(start, 300);
  return () => clearTimeout(timer);
}
