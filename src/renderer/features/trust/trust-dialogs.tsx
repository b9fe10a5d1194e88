import type { Authority, Store } from '../../../ipc/schemas';
import { EverywhereDialog } from './everywhere-dialog';
import { SetAsideDialog } from './set-aside-dialog';
import type { StoreAction } from './store-change';

export type OpenDialog = StoreAction | 'set-aside' | null;

interface TrustDialogsProps {
  open: OpenDialog;
  authority: Authority;
  /** Undefined while they are not known, for example because the root cannot be read. */
  stores: readonly Store[] | undefined;
  onClose: () => void;
  onChange: (action: StoreAction, stores: readonly Store[]) => void;
}

/**
 * The stores that an action is for. Removing tries every store that is not known to be without the root: one that cannot
 * tell (locked, its tool missing) then says so in its own outcome, instead of being passed over.
 */
const concerns: Record<StoreAction, (store: Store) => boolean> = {
  install: (store) => store.state !== 'trusted',
  remove: (store) => store.state !== 'absent',
};

/** The dialogs of the trust screen. Setting aside needs no store, so it works also when the stores cannot be read. */
export function TrustDialogs({ open, authority, stores, onClose, onChange }: TrustDialogsProps) {
  if (open === null) return null;
  if (open === 'set-aside') return <SetAsideDialog authority={authority} onClose={onClose} />;
  if (!stores) return null;
  const concerned = stores.filter(concerns[open]);
  return (
    <EverywhereDialog
      action={open}
      authority={authority}
      stores={concerned}
      onCancel={onClose}
      onConfirm={() => onChange(open, concerned)}
    />
  );
}
