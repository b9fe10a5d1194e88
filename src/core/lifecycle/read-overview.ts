import type { Authority, Certificate, Overview, Store } from '../../ipc/schemas';
import type { Authorities } from '../authority/authorities';
import type { Certificates } from '../authority/certificates';
import type { Trust } from '../trust/trust';
import { overviewOf } from './overview';

export interface OverviewServices {
  authorities: Authorities;
  certificates: Certificates;
  trust: Trust;
}

export interface OverviewReading {
  overview: Overview;
  /** The default authority that it speaks of. */
  authority: Authority | undefined;
  stores: readonly Store[];
}

/** Looks at the default authority, the certificates and the trust stores, and says how this machine stands. */
export async function readOverview({ authorities, certificates, trust }: OverviewServices): Promise<OverviewReading> {
  const found = await authorities.find();
  const root = found === undefined ? undefined : await authorities.rootOf(found).catch(() => undefined);
  const [stores, all]: [Store[], Certificate[]] = await Promise.all([
    root === undefined ? [] : trust.list(root),
    certificates.list(),
  ]);
  const authority = found?.summary;
  const proof = await trust.lastProof(root?.fingerprint256);
  return { overview: overviewOf({ authority, certificates: all, stores, proof }), authority, stores };
}
