import { AppError, type ErrorCode } from '../errors';

export type PemLabel = 'CERTIFICATE' | 'PRIVATE KEY' | 'ENCRYPTED PRIVATE KEY';

/** Bytes of PEM text that are read at all. The largest certificate in use for tests, with 10,000 names, has about 400 KB. */
const textLimit = 1024 * 1024;

const codeOf: Record<PemLabel, ErrorCode> = {
  CERTIFICATE: 'certificate-unreadable',
  'PRIVATE KEY': 'key-file-damaged',
  'ENCRYPTED PRIVATE KEY': 'key-file-damaged',
};

/** DER as PEM in the strict form of RFC 7468 section 3: 64 characters a line, one newline at the end. */
export function encodePem(der: Uint8Array, label: PemLabel): string {
  const base64 = Buffer.from(der.buffer, der.byteOffset, der.byteLength).toString('base64');
  const lines = base64.match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

/**
 * The first block of that label in a PEM text, as DER; text around it is passed over (RFC 7468 section 2). Throws
 * `certificate-unreadable` for a certificate and `key-file-damaged` for a key when there is none, when it is cut off, not
 * base64, or when the text has more than 1 MiB.
 */
export function decodePem(text: string, label: PemLabel): Buffer {
  const what = label === 'CERTIFICATE' ? 'certificate' : 'key';
  const fail = (why: string) =>
    new AppError(codeOf[label], `Reading the ${what} failed: ${why}.`, {
      hint: `It must be a PEM file with the line -----BEGIN ${label}-----. Put it back from a backup if it was changed.`,
    });
  if (text.length > textLimit) throw fail('it has more than 1 MiB');
  const begin = `-----BEGIN ${label}-----`;
  const start = text.indexOf(begin);
  if (start < 0) throw fail(text.trim() === '' ? 'it is empty' : `it holds no "${label}" block`);
  const end = text.indexOf(`-----END ${label}-----`, start);
  if (end < 0) throw fail('it is cut off');
  const body = text.slice(start + begin.length, end).replace(/[ \t\r\n]/g, '');
  if (body === '' || body.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(body))
    throw fail('it is not valid base64');
  return Buffer.from(body, 'base64');
}
