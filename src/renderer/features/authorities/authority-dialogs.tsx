import { useState } from 'react';
import type { Authority } from '../../../ipc/schemas';
import { Dialog } from '../../ui/dialog';
import { SetAsideForm } from '../../ui/set-aside-form';
import { AdoptForm } from './adopt-form';
import { BackupForm } from './backup-form';
import type { DialogBody } from './dialog-body';
import { ExportRootForm } from './export-root-form';
import { NewAuthority } from './new-authority';
import { type OpenDialog, titleOf } from './open-dialog';
import { PassphraseForm } from './passphrase-form';
import { PlainKeyForm } from './plain-key';
import { RenameForm } from './rename-form';
import { RestoreForm } from './restore-form';
import { RolloverForm } from './rollover-form';

interface AuthorityDialogsProps {
  open: OpenDialog | null;
  authorities: readonly Authority[];
  onClose: () => void;
}

const wide: readonly OpenDialog['kind'][] = ['new', 'new-intermediate', 'adopt', 'rollover'];

/** The one dialog of this screen. Its form stays until it has left the window, so that the focus can be given back. */
export function AuthorityDialogs({ open, authorities, onClose }: AuthorityDialogsProps) {
  const [busy, setBusy] = useState(false);
  const [shown, setShown] = useState<OpenDialog | null>(open);
  if (open !== null && open !== shown) setShown(open);
  return (
    <Dialog
      title={shown ? titleOf(shown) : ''}
      opened={open !== null}
      onClose={onClose}
      onGone={() => setShown(null)}
      busy={busy}
      size={shown && wide.includes(shown.kind) ? 'wide' : 'narrow'}
    >
      {shown ? <Body dialog={shown} authorities={authorities} onBusy={setBusy} onClose={onClose} /> : null}
    </Dialog>
  );
}

function Body({
  dialog,
  authorities,
  ...body
}: DialogBody & { dialog: OpenDialog; authorities: readonly Authority[] }) {
  switch (dialog.kind) {
    case 'new':
      return <NewAuthority authorities={authorities} {...body} />;
    case 'new-intermediate':
      return <NewAuthority authorities={authorities} parent={dialog.parent} {...body} />;
    case 'adopt':
      return <AdoptForm authorities={authorities} token={dialog.token} folder={dialog.folder} {...body} />;
    case 'backup':
      return <BackupForm authorities={authorities} id={dialog.id} {...body} />;
    case 'restore':
      return <RestoreForm {...body} />;
    case 'export':
      return <ExportRootForm authority={dialog.authority} {...body} />;
    case 'passphrase':
      return <PassphraseForm authority={current(dialog.authority, authorities)} {...body} />;
    case 'rename':
      return <RenameForm authority={dialog.authority} {...body} />;
    case 'set-aside':
      return <SetAsideForm authority={dialog.authority} {...body} />;
    case 'rollover':
      return <RolloverForm authority={dialog.authority} {...body} />;
    case 'plain-key':
      return <PlainKeyForm authority={dialog.authority} {...body} />;
  }
}

/** The authority as it is now: a form that stays open after an action shows what came of it. */
const current = (authority: Authority, all: readonly Authority[]): Authority =>
  all.find(({ id }) => id === authority.id) ?? authority;
