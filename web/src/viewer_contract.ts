// What the shell asks of the viewer host (src/viewer/host.ts), and what the viewer tells tests and support.
// The shell loads the host as a module of its own, so that sign-in never waits for it.
import type { StudyContents } from './document/contents';
import type { Language } from './i18n/messages';
import type { Receiver, StudyTransport } from './viewer/transport';

/** Where a study comes from when it is not the server. */
export interface StudySource {
  transport(receiver: Receiver): StudyTransport;
}

export interface ViewerOptions {
  readonly language: Language;
  /** Only what is looked at, and its near neighbours, is loaded. */
  readonly dataSaver: boolean;
  /** Under whose name layouts are kept on this device. */
  readonly account: string;
  /** The viewer asks to leave (Escape, or its own button). */
  readonly onExit: () => void;
  /** The server no longer accepts the session. */
  readonly onSessionEnded?: () => void;
  /** What the study holds, as soon as its manifest has come; again when it comes anew. */
  readonly onContents?: (contents: StudyContents) => void;
  /** Local files; without it the server is asked. */
  readonly source?: StudySource | undefined;
}

export type SharedKind = 'view' | 'marks' | 'pointer';

export interface ViewerHandle {
  close(): void;
  /** What this viewer tells the others of a live session; empty: nothing. */
  share(what: SharedKind): string;
  /** What another one tells, or who it is (empty: he has gone). False: it can't be shown (yet). */
  takeShared(from: number, what: SharedKind | 'name', text: string): boolean;
  /** Called soon after anything on the picture changed or may have, until the function that it gives is called. */
  onChanged(changed: () => void): () => void;
  setLanguage(language: Language): void;
  setDataSaver(on: boolean): void;
  /** Shows an image by its SOP Instance UID, a frame of it from 0. False: it is not in the study. */
  showImage(uid: string, frame: number): boolean;
  /** Draws a segmentation or structure set, or applies a presentation state, and shows its first image. False: nothing of it is in the study. */
  showLayer(uid: string): boolean;
}

export interface ViewerHost {
  /** Compile the modules, start the workers, warm the decoder. Harmless when called again. */
  preloadViewer(): void;
  /** Another person has signed in: what the one before drew and did not keep is forgotten. */
  forgetReader(): void;
  /** Rejects with a ProblemError (src/net/problem.ts) when the study can't be opened. */
  openStudy(container: HTMLElement, studyUid: string, options: ViewerOptions): Promise<ViewerHandle>;
}
