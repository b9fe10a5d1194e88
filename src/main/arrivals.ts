import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { OpenedFiles } from '../core/inspect/opened-files';
import type { EventData } from '../ipc/contract';
import { errorData } from './ipc';

type Arrived = EventData<'files.arrived'>;

export interface ArrivalsOptions {
  opened: OpenedFiles;
  /** Tells the window; false when it does not listen yet. */
  tell: (arrived: Arrived) => boolean;
  /** Says why a file could not be read. */
  explain: (message: string, hint: string | undefined) => void;
}

/** Files that come without a dialog: dropped on the window, opened by the system, or named on the command line. */
export class Arrivals {
  private waiting: Arrived[] = [];

  constructor(private readonly options: ArrivalsOptions) {}

  /** Reads them as one content and tells the window, or keeps it until the window asks. */
  async take(paths: readonly string[]): Promise<void> {
    if (paths.length === 0) return;
    try {
      const token = await this.options.opened.read(paths);
      const arrived = { token, title: this.options.opened.get(token).title };
      if (!this.options.tell(arrived)) this.waiting.push(arrived);
    } catch (error) {
      const { message, hint } = errorData(error);
      this.options.explain(message, hint);
    }
  }

  takeWaiting(): Arrived[] {
    const taken = this.waiting;
    this.waiting = [];
    return taken;
  }
}

/**
 * The files among the arguments of a start, as the system passes them on a double click. What begins with a dash is a switch
 * of Chromium's or ours. `appPath`: the folder that the electron command was given to run; undefined for a packaged app. It is
 * known by its path and not by its place, because switches may stand before it.
 */
export function filesIn(argv: readonly string[], folder: string, appPath: string | undefined): string[] {
  return argv
    .slice(1)
    .filter((text) => !text.startsWith('-'))
    .map((text) => resolve(folder, text))
    .filter((path) => path !== appPath && existsSync(path));
}
