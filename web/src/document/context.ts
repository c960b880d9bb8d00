// What every part of a document may need: where it comes from, what else the study holds, and how to show an image.
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { kNoContents, type StudyContents } from './contents';
import type { DocumentSource } from './source';

export interface DocumentContext {
  readonly source: DocumentSource | undefined;
  readonly contents: StudyContents;
  showImage(uid: string, frame: number): void;
  /** `reveal`: where the panel covers the pictures it makes way. */
  showLayer(uid: string, reveal: boolean): void;
  openDocument(uid: string): void;
}

export const DocumentsContext = createContext<DocumentContext>({ source: undefined, contents: kNoContents, showImage: () => undefined, showLayer: () => undefined, openDocument: () => undefined });
export const useDocuments = (): DocumentContext => useContext(DocumentsContext);
