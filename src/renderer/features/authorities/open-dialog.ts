import type { Authority } from '../../../ipc/schemas';

/** Which form is open, and what it is about. */
export type OpenDialog =
  | { kind: 'new' }
  | { kind: 'new-intermediate'; parent: Authority }
  /** With a token: what was opened elsewhere, see `files.view`. With a folder: this one of mkcert's is chosen. */
  | { kind: 'adopt'; token?: string; folder?: string }
  | { kind: 'backup'; id?: string }
  | { kind: 'restore' }
  | { kind: 'export' | 'passphrase' | 'rename' | 'set-aside' | 'plain-key' | 'rollover'; authority: Authority };

export function titleOf(dialog: OpenDialog): string {
  switch (dialog.kind) {
    case 'new':
      return 'New authority';
    case 'new-intermediate':
      return 'New intermediate';
    case 'adopt':
      return 'Adopt an authority';
    case 'backup':
      return 'Back up authorities';
    case 'restore':
      return 'Restore from a backup';
    case 'export':
      return dialog.authority.kind === 'root' ? 'Export the root' : 'Export the intermediate';
    case 'passphrase':
      return 'Passphrase of the key';
    case 'rename':
      return 'Rename';
    case 'set-aside':
      return `Set aside ${dialog.authority.name}`;
    case 'rollover':
      return `Replace ${dialog.authority.name}`;
    case 'plain-key':
      return 'Delete the plain key';
  }
}
