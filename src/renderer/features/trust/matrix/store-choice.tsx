import { Checkbox } from '@mantine/core';
import { useId } from 'react';
import { Commands } from '../../../ui/copy';
import layout from '../../../ui/layout.module.css';
import type { PlannedChange } from './everywhere';
import styles from './everywhere.module.css';

interface StoreChoiceProps {
  title: string;
  text: string;
  changes: readonly PlannedChange[];
  /** The stores that were unticked. */
  off: ReadonlySet<string>;
  onToggle: (id: string, on: boolean) => void;
}

/** Stores with a tick each, and the exact change that each will get. */
export function StoreChoice({ title, text, changes, off, onToggle }: StoreChoiceProps) {
  const id = useId();
  if (changes.length === 0) return null;
  return (
    <section aria-labelledby={id} className={layout.stack}>
      <div>
        <h3 id={id}>{title}</h3>
        <p className={layout.mute}>{text}</p>
      </div>
      <ul className={styles.changes}>
        {changes.map(({ row, change, said }) => (
          <li key={row.id}>
            <Checkbox
              label={row.label}
              checked={!off.has(row.id)}
              onChange={(event) => onToggle(row.id, event.currentTarget.checked)}
              classNames={{ label: styles.choiceLabel ?? '' }}
            />
            <div className={styles.choiceText}>
              <div className={layout.path}>{row.location}</div>
              {said ? <p>{said}</p> : null}
              <p className={layout.mute}>{change.description}</p>
              <Commands commands={change.commands} what={`commands for ${row.label}`} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
