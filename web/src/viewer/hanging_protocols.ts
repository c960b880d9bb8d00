// The server's hanging protocols, asked for once a session; empty where it gives none: the viewer then has its own.
let asked: Promise<string> | undefined;

async function ask(): Promise<string> {
  try {
    const response = await fetch('/api/v1/hanging-protocols', { credentials: 'same-origin', cache: 'no-store', redirect: 'error' });
    if (response.ok) return await response.text();
  } catch {
    // Told below: what failed is asked for again with the next study.
  }
  asked = undefined;
  return '';
}

export function hangingProtocols(): Promise<string> {
  asked ??= ask();
  return asked;
}
