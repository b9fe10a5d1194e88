import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { CertificateDetail } from '../../../ipc/schemas';
import { formatFull } from '../../text/dates';
import { colonHex } from '../../text/hex';
import { keyTypeNames } from '../../text/key-types';
import { asciiForms, sentenceList } from '../../text/names';
import { CopyValue, useCopy } from '../../ui/copy';
import { Fold } from '../../ui/fold';
import { Icon } from '../../ui/icons';
import styles from './detail.module.css';

const nameTypes = { dns: 'DNS', ip: 'IP', email: 'mail', uri: 'URI' } as const;

/** The fields that a person looks up, with the rest folded away. */
export function Facts({ certificate }: { certificate: CertificateDetail }) {
  const copy = useCopy();
  const fileName = (path: string) => path.split(/[\\/]/).at(-1) ?? path;
  return (
    <>
      <section>
        <h3 className={styles.heading}>Files</h3>
        <dl className={styles.facts}>
          <Fact term="Folder">
            <CopyValue text={certificate.files.folder} what="path of the folder" />
          </Fact>
          <Fact term="Certificate">
            <CopyValue
              text={certificate.files.certificate}
              shown={fileName(certificate.files.certificate)}
              what="path of the certificate"
            />
          </Fact>
          <Fact term="Key">
            <CopyValue text={certificate.files.key} shown={fileName(certificate.files.key)} what="path of the key" />
          </Fact>
          <Fact term="Full chain">
            <CopyValue
              text={certificate.files.fullChain}
              shown={fileName(certificate.files.fullChain)}
              what="path of the full chain"
            />
          </Fact>
        </dl>
      </section>
      <section>
        <h3 className={styles.heading}>Details</h3>
        <dl className={styles.facts}>
          <Fact term="Subject alternative names">
            <ul className={styles.names}>
              {certificate.names.map((name) => (
                <li key={`${name.type} ${name.value}`}>
                  <small>{nameTypes[name.type]}</small> <span className="mono">{name.display}</span>
                </li>
              ))}
            </ul>
            {asciiForms(certificate.names).map((ascii) => (
              <small key={ascii} className="mono">
                {ascii}
              </small>
            ))}
          </Fact>
          <Fact term="Key">{keyTypeNames[certificate.keyType]}</Fact>
          <Fact term="Valid from">{formatFull(certificate.notBefore)}</Fact>
          <Fact term="Valid to">{formatFull(certificate.notAfter)}</Fact>
          <Fact term="Usages">{sentenceList([...certificate.keyUsages, ...certificate.extendedKeyUsages])}</Fact>
          <Fact term="Serial number">
            <CopyValue text={colonHex(certificate.serial)} what="serial number" />
          </Fact>
          <Fact term="SHA-256 fingerprint">
            <CopyValue text={colonHex(certificate.fingerprint)} what="fingerprint" />
          </Fact>
        </dl>
      </section>
      <Fold label="More fields">
        <dl className={styles.facts}>
          <Fact term="Subject">{certificate.subject}</Fact>
          <Fact term="Issuer">{certificate.issuerSubject}</Fact>
          <Fact term="Signature">{certificate.signatureAlgorithm}</Fact>
          <Fact term="Subject key identifier">
            <CopyValue text={certificate.subjectKeyIdentifier} what="subject key identifier" />
          </Fact>
          <Fact term="Authority key identifier">
            <CopyValue text={certificate.authorityKeyIdentifier} what="authority key identifier" />
          </Fact>
          <Fact term="Created">{formatFull(certificate.createdAt)}</Fact>
        </dl>
      </Fold>
      <Fold label="PEM">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key (axe: scrollable-region-focusable). */}
        <section className={styles.pem} tabIndex={0} aria-label="Certificate as PEM">
          <pre>{certificate.pem}</pre>
        </section>
        <div>
          <Button
            size="xs"
            leftSection={<Icon name="copy" size={15} />}
            onClick={() => copy(certificate.pem, 'certificate as PEM')}
          >
            Copy PEM
          </Button>
        </div>
      </Fold>
    </>
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
