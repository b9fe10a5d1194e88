import { Button } from '@mantine/core';
import type { Authority } from '../../../ipc/schemas';
import { useRemedy } from '../../state/use-remedy';
import { formatDay } from '../../text/dates';
import { forbiddenExample, limitsSentence } from '../../text/limits';
import { sentenceList } from '../../text/names';
import { Fold } from '../../ui/fold';
import layout from '../../ui/layout.module.css';
import { Mark } from '../../ui/mark';
import { FailureNote, Note } from '../../ui/notes';
import { Problems } from '../../ui/problems';
import { RootFacts, UnreadableRootFacts } from './root-facts';
import styles from './trust.module.css';

export interface RootProps {
  authority: Authority;
  /** Those that hang below it: a store that trusts the root trusts them. */
  intermediates: readonly Authority[];
  onSetAside: () => void;
  reload: () => void;
}

/** The root: who it is, what it may sign, and what is wrong with it. */
export function RootCard(props: RootProps) {
  return (
    <section className={`${layout.card} ${layout.pad} ${layout.stack}`} aria-label="Root certificate">
      <div className={styles.root}>
        <Mark size={40} />
        <div>
          <h2>{props.authority.name}</h2>
          <RootWords {...props} />
        </div>
      </div>
      <RootBody {...props} />
    </section>
  );
}

/** In a sentence or two: what it may sign for, until when, and what is trusted through it. */
export function RootWords({ authority, intermediates }: RootProps) {
  return (
    <>
      <p className={layout.mute}>
        {isReadable(authority) ? summaryOf(authority) : 'Neither the root nor its record can be read.'}
      </p>
      {intermediates.length > 0 ? (
        <p className={layout.mute}>
          {sentenceList(intermediates.map(({ name }) => name))}{' '}
          {intermediates.length === 1 ? 'is an intermediate below it and is' : 'are intermediates below it and are'}{' '}
          trusted through it.
        </p>
      ) : null}
    </>
  );
}

/** What is wrong with it, its facts, and the way to put it out of use. */
export function RootBody({ authority, onSetAside, reload }: RootProps) {
  const remedy = useRemedy(authority.id, reload);
  const readable = isReadable(authority);
  return (
    <>
      {readable && authority.limits.kind === 'none' ? (
        <Note
          tone="warn"
          message="This root has no limits."
          hint="Whoever gets hold of its key can imitate any site on this machine. A root with limits cannot be misused that way."
        />
      ) : null}
      {authority.problems.length > 0 ? (
        <Problems
          problems={authority.problems}
          busy={remedy.busy}
          onRemedy={(name) => (name === 'set-aside' ? onSetAside() : void remedy.run(name))}
        />
      ) : null}
      {remedy.failure ? <FailureNote failure={remedy.failure} /> : null}
      <Fold label={readable ? 'Fingerprint, limits and folder' : 'Folder'}>
        {readable ? <RootFacts authority={authority} /> : <UnreadableRootFacts authority={authority} />}
        <div className={styles.foldButtons}>
          <Button size="compact-sm" variant="subtle" onClick={onSetAside}>
            Set aside…
          </Button>
        </div>
      </Fold>
    </>
  );
}

/** Without a fingerprint nothing of the root could be read: its dates, limits and key are then place-holders. */
const isReadable = ({ fingerprint }: Authority): boolean => fingerprint !== '';

function summaryOf({ limits, notAfter }: Authority): string {
  const forbidden = forbiddenExample(limits);
  return [
    limitsSentence(limits),
    ...(forbidden === undefined ? [] : [`Cannot sign for ${forbidden}.`]),
    `Until ${formatDay(notAfter)}.`,
  ].join(' ');
}
