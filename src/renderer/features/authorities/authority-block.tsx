import { Button } from '@mantine/core';
import type { Authority, KeyState } from '../../../ipc/schemas';
import { useNow } from '../../state/use-now';
import { useRemedy } from '../../state/use-remedy';
import { forbiddenExample, limitsSentence } from '../../text/limits';
import { Fold } from '../../ui/fold';
import { Icon } from '../../ui/icons';
import layout from '../../ui/layout.module.css';
import { Mark } from '../../ui/mark';
import { FailureNote, Note } from '../../ui/notes';
import { Problems } from '../../ui/problems';
import { Tag } from '../../ui/tag';
import styles from './authorities.module.css';
import { AuthorityActions } from './authority-actions';
import { AuthorityDetails, AuthorityFacts } from './authority-facts';
import type { OpenDialog } from './open-dialog';
import { RevocationPart } from './revocation-part';
import { ageMark, kindWords, originWords } from './words';

export interface AuthorityBlockProps {
  authority: Authority;
  parentName: string | undefined;
  keyState: KeyState | undefined;
  /** How many certificates it signed; undefined while they are not known. */
  count: number | undefined;
  onOpen: (dialog: OpenDialog) => void;
  reload: () => void;
}

/** One authority: who it is, what it may sign, what is wrong with it, and what can be done. */
export function AuthorityBlock(props: AuthorityBlockProps) {
  const { authority, parentName, onOpen, reload } = props;
  const remedy = useRemedy(authority.id, reload);
  // Without a fingerprint nothing of it could be read: its dates, limits and key are then place-holders.
  const readable = authority.fingerprint !== '';
  return (
    <section className={styles.block} aria-labelledby={`authority-${authority.id}`} id={authority.id} tabIndex={-1}>
      <header className={styles.head}>
        {authority.kind === 'root' ? <Mark size={34} /> : <Icon name="certificate" size={24} />}
        <div>
          <Title authority={authority} />
          <p className={layout.mute}>
            {readable ? describe(authority, parentName) : 'Neither its certificate nor its record can be read.'}
          </p>
        </div>
      </header>
      <div className={styles.body}>
        {readable && authority.limits.kind === 'none' ? (
          <Note
            tone="warn"
            message="It has no limits: it can sign for any site."
            hint="Whoever gets hold of its key can imitate every site to this machine."
          />
        ) : null}
        {authority.plainKeyFile === undefined ? null : (
          <Note
            tone="warn"
            message="An unencrypted copy of its key lies on the disk."
            hint={[authority.plainKeyFile, ...(authority.morePlainKeyFiles ?? [])].join(', ')}
          >
            <Button size="xs" onClick={() => onOpen({ kind: 'plain-key', authority })}>
              Delete the plain key…
            </Button>
          </Note>
        )}
        {(authority.notes ?? []).map((note) => (
          <Note key={note} tone="info" message={note} />
        ))}
        {authority.problems.length > 0 ? (
          <Problems
            problems={authority.problems}
            busy={remedy.busy}
            onRemedy={(name) =>
              name === 'set-aside' ? onOpen({ kind: 'set-aside', authority }) : void remedy.run(name)
            }
          />
        ) : null}
        {remedy.failure ? <FailureNote failure={remedy.failure} /> : null}
        {readable ? <AuthorityFacts {...props} /> : null}
        <AuthorityActions {...props} />
        {readable ? (
          <Fold label="Revocation">
            <RevocationPart authority={authority} />
          </Fold>
        ) : null}
        <Fold label={readable ? 'Fingerprint, limits and files' : 'Folder'}>
          <AuthorityDetails authority={authority} />
        </Fold>
      </div>
    </section>
  );
}

function Title({ authority }: { authority: Authority }) {
  const now = useNow();
  const age = authority.fingerprint === '' ? undefined : ageMark(authority, now);
  const origin = originWords[authority.origin];
  return (
    <div className={styles.title}>
      <h2 id={`authority-${authority.id}`}>{authority.name}</h2>
      {authority.isDefault ? (
        <Tag tone="ok" icon="tick">
          default
        </Tag>
      ) : null}
      {age ? (
        <Tag tone={age.tone} icon={age.icon}>
          {age.word}
        </Tag>
      ) : null}
      {origin ? (
        <Tag tone="idle" icon="import">
          {origin}
        </Tag>
      ) : null}
    </div>
  );
}

function describe(authority: Authority, parentName: string | undefined): string {
  const forbidden = forbiddenExample(authority.limits);
  return [
    `${kindWords(authority, parentName)}.`,
    limitsSentence(authority.limits),
    ...(forbidden === undefined ? [] : [`Cannot sign for ${forbidden}.`]),
    ...(authority.name === authority.commonName ? [] : [`Its certificate says ${authority.commonName}.`]),
  ].join(' ');
}
