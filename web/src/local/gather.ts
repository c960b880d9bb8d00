// The files in what a person drops or chooses, folders opened.
import type { LocalFile } from './protocol';

const readBatch = (reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> => new Promise((done, failed) => { reader.readEntries(done, failed); });
const fileOf = (entry: FileSystemFileEntry): Promise<File> => new Promise((done, failed) => { entry.file(done, failed); });

async function walk(entry: FileSystemEntry, out: LocalFile[]): Promise<void> {
  // Absolute within what was dropped: "/CD/DICOM/IM1".
  const path = entry.fullPath.replace(/^\//, '');
  if (entry.isFile) {
    const file = await fileOf(entry as FileSystemFileEntry).catch(() => undefined);
    if (file) out.push({ file, path });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  // A reader gives a hundred or so at a time, and none when it is at its end.
  for (;;) {
    const entries = await readBatch(reader).catch(() => []);
    if (entries.length === 0) return;
    for (const inner of entries) await walk(inner, out);
  }
}

/** Must be called while the drop event is being handled: its data end with it. */
export function droppedFiles(data: DataTransfer): Promise<readonly LocalFile[]> {
  const items = [...data.items].filter((item) => item.kind === 'file');
  const entries = items.map((item) => item.webkitGetAsEntry());
  const plain = [...data.files];
  return (async () => {
    const out: LocalFile[] = [];
    for (const entry of entries) if (entry) await walk(entry, out);
    // A drop made by a program, or a browser without folders.
    return out.length > 0 ? out : plain.map((file) => ({ file, path: file.name }));
  })();
}

export function chosenFiles(list: FileList): readonly LocalFile[] {
  return [...list].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
}
