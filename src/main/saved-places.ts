import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { AppError } from '../core/errors';
import type { Saved } from '../ipc/issue-schemas';

/** How many places are remembered; the window only ever shows the last ones. */
const kept = 50;

/** Where things were saved in this run, by token: the window can have such a folder shown, and never learns its path. */
export class SavedPlaces {
  private readonly folders = new Map<string, string>();

  saved(folder: string, files: readonly string[]): Saved {
    const token = randomUUID();
    this.folders.set(token, folder);
    for (const oldest of [...this.folders.keys()].slice(0, -kept)) this.folders.delete(oldest);
    return { outcome: 'saved', files: [...files], folderName: basename(folder), token };
  }

  /** The folder behind a token. Throws `not-found`. */
  folder(token: string): string {
    const folder = this.folders.get(token);
    if (folder !== undefined) return folder;
    throw new AppError('not-found', 'Sealwax no longer remembers where that was saved.', {
      hint: 'Save it again, or look in the folder that you chose.',
    });
  }
}

export const cancelledSaving: Saved = { outcome: 'cancelled', files: [], folderName: '', token: '' };
