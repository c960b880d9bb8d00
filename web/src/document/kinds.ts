// The kinds of objects in words and pictures.
import { Activity, Box, FileImage, FileQuestion, FileText, Film, ImageOff, KeyRound, Layers, ListTree, PenTool, SlidersHorizontal, type IconNode } from 'lucide';
import type { Translate } from '../i18n/i18n';
import type { MessageKey } from '../i18n/messages';

type PlainKey = Extract<MessageKey, `document.kind.${string}`>;

const kKinds: Readonly<Record<string, { readonly name: PlainKey; readonly icon: IconNode }>> = {
  'report': { name: 'document.kind.report', icon: FileText },
  'pdf': { name: 'document.kind.pdf', icon: FileText },
  'cda': { name: 'document.kind.cda', icon: FileText },
  'model': { name: 'document.kind.model', icon: Box },
  'key-objects': { name: 'document.kind.key_objects', icon: KeyRound },
  'presentation': { name: 'document.kind.presentation', icon: SlidersHorizontal },
  'segmentation': { name: 'document.kind.segmentation', icon: Layers },
  'structure-set': { name: 'document.kind.structure_set', icon: PenTool },
  'plan': { name: 'document.kind.plan', icon: ListTree },
  'dose': { name: 'document.kind.dose', icon: ListTree },
  'waveform': { name: 'document.kind.waveform', icon: Activity },
  'registration': { name: 'document.kind.registration', icon: ListTree },
  'video': { name: 'document.kind.video', icon: Film },
  'raw-data': { name: 'document.kind.raw_data', icon: FileQuestion },
  'unreadable': { name: 'document.kind.unreadable', icon: ImageOff },
  'picture': { name: 'document.kind.picture', icon: FileImage },
};

export const kindName = (t: Translate, kind: string): string => t(kKinds[kind]?.name ?? 'document.kind.other');
export const kindIcon = (kind: string): IconNode => kKinds[kind]?.icon ?? FileQuestion;
