import { SegmentedControl, Select } from '@mantine/core';
import { useRef, useState } from 'react';
import type { Snippet } from '../../../ipc/snippet-schemas';
import { useClient } from '../../state/client-context';
import { useQuery } from '../../state/use-query';
import { Commands, CopyValue } from '../../ui/copy';
import { Icon } from '../../ui/icons';
import layout from '../../ui/layout.module.css';
import { Loading } from '../../ui/loading';
import { FailureNote, Note } from '../../ui/notes';
import styles from './snippets.module.css';

type Kind = Snippet['kind'];

const kinds: readonly { value: Kind; label: string; means: string }[] = [
  { value: 'server', label: 'Server', means: 'It serves with this certificate.' },
  { value: 'client', label: 'Client', means: 'It reaches the server, and verifies it by your root.' },
  { value: 'mutual', label: 'Mutual TLS', means: 'Server and client both show a certificate of this authority.' },
];

/** What to put into a server or a client, with the real paths of one certificate, to copy. */
export function Snippets({ id, first: wanted }: { id: string; first?: string | undefined }) {
  const { api } = useClient();
  const snippets = useQuery(() => api.snippets.list({ id }), `snippets ${id}`);
  const [program, setProgram] = useState(wanted);
  const [kind, setKind] = useState<Kind>('server');
  const top = useRef<HTMLDivElement>(null);
  if (snippets.failure) return <FailureNote failure={snippets.failure} onRetry={snippets.reload} />;
  const { data } = snippets;
  if (data === undefined) return <Loading label="Writing the text" rows={3} />;
  const first = data.find((each) => each.kind === kind) ?? data[0];
  const chosen = data.find((each) => each.id === program) ?? first;
  if (chosen === undefined) return <p className={layout.mute}>There is none for this kind of certificate.</p>;
  const ofProgram = data.filter((each) => each.id === chosen.id);
  const shown = ofProgram.find((each) => each.kind === kind) ?? chosen;
  const there = kinds.filter(({ value }) => ofProgram.some((each) => each.kind === value));
  return (
    <div className={`${layout.stack} ${styles.top}`} ref={top}>
      <Select
        label="For"
        searchable
        // What is typed takes the place of what was chosen, and Enter takes the first that is found.
        selectFirstOptionOnChange
        allowDeselect={false}
        nothingFoundMessage="No program of that name"
        // In its place, so that it belongs to the page; the list itself scrolls.
        comboboxProps={{ withinPortal: false }}
        withScrollArea={false}
        classNames={{ options: styles.options }}
        value={chosen.id}
        data={grouped(data)}
        // Room for the list below, where it hides nothing that belongs to it.
        onDropdownOpen={() => top.current?.scrollIntoView({ block: 'start' })}
        onFocus={({ currentTarget }) => currentTarget.select()}
        onChange={(value) => setProgram(value ?? undefined)}
      />
      <div className={styles.kinds}>
        <SegmentedControl
          aria-label="What it does"
          value={shown.kind}
          data={there.map(({ value, label }) => ({ value, label }))}
          onChange={(value) => setKind(value as Kind)}
        />
        <small className={layout.mute}>{kinds.find(({ value }) => value === shown.kind)?.means}</small>
      </div>
      <Text snippet={shown} />
    </div>
  );
}

function Text({ snippet }: { snippet: Snippet }) {
  const { title, parts, note, checked, tried, source } = snippet;
  if (parts.length === 0)
    return <Note tone="warn" message={`There is no text for ${title} with these paths.`} hint={note} />;
  return (
    <>
      {parts.map(({ place, text }, index) => (
        <div key={place} className={styles.part}>
          <p className={layout.mute}>
            {parts.length > 1 ? `${index + 1}. ` : ''}
            {place}.
          </p>
          <Commands
            commands={[text]}
            what={parts.length > 1 ? `part ${index + 1} for ${title}` : `text for ${title}`}
          />
        </div>
      ))}
      {note === undefined ? null : <p className={layout.mute}>{note}</p>}
      <div className={styles.source}>
        <p className={styles.checked}>
          <Icon name={checked === undefined ? 'question' : 'tick'} size={16} />
          {checked
            ? `Checked with ${checked}.`
            : tried
              ? `Run by hand with ${tried}, not by our tests.`
              : 'Not run; written from the documentation.'}
        </p>
        <CopyValue text={source} what="address of the documentation" />
      </div>
    </>
  );
}

/** Each program once, below its group, in the order of the list. */
function grouped(data: readonly Snippet[]) {
  const groups = new Map<string, { value: string; label: string }[]>();
  for (const { id, title, group } of data) {
    const items = groups.get(group) ?? [];
    if (!items.some(({ value }) => value === id)) items.push({ value: id, label: title });
    groups.set(group, items);
  }
  return [...groups].map(([group, items]) => ({ group, items }));
}
