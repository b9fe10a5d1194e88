import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BrowserWindow, type Rectangle, screen } from 'electron';
import { z } from 'zod';

const stateSchema = z.object({
  x: z.number().int().optional(),
  y: z.number().int().optional(),
  width: z.number().int().min(400).max(20_000),
  height: z.number().int().min(300).max(20_000),
  maximized: z.boolean(),
});
type WindowState = z.infer<typeof stateSchema>;

const initial: WindowState = { width: 1180, height: 760, maximized: false };
const fileOf = (folder: string) => join(folder, 'window.json');

/** Where the window was the last time; a place that no display shows any more is forgotten, the size is kept. */
export function readWindowState(folder: string): WindowState {
  try {
    const state = stateSchema.parse(JSON.parse(readFileSync(fileOf(folder), 'utf8')));
    if (state.x === undefined || state.y === undefined || isVisible(state as Rectangle)) return state;
    return { width: state.width, height: state.height, maximized: state.maximized };
  } catch {
    return initial;
  }
}

function isVisible({ x, y, width }: Rectangle): boolean {
  // A strip of the title bar must be reachable by the mouse.
  return screen.getAllDisplays().some(({ workArea: area }) => {
    const overlap = Math.min(x + width, area.x + area.width) - Math.max(x, area.x);
    return overlap > 80 && y >= area.y && y < area.y + area.height - 40;
  });
}

/** Remembers size and place as they change. It is a convenience: a disk that cannot be written is not worth a message. */
export function rememberWindowState(window: BrowserWindow, folder: string): void {
  let timer: NodeJS.Timeout | undefined;
  const save = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (window.isDestroyed()) return;
      const state: WindowState = { ...window.getNormalBounds(), maximized: window.isMaximized() };
      void writeFile(fileOf(folder), JSON.stringify(state)).catch(() => undefined);
    }, 300);
  };
  for (const event of ['resize', 'move', 'maximize', 'unmaximize'] as const) window.on(event as 'resize', save);
}
