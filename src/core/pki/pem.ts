import { AppError, type ErrorCode } from '../errors';

export type PemLabel = 'CERTIFICATE' | 'PRIVATE KEY' | 'ENCRYPTED PRIVATE KEY';

/** Bytes of PEM text that are read at all. The largest certificate in use for tests, with 10,000 names, has about 400 KB. */
const textLimit = 1024 * 1024;

const codeOf: Record<PemLabel, ErrorCode> = {
  CERTIFICATE: 'certificate-unreadable',
  'PRIVATE KEY': 'key-file-damaged',
  'ENCRYPTED PRIVATE KEY': 'key-file-damaged',
};

/** What is written as PEM; it is read by label or, whatever the label, by `readPemBlocks`. */
export type WrittenPemLabel = PemLabel | 'CERTIFICATE REQUEST' | 'PKCS7' | 'X509 CRL';

/** DER as PEM in the strict form of RFC 7468 section 3: 64 characters a line, one newline at the end. */
export function encodePem(der: Uint8Array, label: WrittenPemLabel): string {
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
  const der = decodeBase64(body);
  if (der === undefined) throw fail('it is not valid base64');
  return der;
}

/** Undefined for what is not base64 with its padding; white space is the caller's to take out. */
export function decodeBase64(body: string): Buffer | undefined {
  return body === '' || body.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(body)
    ? undefined
    : Buffer.from(body, 'base64');
}

export interface PemBlock {
  /** e.g. "CERTIFICATE". */
  label: string;
  /** From its BEGIN line to its END line. */
  text: string;
  /** Undefined when the block is cut off or not base64; `problem` then says which. */
  der: Buffer | undefined;
  problem?: string;
}

const beginLine = /-----BEGIN ([A-Z0-9][A-Z0-9 #.-]{0,60}?)-----/g;

/**
 * Every block of a PEM text, whatever its label, in order. Text around and between them is passed over (RFC 7468 section 2),
 * and so are the headers in a block that OpenSSL's traditional encryption writes (RFC 1421).
 */
export function readPemBlocks(text: string): PemBlock[] {
  const blocks: PemBlock[] = [];
  beginLine.lastIndex = 0;
  for (let found = beginLine.exec(text); found !== null; found = beginLine.exec(text)) {
    const label = found[1] ?? '';
    const endLine = `-----END ${label}-----`;
    const next = text.indexOf('-----BEGIN ', beginLine.lastIndex);
    // Looked for up to the next BEGIN only: thousands of unclosed blocks would each be searched to the end otherwise.
    const space = text.slice(beginLine.lastIndex, next < 0 ? undefined : next);
    const end = space.indexOf(endLine);
    if (end < 0) {
      blocks.push({ label, text: found[0] + space, der: undefined, problem: 'it is cut off: its END line is missing' });
      continue;
    }
    const body = space.slice(0, end);
    const der = decodeBase64(body.replace(/^\s*(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+/, '').replace(/\s/g, ''));
    const whole = found[0] + body + endLine;
    blocks.push(
      der === undefined ? { label, text: whole, der, problem: 'it is not valid base64' } : { label, text: whole, der },
    );
  }
  return blocks;
}
