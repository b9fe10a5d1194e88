import type { SentCertificate } from '../../../ipc/inspect-schemas';
import { factsOf } from '../../inspect/facts';
import { type CertificateView, viewCertificate } from '../../pki/certificate-view';
import { parsedOf } from '../../pki/parsed-certificate';
import { checkEdge } from '../../pki/path-validation';
import { verifySignature } from '../../pki/signature';
import { paced } from '../../system/bounded';

/** Names of one certificate that are shown. */
const namesShown = 100;

export interface ReadChain {
  views: CertificateView[];
  /** Positions of those that are no certificates. */
  unreadable: number[];
}

/** Reads certificates one by one, with a pause between: one with 10,000 names takes a tenth of a second. */
export async function readChain(ders: readonly Buffer[]): Promise<ReadChain> {
  const pause = paced();
  const views: CertificateView[] = [];
  const unreadable: number[] = [];
  for (const [index, der] of ders.entries()) {
    try {
      views.push(viewCertificate(der));
    } catch {
      unreadable.push(index);
    }
    await pause();
  }
  return { views, unreadable };
}

export interface Here {
  certificateId?: string;
  authorityId?: string;
}

/** The certificates as they were sent, each with the checks of the edge to the next one. */
export async function sentChain(
  views: readonly CertificateView[],
  inPath: ReadonlySet<string>,
  now: Date,
  here: (fingerprint: string) => Here,
): Promise<SentCertificate[]> {
  const pause = paced();
  const sent: SentCertificate[] = [];
  for (const [index, view] of views.entries()) {
    const next = views[index + 1];
    const facts = factsOf(view, now);
    sent.push({
      facts: { ...facts, names: facts.names.slice(0, namesShown) },
      nameCount: facts.names.length,
      role: roleOf(view, index, inPath),
      signedBy: signerOf(view, index, views),
      checks: next === undefined ? [] : checkEdge(view, next, { now, depth: index }),
      ...here(view.fingerprint256),
    });
    await pause();
  }
  return sent;
}

function roleOf(view: CertificateView, index: number, inPath: ReadonlySet<string>): SentCertificate['role'] {
  if (index === 0) return 'leaf';
  if (view.selfIssued) return 'root';
  return inPath.has(view.fingerprint256) ? 'intermediate' : 'extra';
}

/** The next one is asked first, since it should be it. */
function signerOf(view: CertificateView, index: number, views: readonly CertificateView[]): number | null {
  const order = [index + 1, index, ...views.keys()].filter((at) => at < views.length);
  return order.find((at) => signed(view, views[at] as CertificateView)) ?? null;
}

/** Whether one signed the other. A weak signature counts here: it tells the order, and nobody relies on it. */
export function signed(child: CertificateView, issuer: CertificateView): boolean {
  if (child.issuer !== issuer.subject) return false;
  const parsed = parsedOf(child.der);
  const { ok, code } = verifySignature(parsed, parsedOf(issuer.der).spki);
  if (ok) return true;
  const { authorityKeyIdentifier: wanted } = child;
  return code === 'signature-algorithm' && (wanted === '' || wanted === issuer.subjectKeyIdentifier);
}
