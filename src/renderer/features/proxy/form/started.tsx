import { Button } from '@mantine/core';
import type { ProxyView } from '../../../../ipc/proxy-schemas';
import { useClient } from '../../../state/client-context';
import { failureOf } from '../../../state/failure';
import { CopyIcon } from '../../../ui/copy';
import { DialogFoot } from '../../../ui/dialog-foot';
import { Icon } from '../../../ui/icons';
import layout from '../../../ui/layout.module.css';
import { Note } from '../../../ui/notes';
import { Dot } from '../../../ui/tag';
import { useToasts } from '../../../ui/toasts';
import { HostsOffer } from '../hosts/hosts-offer';
import { routesOf, stateSigns } from '../words';
import styles from './form.module.css';

interface StartedProps {
  proxy: ProxyView;
  onChange: () => void;
  onClose: () => void;
}

/** What came of it: the addresses to open, and what a name still needs to lead here; or why it does not run. */
export function Started({ proxy, onChange, onClose }: StartedProps) {
  const { api } = useClient();
  const { fail } = useToasts();
  const { state, problem, names, urls } = proxy;
  const sign = stateSigns[state];
  const runs = state === 'running';
  return (
    <div className={layout.stack}>
      <div className={styles.verdict} role="status">
        <Dot tone={sign.tone} icon={sign.icon} />
        <div>
          <h3>
            {runs ? 'It runs.' : state === 'failed' ? 'It is kept, and does not run yet.' : `It is ${sign.word}.`}
          </h3>
          <p className={layout.mute}>
            {runs
              ? 'Also after a restart, for as long as Sealwax runs.'
              : 'Change it, or start it again from the list.'}
          </p>
        </div>
      </div>
      {problem === undefined ? null : <Note tone="bad" message={problem.message} hint={problem.hint} />}
      {runs ? (
        <ul className={styles.urls} aria-label="Addresses">
          {names.map(({ name, routes }, index) => (
            <li key={name}>
              <div className={layout.grow}>
                <span className={styles.url}>{urls[index]}</span> <CopyIcon text={urls[index] ?? ''} what="address" />
                <small className={layout.mute}>to {routesOf(routes)}</small>
              </div>
              <Button
                size="xs"
                leftSection={<Icon name="open" size={15} />}
                aria-label={`Open ${urls[index]} in the browser`}
                onClick={() => {
                  api.proxy.open({ id: proxy.id, name }).catch((thrown) => fail(failureOf(thrown)));
                }}
              >
                Open
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      {runs ? <HostsOffer names={names.map(({ name }) => name)} /> : null}
      <DialogFoot
        affirmative={
          <Button variant="filled" data-autofocus onClick={onClose}>
            Done
          </Button>
        }
        others={runs ? null : <Button onClick={onChange}>Change it…</Button>}
      />
    </div>
  );
}
