// How a reader left the last study of each kind (modality, body part): on this device, under his account. Nothing of a patient.
import { recall, remember } from '../i18n/i18n';

const storageKey = (account: string): string => `sansfilm.layouts.${account}`;

export function keptLayouts(account: string): ReadonlyMap<string, string> {
  try {
    const all: unknown = JSON.parse(recall(storageKey(account)) ?? '{}');
    if (typeof all !== 'object' || all === null) return new Map();
    return new Map(Object.entries(all).filter((one): one is [string, string] => typeof one[1] === 'string'));
  } catch {
    return new Map();
  }
}

export function keepLayout(account: string, kind: string, layout: string): void {
  remember(storageKey(account), JSON.stringify({ ...Object.fromEntries(keptLayouts(account)), [kind]: layout }));
}
