import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Failure } from '../state/failure';
import { Icon } from './icons';
import layout from './layout.module.css';
import styles from './notes.module.css';

interface NoteProps {
  tone: 'bad' | 'warn' | 'info';
  message: string;
  hint?: string | undefined;
  children?: ReactNode;
}

const icons = { bad: 'cross', warn: 'warning', info: 'shield' } as const;

/** What a person should know, with the way on. */
export function Note({ tone, message, hint, children }: NoteProps) {
  return (
    <div className={`${styles.note} ${styles[tone]}`}>
      <Icon name={icons[tone]} size={18} />
      <div>
        <p className={styles.message}>{message}</p>
        {hint === undefined ? null : <p>{hint}</p>}
      </div>
      {children}
    </div>
  );
}

interface FailureNoteProps {
  failure: Failure;
  onRetry?: (() => void) | undefined;
  /** Another way on than trying again. */
  children?: ReactNode;
}

/** A failed call: what happened, what to do, and the button that tries again. It is read out when it appears. */
export function FailureNote({ failure, onRetry, children }: FailureNoteProps) {
  return (
    <div role="alert">
      <Note tone="bad" message={failure.message} hint={failure.hint}>
        {onRetry ? (
          <Button size="xs" onClick={onRetry}>
            Try again
          </Button>
        ) : null}
        {children}
      </Note>
    </div>
  );
}

/** The message at a field. */
export function FieldMessage({ id, children }: { id?: string | undefined; children: ReactNode }) {
  return (
    <p className={styles.field} id={id}>
      <Icon name="warning" size={15} />
      <span>{children}</span>
    </p>
  );
}

/** What an empty place says: what belongs here and the first step towards it. */
export function EmptyState({ title, text, children }: { title: string; text: string; children?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <h2>{title}</h2>
      <p className={layout.mute}>{text}</p>
      {children}
    </div>
  );
}
