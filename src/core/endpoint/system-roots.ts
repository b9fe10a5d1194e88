import { readFile } from 'node:fs/promises';
import * as tls from 'node:tls';
import { sha256Hex } from '../digest';
import { type CertificateView, viewCertificate } from '../pki/certificate-view';
import { paced } from '../system/bounded';
import { pemBlocks } from '../trust/pem-blocks';
import { systemFamilies } from '../trust/system-families';

/** Node has the call from 22.15 and 23.9 on; its types may be older. */
type CertificatesOf = (kind: 'system') => string[];

/**
 * The roots that this machine's programs read: on Linux the list that the system's tool writes, elsewhere what the platform gives
 * Node. Undefined where neither can be had.
 */
export async function systemRoots(platform: NodeJS.Platform): Promise<CertificateView[] | undefined> {
  if (platform === 'linux') {
    for (const { bundle } of systemFamilies) {
      const text = await readFile(`/${bundle}`, 'latin1').catch(() => '');
      const blocks = pemBlocks(text);
      if (blocks.length > 0)
        return kept(
          sha256Hex(text),
          blocks.map(({ der }) => der),
        );
    }
    return undefined;
  }
  const certificatesOf = (tls as { getCACertificates?: CertificatesOf }).getCACertificates;
  return certificatesOf === undefined ? undefined : viewed(certificatesOf('system'));
}

let last: { stamp: string; views: Promise<CertificateView[]> } | undefined;

/** The same list is read once: it has some 150 roots, and changes seldom. */
function kept(stamp: string, certificates: readonly Buffer[]): Promise<CertificateView[]> {
  if (last?.stamp !== stamp) last = { stamp, views: viewed(certificates) };
  return last.views;
}

async function viewed(certificates: readonly (string | Buffer)[]): Promise<CertificateView[]> {
  const pause = paced();
  const views: CertificateView[] = [];
  for (const each of certificates) {
    try {
      views.push(viewCertificate(each));
    } catch {
      // A root that cannot be read here is none that a path can end in.
    }
    await pause();
  }
  return views;
}
