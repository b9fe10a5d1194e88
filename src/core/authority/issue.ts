import type { webcrypto } from 'node:crypto';
import type { CertificateName, KeyType, NameCheck, Purpose, SubjectFields, Validity } from '../../ipc/schemas';
import { sha256Hex } from '../digest';
import { AppError, type ErrorCode } from '../errors';
import type { JournalNote } from '../journal';
import { generateKeyPairBytes, pkcs8ToPem } from '../pki/keys';
import { buildLeaf, randomSerial } from '../pki/leaf';
import type { SigningAuthority } from './authorities';
import { certificateId } from './certificate-id';
import type { NewCertificate } from './certificate-store';
import type { CertificateRecord } from './record';

/** Where the key of a new certificate comes from. */
export type LeafKey =
  /** A new one, made for it. */
  | { kind: 'new'; keyType: KeyType }
  /** The key of an earlier certificate, PKCS#8 in PEM, with its public half. */
  | { kind: 'same'; keyType: KeyType; keyPem: string; spki: Uint8Array }
  /** A stranger's, from a signing request; only the public half is here. */
  | { kind: 'theirs'; keyType: KeyType; spki: Uint8Array };

/** All that one certificate is to be; every default is filled in. */
export interface LeafPlan {
  names: readonly CertificateName[];
  purpose: Purpose;
  key: LeafKey;
  subject?: SubjectFields | undefined;
  validity: Validity;
  /** The certificate that this one replaces. */
  renews?: string | undefined;
  /** Whom of the ACME server's it is for. */
  acme?: { account: string; order: string } | undefined;
}

export interface LeafSigner {
  authority: SigningAuthority;
  key: webcrypto.CryptoKey;
  now: Date;
  random: (bytes: number) => Buffer;
  /** The address of the authority's revocation list, which the certificate then names. */
  crlUrl?: string | undefined;
}

/**
 * Makes the key pair where one is wanted, signs, and gives the record and the files that are to be written. Nothing touches the
 * disk. Throws what `buildLeaf` throws.
 */
export async function makeCertificate(plan: LeafPlan, signer: LeafSigner): Promise<NewCertificate> {
  const { authority, now, random } = signer;
  const { names, purpose, subject, validity } = plan;
  const { keyPem, spki } = await keyOf(plan.key);
  const serial = randomSerial(random);
  const leaf = await buildLeaf({
    names,
    purpose,
    spki,
    issuer: {
      pem: authority.issuerPem,
      key: signer.key,
      chain: [...authority.chainPems, authority.rootPem],
    },
    validity,
    now,
    serial,
    crlUrl: signer.crlUrl,
    ...(subject === undefined ? {} : { subject }),
  });
  const fingerprint = sha256Hex(leaf.der);
  const record: CertificateRecord = {
    version: 1,
    id: certificateId(names, fingerprint),
    names: [...names],
    commonName: leaf.commonName,
    issuer: authority.summary.commonName,
    authorityId: authority.record.id,
    purpose,
    keyType: plan.key.keyType,
    keyHere: keyPem !== undefined,
    // Without the zero bytes that a random serial may begin with, as every viewer shows it.
    serial: serial.replace(/^(00)+(?=..)/, ''),
    fingerprint,
    createdAt: now.toISOString(),
    notBefore: leaf.notBefore.toISOString(),
    notAfter: leaf.notAfter.toISOString(),
    ...(subject === undefined ? {} : { subject }),
    validity,
    ...(plan.renews === undefined ? {} : { renews: plan.renews }),
    ...(plan.acme === undefined ? {} : { acme: plan.acme }),
  };
  return {
    record,
    files: {
      certificatePem: leaf.pem,
      keyPem,
      fullChainPem: leaf.pem + authority.chainPems.join(''),
      rootPem: authority.rootPem,
    },
  };
}

async function keyOf(key: LeafKey): Promise<{ keyPem: string | undefined; spki: Uint8Array }> {
  switch (key.kind) {
    case 'new': {
      const { pkcs8, spki } = await generateKeyPairBytes(key.keyType);
      try {
        return { keyPem: pkcs8ToPem(pkcs8), spki };
      } finally {
        pkcs8.fill(0);
      }
    }
    case 'same':
      return key;
    case 'theirs':
      return { keyPem: undefined, spki: key.spki };
  }
}

/** What the history says of a new certificate. */
export function issuedNote({ record }: NewCertificate): JournalNote {
  return {
    what: record.renews === undefined ? 'certificate.issued' : 'certificate.renewed',
    subject: record.id,
    data: {
      names: record.names.map((name) => name.value),
      fingerprint: record.fingerprint,
      serial: record.serial,
      authority: record.authorityId,
      notAfter: record.notAfter,
      ...(record.keyHere ? {} : { request: true }),
      ...(record.renews === undefined ? {} : { renews: record.renews }),
      ...(record.acme === undefined ? {} : { account: record.acme.account }),
    },
  };
}

/** The names of a request whose every name passed, or the first problem as an error with its name as field. */
export function acceptNames(checks: readonly NameCheck[]): CertificateName[] {
  const problem = namesProblem(checks);
  if (problem !== undefined) throw problem;
  return checks.flatMap((check) => check.name ?? []);
}

const codes: Record<string, ErrorCode> = { 'outside-limits': 'name-outside-limits', 'too-many': 'too-many-names' };

/** Why a certificate cannot have these names, or undefined. */
export function namesProblem(checks: readonly NameCheck[]): AppError | undefined {
  if (checks.length === 0) {
    return new AppError('invalid-input', 'A certificate needs at least one name.', {
      hint: 'Type a name such as app.test, localhost or 127.0.0.1.',
      field: 'names',
    });
  }
  // How many is said first: that one of 10,000 is too long helps nobody.
  const failed = checks.find(({ problem }) => problem?.code === 'too-many') ?? checks.find((check) => !check.ok);
  if (failed === undefined) return undefined;
  const problem = failed.problem ?? { code: 'bad-name', message: `“${failed.input}” is not a name.` };
  return new AppError(codes[problem.code] ?? 'invalid-name', problem.message, {
    field: failed.input.slice(0, 200),
    ...(problem.hint === undefined ? {} : { hint: problem.hint }),
  });
}
