import { Button, NumberInput } from '@mantine/core';
import { useState } from 'react';
import type { RevocationState } from '../../../ipc/revocation-schemas';
import type { Authority } from '../../../ipc/schemas';
import { useClient } from '../../state/client-context';
import { useAction } from '../../state/use-action';
import { CopyValue } from '../../ui/copy';
import layout from '../../ui/layout.module.css';
import { FailureNote, Note } from '../../ui/notes';
import { Tag } from '../../ui/tag';
import { useToasts } from '../../ui/toasts';
import styles from './revocation.module.css';

/** The address on this machine that new certificates name for their list; off unless a person wants it. */
export function ServeList({ state, authority }: { state: RevocationState; authority: Authority }) {
  const { api } = useClient();
  const { show } = useToasts();
  const { serve } = state;
  const [port, setPort] = useState<number | string>(serve.port);
  const chosen = typeof port === 'number' && Number.isInteger(port) && port >= 1024 && port <= 65_535;
  const turn = useAction(async (on: boolean) => {
    await api.revocation.serve({
      authorityId: authority.id,
      on,
      ...(on && typeof port === 'number' ? { port } : {}),
    });
    show(
      on
        ? `New certificates of ${authority.name} name the address of its list.`
        : `New certificates of ${authority.name} name no address.`,
    );
  });
  return (
    <section className={layout.stack} aria-label={`Address of the list of ${authority.name}`}>
      <div className={styles.title}>
        <h3>Address for clients that look for the list</h3>
        <Sign serve={serve} />
      </div>
      <p className={layout.mute}>
        Windows programs that use Schannel may refuse a certificate whose list they cannot find. With this, new
        certificates name an address on this machine, and Sealwax answers there while it runs; browsers and curl need
        none.
      </p>
      {serve.on ? <CopyValue text={serve.url} what={`address of the list of ${authority.name}`} /> : null}
      {serve.problem ? <Note tone="bad" message={serve.problem.message} hint={serve.problem.hint} /> : null}
      <div className={styles.serve}>
        {serve.on && !serve.problem ? null : (
          <NumberInput
            label="Port"
            className={styles.port ?? ''}
            value={port}
            min={1024}
            max={65_535}
            allowDecimal={false}
            allowNegative={false}
            hideControls
            error={chosen ? undefined : '1024 to 65535'}
            onChange={setPort}
          />
        )}
        {serve.on && !serve.problem ? null : (
          <Button
            size="xs"
            loading={turn.busy}
            disabled={!chosen}
            aria-label={`${serve.on ? 'Use this port' : 'Turn on'} for the list of ${authority.name}`}
            onClick={() => void turn.run(true)}
          >
            {serve.on ? 'Use this port' : 'Turn on'}
          </Button>
        )}
        {serve.on ? (
          <Button
            size="xs"
            loading={turn.busy}
            aria-label={`Turn off the address of the list of ${authority.name}`}
            onClick={() => void turn.run(false)}
          >
            Turn off
          </Button>
        ) : null}
      </div>
      {turn.failure && turn.failure.code !== 'cancelled' ? <FailureNote failure={turn.failure} /> : null}
    </section>
  );
}

function Sign({ serve }: { serve: RevocationState['serve'] }) {
  if (!serve.on) {
    return (
      <Tag tone="idle" icon="dash">
        off
      </Tag>
    );
  }
  return serve.running ? (
    <Tag tone="ok" icon="tick">
      answers now
    </Tag>
  ) : (
    <Tag tone="bad" icon="cross">
      does not answer
    </Tag>
  );
}
