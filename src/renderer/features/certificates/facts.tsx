import type { CertificateDetail } from '../../../ipc/schemas';
import { formatFull } from '../../text/dates';
import { colonHex } from '../../text/hex';
import { keyTypeNames } from '../../text/key-types';
import { sentenceList } from '../../text/names';
import { Fact, FactList, FactsHeading, NameList } from '../../ui/certificate-fact';
import { PemFold } from '../../ui/certificate-pem';
import { CopyValue } from '../../ui/copy';
import { Fold } from '../../ui/fold';
import { Snippets } from './snippets';

const fileName = (path: string) => path.split(/[\\/]/).at(-1) ?? path;

/** The fields that a person looks up, with the rest folded away. */
export function Facts({ certificate }: { certificate: CertificateDetail }) {
  const { files } = certificate;
  return (
    <>
      <section>
        <FactsHeading>Files</FactsHeading>
        <FactList>
          <Fact term="Folder">
            <CopyValue text={files.folder} what="path of the folder" />
          </Fact>
          <Fact term="Certificate">
            <CopyValue text={files.certificate} shown={fileName(files.certificate)} what="path of the certificate" />
          </Fact>
          <Fact term="Key">
            {certificate.keyHere ? (
              <CopyValue text={files.key} shown={fileName(files.key)} what="path of the key" />
            ) : (
              'not here: it is with whoever made the request'
            )}
          </Fact>
          <Fact term="Full chain">
            <CopyValue text={files.fullChain} shown={fileName(files.fullChain)} what="path of the full chain" />
          </Fact>
        </FactList>
      </section>
      {certificate.keyHere && certificate.purpose !== 'email' ? (
        <Fold label="Put it into nginx, Node.js, PostgreSQL, curl …">
          <Snippets id={certificate.id} />
        </Fold>
      ) : null}
      <section>
        <FactsHeading>Details</FactsHeading>
        <FactList>
          <Fact term="Subject alternative names">
            <NameList names={certificate.names} label="Subject alternative names" />
          </Fact>
          <Fact term="Subject">{certificate.subject}</Fact>
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
        </FactList>
      </section>
      <Fold label="More fields">
        <FactList>
          <Fact term="Issuer">{certificate.issuerSubject}</Fact>
          <Fact term="Signature">{certificate.signatureAlgorithm}</Fact>
          <Fact term="Subject key identifier">
            <CopyValue text={certificate.subjectKeyIdentifier} what="subject key identifier" />
          </Fact>
          <Fact term="Authority key identifier">
            <CopyValue text={certificate.authorityKeyIdentifier} what="authority key identifier" />
          </Fact>
          <Fact term="Created">{formatFull(certificate.createdAt)}</Fact>
        </FactList>
      </Fold>
      <PemFold pem={certificate.pem} what="certificate as PEM" />
    </>
  );
}
