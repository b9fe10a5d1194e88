import type { ErrorCode } from '../errors';
import { type ParsedRequest, parseRequest, requestRefusals } from '../pki/csr';
import { parseName } from '../pki/names';
import { thumbprintOfSpki } from './account-key';
import { decodeBase64url } from './base64url';
import { nameSet } from './identifiers';
import { AcmeProblem } from './problem';
import type { AccountRecord, Identifier, OrderRecord } from './records';

const bad = (message: string) => new AcmeProblem('badCSR', message);

/** What a request for a certificate of an ACME server may be for. */
type AcmePurpose = 'server' | 'server-client';

/** The extension "must staple" (RFC 7633): a certificate with it is refused by browsers wherever nobody answers OCSP. */
const mustStaple = '1.3.6.1.5.5.7.1.24';

/**
 * Reads the CSR of an order and holds it against it (RFC 8555 section 7.4): the very same names, a strong key that is nobody's
 * account key (section 11.1), no power to sign. Throws `badCSR`, `malformed`; the order stays as it was.
 */
export async function checkCsr(
  csr: unknown,
  order: OrderRecord,
  accountOfKey: (thumbprint: string) => AccountRecord | undefined,
): Promise<{ request: ParsedRequest; purpose: AcmePurpose }> {
  const request = read(decodeBase64url(csr, 'The "csr"'));
  const [refusal] = requestRefusals(request);
  if (refusal !== undefined) throw bad(`The CSR is refused. ${refusal.message}`);
  if (nameSet(namesOf(request)) !== nameSet(order.identifiers)) {
    throw bad(`The CSR must ask for the names of the order and no others: ${listed(order.identifiers)}.`);
  }
  const thumbprint = await thumbprintOfSpki(request.spki);
  if (thumbprint !== undefined && accountOfKey(thumbprint) !== undefined) {
    throw bad('The key of the CSR is that of an account; make another one for the certificate.');
  }
  if (request.extensions.some(({ oid }) => oid === mustStaple)) {
    throw bad('The CSR asks for “must staple”, which this authority does not give: it answers no OCSP.');
  }
  const { purpose } = request;
  if (purpose !== 'server' && purpose !== 'server-client')
    throw bad(`The CSR asks for a certificate for ${purpose} use.`);
  return { request, purpose };
}

function read(der: Buffer): ParsedRequest {
  try {
    return parseRequest(der);
  } catch (error) {
    const code = (error as { code?: ErrorCode }).code;
    throw bad(
      code === 'request-unreadable'
        ? 'The CSR cannot be read: it is damaged, or no PKCS#10 in DER.'
        : 'The CSR cannot be read.',
    );
  }
}

/** The alternative names and the common name together; each must be a host name or an address. */
function namesOf({ names, commonName }: ParsedRequest): Identifier[] {
  const found = new Map<string, Identifier>();
  const add = (type: string, value: string) => {
    if (type !== 'dns' && type !== 'ip')
      throw bad('The CSR asks for a name that is neither a host name nor an address.');
    found.set(`${type} ${value}`, { type, value });
  };
  for (const { type, value } of names) add(type, value.toLowerCase());
  if (commonName !== '') {
    const parsed = parseName(commonName, 'server');
    if (!('name' in parsed)) throw bad('The common name of the CSR is no name of the order; leave it out.');
    add(parsed.name.type, parsed.name.value);
  }
  return [...found.values()];
}

const listed = (identifiers: readonly Identifier[]) => {
  const names = identifiers.map(({ value }) => value);
  return names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');
};
