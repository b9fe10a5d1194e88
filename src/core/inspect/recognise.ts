import { AppError } from '../errors';
import { decodeBase64 } from '../pki/pem';
import { Rounds } from '../pki/pkcs12-cipher';
import { refuseSize } from '../system/bounded-file';
import { fileKindOf, otherBlocks } from './file-kind';
import { type OpenedContent, sizeOf } from './opened-content';

export type { OpenedContent, OpenedKey } from './opened-content';

import { recogniseDer } from './recognise-der';
import { recognisePem } from './recognise-pem';

/** Bytes of a file that is looked at. A certificate with 10,000 names has 400 KB, Mozilla's list of all roots 220 KB. */
export const contentLimit = 4 * 1024 * 1024;

/**
 * Finds out what the bytes of a file, or what was pasted, hold: PEM with any blocks and any text around them, DER, PKCS#12,
 * PKCS#7, and base64 without its armour. Keys are opened as far as they can be: what is encrypted stays locked without a
 * passphrase. Throws `file-too-large`; `file-unreadable` with what was found instead; `passphrase-wrong` for a passphrase that
 * opens nothing.
 */
export async function recognise(bytes: Buffer, passphrase?: Buffer): Promise<OpenedContent> {
  refuseSize(bytes.length, contentLimit, 'The file');
  if (bytes.length === 0 || bytes.every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)))
    throw new AppError('file-unreadable', 'It is empty.', { hint: 'Save or copy it again where it came from.' });
  const text = textOf(bytes);
  if (text.includes('-----BEGIN ')) {
    const content = await recognisePem(text, passphrase);
    if (hasContent(content)) return content;
    throw nothingInPem(text, content);
  }
  if (bytes[0] === 0x30) return asDer(bytes, passphrase);
  const bare = decodeBase64(text.replace(/\s+/g, ''));
  // Shorter than any key or certificate; and what is no SEQUENCE is some other base64.
  if (bare !== undefined && bare.length > 32 && bare[0] === 0x30) return { ...(await asDer(bare, passphrase)) };
  const { what, hint } = fileKindOf(bytes);
  throw new AppError('file-unreadable', `It is ${what}.`, { hint });
}

/** Text that Windows programs write begins with a byte order mark; PowerShell's `>` writes UTF-16. */
function textOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.subarray(2).toString('utf16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return Buffer.from(bytes.subarray(2, bytes.length - (bytes.length % 2)))
      .swap16()
      .toString('utf16le');
  return bytes.toString('latin1').replace(/^\xef\xbb\xbf/, '');
}

const hasContent = (content: OpenedContent) => sizeOf(content) > content.others.length;

/** A text with blocks, and nothing in them that is read. A single block says it best. */
function nothingInPem(text: string, { others }: OpenedContent): AppError {
  const label = /-----BEGIN ([^-\r\n]{1,60})-----/.exec(text)?.[1] ?? '';
  const other = otherBlocks[label];
  if (other !== undefined) return new AppError('file-unreadable', `It is ${other.what}.`, { hint: other.hint });
  const message = others[0]?.message ?? 'Its PEM block cannot be read.';
  return new AppError('file-unreadable', message, {
    hint: 'Save or copy it again where it came from, from the BEGIN line to the END line.',
  });
}

async function asDer(bytes: Buffer, passphrase: Buffer | undefined): Promise<OpenedContent> {
  const length = lengthOf(bytes);
  if (length !== undefined && length > bytes.length) {
    throw new AppError(
      'file-unreadable',
      `It is cut off: it begins as DER of ${length} bytes, and has ${bytes.length}.`,
      {
        hint: 'Save or copy it again where it came from.',
      },
    );
  }
  // A line end that an editor or a shell added does no harm.
  const extra = length === undefined ? Buffer.alloc(0) : bytes.subarray(length);
  const der =
    extra.length > 0 && extra.every((byte) => byte === 0x0a || byte === 0x0d) ? bytes.subarray(0, length) : bytes;
  const content = await recogniseDer(der, passphrase, new Rounds()).catch((error: unknown) => {
    if (error instanceof AppError && error.code !== 'passphrase-wrong')
      throw new AppError('file-unreadable', error.message, {
        hint: error.hint ?? 'Save it again where it came from.',
        cause: error,
      });
    throw error;
  });
  if (content !== undefined && sizeOf(content) > 0) return content;
  throw new AppError('file-unreadable', 'It is DER, but neither certificate, request, key, PKCS#12 nor PKCS#7.', {
    hint: 'openssl asn1parse -inform DER -in FILE shows what is in it.',
  });
}

/** What the outermost element says that it takes, with its header; undefined for BER of indefinite length. */
function lengthOf(bytes: Buffer): number | undefined {
  const first = bytes[1] ?? 0;
  if (first < 0x80) return 2 + first;
  const count = first & 0x7f;
  return count < 1 || count > 5 || bytes.length < 2 + count ? undefined : 2 + count + bytes.readUIntBE(2, count);
}
