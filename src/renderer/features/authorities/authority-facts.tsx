import type { ReactNode } from 'react';
import type { Authority } from '../../../ipc/schemas';
import { useNow } from '../../state/use-now';
import { colonHex } from '../../text/hex';
import { CopyValue } from '../../ui/copy';
import { Icon } from '../../ui/icons';
import { keepWords } from '../../ui/keep';
import { Moment } from '../../ui/moment';
import styles from './authorities.module.css';
import type { AuthorityBlockProps } from './authority-block';
import { keyWords } from './words';

/** The four things that one wants to know of every authority, side by side. */
export function AuthorityFacts({ authority, keyState, count }: AuthorityBlockProps) {
  const now = useNow();
  const key = keyWords(keyState);
  return (
    <dl className={styles.facts}>
      <Fact term={Date.parse(authority.notAfter) < now ? 'Ended' : 'Ends'}>
        <Moment at={authority.notAfter} now={now} />
      </Fact>
      <Fact term="Key">
        {authority.keyType}
        <small className={styles.state}>
          <Icon name={key.icon} size={14} />
          {key.text}
        </small>
      </Fact>
      <Fact term="Passphrase">{keepWords[authority.keep].short}</Fact>
      <Fact term="Certificates">{count ?? '–'}</Fact>
    </dl>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** What it is in every detail, and where its files are; of one that cannot be read only the folder. */
export function AuthorityDetails({ authority }: { authority: Authority }) {
  const whose = `of ${authority.name}`;
  return (
    <dl className={styles.details}>
      {authority.fingerprint === '' ? null : (
        <>
          <dt>SHA-256 fingerprint</dt>
          <dd>
            <CopyValue text={colonHex(authority.fingerprint)} what={`fingerprint ${whose}`} />
          </dd>
          <dt>Serial number</dt>
          <dd>
            <CopyValue text={colonHex(authority.serial)} what={`serial number ${whose}`} />
          </dd>
          <dt>Subject</dt>
          <dd className="mono">{authority.subject}</dd>
          {authority.limits.kind === 'limited' ? (
            <>
              <dt>Names</dt>
              <dd className="mono">{authority.limits.dns.join(', ') || 'none'}</dd>
              <dt>Address ranges</dt>
              <dd className="mono">{authority.limits.ip.join(', ') || 'none'}</dd>
            </>
          ) : null}
          <dt>Certificate</dt>
          <dd>
            <CopyValue text={authority.certificateFile} what={`path of the certificate ${whose}`} />
          </dd>
        </>
      )}
      <dt>Folder</dt>
      <dd>
        <CopyValue text={authority.folder} what={`folder ${whose}`} />
      </dd>
    </dl>
  );
}
