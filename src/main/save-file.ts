import { basename, dirname } from 'node:path';
import type { SaveDialogOptions } from 'electron';
import type { Services } from '../core/services';
import { explainFsError } from '../core/system/fs-error';
import type { Saved } from '../ipc/issue-schemas';
import type { Dialogs } from './dialogs';
import { cancelledSaving, type SavedPlaces } from './saved-places';

/**
 * Asks where, and writes the file there. `write` may ask for more before it gives the content to `save`; when it saves nothing,
 * the person said no. Throws `read-only`, `disk-full`, and what `write` throws.
 */
export async function saveFile(
  { dialogs, places, services }: { dialogs: Dialogs; places: SavedPlaces; services: Pick<Services, 'unfinished'> },
  options: Pick<SaveDialogOptions, 'title' | 'defaultPath' | 'filters'>,
  write: (save: (data: string | Uint8Array, mode: number) => Promise<void>) => Promise<void>,
): Promise<Saved> {
  const path = await dialogs.saveFile(options);
  if (path === undefined) return cancelledSaving;
  let written = false;
  await write(async (data, mode) => {
    await services.unfinished.writeFile(path, data, mode, true).catch((error: unknown) => {
      throw explainFsError(error, `write ${path}`);
    });
    written = true;
  });
  return written ? places.saved(dirname(path), [basename(path)]) : cancelledSaving;
}
