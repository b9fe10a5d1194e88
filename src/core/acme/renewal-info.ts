import type { Certificate } from '../../ipc/schemas';
import { parseCertificate } from '../pki/parsed-certificate';
import { type Answer, type Call, json } from './call';
import type { Engine } from './engine';
import { AcmeProblem, malformed } from './problem';
import type { AccountRecord, Identifier, OrderRecord } from './records';

/** Seconds until a client asks again: RFC 9773 section 4.3 has six hours; a short life is looked at more often. */
const askAgain = (lifeMs: number) => Math.min(21_600, Math.max(60, Math.round(lifeMs / 24_000)));

/** The parts of a certificate's name in RFC 9773 section 4.1: key identifier of the issuer, and serial number, as hex. */
function readCertId(text: unknown): { keyIdentifier: string; serial: string } | undefined {
  if (typeof text !== 'string') return undefined;
  const [first, second, ...more] = text.split('.');
  if (more.length > 0 || !isBase64url(first) || !isBase64url(second)) return undefined;
  const serial = Buffer.from(second, 'base64url').toString('hex');
  return { keyIdentifier: Buffer.from(first, 'base64url').toString('hex'), serial: serial.replace(/^(00)+(?=..)/, '') };
}

const isBase64url = (text: string | undefined): text is string =>
  text !== undefined &&
  /^[A-Za-z0-9_-]{1,86}$/.test(text) &&
  Buffer.from(text, 'base64url').toString('base64url') === text;

/** The name of a certificate by RFC 9773 section 4.1. */
export function certIdOf(der: Uint8Array): string {
  const { authorityKeyIdentifier, serial } = parseCertificate(der);
  // As DER has it: a zero byte in front where the first bit is set.
  const digits = serial.length % 2 === 0 ? serial : `0${serial}`;
  const positive = Number.parseInt(digits.slice(0, 1), 16) >= 8 ? `00${digits}` : digits;
  return `${(authorityKeyIdentifier ?? Buffer.alloc(0)).toString('base64url')}.${Buffer.from(positive, 'hex').toString('base64url')}`;
}

/** The order whose certificate has that name. */
export async function orderOfCertId(
  engine: Engine,
  certId: unknown,
): Promise<{ order: OrderRecord; certificate: Certificate } | undefined> {
  const wanted = readCertId(certId);
  if (wanted === undefined) return undefined;
  const certificate = (await engine.certificates.list({ maxAgeMs: 1000 })).find(
    ({ serial, acme }) => acme !== undefined && plain(serial) === plain(wanted.serial),
  );
  const order = certificate?.acme === undefined ? undefined : engine.store.state.orders.get(certificate.acme.order);
  if (certificate === undefined || order === undefined) return undefined;
  const { authorityKeyIdentifier } = parseCertificate(await engine.certificates.readPem(certificate.id));
  return authorityKeyIdentifier?.toString('hex') === wanted.keyIdentifier ? { order, certificate } : undefined;
}

const plain = (serial: string) => serial.toLowerCase().replace(/^0+/, '');

/** What takes the place of nothing yet: the orders that name this one and did not fail. */
function alreadyReplaced({ store }: Engine, replaces: string): boolean {
  for (const each of store.state.orders.values()) {
    if (each.replaces === replaces && each.status !== 'invalid' && each.error === undefined) return true;
  }
  return false;
}

/**
 * The certificate that a new order is to replace, checked as RFC 9773 section 5 wants. Throws `malformed` for one that is not known,
 * is another account's or shares no name; `alreadyReplaced`.
 */
export async function checkReplaces(
  engine: Engine,
  account: AccountRecord,
  identifiers: readonly Identifier[],
  replaces: unknown,
): Promise<string | undefined> {
  if (replaces === undefined || replaces === null) return undefined;
  const found = await orderOfCertId(engine, replaces);
  if (typeof replaces !== 'string' || found === undefined || found.order.accountId !== account.id) {
    throw malformed('"replaces" names no certificate of this account.');
  }
  const before = found.order.identifiers;
  if (!identifiers.some(({ type, value }) => before.some((each) => each.type === type && each.value === value))) {
    throw malformed('"replaces" names a certificate that has none of the names of this order.');
  }
  if (alreadyReplaced(engine, replaces)) {
    throw new AcmeProblem('alreadyReplaced', 'Another order replaces that certificate already.');
  }
  return replaces;
}

/** RFC 9773 section 4: when a certificate is best renewed. Anybody may ask; it says nothing but dates. */
export async function renewalInfo(engine: Engine, call: Call): Promise<Answer> {
  const found = await orderOfCertId(engine, call.params[0]);
  if (found === undefined) throw new AcmeProblem('malformed', 'There is no such certificate.', { status: 404 });
  const { certificate } = found;
  const authority = await engine.authorities.find(engine.options.authorityId);
  // Whose root is being replaced, or who was revoked, should not wait.
  const now = certificate.revoked !== undefined || authority?.summary.id !== certificate.authorityId;
  const start = Date.parse(certificate.notBefore);
  const life = Date.parse(certificate.notAfter) - start;
  const at = engine.now().getTime();
  const window = now ? [at - 3_600_000, at - 60_000] : [start + (life * 2) / 3, start + (life * 3) / 4];
  const [first = 0, last = 0] = window;
  return json(
    200,
    { suggestedWindow: { start: new Date(first).toISOString(), end: new Date(last).toISOString() } },
    { 'retry-after': String(askAgain(life)) },
  );
}
