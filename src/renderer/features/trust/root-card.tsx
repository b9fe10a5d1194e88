import type { Authority } from '../../../ipc/schemas';
import { useRemedy } from '../../state/use-remedy';
import { formatDay } from '../../text/dates';
import { colonHex } from '../../text/hex';
import { forbiddenExample, limitsSentence } from '../../text/limits';
import { CopyValue } from '../../ui/copy';
import { Fold } from '../../ui/fold';
import layout from '../../ui/layout.module.css';
import { Mark } from '../../ui/mark';
import { FailureNote, Note } from '../../ui/notes';
import { Problems } from '../../ui/problems';
import styles from './trust.module.css';

interface RootCardProps {
  authority: Authority;
  onSetAside: () => void;
  reload: () => void;
}

const kept = {
  keychain: 'in the system keychain',
  session: 'only in your head: Sealwax asks for it',
} as const;

/** The root: who it is, what it may sign, and what is wrong with it. */
export function RootCard({ authority, onSetAside, reload }: RootCardProps) {
  const remedy = useRemedy(authority.id, reload);
  const forbidden = forbiddenExample(authority.limits);
  return (
    <section className={`${layout.card} ${layout.pad} ${layout.stack}`} aria-label="Root certificate">
      <div className={styles.root}>
        <Mark size={40} />
        <div>
          <h2>{authority.name}</h2>
          <p className={layout.mute}>
            {limitsSentence(authority.limits)} {forbidden ? `Cannot sign for ${forbidden}. ` : ''}Until{' '}
            {formatDay(authority.notAfter)}.
          </p>
        </div>
      </div>
      {authority.limits.kind === 'none' ? (
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
      <Fold label="Fingerprint, limits and folder">
        <dl className={styles.facts}>
          <dt>SHA-256 fingerprint</dt>
          <dd>
            <CopyValue text={colonHex(authority.fingerprint)} what="fingerprint of the root" />
          </dd>
          {authority.limits.kind === 'limited' ? (
            <>
              <dt>Names</dt>
              <dd className="mono">{authority.limits.dns.join(', ')}</dd>
              <dt>Address ranges</dt>
              <dd className="mono">{authority.limits.ip.join(', ')}</dd>
            </>
          ) : null}
          <dt>Key</dt>
          <dd>{authority.keyType}</dd>
          <dt>Passphrase</dt>
          <dd>{kept[authority.keep]}</dd>
          <dt>Certificate</dt>
          <dd>
            <CopyValue text={authority.certificateFile} what="path of the root certificate" />
          </dd>
          <dt>Folder</dt>
          <dd>
            <CopyValue text={authority.folder} what="folder of the root" />
          </dd>
        </dl>
      </Fold>
    </section>
  );
}
