import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { startSchema, type TargetCheck } from '../../../ipc/inspect-schemas';
import { useClient } from '../../state/client-context';
import { type Asked, useInspections } from '../../state/inspections';
import { Icon } from '../../ui/icons';
import layout from '../../ui/layout.module.css';
import { FieldMessage } from '../../ui/notes';
import styles from './inspect.module.css';
import { starts, startWords } from './words';

/** Milliseconds that typing must rest before the target is read. */
const rest = 120;

/** Asks for a server, and reads it while it is typed. */
export function TargetForm({ field }: { field: RefObject<HTMLInputElement | null> }) {
  const { draft, setDraft, start } = useInspections();
  const check = useTargetCheck(draft);
  const problem = check?.problem;
  const named = draft.serverName !== undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (draft.target.trim() === '') field.current?.focus();
    else if (problem === undefined) start(draft);
  };
  return (
    <form className={`${layout.card} ${styles.form}`} aria-label="Server to inspect" noValidate onSubmit={submit}>
      <div className={styles.fields}>
        <TextInput
          ref={field}
          className={styles.target ?? ''}
          label="Server"
          placeholder="app.test:8443, https://app.test or smtp://mail.test:587"
          leftSection={<Icon name="search" size={16} />}
          value={draft.target}
          maxLength={500}
          autoComplete="off"
          spellCheck={false}
          error={problem !== undefined}
          aria-describedby="inspect-target-message"
          onChange={(event) => setDraft({ ...draft, target: event.currentTarget.value })}
        />
        <NativeSelect
          className={styles.start ?? ''}
          label="TLS begins"
          value={draft.start ?? ''}
          data={[{ value: '', label: 'By the port' }, ...starts]}
          onChange={(event) => setDraft({ ...draft, start: startSchema.safeParse(event.currentTarget.value).data })}
        />
        <Button type="submit" variant="filled" disabled={problem !== undefined}>
          Inspect
        </Button>
      </div>
      <div className={styles.below}>
        <div id="inspect-target-message">
          {problem === undefined ? (
            <p className={layout.mute} role="status">
              {check?.target === undefined ? 'Without a port it is 443. Only handshakes are made.' : willWords(check)}
            </p>
          ) : (
            <FieldMessage>
              {problem.message} {problem.hint}
            </FieldMessage>
          )}
        </div>
        {named ? null : (
          <Button
            className={styles.another ?? ''}
            size="compact-sm"
            variant="subtle"
            title="Ask for another name than the host"
            onClick={() => setDraft({ ...draft, serverName: '' })}
          >
            Another name…
          </Button>
        )}
      </div>
      {named ? (
        <TextInput
          label="Name in the handshake"
          description="For a server that is not in the DNS yet: the certificate is asked for, and must be for, this name (SNI)."
          placeholder="app.test"
          value={draft.serverName}
          maxLength={253}
          autoComplete="off"
          spellCheck={false}
          autoFocus={draft.serverName === ''}
          onChange={(event) => setDraft({ ...draft, serverName: event.currentTarget.value })}
        />
      ) : null}
    </form>
  );
}

/** "app.test:587 by SMTP, STARTTLS". */
function willWords({ target }: TargetCheck): string {
  if (target === undefined) return '';
  const { host, port, start, serverName } = target;
  const place = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  const name = serverName === undefined || serverName === host ? '' : `, asked for ${serverName}`;
  return start === 'tls' ? `Will look at ${place}${name}.` : `Will look at ${place}${name}, ${startWords(start)}.`;
}

/** What the newest draft says, once typing rests. */
function useTargetCheck({ target, start, serverName }: Asked): TargetCheck | undefined {
  const { api } = useClient();
  const key = JSON.stringify([target, start, serverName]);
  const [answer, setAnswer] = useState<{ key: string; check: TargetCheck }>();
  const newest = useRef(key);
  newest.current = key;
  useEffect(() => {
    if (target.trim() === '') return undefined;
    const timer = setTimeout(() => {
      const name = serverName?.trim() ?? '';
      api.inspect
        .checkTarget({
          target,
          ...(start === undefined ? {} : { start }),
          ...(name === '' ? {} : { serverName: name }),
        })
        .then(
          (check) => (newest.current === key ? setAnswer({ key, check }) : undefined),
          // It is read again when the look begins.
          () => undefined,
        );
    }, rest);
    return () => clearTimeout(timer);
  }, [api, key, target, start, serverName]);
  return answer?.key === key ? answer.check : undefined;
}
