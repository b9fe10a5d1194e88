import { Button } from '@mantine/core';
import { useClient } from '../../state/client-context';
import { useNow } from '../../state/use-now';
import { useQuery } from '../../state/use-query';
import { Note } from '../../ui/notes';
import { troubleWords } from './renewal-words';

const refreshOn = ['certificates.changed', 'authorities.changed', 'renewal.changed'] as const;

/** Above the list: what should have been renewed and could not be. Each reason stands with its certificate. */
export function RenewalTroubles({ onShow }: { onShow: (id: string) => void }) {
  const { api } = useClient();
  const now = useNow();
  const troubles = useQuery(() => api.renewal.troubles(), 'troubles', refreshOn);
  const [first, ...others] = troubles.data ?? [];
  if (!first) return null;
  const message =
    others.length === 0
      ? `${first.name} could not be renewed. ${first.message}`
      : `${others.length + 1} certificates could not be renewed, ${first.name} last. ${first.message}`;
  return (
    <Note tone="warn" message={message} hint={troubleWords(first, now)}>
      <Button size="xs" onClick={() => onShow(first.id)} aria-label={`Show ${first.name}`}>
        Show
      </Button>
    </Note>
  );
}
