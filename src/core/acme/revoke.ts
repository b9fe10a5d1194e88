import type { Certificate, RevocationReason } from '../../ipc/schemas';
import { sha256Hex } from '../digest';
import { parseCertificate } from '../pki/parsed-certificate';
import { spkiOf } from './account-key';
import { payloadOf } from './accounts';
import { decodeBase64url } from './base64url';
import type { Answer, SignedCall } from './call';
import type { Engine } from './engine';
import { nameSet } from './identifiers';
import { AcmeProblem, malformed } from './problem';
import type { AccountRecord, Identifier } from './records';
import { authorizationStatus } from './state';

/** The codes of RFC 5280 section 5.3.1 that may be given; holds and removals are none for a certificate of a server. */
const reasons: Readonly<Record<number, RevocationReason>> = {
  0: 'unspecified',
  1: 'keyCompromise',
  3: 'affiliationChanged',
  4: 'superseded',
  5: 'cessationOfOperation',
  9: 'privilegeWithdrawn',
};

/** RFC 8555 section 7.6: takes a certificate back, by the account that may or by the certificate's own key. */
export async function revokeCert(engine: Engine, call: SignedCall): Promise<Answer> {
  const payload = payloadOf(call);
  const der = decodeBase64url(payload.certificate, 'The "certificate"');
  const certificate = await find(engine, der);
  if (!mayRevoke(engine, call, certificate, der)) {
    throw new AcmeProblem('unauthorized', 'This key may not revoke that certificate.');
  }
  const reason = readReason(payload.reason);
  if (certificate.revoked !== undefined) {
    throw new AcmeProblem('alreadyRevoked', `This certificate was revoked on ${certificate.revoked.at.slice(0, 10)}.`);
  }
  await engine.revocations().revoke([certificate.id], reason);
  return { status: 200 };
}

function readReason(value: unknown): RevocationReason {
  if (value === undefined || value === null) return 'unspecified';
  const found = typeof value === 'number' ? reasons[value] : undefined;
  if (found !== undefined) return found;
  throw new AcmeProblem('badRevocationReason', `The reason must be one of ${Object.keys(reasons).join(', ')}.`);
}

/** Only what this server issued: certificates that were made by hand are not for ACME clients to revoke. */
async function find({ certificates }: Engine, der: Buffer): Promise<Certificate> {
  const fingerprint = sha256Hex(der);
  const found = (await certificates.list()).find((each) => each.fingerprint === fingerprint && each.acme !== undefined);
  if (found !== undefined) return found;
  throw new AcmeProblem('unauthorized', 'This certificate was not issued by this server.', { status: 404 });
}

function mayRevoke(engine: Engine, { account, key }: SignedCall, certificate: Certificate, der: Buffer): boolean {
  if (account === undefined) return spkiOf(key).equals(keyOf(der));
  return account.id === certificate.acme?.account || isAuthorizedForAll(engine, account, certificate);
}

function keyOf(der: Buffer): Buffer {
  try {
    return parseCertificate(der).spki;
  } catch {
    throw malformed('The "certificate" cannot be read.');
  }
}

/** An account that was shown to control each of the names may do so too. */
function isAuthorizedForAll({ store, now }: Engine, { id }: AccountRecord, { names }: Certificate): boolean {
  const held = new Set<string>();
  for (const each of store.state.authorizations.values()) {
    if (each.accountId !== id || authorizationStatus(each, now()) !== 'valid') continue;
    held.add(nameSet([{ ...each.identifier, value: `${each.wildcard ? '*.' : ''}${each.identifier.value}` }]));
  }
  return names.every(({ type, value }) => held.has(nameSet([{ type, value } as Identifier])));
}
