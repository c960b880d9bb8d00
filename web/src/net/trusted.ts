// The one place that turns an address into something a browser may run, and a text into a tree (Trusted Types, W3C TR
// trusted-types).
interface Policy { createScriptURL(url: string): string; createHTML(text: string): string }
interface Factory { createPolicy(name: string, rules: { createScriptURL: (url: string) => string; createHTML: (text: string) => string }): Policy }

function sameOriginAsset(url: string): string {
  const resolved = new URL(url, location.origin);
  if (resolved.origin !== location.origin || !(resolved.pathname.startsWith('/assets/') || resolved.pathname === '/offline.js')) throw new TypeError('not one of our own scripts');
  return resolved.href;
}

const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;
const policy = factory?.createPolicy('sansfilm', { createScriptURL: sameOriginAsset, createHTML: (text) => text });

/** For `new Worker(scriptUrl(...))`: throws for anything that the server did not build itself. */
export function scriptUrl(url: string): string {
  return policy ? policy.createScriptURL(url) : sameOriginAsset(url);
}

/** An XML document that belongs to no page: nothing in it runs or loads. What is taken out of it is text (document/cda.tsx). */
export function parseXml(text: string): Document {
  return new DOMParser().parseFromString(policy ? policy.createHTML(text) : text, 'application/xml');
}
