import type { ReactNode } from 'react';
import { Icon, type IconName } from './icons';
import styles from './tag.module.css';

/** The four tones of a state. Each comes with an icon and a word: colour alone says nothing (WCAG 1.4.1). */
export type Tone = 'ok' | 'warn' | 'bad' | 'idle';

export function Tag({ tone, icon, children }: { tone: Tone; icon: IconName; children: ReactNode }) {
  return (
    <span className={`${styles.tag} ${styles[tone]}`}>
      <Icon name={icon} size={14} />
      {children}
    </span>
  );
}

/** The round sign before a headline. */
export function Dot({ tone, icon }: { tone: Tone; icon: IconName }) {
  return (
    <span className={`${styles.dot} ${styles[tone]}`}>
      <Icon name={icon} size={19} />
    </span>
  );
}
