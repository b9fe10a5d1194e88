import { Button } from '@mantine/core';
import type { ViewItem } from '../../../ipc/view-schemas';
import { useNavigation } from '../../state/navigation';
import { commonNameIn } from '../../text/common-name';
import { formatFull } from '../../text/dates';
import { colonHex } from '../../text/hex';
import { sentenceList } from '../../text/names';
import { Fact, FactList, NameList } from '../../ui/certificate-fact';
import { Passport } from '../../ui/certificate-passport';
import { PemFold } from '../../ui/certificate-pem';
import { CopyValue } from '../../ui/copy';
import { Note } from '../../ui/notes';
import { Extensions } from './extensions';

/** A certificate, ours or not: the sentence, the fields, the extensions. */
export function CertificateItem({ item }: { item: Extract<ViewItem, { kind: 'certificate' }> }) {
  const { go } = useNavigation();
  const { facts, certificateId, authorityId } = item;
  const usages = [...facts.keyUsages, ...facts.extendedKeyUsages];
  return (
    <>
      <Passport
        names={facts.names}
        commonName={facts.commonName || facts.subject}
        issuer={facts.selfSigned ? undefined : commonNameIn(facts.issuer)}
        notBefore={facts.notBefore}
        notAfter={facts.notAfter}
      />
      {facts.problems.map((problem) => (
        <Note key={problem} tone="warn" message={problem} />
      ))}
      {certificateId === undefined ? null : (
        <Note tone="info" message="This certificate is in your list.">
          <Button size="xs" onClick={() => go('certificates', { kind: 'certificate', id: certificateId })}>
            Show it
          </Button>
        </Note>
      )}
      {authorityId === undefined ? null : (
        <Note tone="info" message="This is one of your authorities.">
          <Button size="xs" onClick={() => go('authorities', { kind: 'authority', id: authorityId })}>
            Show it
          </Button>
        </Note>
      )}
      <FactList>
        {facts.names.length > 0 ? (
          <Fact term="Subject alternative names">
            <NameList names={facts.names} label={`Subject alternative names of ${facts.commonName || facts.subject}`} />
          </Fact>
        ) : null}
        <Fact term="Subject">{facts.subject || 'empty'}</Fact>
        <Fact term="Issuer">{facts.issuer}</Fact>
        <Fact term="Valid from">{formatFull(facts.notBefore)}</Fact>
        <Fact term="Valid to">{formatFull(facts.notAfter)}</Fact>
        <Fact term="Key">{facts.keyType}</Fact>
        <Fact term="Signature">{facts.signatureAlgorithm}</Fact>
        <Fact term="Usages">{usages.length > 0 ? sentenceList(usages) : 'not limited'}</Fact>
        <Fact term="Serial number">
          <CopyValue text={colonHex(facts.serial)} what="serial number" />
        </Fact>
        <Fact term="SHA-256 fingerprint">
          <CopyValue text={colonHex(facts.fingerprint)} what="SHA-256 fingerprint" />
        </Fact>
        <Fact term="SHA-1 fingerprint">
          <CopyValue text={colonHex(facts.fingerprintSha1)} what="SHA-1 fingerprint" />
        </Fact>
      </FactList>
      <Extensions extensions={facts.extensions} />
      <PemFold pem={facts.pem} what="certificate as PEM" />
    </>
  );
}
