import type { Finding, Origin, WatchedKind } from '../../ipc/watched-schemas';

/** What was seen at a place, apart from the time of day. */
export interface SeenCertificate {
  id: string;
  place: string;
  label: string;
  fingerprint: string;
  commonName: string;
  names: string[];
  nameCount: number;
  issuer: string;
  serial: string;
  notBefore: string;
  notAfter: string;
  keyType: string;
  origin: Origin;
  certificateId?: string | undefined;
  keyFile?: string | undefined;
  /** All but those about time, which are told at the moment of looking. */
  findings: Finding[];
  /** The certificate that was here before this one, and when it was seen to be another. */
  before?: { fingerprint: string; notAfter: string; changedAt: string } | undefined;
}

export interface Reading {
  /** ISO 8601, UTC. */
  at: string;
  findings: Finding[];
  seen: SeenCertificate[];
  /** Files only: the times and sizes that it was made from; the same ones need no new reading. */
  stamp?: string | undefined;
}

export interface WatchedItem {
  id: string;
  kind: WatchedKind;
  /** The path; or host and port. */
  target: string;
  tool?: string | undefined;
  addedAt: string;
  reading?: Reading | undefined;
}

/** Names of a certificate that are kept for lists. */
export const namesKept = 10;
