import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Certificate } from '../../../ipc/schemas';
import { useNavigation } from '../../state/navigation';
import { Icon } from '../../ui/icons';
import styles from './certificates.module.css';
import { RenewDialog } from './renew-dialog';

interface BulkBarProps {
  certificates: readonly Certificate[];
  onDelete: () => void;
  onClear: () => void;
}

/** What can be done with the ticked certificates together. */
export function BulkBar({ certificates, onDelete, onClear }: BulkBarProps) {
  const { open } = useNavigation();
  const [renewing, setRenewing] = useState<readonly Certificate[] | null>(null);
  // What was revoked is never renewed.
  const renewable = certificates.filter(({ revoked }) => revoked === undefined);
  return (
    <section className={styles.bulk} aria-label="Selected certificates">
      <strong aria-live="polite">{certificates.length} selected</strong>
      <Button
        size="xs"
        leftSection={<Icon name="export" size={15} />}
        onClick={() => open({ kind: 'export', ids: certificates.map(({ id }) => id) })}
      >
        Export…
      </Button>
      <Button
        size="xs"
        leftSection={<Icon name="renew" size={15} />}
        disabled={renewable.length === 0}
        onClick={() => setRenewing(renewable)}
      >
        Renew…
      </Button>
      <Button size="xs" variant="danger" leftSection={<Icon name="bin" size={15} />} onClick={onDelete}>
        Delete
      </Button>
      <Button size="xs" variant="subtle" aria-label="Clear selection" onClick={onClear}>
        Clear
      </Button>
      <RenewDialog certificates={renewing} onClose={() => setRenewing(null)} onRenewed={onClear} />
    </section>
  );
}
