import { UnstyledButton } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';
import styles from './fold.module.css';
import { Icon } from './icons';

interface FoldProps {
  label: string;
  openAtFirst?: boolean;
  children: ReactNode;
}

/** A line that shows or hides what is below it. */
export function Fold({ label, openAtFirst = false, children }: FoldProps) {
  const [open, setOpen] = useState(openAtFirst);
  const id = useId();
  return (
    <div className={styles.fold}>
      <UnstyledButton
        className={styles.line}
        aria-expanded={open}
        {...(open ? { 'aria-controls': id } : {})}
        onClick={() => setOpen(!open)}
      >
        <Icon name={open ? 'down' : 'next'} size={14} />
        {label}
      </UnstyledButton>
      {open ? (
        <div id={id} className={styles.content}>
          {children}
        </div>
      ) : null}
    </div>
  );
}
