import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import { Mark } from '../../ui/mark';
import styles from './setup.module.css';

const steps = ['What it is', 'Names', 'Trust stores'] as const;

interface FrameProps {
  title: string;
  /** 0 to 2 while choosing; undefined while it runs and afterwards. */
  step?: number;
  children: ReactNode;
  foot?: ReactNode;
}

/** The page of a set-up step: where one is, one heading, and the buttons at its foot. */
export function Frame({ title, step, children, foot }: FrameProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const place = useRef<HTMLElement>(null);
  // A new title is a new page: it starts at the top and is read out.
  useEffect(() => {
    place.current?.scrollTo({ top: 0 });
    heading.current?.focus({ preventScroll: true });
    document.title = `${title} – Sealwax`;
  }, [title]);
  return (
    <main className={styles.place} ref={place}>
      <div className={styles.frame}>
        <header className={styles.brand}>
          <Mark size={30} />
          <span>Sealwax</span>
          {step === undefined ? null : (
            <ol className={styles.steps} aria-label="Steps">
              {steps.map((name, index) => (
                <li key={name} aria-current={index === step ? 'step' : undefined}>
                  <span>{index + 1}</span>
                  {name}
                </li>
              ))}
            </ol>
          )}
        </header>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {children}
        {foot ? <footer className={styles.foot}>{foot}</footer> : null}
      </div>
    </main>
  );
}
