// window.sansfilm: the viewer's live state for the support console and for tests. It tells what the screen reader is told.
import { putText, type AppModule } from './module';

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** RGBA, top row first. */
  readonly data: Uint8ClampedArray;
}

export interface Support {
  state(): Record<string, unknown>;
  readPixels(): Picture | undefined;
  /** A command by its name ("next-image", "fit"...), or "frame", "series", "window", "preset" with values. */
  act(name: string, a?: number, b?: number): boolean;
}

declare global {
  interface Window {
    sansfilm?: Support;
  }
}

export function support(app: AppModule, more: { state(): Record<string, unknown>; act(name: string): boolean }): Support {
  return {
    state: () => ({ ...(JSON.parse(app.UTF8ToString(app._app_state())) as Record<string, unknown>), ...more.state() }),
    readPixels: () => {
      const at = app._app_read_pixels();
      const width = app._app_read_width();
      const height = app._app_read_height();
      if (width === 0 || height === 0) return undefined;
      return { width, height, data: new Uint8ClampedArray(app.HEAPU8.buffer.slice(at, at + width * height * 4)) };
    },
    act: (name, a = 0, b = 0) => more.act(name) || app._app_act(putText(app, name), a, b) !== 0,
  };
}
