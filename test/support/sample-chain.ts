import { randomBytes } from 'node:crypto';
import { KeyUsageFlags } from '@peculiar/asn1-x509';
import {
  authorityKeyIdentifier,
  basicConstraints,
  extendedKeyUsage,
  keyUsage,
  subjectAlternativeName,
  subjectKeyIdentifier,
} from '../../src/core/pki/extensions';
import { type GeneratedKey, generateKey, pkcs8ToPem } from '../../src/core/pki/keys';
import { nameOf, type SignedCertificate, signCertificate } from '../../src/core/pki/sign-certificate';
import { keyIdentifierOf } from '../../src/core/pki/spki-parts';
import type { CertificateName, KeyType } from '../../src/ipc/schemas';

export interface Sample extends SignedCertificate {
  key: GeneratedKey;
  keyPem: string;
}

const day = 86_400_000;
const now = Date.now();

/** A certificate signed by `issuer`, or by itself; valid from an hour ago for `days`. */
export async function sampleCertificate(options: {
  name: string;
  issuer?: { name: string; key: GeneratedKey };
  names?: readonly CertificateName[];
  keyType?: KeyType;
  key?: GeneratedKey;
  pathLength?: number;
  authority?: boolean;
  days?: number;
}): Promise<Sample> {
  const key = options.key ?? (await generateKey(options.keyType ?? 'ecdsa-p256'));
  const issuer = options.issuer ?? { name: options.name, key };
  const authority = options.authority ?? options.issuer === undefined;
  const made = await signCertificate(
    {
      serial: `01${randomBytes(15).toString('hex')}`,
      subject: nameOf('commonName', options.name),
      issuer: nameOf('commonName', issuer.name),
      notBefore: new Date(now - 3_600_000),
      notAfter: new Date(now + (options.days ?? 90) * day),
      spki: key.spki,
      extensions: [
        basicConstraints(authority, authority ? (options.pathLength ?? 1) : undefined),
        keyUsage(authority ? KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign : KeyUsageFlags.digitalSignature),
        ...(authority ? [] : [extendedKeyUsage(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'])]),
        subjectKeyIdentifier(keyIdentifierOf(key.spki)),
        authorityKeyIdentifier(keyIdentifierOf(issuer.key.spki)),
        ...(options.names === undefined ? [] : [subjectAlternativeName(options.names)]),
      ],
    },
    issuer.key.privateKey,
  );
  return { ...made, key, keyPem: pkcs8ToPem(key.pkcs8) };
}

export const dnsNames = (...values: string[]): CertificateName[] =>
  values.map((value) => ({ type: 'dns', value, display: value }));

/** A root, an intermediate under it, and the certificate of a server under that. */
export async function sampleChain(keyType: KeyType = 'ecdsa-p256') {
  const root = await sampleCertificate({ name: 'Sample Root' });
  const intermediate = await sampleCertificate({
    name: 'Sample Intermediate',
    issuer: { name: 'Sample Root', key: root.key },
    authority: true,
    pathLength: 0,
  });
  const leaf = await sampleCertificate({
    name: 'app.test',
    issuer: { name: 'Sample Intermediate', key: intermediate.key },
    names: [...dnsNames('app.test', 'localhost'), { type: 'ip', value: '127.0.0.1', display: '127.0.0.1' }],
    keyType,
  });
  return { root, intermediate, leaf };
}
