// The service worker: keeps the program on this device, so that the page opens at once and files on the device can be read without
// a network. It never answers for anything of a patient: only the page itself and /assets/ are its business, everything else goes
// to the network as if it were not there.
//
// A new version installs beside the old one and takes over when the last page of the old one has closed: an open page never loses
// the parts that it has not loaded yet.

interface Program {
  /** A hash over the names of the files. */
  readonly version: string;
  /** Everything that the page may load, beside the page itself. */
  readonly files: readonly string[];
}
declare const SANSFILM_PROGRAM: Program;

// The page's own types know no service worker's scope.
interface Extendable extends Event { waitUntil(work: Promise<unknown>): void }
interface FetchLike extends Extendable { readonly request: Request; respondWith(answer: Promise<Response>): void }
interface Scope {
  addEventListener(type: 'install' | 'activate', listener: (event: Extendable) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchLike) => void): void;
  readonly location: Location;
}
const scope = globalThis as unknown as Scope;

const kPrefix = 'sansfilm-program-';
const kCache = kPrefix + SANSFILM_PROGRAM.version;
const kPage = '/';
const kPatienceMs = 3000;   // with the network, before the page that is kept is shown

async function install(): Promise<void> {
  const cache = await caches.open(kCache);
  await cache.addAll([kPage, ...SANSFILM_PROGRAM.files]);
}

async function forgetOthers(): Promise<void> {
  for (const name of await caches.keys()) if (name.startsWith(kPrefix) && name !== kCache) await caches.delete(name);
}

/** The page of the server when it answers in time: it names the newest program. */
async function page(request: Request): Promise<Response> {
  const kept = caches.match(kPage, { cacheName: kCache });
  const late = new Promise<undefined>((resolve) => { setTimeout(resolve, kPatienceMs, undefined); });
  try {
    const answer = await Promise.race([fetch(request), late]);
    if (answer) return answer;
  } catch {
    // no network: what is kept
  }
  return await kept ?? fetch(request);
}

async function asset(request: Request): Promise<Response> {
  return await caches.match(request, { cacheName: kCache }) ?? fetch(request);
}

scope.addEventListener('install', (event) => event.waitUntil(install()));
scope.addEventListener('activate', (event) => event.waitUntil(forgetOthers()));
scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== scope.location.origin) return;
  if (request.mode === 'navigate' && url.pathname === kPage) event.respondWith(page(request));
  else if (url.pathname.startsWith('/assets/')) event.respondWith(asset(request));
});

export {};
