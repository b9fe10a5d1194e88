import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './dialog.module.css';

interface DialogProps {
  title: string;
  opened: boolean;
  onClose: () => void;
  /** Escape and the close button wait while something runs. */
  busy?: boolean;
  size?: 'narrow' | 'wide';
  /** Called when the dialog has left the window; only then may its contents change. */
  onGone?: () => void;
  children: ReactNode;
}

/** A dialog: it keeps the focus inside, gives it back when it closes, and closes with Escape. */
export function Dialog({ title, opened, onClose, busy = false, size = 'narrow', onGone, children }: DialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      {...(onGone === undefined ? {} : { onExitTransitionEnd: onGone })}
      title={title}
      centered
      size={size === 'wide' ? '44rem' : '36rem'}
      padding="lg"
      radius={14}
      closeOnEscape={!busy}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': 'Close', disabled: busy }}
      classNames={{
        content: styles.content ?? '',
        header: styles.header ?? '',
        title: styles.title ?? '',
        body: styles.body ?? '',
      }}
    >
      {children}
    </Modal>
  );
}
