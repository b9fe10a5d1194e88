import { Fragment } from 'react';
import type { CertificateName } from '../../ipc/schemas';
import { useNow } from '../state/use-now';
import { formatDay } from '../text/dates';
import styles from './certificate-facts.module.css';

/** More names than this are counted in the sentence; all of them stand below it. */
const namesShown = 6;

interface PassportProps {
  names: readonly CertificateName[];
  /** Who it is when it has no names, as an authority. */
  commonName: string;
  /** Absent when it vouches for itself. */
  issuer?: string | undefined;
  notBefore: string;
  notAfter: string;
}

/** What the certificate says, as one sentence a person can read aloud. */
export function Passport({ names, commonName, issuer, notBefore, notAfter }: PassportProps) {
  const now = useNow();
  const all = names.length > 0 ? names.map((name) => name.display) : [commonName || 'nobody by name'];
  const shown = all.slice(0, namesShown);
  const rest = all.length - shown.length;
  const verb = Date.parse(notAfter) < now ? 'was' : Date.parse(notBefore) > now ? 'will be' : 'is';
  return (
    <p className={styles.passport}>
      From <b>{formatDay(notBefore)}</b> to <b>{formatDay(notAfter)}</b> this {verb}{' '}
      {shown.map((name, index) => (
        <Fragment key={name}>
          {index === 0 ? '' : index === shown.length - 1 && rest === 0 ? ' and ' : ', '}
          {index === 0 ? <b>{name}</b> : name}
        </Fragment>
      ))}
      {rest > 0 ? ` and ${rest} more` : ''}, according to <b>{issuer ?? 'itself'}</b>.
    </p>
  );
}
