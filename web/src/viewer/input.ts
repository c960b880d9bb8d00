// Pointers, wheel and keys of the canvas, in device pixels, handed on as they come.
import { putText, type AppModule } from './module';

const kPhases = { pointerdown: 0, pointermove: 1, pointerup: 2, pointercancel: 3 } as const;
const kKinds: Readonly<Record<string, number>> = { mouse: 0, touch: 1, pen: 2 };
// Browsers count wheel steps in pixels, lines or pages.
const kWheelUnits = [1, 100 / 3, 800] as const;

interface Modified { shiftKey: boolean; ctrlKey: boolean; altKey: boolean; metaKey: boolean }

const modifiersOf = (e: Modified): number => (e.shiftKey ? 1 : 0) | (e.ctrlKey ? 2 : 0) | (e.altKey ? 4 : 0) | (e.metaKey ? 8 : 0);

// Keys that belong to a field, a menu or a dialog of the page are not the viewer's.
function isForPage(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, dialog, [role=dialog], [role=menu], [role=listbox], [contenteditable]') !== null;
}

// What has the focus is pressed by these, whatever they mean on the picture.
const isPress = (event: KeyboardEvent): boolean =>
  (event.key === 'Enter' || event.key === ' ') && event.target instanceof Element && event.target.closest('button, a[href], summary') !== null;

export function listen(canvas: HTMLCanvasElement, app: AppModule, ratio: () => number): () => void {
  const stop = new AbortController();
  const { signal } = stop;

  const place = (event: MouseEvent): [number, number] => {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) * ratio(), (event.clientY - box.top) * ratio()];
  };

  const pointer = (event: PointerEvent): void => {
    const phase = kPhases[event.type as keyof typeof kPhases];
    if (phase === 0) {
      canvas.focus({ preventScroll: true });
      canvas.setPointerCapture(event.pointerId);
    }
    if (event.pointerType === 'touch' && phase === 0) event.preventDefault();
    const button = event.button === 1 ? 1 : event.button === 2 ? 2 : 0;
    app._app_pointer(phase, kKinds[event.pointerType] ?? 0, event.pointerId, ...place(event), button, modifiersOf(event));
  };
  for (const type of Object.keys(kPhases)) canvas.addEventListener(type, pointer as EventListener, { signal });
  canvas.addEventListener('pointerleave', (event) => {
    if (event.pointerType === 'mouse' && event.buttons === 0) app._app_pointer(1, 0, event.pointerId, -1, -1, 0, 0);
  }, { signal });
  canvas.addEventListener('contextmenu', (event) => event.preventDefault(), { signal });

  canvas.addEventListener('wheel', (event) => {
    event.preventDefault();
    const unit = kWheelUnits[event.deltaMode] ?? 1;
    app._app_wheel(...place(event), event.deltaX * unit, event.deltaY * unit, modifiersOf(event));
  }, { signal, passive: false });

  window.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing || isForPage(event.target) || isPress(event)) return;
    // Tab goes through the viewports only where the focus is on them: elsewhere it is the page's.
    const elsewhere = event.target instanceof Element && event.target !== canvas && event.target !== document.body;
    if (elsewhere && event.key === 'Tab') return;
    const length = putText(app, event.key);
    if (app._app_key(length, 1, modifiersOf(event)) !== 0) event.preventDefault();
  }, { signal });
  window.addEventListener('blur', () => app._app_blur(), { signal });
  return () => stop.abort();
}
