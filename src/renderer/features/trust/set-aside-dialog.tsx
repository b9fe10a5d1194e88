import { useState } from 'react';
import type { Authority } from '../../../ipc/schemas';
import { Dialog } from '../../ui/dialog';
import { SetAsideForm } from '../../ui/set-aside-form';

/** Puts the root out of the way, so that a new one can be made. */
export function SetAsideDialog({ authority, onClose }: { authority: Authority; onClose: () => void }) {
  const [busy, setBusy] = useState(false);
  return (
    <Dialog title={`Set aside ${authority.name}`} opened onClose={onClose} busy={busy}>
      <SetAsideForm authority={authority} onBusy={setBusy} onClose={onClose} />
    </Dialog>
  );
}
