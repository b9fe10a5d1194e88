import type { Overview, Timeline } from '../../ipc/overview-schemas';
import type { Authority, Certificate, Store } from '../../ipc/schemas';
import type { Authorities } from '../authority/authorities';
import type { Certificates } from '../authority/certificates';
import type { Trust } from '../trust/trust';
import { type OverviewFacts, overviewOf } from './overview';
import { needsAttention } from './standing';
import { type TimelinePart, timelineOf } from './timeline';

export interface OverviewServices {
  authorities: Authorities;
  certificates: Certificates;
  trust: () => Trust;
  now: () => Date;
  /** What is watched and did not come from here. */
  watched?: () => Promise<OverviewFacts['watched']>;
}

export interface OverviewReading {
  overview: Overview;
  /** The default authority that it speaks of. */
  authority: Authority | undefined;
  stores: readonly Store[];
}

export interface OverviewHow {
  /** The stores as they were when they were last looked at will do: only certificates are different since. */
  storesRemembered?: boolean;
}

/** Looks at the default authority, the certificates and the trust stores, and says how this machine stands. */
export async function readOverview(
  services: OverviewServices,
  { storesRemembered = false }: OverviewHow = {},
): Promise<OverviewReading> {
  const { authorities, certificates, watched } = services;
  const trust = services.trust();
  const found = await authorities.find();
  const root = found === undefined ? undefined : await authorities.rootOf(found).catch(() => undefined);
  const [stores, all, others]: [Store[], Certificate[], OverviewFacts['watched']] = await Promise.all([
    root === undefined ? [] : trust.list(root, { remembered: storesRemembered }),
    certificates.list(),
    watched?.(),
  ]);
  const authority = found?.summary;
  const proof = await trust.lastProof(root?.fingerprint256);
  const facts = { authority, certificates: all, stores, proof, ...(others === undefined ? {} : { watched: others }) };
  return { overview: overviewOf(facts), authority, stores };
}

/** How old the reading of the folders may be for a picture that follows each turn of a wheel, or a number beside a word (milliseconds). */
const glance = { maxAgeMs: 5000 };

/** What ends in the coming year, or a part of it; no trust store is looked at. */
export async function readTimeline(
  { authorities, certificates, now }: OverviewServices,
  part: TimelinePart,
): Promise<Timeline> {
  const [all, roots] = await Promise.all([certificates.list(glance), authorities.list()]);
  return timelineOf({ certificates: all, authorities: roots }, now().getTime(), part);
}

/** How many certificates need a person. */
export async function countAttention({ certificates }: OverviewServices): Promise<number> {
  return (await certificates.list(glance)).filter(needsAttention).length;
}
