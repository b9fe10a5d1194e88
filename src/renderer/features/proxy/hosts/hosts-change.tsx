import { Button } from '@mantine/core';
import type { HostsAction } from '../../../../ipc/hosts-schemas';
import { useClient } from '../../../state/client-context';
import { useAction } from '../../../state/use-action';
import { useQuery } from '../../../state/use-query';
import { Commands } from '../../../ui/copy';
import layout from '../../../ui/layout.module.css';
import { Loading } from '../../../ui/loading';
import { FailureNote } from '../../../ui/notes';

interface HostsChangeProps {
  action: HostsAction;
  names: readonly string[];
  onDone: () => void;
  onCancel: () => void;
}

/** The exact lines, before they are written or taken out; only the button does it. */
export function HostsChange({ action, names, onDone, onCancel }: HostsChangeProps) {
  const { api } = useClient();
  const plan = useQuery(() => api.hosts.plan({ action, names: [...names] }), `${action} ${names.join(' ')}`);
  const adding = action === 'add';
  const apply = useAction(async () => {
    if (plan.data === undefined) return;
    try {
      await api.hosts.apply({ action, names: [...names], fingerprint: plan.data.fingerprint });
      onDone();
    } catch (thrown) {
      // The file may be another by now: what is shown next is what it holds then.
      plan.reload();
      throw thrown;
    }
  });
  if (plan.failure) return <FailureNote failure={plan.failure} onRetry={plan.reload} />;
  if (plan.data === undefined) return <Loading label="Reading the hosts file" rows={1} />;
  const { lines, path } = plan.data;
  if (lines.length === 0) {
    return <p className={layout.mute}>{adding ? `${path} has all of them already.` : `${path} has none of them.`}</p>;
  }
  return (
    <section className={layout.stack} aria-label="Lines of the hosts file">
      <p>
        {adding ? 'These lines will be added to' : 'These lines will be taken out of'}{' '}
        <span className="mono">{path}</span>. The rest of the file stays as it is.
      </p>
      <Commands commands={lines} what="lines" />
      {apply.failure && apply.failure.code !== 'cancelled' ? <FailureNote failure={apply.failure} /> : null}
      <div className={layout.row}>
        <Button loading={apply.busy} onClick={() => void apply.run()}>
          {adding ? 'Write them' : 'Take them out'}
        </Button>
        <Button variant="subtle" disabled={apply.busy} onClick={onCancel}>
          Not now
        </Button>
        <span className={layout.mute}>Asks for administrator rights.</span>
      </div>
    </section>
  );
}
