import { shell } from 'electron';
import { AppError } from '../../core/errors';
import type { AskPassphrase } from '../../core/keychain/root-keys';
import type { Services } from '../../core/services';
import type { EventData, EventName } from '../../ipc/contract';
import type { Settings } from '../../ipc/settings-schemas';
import type { Background } from '../background';
import type { Destinations } from '../destinations';
import type { Dialogs } from '../dialogs';
import type { Handlers } from '../ipc';
import type { PassphrasePrompt } from '../passphrase-prompt';
import type { SavedPlaces } from '../saved-places';

export interface HandlerContext {
  services: Services;
  send: <N extends EventName>(name: N, data: EventData<N>) => void;
  applyTheme: (theme: Settings['theme']) => void;
  sandboxed: boolean;
  notices: readonly string[];
  dialogs: Dialogs;
  places: SavedPlaces;
  ask: AskPassphrase;
  /** Shows a text that holds a secret in the window of the passphrases, from which it can be saved. */
  showSecret: PassphrasePrompt['show'];
  /** What was dropped or opened by the system before the window listened; taking it empties it. */
  takeArrived: () => EventData<'files.arrived'>[];
  background: Background;
  destinations: Destinations;
}

/** The handlers of the calls whose names begin with G. */
export type Group<G extends string> = {
  [N in keyof Handlers as N extends `${G}.${string}` ? N : never]: Handlers[N];
};

/** Opens a folder in the system's file manager. Throws `not-found` with the path when there is none to open it. */
export async function openFolder(path: string): Promise<undefined> {
  const problem = await shell.openPath(path);
  if (problem !== '') {
    throw new AppError('not-found', `The folder ${path} could not be opened: ${problem}.`, {
      hint: 'Copy the path and open it by hand.',
    });
  }
}
