import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { Attributes, CertificationRequest, CertificationRequestInfo } from '@peculiar/asn1-csr';
import { AsnConvert } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  Attribute,
  type Extension,
  Extensions,
  type Name,
  SubjectPublicKeyInfo,
} from '@peculiar/asn1-x509';
import { subjectOf } from '../../src/core/pki/subject';

export interface ForeignRequest {
  subject?: Name;
  extensions?: Extension[];
  /** Type of the attribute that carries them. */
  attribute?: string;
  pair?: { privateKey: KeyObject; publicKey: KeyObject };
  signedBy?: KeyObject;
  oid?: string;
  hash?: string | null;
}

const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** A request as somebody else makes it, with whatever faults; nothing is checked. */
export function foreignRequest(spec: ForeignRequest = {}): Buffer {
  const { pair = p256, hash = 'sha256', oid = '1.2.840.10045.4.3.2', attribute = '1.2.840.113549.1.9.14' } = spec;
  const info = new CertificationRequestInfo({
    subject: spec.subject ?? subjectOf({ commonName: 'app.test' }),
    subjectPKInfo: AsnConvert.parse(pair.publicKey.export({ type: 'spki', format: 'der' }), SubjectPublicKeyInfo),
    attributes: new Attributes(
      spec.extensions === undefined
        ? []
        : [new Attribute({ type: attribute, values: [AsnConvert.serialize(new Extensions(spec.extensions))] })],
    ),
  });
  const signature = sign(hash, Buffer.from(AsnConvert.serialize(info)), spec.signedBy ?? pair.privateKey);
  const request = new CertificationRequest({
    certificationRequestInfo: info,
    signatureAlgorithm: new AlgorithmIdentifier({ algorithm: oid }),
    signature: new Uint8Array(signature).buffer,
  });
  return Buffer.from(AsnConvert.serialize(request));
}
