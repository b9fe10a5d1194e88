import { createHash } from 'node:crypto';

/** A certificate in a list of Java's, as it lies there. */
export interface KeystoreCertificate {
  alias: string;
  /** Milliseconds since 1970. */
  created: number;
  der: Uint8Array;
}

const magic = 0xfeedfeed;
const trustedCertificate = 2;
const digestBytes = 20;

/**
 * The trusted certificates of a key store in Java's own format, which most JDKs keep their list in: reading it here costs a
 * millisecond, and a second through keytool, which starts a Java machine. Undefined for another format, for one with other things
 * in it, and for one whose digest is wrong; keytool then has the word. The format, and the digest over the password, is that of
 * OpenJDK's sun.security.provider.JavaKeyStore (`engineLoad`, `getPreKeyedHash`).
 */
export function readKeystore(bytes: Buffer, password: string): KeystoreCertificate[] | undefined {
  if (bytes.length < 12 + digestBytes || bytes.readUInt32BE(0) !== magic || bytes.readUInt32BE(4) !== 2)
    return undefined;
  const body = bytes.subarray(0, bytes.length - digestBytes);
  const digest = createHash('sha1')
    .update(Buffer.from(password, 'utf16le').swap16())
    .update('Mighty Aphrodite', 'utf8')
    .update(body)
    .digest();
  if (!digest.equals(bytes.subarray(bytes.length - digestBytes))) return undefined;
  try {
    return entriesOf(body);
  } catch (error) {
    // It ends in the middle of an entry.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function entriesOf(body: Buffer): KeystoreCertificate[] | undefined {
  let at = 12;
  const text = () => {
    const length = body.readUInt16BE(at);
    const from = at + 2;
    at = from + length;
    return body.toString('utf8', from, at);
  };
  const count = body.readUInt32BE(8);
  const found: KeystoreCertificate[] = [];
  for (let index = 0; index < count; index += 1) {
    const tag = body.readUInt32BE(at);
    at += 4;
    const alias = text();
    const created = Number(body.readBigInt64BE(at));
    at += 8;
    if (tag !== trustedCertificate || text() !== 'X.509') return undefined;
    const length = body.readUInt32BE(at);
    at += 4;
    if (at + length > body.length) return undefined;
    found.push({ alias, created, der: body.subarray(at, at + length) });
    at += length;
  }
  return at === body.length ? found : undefined;
}
