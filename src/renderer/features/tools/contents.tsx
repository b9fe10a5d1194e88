import { ActionIcon, Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { FileView, ViewItem } from '../../../ipc/view-schemas';
import { useOpenedFile } from '../../state/opened-file';
import { Chain } from '../../ui/certificate-chain';
import { Icon } from '../../ui/icons';
import layout from '../../ui/layout.module.css';
import { Note } from '../../ui/notes';
import { Tag } from '../../ui/tag';
import { Item } from './item';
import { countWords } from './item-words';
import { NextSteps } from './next-steps';
import styles from './tools.module.css';

const tones = { info: 'info', warning: 'warn', problem: 'bad' } as const;

/** With one or two things inside they stand open; more begin as lines. */
const openUpTo = 2;

/** Two equal items may stand in one file, so the place belongs to the key. */
const keyOf = (item: ViewItem, index: number) => `${index} ${item.kind}`;

const isLockedKey = (item: ViewItem): boolean =>
  item.kind === 'private-key' && item.encrypted && item.spkiFingerprint === '';

/** Everything that is in a file: first what it comes to, then each thing in it. */
export function Contents({ view, buttons }: { view: FileView; buttons: ReactNode }) {
  const { close, unlock, busy } = useOpenedFile();
  const locked = view.items.some(isLockedKey);
  // Of a PKCS#12 that is locked nothing is known but that a key is in it: that is said once, not as a list of one thing.
  const closed = view.items.every(isLockedKey) && (view.items.length === 0 || view.format === 'PKCS#12');
  return (
    <>
      <header className={styles.head}>
        <div className={styles.title}>
          <h2>{view.title}</h2>
          <p className={layout.mute}>
            {view.format}, {closed ? 'locked' : countWords(view.items)}
          </p>
        </div>
        <div className={layout.row}>
          {buttons}
          <ActionIcon size={34} aria-label="Close it" title="Close it" onClick={close}>
            <Icon name="cross" size={16} />
          </ActionIcon>
        </div>
      </header>
      {view.notes
        .filter(({ level }) => !closed || level !== 'info')
        .map((note) => (
          <Note key={note.message} tone={tones[note.level]} message={note.message} />
        ))}
      {locked || closed ? (
        <section className={`${layout.card} ${styles.locked}`} aria-label="Locked">
          <Icon name="lock" size={20} />
          <p>
            {closed
              ? 'What is inside cannot be seen without its passphrase, which is asked for in a window of its own.'
              : 'A key in it is locked. Its passphrase is asked for in a window of its own.'}
          </p>
          <Button leftSection={<Icon name="unlock" size={16} />} loading={busy} onClick={() => void unlock()}>
            Unlock…
          </Button>
        </section>
      ) : null}
      <NextSteps view={view} />
      {view.verdict ? (
        <section className={`${layout.card} ${layout.pad} ${layout.stack}`} aria-label="Verdict">
          <div className={styles.verdict}>
            <Tag {...verdictLook(view.verdict)}>{verdictWords(view.verdict)}</Tag>
            <p>{view.verdict.message}</p>
          </div>
          {view.chain.length > 0 ? <Chain chain={view.chain} /> : null}
        </section>
      ) : null}
      {(closed ? [] : view.items).map((item, index) => (
        <Item
          key={keyOf(item, index)}
          item={item}
          items={view.items}
          token={view.token}
          openAtFirst={view.items.length <= openUpTo || index === 0}
        />
      ))}
    </>
  );
}

type Verdict = NonNullable<FileView['verdict']>;

/** Not to know a root is no fault of the chain. */
const verdictWords = ({ ok, unknownRoot }: Verdict): string =>
  ok ? 'chain holds' : unknownRoot ? 'not known here' : 'chain does not hold';

function verdictLook({ ok, unknownRoot }: Verdict) {
  if (ok) return { tone: 'ok', icon: 'tick' } as const;
  return unknownRoot ? ({ tone: 'warn', icon: 'warning' } as const) : ({ tone: 'bad', icon: 'cross' } as const);
}
