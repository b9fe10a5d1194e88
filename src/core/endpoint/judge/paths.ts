import type { Origin } from '../../../ipc/watched-schemas';
import type { CertificateView } from '../../pki/certificate-view';
import { type BuiltPath, buildPaths } from '../../pki/path-building';
import { paced } from '../../system/bounded';

export interface Roots {
  ours: readonly CertificateView[];
  /** Certificates of ours that stand between a root and a leaf. */
  ourIntermediates: readonly CertificateView[];
  /** Those that this machine's programs read; undefined where they cannot be listed. */
  system: readonly CertificateView[] | undefined;
  /** Mozilla's, as they came with this program. */
  public: readonly CertificateView[];
}

export interface Paths {
  /** With our roots alone. */
  ours: BuiltPath;
  system: BuiltPath | undefined;
  public: BuiltPath;
  /** With our roots and our own intermediates, whether they were sent or not. */
  helped: BuiltPath;
  /** The one that says most: the first that ends in a root. */
  best: BuiltPath;
  origin: Origin;
}

/** The paths that a chain makes with each set of roots (RFC 5280 section 6), for the name and for a server. */
export async function pathsOf(
  chain: readonly CertificateView[],
  name: string | undefined,
  now: Date,
  roots: Roots,
): Promise<Paths> {
  const [leaf, ...sent] = chain as [CertificateView, ...CertificateView[]];
  const pause = paced();
  const build = async (anchors: readonly CertificateView[], more: readonly CertificateView[] = []) => {
    await pause();
    const above = [leaf, ...sent, ...more];
    const [path] = buildPaths({
      ...{ leaf, intermediates: [...sent, ...more], roots: fitting(anchors, above), now, purpose: 'server' as const },
      ...(name === undefined ? {} : { name }),
    });
    return path as BuiltPath;
  };
  const ours = await build(roots.ours);
  const helped = ours.trusted ? ours : await build(roots.ours, roots.ourIntermediates);
  const system = roots.system === undefined ? undefined : await build(roots.system);
  const open = await build(roots.public);
  const best = [ours, helped, open, system].find((path) => path?.trusted === true) ?? ours;
  return { ours, helped, system, public: open, best, origin: originOf(leaf, { helped, open, best }) };
}

/** Roots that may have signed one of these: each root costs a check of its signature, and a system has 150. */
function fitting(roots: readonly CertificateView[], chain: readonly CertificateView[]): CertificateView[] {
  const names = new Set(chain.flatMap(({ issuer, subject }) => [folded(issuer), folded(subject)]));
  const keys = new Set(chain.map(({ authorityKeyIdentifier }) => authorityKeyIdentifier).filter((each) => each !== ''));
  return roots.filter(
    ({ subject, subjectKeyIdentifier }) => names.has(folded(subject)) || keys.has(subjectKeyIdentifier),
  );
}

/** Names are compared without regard to letters and runs of spaces (RFC 5280 section 7.1). */
const folded = (name: string): string => name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ');

function originOf(
  leaf: CertificateView,
  { helped, open, best }: { helped: BuiltPath; open: BuiltPath; best: BuiltPath },
): Origin {
  if (helped.trusted) return 'ours';
  if (open.trusted) return 'public';
  return best.chain.length === 1 && leaf.selfIssued ? 'self-signed' : 'other';
}
