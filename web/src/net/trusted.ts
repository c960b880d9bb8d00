// The one place that turns an address into something a browser may run (Trusted Types, W3C TR trusted-types).
interface Policy { createScriptURL(url: string): string }
interface Factory { createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): Policy }

function sameOriginAsset(url: string): string {
  const resolved = new URL(url, location.origin);
  if (resolved.origin !== location.origin || !resolved.pathname.startsWith('/assets/')) throw new TypeError('not one of our own scripts');
  return resolved.href;
}

const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;
const policy = factory?.createPolicy('sansfilm', { createScriptURL: sameOriginAsset });

/** For `new Worker(scriptUrl(...))`: throws for anything that the server did not build itself. */
export function scriptUrl(url: string): string {
  return policy ? policy.createScriptURL(url) : sameOriginAsset(url);
}
