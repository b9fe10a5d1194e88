import { AppError } from '../errors';
import { wipeContent } from '../inspect/opened-content';
import { contentLimit, recognise } from '../inspect/recognise';
import { type CertificateView, viewCertificate } from '../pki/certificate-view';
import { readPemBlocks } from '../pki/pem';
import { readBounded } from '../system/bounded-file';

/** Ends of the names of files that may hold a certificate. */
export const mayHoldCertificate = (name: string): boolean => /\.(pem|crt|cer|cert|der|p7b|p7c)$/i.test(name);

/**
 * The certificates of a file, PEM or DER or PKCS#7 or an open PKCS#12; none when there is none. Private keys in it are not looked
 * at. Throws `not-found`, `file-unreadable`, `file-too-large`.
 */
export async function certificatesIn(path: string): Promise<CertificateView[]> {
  const bytes = await readBounded(path, contentLimit);
  try {
    if (!bytes.includes('-----BEGIN ')) return await inOtherForm(bytes);
    return readPemBlocks(bytes.toString('latin1')).flatMap(({ label, der }) =>
      der !== undefined && /^(X509 )?CERTIFICATE$/.test(label) ? readable(der) : [],
    );
  } finally {
    bytes.fill(0);
  }
}

async function inOtherForm(bytes: Buffer): Promise<CertificateView[]> {
  try {
    const content = await recognise(bytes);
    wipeContent(content);
    return content.certificates;
  } catch (error) {
    if (error instanceof AppError) return [];
    throw error;
  }
}

function readable(der: Buffer): CertificateView[] {
  try {
    return [viewCertificate(der)];
  } catch {
    return [];
  }
}

/** The certificate that a file is about, with those above it. */
export interface FileChain {
  chain: CertificateView[];
  /** How many certificates the file has besides, which belong to none of the chain. */
  others: number;
}

/** A leaf first and its issuers after it, as servers read them; of a bundle, the one that ends first. */
export function chainIn(views: readonly CertificateView[]): FileChain | undefined {
  const [first, second] = views;
  if (first === undefined) return undefined;
  if (second === undefined) return { chain: [first], others: 0 };
  const chain = [first];
  for (let at: CertificateView | undefined = first; at !== undefined && !at.selfIssued; ) {
    const { issuer } = at as CertificateView;
    at = views.find((each) => each.subject === issuer && !chain.includes(each));
    if (at !== undefined) chain.push(at);
  }
  if (chain.length > 1 && chain.length === views.length) return { chain, others: 0 };
  if (chain.length > 1 && !first.isAuthority) return { chain, others: views.length - chain.length };
  const soonest = [...views].sort((one, other) => one.notAfter.getTime() - other.notAfter.getTime());
  return { chain: soonest.slice(0, 1), others: views.length - 1 };
}
