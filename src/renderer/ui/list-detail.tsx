import { ActionIcon, Button } from '@mantine/core';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { Icon } from './icons';
import layout from './layout.module.css';
import styles from './list-detail.module.css';

/** Which of the two gets more room beside the other. */
export type Wider = 'even' | 'list' | 'detail';

interface ListDetailProps {
  /** The list: one element. It keeps its place in the document while a narrow window hides it. */
  list: ReactNode;
  /** What was chosen in it, in a `DetailPanel`; null while nothing is. */
  detail: ReactNode;
  wider?: Wider;
  /** What scrolls when there is much: each of the two by itself, or the page with both. */
  scroll?: 'parts' | 'page';
}

/** A list and, beside it, one thing of it in full; in a narrow window that takes the place of the list. */
export function ListDetail({ list, detail, wider = 'even', scroll = 'parts' }: ListDetailProps) {
  const open = detail !== null && detail !== undefined;
  return (
    <div
      className={styles.columns}
      data-detail={open ? wider : undefined}
      data-scroll={scroll === 'page' ? 'page' : undefined}
    >
      {list}
      {detail}
    </div>
  );
}

/** What stands above a list and goes with it in a narrow window. */
export function AboveList({
  open,
  className = '',
  children,
}: {
  open: boolean;
  className?: string | undefined;
  children: ReactNode;
}) {
  return (
    <div className={`${styles.above} ${className}`} data-detail={open || undefined}>
      {children}
    </div>
  );
}

interface DetailPanelProps {
  /** What it is about, for a screen reader that walks by landmarks. */
  label: string;
  /** Where the way back leads in a narrow window, e.g. "the list". */
  back?: string;
  /** What the cross closes, e.g. "the details". */
  closes?: string;
  onClose: () => void;
  children: ReactNode;
}

/** One thing in full, with the ways to close it: the cross, the way back, Escape. */
export function DetailPanel({ label, back = 'the list', closes = 'the details', onClose, children }: DetailPanelProps) {
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== 'Escape' || event.defaultPrevented || !(event.target instanceof Element)) return;
    // Of a dialog or menu that belongs to it the key comes here as well; in a field it belongs to the field.
    if (event.currentTarget.contains(event.target) && event.target.closest('input, select, textarea') === null)
      onClose();
  };
  return (
    <aside className={`${layout.card} ${styles.detail}`} aria-label={label} onKeyDown={onKeyDown}>
      <div className={styles.close}>
        <Button size="xs" className={styles.back} leftSection={<Icon name="back" size={15} />} onClick={onClose}>
          Back to {back}
        </Button>
        <ActionIcon className={styles.cross} aria-label={`Close ${closes}`} onClick={onClose}>
          <Icon name="cross" size={15} />
        </ActionIcon>
      </div>
      {children}
    </aside>
  );
}

interface DetailTitleProps {
  children: ReactNode;
  /** The state of it, a `Tag`. */
  sign?: ReactNode;
  /** It takes the focus when it appears; otherwise only where the list is gone, and with it the focus. */
  takesFocus?: boolean;
}

/** The heading of what stands in full. */
export function DetailTitle({ children, sign, takesFocus = false }: DetailTitleProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const focused = document.activeElement;
    const lost = focused === null || focused === document.body || !focused.checkVisibility();
    if (takesFocus || lost) heading.current?.focus({ preventScroll: true });
  }, [takesFocus]);
  return (
    <header className={styles.title}>
      <h2 ref={heading} tabIndex={-1} dir="auto">
        {children}
      </h2>
      {sign}
    </header>
  );
}
