import type { PathProblemCode } from '../../src/core/pki/path-problem';
import type { Purpose } from '../../src/ipc/schemas';
import type { Made } from './path-certificates';
import { buildingVectors } from './path-vectors-building';
import { constraintVectors } from './path-vectors-constraints';
import { nameVectors } from './path-vectors-names';
import { ruleVectors } from './path-vectors-rules';
import { signatureVectors } from './path-vectors-signatures';

/** One question to path validation, and the answer. */
export interface PathVector {
  title: string;
  leaf: Made;
  /** In the order in which they are given. */
  intermediates?: Made[];
  roots: Made[];
  at?: Date;
  name?: string;
  purpose?: Purpose;
  /** The codes of the best path, each once; empty for a good one. */
  fails: PathProblemCode[];
  /** Common names from the leaf up of the best path, where there is a choice. */
  chain?: string[];
  /** Why the real `openssl verify -x509_strict` gives the other answer; without it, it gives the same. */
  differs?: string;
}

/** Vectors for every rule, each with its good and its bad case. */
export function pathVectors(): PathVector[] {
  return [...ruleVectors(), ...signatureVectors(), ...constraintVectors(), ...nameVectors(), ...buildingVectors()];
}
