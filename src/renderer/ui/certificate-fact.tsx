import { Fragment, type ReactNode } from 'react';
import type { CertificateName } from '../../ipc/schemas';
import { asciiForms } from '../text/names';
import styles from './certificate-facts.module.css';

/** A list of terms and what stands for each. */
export function FactList({ children }: { children: ReactNode }) {
  return <dl className={styles.facts}>{children}</dl>;
}

export function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** The heading of one group of facts. */
export function FactsHeading({ children }: { children: ReactNode }) {
  return <h3 className={styles.heading}>{children}</h3>;
}

const nameTypes = { dns: 'DNS', ip: 'IP', email: 'mail', uri: 'URI' } as const;

/** Names with their kinds; an internationalised one also as it stands in the certificate. */
export function NameList({ names, label }: { names: readonly CertificateName[]; label: string }) {
  // A long list scrolls in its place, so it must be reachable by key (axe: scrollable-region-focusable).
  const long = names.length > 7;
  return (
    <ul className={styles.names} aria-label={label} {...(long ? { tabIndex: 0 } : {})}>
      {names.slice(0, namesShown).map((name) => (
        <li key={`${name.type} ${name.value}`}>
          <small>{nameTypes[name.type]}</small> <span className="mono">{name.display}</span>
          {asciiForms([name]).map((ascii) => (
            <Fragment key={ascii}>
              {' '}
              <small className="mono">{ascii}</small>
            </Fragment>
          ))}
        </li>
      ))}
      {names.length > namesShown ? <li>and {names.length - namesShown} more</li> : null}
    </ul>
  );
}

/** A certificate may hold thousands of names; nobody reads so many here, and drawing them all would stop the window. */
const namesShown = 300;
