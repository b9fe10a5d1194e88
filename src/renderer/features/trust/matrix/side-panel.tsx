import { ActionIcon, Button } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { Icon } from '../../../ui/icons';
import layout from '../../../ui/layout.module.css';
import styles from './panel.module.css';

interface SidePanelProps {
  /** What it is about, for a screen reader that walks by landmarks. */
  label: string;
  title: string;
  sign?: ReactNode;
  onClose: () => void;
  children: ReactNode;
}

/** What was chosen in the matrix, beside it; in a narrow window in its place. It takes the focus, and Escape closes it. */
export function SidePanel({ label, title, sign, onClose, children }: SidePanelProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <aside
      className={`${layout.card} ${styles.panel}`}
      aria-label={label}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) onClose();
      }}
    >
      <div className={styles.close}>
        <Button size="xs" className={styles.back} leftSection={<Icon name="back" size={15} />} onClick={onClose}>
          Back to the matrix
        </Button>
        <ActionIcon className={styles.cross} aria-label="Close the details" onClick={onClose}>
          <Icon name="cross" size={15} />
        </ActionIcon>
      </div>
      <header className={styles.panelHead}>
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
        {sign}
      </header>
      {children}
    </aside>
  );
}
