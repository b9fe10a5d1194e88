import type { Outcome, Progress } from '../ipc/schemas';
import type { StoreListener } from './trust/install-all';
import type { ProofProgress } from './trust/prove';

type Say = (step: Progress) => void;

function stateOf(outcome: Outcome['outcome']): Progress['state'] {
  if (outcome === 'done' || outcome === 'already') return 'done';
  return outcome === 'cancelled' ? 'skipped' : 'failed';
}

/** Tells the work on stores as steps of a task: one a store. */
export function storeProgress(task: Progress['task'], say: Say): StoreListener {
  return (store, outcome) =>
    say({
      task,
      step: `store:${store.id}`,
      label: store.label,
      state: outcome === undefined ? 'running' : stateOf(outcome.outcome),
      ...(outcome === undefined ? {} : { message: outcome.message }),
    });
}

/** Tells the proof as steps of a task: one a client. */
export function proofProgress(task: Progress['task'], say: Say): ProofProgress {
  return (client, proof) => {
    const state =
      proof === undefined
        ? 'running'
        : proof.result === 'passed'
          ? 'done'
          : proof.result === 'failed'
            ? 'failed'
            : 'skipped';
    say({
      task,
      step: `proof:${client.id}`,
      label: client.label,
      state,
      ...(proof === undefined ? {} : { message: proof.message }),
    });
  };
}
