import type { Authority } from '../../../ipc/schemas';
import { colonHex } from '../../text/hex';
import { CopyValue } from '../../ui/copy';
import { keepWords } from '../../ui/keep';
import styles from './trust.module.css';

/** What the root is in every detail, and where its files are. */
export function RootFacts({ authority }: { authority: Authority }) {
  return (
    <dl className={styles.facts}>
      <dt>SHA-256 fingerprint</dt>
      <dd>
        <CopyValue text={colonHex(authority.fingerprint)} what="fingerprint of the root" />
      </dd>
      {authority.limits.kind === 'limited' ? (
        <>
          <dt>Names</dt>
          <dd className="mono">{authority.limits.dns.join(', ')}</dd>
          <dt>Address ranges</dt>
          <dd className="mono">{authority.limits.ip.join(', ')}</dd>
        </>
      ) : null}
      <dt>Key</dt>
      <dd>{authority.keyType}</dd>
      <dt>Passphrase</dt>
      <dd>{keepWords[authority.keep].short}</dd>
      <dt>Certificate</dt>
      <dd>
        <CopyValue text={authority.certificateFile} what="path of the root certificate" />
      </dd>
      <FolderFact folder={authority.folder} />
    </dl>
  );
}

/** What is left to say of an authority of which nothing can be read. */
export function UnreadableRootFacts({ authority }: { authority: Authority }) {
  return (
    <dl className={styles.facts}>
      <FolderFact folder={authority.folder} />
    </dl>
  );
}

function FolderFact({ folder }: { folder: string }) {
  return (
    <>
      <dt>Folder</dt>
      <dd>
        <CopyValue text={folder} what="folder of the root" />
      </dd>
    </>
  );
}
