import { useState } from 'react';
import type { ProxyView } from '../../../../ipc/proxy-schemas';
import { Dialog } from '../../../ui/dialog';
import { nameOf } from '../words';
import { ProxyForm } from './proxy-form';
import { Started } from './started';

/** What the dialog is for; `null` while it is closed. */
export type Asked = { kind: 'new'; target?: string | undefined } | { kind: 'change'; proxy: ProxyView };

interface ProxyDialogProps {
  asked: Asked | null;
  /** As they stand now. */
  proxies: readonly ProxyView[];
  onClose: () => void;
}

/** Asks for a proxy, starts it, and says what came of it. */
export function ProxyDialog({ asked, proxies, onClose }: ProxyDialogProps) {
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState<ProxyView | null>(null);
  const [again, setAgain] = useState<ProxyView | null>(null);
  // What was asked for last stays in sight while the dialog leaves.
  const [last, setLast] = useState<Asked>({ kind: 'new' });
  if (asked !== null && asked !== last) setLast(asked);
  const changed = again ?? (last.kind === 'change' ? last.proxy : undefined);
  const shown = done === null ? null : (proxies.find(({ id }) => id === done.id) ?? done);
  return (
    <Dialog
      title={changed === undefined ? 'HTTPS for a port' : `Change ${nameOf(changed)}`}
      opened={asked !== null}
      onClose={onClose}
      busy={busy}
      size="wide"
      onGone={() => {
        setDone(null);
        setAgain(null);
      }}
    >
      {shown === null ? (
        <ProxyForm
          key={changed?.id ?? 'new'}
          proxy={changed}
          startsWith={last.kind === 'new' ? last.target : undefined}
          onBusy={setBusy}
          onClose={onClose}
          onDone={setDone}
        />
      ) : (
        <Started
          proxy={shown}
          onClose={onClose}
          onChange={() => {
            setAgain(shown);
            setDone(null);
          }}
        />
      )}
    </Dialog>
  );
}
