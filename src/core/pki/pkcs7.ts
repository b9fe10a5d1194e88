import { AppError } from '../errors';
import {
  Asn1Error,
  children,
  context,
  contextChildren,
  decode,
  encode,
  integer,
  isContext,
  isSequence,
  oid,
  oidOf,
  sequence,
  set,
} from './asn1-tree';

const signedDataOid = '1.2.840.113549.1.7.2';
const dataOid = '1.2.840.113549.1.7.1';

/** Certificates alone as PKCS#7: SignedData without content and signers (RFC 5652 section 5.1), in DER. Windows calls it .p7b. */
export function writePkcs7(certificates: readonly Buffer[]): Buffer {
  // The members of a SET stand in the order of their bytes in DER (X.690 section 11.6).
  const members = [...certificates].sort(Buffer.compare).map((der) => decode(der));
  const signedData = sequence(integer(1), set(), sequence(oid(dataOid)), context(0, ...members), set());
  return encode(sequence(oid(signedDataOid), context(0, signedData)));
}

/** Whether the bytes have the outer form of PKCS#7 with signed data. */
export function looksLikePkcs7(bytes: Buffer): boolean {
  try {
    return oidOf(children(decode(bytes, 'ber'), 2)[0]) === signedDataOid;
  } catch {
    return false;
  }
}

/** The certificates in a PKCS#7, DER or BER; its signatures, if any, are not checked. Throws `file-unreadable`. */
export function readPkcs7(bytes: Buffer): Buffer[] {
  try {
    const [type, wrapped] = children(decode(bytes, 'ber'), 2);
    if (oidOf(type) !== signedDataOid) throw new Asn1Error('it is not signed data');
    const fields = children(contextChildren(wrapped, 0)[0], 4);
    const certificates = fields.find((node) => isContext(node, 0));
    // [0] IMPLICIT SET OF CertificateChoices; all but a plain certificate have tags of their own.
    return certificates === undefined ? [] : contextChildren(certificates, 0, 0).filter(isSequence).map(encode);
  } catch (error) {
    if (!(error instanceof Asn1Error)) throw error;
    throw new AppError('file-unreadable', `Reading the PKCS#7 failed: ${error.message}.`, {
      hint: 'Export it again where it came from; it may have been cut off on its way.',
    });
  }
}
