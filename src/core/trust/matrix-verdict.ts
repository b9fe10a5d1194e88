import type { Proof, ProveReport } from '../../ipc/schemas';
import type { Cell, CellVerdict, Verified } from '../../ipc/trust-schemas';
import type { StoreStatus } from './trust-store';

type Judged = Pick<Cell, 'verdict' | 'verified' | 'actions'> & Pick<Partial<Cell>, 'message' | 'hint'>;

const shortName = (label: string) => label.replace(/, with .*$| itself$/, '');

/** What the last handshakes said of a row; null when no client that speaks of it ran to an answer. */
export function verifiedOf(rowId: string, report: ProveReport | null): Verified | null {
  const speaks = ({ id, about = [] }: Proof) => id === rowId || about.includes(rowId);
  const answers = report?.proofs.filter((proof) => speaks(proof) && proof.result !== 'not-run') ?? [];
  if (report === null || answers.length === 0) return null;
  const refused = answers.filter(({ result }) => result === 'failed');
  const said = refused.length > 0 ? refused : answers;
  return {
    at: report.at,
    passed: refused.length === 0,
    by: [...new Set(said.map(({ label }) => shortName(label)))],
    ...(refused[0] === undefined ? {} : { message: refused[0].message }),
  };
}

/** The cell of a store: what the store says, and what clients saw. */
export function judgeStore(status: StoreStatus, rowId: string, report: ProveReport | null): Judged {
  const words = {
    ...(status.message === undefined ? {} : { message: status.message }),
    ...(status.hint === undefined ? {} : { hint: status.hint }),
  };
  const held = status.state === 'trusted' || status.state === 'present';
  // What was proven of a store that does not hold the root any more is past.
  const verified = held ? verifiedOf(rowId, report) : null;
  if (status.follows !== undefined) {
    const verdict: CellVerdict = verified === null ? 'follows' : verified.passed ? 'trusted' : 'not-trusted';
    return { verdict, verified, actions: [], ...refusal(verified), ...words };
  }
  switch (status.state) {
    case 'trusted': {
      if (verified === null) return { verdict: 'unchecked', verified, actions: ['remove'], ...words };
      if (verified.passed) return { verdict: 'trusted', verified, actions: ['remove'], ...words };
      return { verdict: 'not-trusted', verified, actions: ['repair', 'remove'], ...refusal(verified), ...words };
    }
    case 'present':
      return { verdict: 'not-trusted', verified, actions: ['repair', 'remove'], ...words };
    case 'absent':
      return { verdict: 'absent', verified, actions: ['install'], ...words };
    case 'locked':
      // With the password it can be changed; whether the root is in there cannot be told without.
      return { verdict: 'locked', verified, actions: ['install', 'remove'], ...words };
    case 'tool-missing':
      return { verdict: 'tool-missing', verified, actions: [], ...words };
    default:
      return { verdict: 'unknown', verified, actions: [], ...words };
  }
}

/** The cell of a client that has no store of its own: what it said itself, and nothing else. */
export function judgeClient(rowId: string, report: ProveReport | null): Judged {
  const proof = report?.proofs.find(({ id, about = [] }) => id === rowId || about.includes(rowId));
  const verified = verifiedOf(rowId, report);
  if (verified !== null) {
    return { verdict: verified.passed ? 'trusted' : 'not-trusted', verified, actions: [], ...refusal(verified) };
  }
  const message = proof?.message ?? 'Not checked yet: Check now opens a page with it.';
  return { verdict: 'unknown', verified, actions: [], message };
}

const refusal = (verified: Verified | null) =>
  verified === null || verified.passed || verified.message === undefined ? {} : { message: verified.message };
