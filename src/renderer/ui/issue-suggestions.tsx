import { Button } from '@mantine/core';
import { useState } from 'react';
import type { CertificateName } from '../../ipc/schemas';
import { useClient } from '../state/client-context';
import { useQuery } from '../state/use-query';
import layout from './layout.module.css';

interface SuggestionsProps {
  authorityId?: string | undefined;
  taken: readonly string[];
  onAdd: (names: string[]) => void;
}

/** As many stand in two lines of the dialog; a machine with many interfaces or a long hosts file has more. */
const shownAtFirst = 6;
const none: CertificateName[] = [];

/** Names by which this machine is reached, one press each. A failure here takes nothing away, so it is not shown. */
export function Suggestions({ authorityId, taken, onAdd }: SuggestionsProps) {
  const { api } = useClient();
  const [all, setAll] = useState(false);
  const suggested = useQuery(
    () => api.certificates.suggestNames(authorityId === undefined ? {} : { authorityId }),
    `suggestions ${authorityId ?? ''}`,
  );
  const left = (suggested.data ?? none).filter((name) => !taken.includes(name.display) && !taken.includes(name.value));
  if (left.length === 0) return null;
  const shown = all ? left : left.slice(0, shownAtFirst);
  return (
    <div className={layout.row}>
      <small>Add</small>
      {shown.map((name) => (
        <Button
          key={name.value}
          size="compact-sm"
          fw={500}
          aria-label={`Add ${name.display}`}
          onClick={() => onAdd([name.display])}
        >
          {name.display}
        </Button>
      ))}
      {left.length > shown.length ? (
        <Button size="compact-sm" variant="subtle" onClick={() => setAll(true)}>
          {left.length - shown.length} more
        </Button>
      ) : null}
    </div>
  );
}
