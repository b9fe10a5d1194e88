import { Fragment } from 'react';
import type { Certificate } from '../../../ipc/schemas';
import { useNow } from '../../state/use-now';
import { formatDay } from '../../text/dates';
import styles from './detail.module.css';

/** More names than this are counted in the sentence; all of them stand below it. */
const namesShown = 6;

/** What the certificate says, as one sentence a person can read aloud. */
export function Passport({ certificate }: { certificate: Certificate }) {
  const now = useNow();
  const names = certificate.names.map((name) => name.display);
  const shown = names.slice(0, namesShown);
  const rest = names.length - shown.length;
  const over = Date.parse(certificate.notAfter) < now;
  return (
    <p className={styles.passport}>
      From <b>{formatDay(certificate.notBefore)}</b> to <b>{formatDay(certificate.notAfter)}</b>{' '}
      {over ? 'this was' : 'this is'}{' '}
      {shown.map((name, index) => (
        <Fragment key={name}>
          {index === 0 ? '' : index === shown.length - 1 && rest === 0 ? ' and ' : ', '}
          {index === 0 ? <b>{name}</b> : name}
        </Fragment>
      ))}
      {rest > 0 ? ` and ${rest} more` : ''}, according to <b>{certificate.issuer}</b>.
    </p>
  );
}
