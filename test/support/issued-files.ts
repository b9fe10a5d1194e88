import { join } from 'node:path';
import type { Certificate } from '../../src/ipc/schemas';
import { opensslText } from './openssl';

/** What openssl says about a certificate that the window issued; nothing of the product has a part in it. */
export interface OpensslWords {
  text: string;
  /** e.g. "C=DE,O=Home". */
  subject: string;
  notBefore: Date;
  notAfter: Date;
}

export async function opensslWords(file: string): Promise<OpensslWords> {
  const [text, lines] = await Promise.all([
    opensslText(['x509', '-in', file, '-noout', '-text']),
    opensslText([
      'x509',
      '-in',
      file,
      '-noout',
      '-subject',
      '-dates',
      '-nameopt',
      'RFC2253,-dn_rev',
      '-dateopt',
      'iso_8601',
    ]),
  ]);
  const value = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(lines)?.[1]?.trim() ?? '';
  return {
    text,
    subject: value('subject'),
    notBefore: new Date(value('notBefore').replace(' ', 'T')),
    notAfter: new Date(value('notAfter').replace(' ', 'T')),
  };
}

/** `openssl verify` with nothing trusted but the root beside the certificate; throws openssl's words when it refuses. */
export async function opensslAccepts(
  { files }: Pick<Certificate, 'files'>,
  purpose: string,
  more: readonly string[] = [],
): Promise<void> {
  const only = ['-no-CApath', '-no-CAstore', '-CAfile', join(files.folder, 'ca.pem')];
  await opensslText([
    'verify',
    '-x509_strict',
    '-purpose',
    purpose,
    ...only,
    '-untrusted',
    files.fullChain,
    ...more,
    files.certificate,
  ]);
}

/** Throws unless the key is the certificate's. */
export async function keyFits({ files }: Pick<Certificate, 'files'>): Promise<void> {
  const [ofKey, ofCertificate] = await Promise.all([
    opensslText(['pkey', '-in', files.key, '-pubout']),
    opensslText(['x509', '-in', files.certificate, '-noout', '-pubkey']),
  ]);
  if (ofKey !== ofCertificate) throw new Error(`${files.key} is not the key of ${files.certificate}`);
}
