import { Button } from '@mantine/core';
import { useClient } from '../../state/client-context';
import { useQuery } from '../../state/use-query';
import layout from '../../ui/layout.module.css';

interface SuggestionsProps {
  taken: readonly string[];
  onAdd: (names: string[]) => void;
}

/** Names by which this machine is reached, one press each. A failure here takes nothing away, so it is not shown. */
export function Suggestions({ taken, onAdd }: SuggestionsProps) {
  const { api } = useClient();
  const suggested = useQuery(() => api.certificates.suggestNames(), 'suggestions');
  const left = (suggested.data ?? []).filter((name) => !taken.includes(name.display) && !taken.includes(name.value));
  if (left.length === 0) return null;
  return (
    <div className={layout.row}>
      <small>Add</small>
      {left.map((name) => (
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
    </div>
  );
}
