import type { KeyUsageType } from '@peculiar/asn1-x509';
import type { Purpose } from '../../ipc/schemas';
import type { ParsedCertificate } from './parsed-certificate';
import type { PathProblem } from './path-problem';

interface Use {
  oid: string;
  words: string;
  /** Key usages of which the leaf needs one, as OpenSSL asks (crypto/x509/v3_purp.c). */
  keyUsages: KeyUsageType[];
}

/** RFC 5280 section 4.2.1.12, RFC 8550 section 4.4.2 for e-mail. */
const server: Use = {
  oid: '1.3.6.1.5.5.7.3.1',
  words: 'server authentication',
  keyUsages: ['digitalSignature', 'keyEncipherment', 'keyAgreement'],
};
const client: Use = {
  oid: '1.3.6.1.5.5.7.3.2',
  words: 'client authentication',
  keyUsages: ['digitalSignature', 'keyAgreement'],
};
const email: Use = {
  oid: '1.3.6.1.5.5.7.3.4',
  words: 'e-mail protection',
  keyUsages: ['digitalSignature', 'nonRepudiation', 'keyEncipherment', 'keyAgreement'],
};

const usesOf: Record<Purpose, readonly Use[]> = {
  server: [server],
  client: [client],
  'server-client': [server, client],
  email: [email],
};

/**
 * What stands against using a path for the purpose. An authority with extended key usages limits all below it: RFC 5280 does
 * not say so, but OpenSSL, Chromium, Firefox, Windows and Go all do. "Any purpose" does not count as a purpose: OpenSSL and
 * Firefox want the very one, and section 4.2.1.12 lets them.
 */
export function purposeProblems(chain: readonly ParsedCertificate[], purpose: Purpose): PathProblem[] {
  const uses = usesOf[purpose];
  const extended = chain.flatMap(({ extendedKeyUsages }, index) =>
    uses
      .filter(({ oid }) => extendedKeyUsages !== undefined && !extendedKeyUsages.includes(oid))
      .map(({ words }): PathProblem => {
        const message =
          index === 0
            ? `It may not be used for ${words}: its extended key usage leaves that out.`
            : `The authority may not sign certificates for ${words}: its extended key usage leaves that out.`;
        return { index, code: 'extended-key-usage', message, source: 'RFC 5280 section 4.2.1.12' };
      }),
  );
  const usages = chain[0]?.keyUsages;
  const plain = uses
    .filter(({ keyUsages }) => usages !== undefined && !keyUsages.some((usage) => usages.includes(usage)))
    .map(({ words }): PathProblem => {
      const message = `Its key may not do what ${words} needs: its key usage leaves that out.`;
      return { index: 0, code: 'key-usage', message, source: 'RFC 5280 section 4.2.1.3' };
    });
  return [...extended, ...plain];
}
