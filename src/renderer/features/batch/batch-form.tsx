import { Button, Textarea } from '@mantine/core';
import { useRef, useState } from 'react';
import { useBatchRun } from '../../state/batch-run';
import { useClient } from '../../state/client-context';
import { useAction } from '../../state/use-action';
import { useAuthorities } from '../../state/use-authorities';
import { Fold } from '../../ui/fold';
import { Icon } from '../../ui/icons';
import { draftFor, draftSummary, type IssueDraft, optionsOf } from '../../ui/issue-draft';
import { MoreOptions } from '../../ui/issue-options';
import { PurposeField } from '../../ui/issue-purpose';
import layout from '../../ui/layout.module.css';
import { FailureNote, FieldMessage } from '../../ui/notes';
import styles from './batch.module.css';
import { fourNodes } from './batch-text';
import { RowsTable } from './rows-table';
import { useBatchRows } from './use-batch-rows';

/** The list, what is to be made of it, and its rows as they were understood. */
export function BatchForm({ validityDays }: { validityDays: number }) {
  const { text, setText, start, failure } = useBatchRun();
  const { api } = useClient();
  const authorities = useAuthorities();
  const [draft, setDraft] = useState<IssueDraft>(() => draftFor(validityDays));
  const field = useRef<HTMLTextAreaElement>(null);
  const read = useBatchRows(text, { authorityId: draft.authorityId, purpose: draft.purpose });
  const good = read.rows.filter((row) => row.problem === undefined);
  const bad = read.rows.length - good.length;
  const signer = authorities.find(({ id }) => id === draft.authorityId) ?? authorities[0];

  const open = useAction(async () => {
    const file = await api.batch.openFile();
    if (file) setText(file.text);
  });
  const issue = () => {
    const rows = good.map(({ line, names, purpose }) => ({ line, names, ...(purpose ? { purpose } : {}) }));
    const { subject, ...options } = optionsOf(draft);
    start({ ...options, rows });
  };

  const empty = read.rows.length === 0;
  return (
    <div className={styles.sides} data-alone={empty || undefined}>
      <section className={`${layout.card} ${layout.pad} ${layout.stack}`} aria-label="List">
        <div className={styles.top}>
          <p className={layout.mute}>
            One certificate a line: its names with commas between them, or a CSV with the columns name, more names and
            purpose.
          </p>
          <div className={layout.row}>
            <Button
              size="xs"
              leftSection={<Icon name="folder" size={15} />}
              loading={open.busy}
              onClick={() => void open.run()}
            >
              Open a file…
            </Button>
            <Button
              size="xs"
              onClick={() => {
                setText(fourNodes);
                field.current?.focus();
              }}
            >
              Example: four nodes, mutual TLS
            </Button>
          </div>
        </div>
        <Textarea
          ref={field}
          label="Names, one certificate a line"
          classNames={{ input: styles.text ?? '' }}
          rows={6}
          spellCheck={false}
          placeholder={'shop.test, www.shop.test\napi.test'}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {open.failure ? <FailureNote failure={open.failure} /> : null}
        {read.failure ? (
          <FieldMessage>{[read.failure.message, read.failure.hint].filter(Boolean).join(' ')}</FieldMessage>
        ) : null}
      </section>
      <section className={`${layout.card} ${layout.pad} ${layout.stack}`} aria-label="Options">
        <PurposeField purpose={draft.purpose} onChange={(purpose) => setDraft({ ...draft, purpose })} />
        <p className={layout.mute}>
          {draftSummary(draft, authorities.length > 1 ? signer?.name : undefined)} A row that names its own purpose
          keeps it. Each certificate gets a key of its own.
        </p>
        <Fold label="More options">
          <MoreOptions draft={draft} onChange={setDraft} authorities={authorities} withSubject={false} />
        </Fold>
        {failure ? <FailureNote failure={failure} /> : null}
        <div className={styles.bottom}>
          <p aria-live="polite">{read.busy ? 'Checking the list…' : countWords(good.length, bad)}</p>
          <Button
            variant="filled"
            disabled={good.length === 0 || read.busy || draft.validity === undefined}
            onClick={issue}
          >
            {good.length > 0 ? `Issue ${good.length} certificate${good.length === 1 ? '' : 's'}` : 'Issue'}
          </Button>
        </div>
      </section>
      {empty ? null : (
        <div className={styles.rows}>
          <RowsTable rows={read.rows} purpose={draft.purpose} />
        </div>
      )}
    </div>
  );
}

/** "4 certificates; 1 row has a problem and is left out." */
function countWords(good: number, bad: number): string {
  if (good === 0 && bad === 0) return 'Nothing to issue yet.';
  const rows = bad === 1 ? '1 row has a problem and is left out' : `${bad} rows have a problem and are left out`;
  const first = `${good} certificate${good === 1 ? '' : 's'}`;
  return bad === 0 ? `${first}, no problem found.` : `${first}; ${rows}.`;
}
