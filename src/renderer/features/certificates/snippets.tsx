import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import type { Snippet, SnippetId } from '../../../ipc/snippet-schemas';
import { useClient } from '../../state/client-context';
import { useQuery } from '../../state/use-query';
import { Commands } from '../../ui/copy';
import layout from '../../ui/layout.module.css';
import { Loading } from '../../ui/loading';
import { FailureNote, Note } from '../../ui/notes';

const roles: Record<Snippet['role'], string> = {
  server: 'A server that uses it',
  check: 'A look at the server',
  client: 'A client that shows it',
};

/** What to put into a server or a client, with the real paths of one certificate, to copy. */
export function Snippets({ id, first }: { id: string; first?: SnippetId | undefined }) {
  const { api } = useClient();
  const snippets = useQuery(() => api.snippets.list({ id }), `snippets ${id}`);
  const [chosen, setChosen] = useState(first);
  if (snippets.failure) return <FailureNote failure={snippets.failure} onRetry={snippets.reload} />;
  const { data } = snippets;
  if (data === undefined) return <Loading label="Writing the text" rows={3} />;
  const shown = data.find((each) => each.id === chosen) ?? data[0];
  if (shown === undefined) return <p className={layout.mute}>There is none for this kind of certificate.</p>;
  const groups = Object.entries(roles).flatMap(([role, group]) => {
    const items = data.filter((each) => each.role === role);
    return items.length === 0 ? [] : [{ group, items: items.map(({ id: value, title: label }) => ({ value, label })) }];
  });
  return (
    <div className={layout.stack}>
      <NativeSelect
        label="For"
        value={shown.id}
        data={groups}
        onChange={({ currentTarget }) => setChosen(data.find((each) => each.id === currentTarget.value)?.id)}
      />
      {shown.text === undefined ? (
        <Note tone="warn" message={`There is no text for ${shown.title} with these paths.`} hint={shown.note} />
      ) : (
        <>
          <p className={layout.mute}>{shown.place}.</p>
          <Commands commands={[shown.text]} what={`text for ${shown.title}`} />
          {shown.note === undefined ? null : <p className={layout.mute}>{shown.note}</p>}
        </>
      )}
    </div>
  );
}
