import { Button } from '@mantine/core';
import { useEffect, useEffectEvent, useState } from 'react';
import type { Chain } from '../../../ipc/activity-schemas';
import { useClient } from '../../state/client-context';
import { useAction } from '../../state/use-action';
import { useNow } from '../../state/use-now';
import { pastDate } from '../../text/dates';
import { Fold } from '../../ui/fold';
import layout from '../../ui/layout.module.css';
import { FailureNote, Note } from '../../ui/notes';
import { Tag } from '../../ui/tag';
import { useToasts } from '../../ui/toasts';
import styles from './activity.module.css';

/** Whether every line is as it was written: checked when the page opens, as lines come, and when a person asks. */
export function ChainSign() {
  const { api, on } = useClient();
  const { say } = useToasts();
  const now = useNow();
  const [chain, setChain] = useState<Chain>();
  const check = useAction(async (whole: boolean) => {
    const found = await api.activity.verify({ whole });
    setChain(found);
    if (whole)
      say(found.state === 'intact' ? 'The chain is intact.' : `The chain is broken at line ${found.brokenAt}.`);
  });
  const follow = useEffectEvent(() => void check.run(false));
  useEffect(() => {
    follow();
    return on('activity.changed', () => follow());
  }, [on]);

  if (check.failure) return <FailureNote failure={check.failure} onRetry={() => void check.run(true)} />;
  if (chain === undefined) return <p className={`${styles.chain} ${layout.mute}`}>Checking the chain …</p>;
  const again = (
    <Button size="compact-xs" loading={check.busy} onClick={() => void check.run(true)}>
      Check again
    </Button>
  );
  if (chain.state === 'broken') {
    return (
      <div role="alert" className={styles.broken}>
        <Note
          tone="bad"
          message={`The chain is broken at line ${chain.brokenAt}`}
          hint="Something other than Sealwax changed the history. What was issued and trusted is not touched by this; compare with a backup."
        >
          {again}
        </Note>
        <Problems chain={chain} openAtFirst={chain.problemCount <= 3} />
      </div>
    );
  }
  const lines = `${chain.lines.toLocaleString('en-GB')} line${chain.lines === 1 ? '' : 's'}`;
  return (
    <div className={styles.chain}>
      <Tag tone="ok" icon="tick">
        Chain intact
      </Tag>
      <span className={layout.mute}>
        {lines}, each bound to the one before; checked {pastDate(chain.at, now)}
      </span>
      {again}
      {chain.problemCount > 0 ? <Problems chain={chain} openAtFirst={false} /> : null}
    </div>
  );
}

function Problems({ chain, openAtFirst }: { chain: Chain; openAtFirst: boolean }) {
  const hidden = chain.problemCount - chain.problems.length;
  const torn = chain.state === 'intact';
  const label = torn
    ? `${chain.problemCount} line${chain.problemCount === 1 ? '' : 's'} lost in a crash`
    : `What was found (${chain.problemCount})`;
  return (
    <Fold label={label} openAtFirst={openAtFirst}>
      <ul className={styles.problems} aria-label="What was found">
        {chain.problems.map(({ kind, line, message }) => (
          <li key={`${kind} ${line}`}>{message}</li>
        ))}
        {hidden > 0 ? <li>and {hidden} more</li> : null}
      </ul>
    </Fold>
  );
}
