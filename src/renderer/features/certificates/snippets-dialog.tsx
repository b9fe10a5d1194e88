import { Button } from '@mantine/core';
import { useState } from 'react';
import type { WindowDialog } from '../../state/navigation';
import { Dialog } from '../../ui/dialog';
import { DialogFoot } from '../../ui/dialog-foot';
import layout from '../../ui/layout.module.css';
import { Snippets } from './snippets';

type Asked = Extract<WindowDialog, { kind: 'snippets' }>;

/** What to put into a server, from wherever the person is. */
export function SnippetsDialog({ asked, onClose }: { asked: Asked | null; onClose: () => void }) {
  const [shown, setShown] = useState<Asked | null>(null);
  // It stays in the dialog while that fades away.
  if (asked !== null && asked !== shown) setShown(asked);
  return (
    <Dialog title="Put the certificate into a server" opened={asked !== null} onClose={onClose}>
      {shown === null ? null : (
        <div className={layout.stack}>
          <Snippets key={shown.id} id={shown.id} first={shown.snippet} />
          <DialogFoot affirmative={<Button onClick={onClose}>Close</Button>} />
        </div>
      )}
    </Dialog>
  );
}
