import { Button } from '@mantine/core';
import type { Authority } from '../../../../ipc/schemas';
import { useClient } from '../../../state/client-context';
import { useAction } from '../../../state/use-action';
import { useQuery } from '../../../state/use-query';
import { limitsSentence } from '../../../text/limits';
import layout from '../../../ui/layout.module.css';
import { Loading } from '../../../ui/loading';
import { FailureNote, Note } from '../../../ui/notes';
import { Dot } from '../../../ui/tag';
import styles from './phone.module.css';
import { RunningPage } from './running-page';

interface PhonePartProps {
  /** The root that the page would hand out. */
  root: Authority;
  roots: readonly Authority[];
}

const refreshOn = ['phone.changed'] as const;

/** The page on the local network that hands a phone the public root, started and stopped by a person. */
export function PhonePart({ root, roots }: PhonePartProps) {
  const { api } = useClient();
  const phone = useQuery(() => api.phone.state(), 'phone', refreshOn);
  const start = useAction(async () => {
    await api.phone.start({ authorityId: root.id });
    phone.reload();
  });
  const stop = useAction(async () => {
    await api.phone.stop();
    phone.reload();
  });
  const { data } = phone;
  if (phone.failure) return <FailureNote failure={phone.failure} onRetry={phone.reload} />;
  if (data === undefined) return <Loading label="Looking for the page" rows={3} />;
  const failure = start.failure ?? stop.failure;
  if (data.running) {
    const served = roots.find(({ id }) => id === data.authorityId) ?? root;
    return (
      <>
        {failure ? <FailureNote failure={failure} /> : null}
        <Unlimited root={served} />
        <RunningPage page={data} root={served} busy={stop.busy} onStop={() => void stop.run()} />
      </>
    );
  }
  return (
    <>
      {failure ? <FailureNote failure={failure} /> : null}
      <section className={`${layout.card} ${styles.off}`} aria-label="Page for phones">
        <Dot tone="idle" icon="phone" />
        <div className={layout.stack}>
          <div>
            <h2>Open your sites on a phone or tablet</h2>
            <p className={layout.mute}>
              Sealwax shows a page on your local network for a quarter of an hour. The phone takes the public root from
              it and checks afterwards that it is trusted.
            </p>
          </div>
          <ul className={styles.facts}>
            <li>The page hands out the public root of {root.name} and nothing else; no key leaves this machine.</li>
            <li>Everyone in the same network can see the page, so compare the fingerprint on the phone.</li>
            <li>Every phone that installs it trusts what this root signs. {limitsSentence(root.limits)}</li>
          </ul>
          <Unlimited root={root} />
          <div>
            <Button variant="filled" loading={start.busy} onClick={() => void start.run()}>
              Start the page
            </Button>
          </div>
        </div>
      </section>
    </>
  );
}

function Unlimited({ root }: { root: Authority }) {
  if (root.limits.kind !== 'none') return null;
  return (
    <Note
      tone="warn"
      message="This root has no limits: a phone that trusts it trusts everything it signs, for every site."
      hint="For phones, a root with limits is the better choice; you can make one under Authorities."
    />
  );
}
