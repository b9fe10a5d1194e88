import { type ReactNode, useId } from 'react';
import styles from './report.module.css';

interface PartProps {
  title: string;
  /** What it comes to, in one sentence. */
  text?: string | undefined;
  /** A `Tag` beside the title. */
  sign?: ReactNode;
  children?: ReactNode;
}

/** One part of a report, below a line. */
export function Part({ title, text, sign, children }: PartProps) {
  const id = useId();
  return (
    <section className={styles.part} aria-labelledby={id}>
      <header className={styles.partHead}>
        <h3 id={id}>{title}</h3>
        {sign}
      </header>
      {text ? <p>{text}</p> : null}
      {children}
    </section>
  );
}
