import type { Proof, ProveReport, Store } from '../../../ipc/schemas';

/** The handshakes that went through a store: an NSS database has its own, the system store has all the others. */
export function proofsOf(store: Pick<Store, 'id' | 'kind'>, report: ProveReport | null): Proof[] {
  if (!report) return [];
  const run = report.proofs.filter((proof) => proof.result !== 'not-run');
  return run.filter((proof) => (store.kind === 'nss' ? proof.id === store.id : !proof.id.startsWith('nss:')));
}

/** One line for the table: who passed, or what the first failing client said. */
export function provenWords(proofs: readonly Proof[]): { ok: boolean; text: string } | undefined {
  const failed = proofs.find((proof) => proof.result === 'failed');
  if (failed) return { ok: false, text: `${failed.label}: ${failed.message}` };
  if (proofs.length === 0) return undefined;
  return { ok: true, text: proofs.map((proof) => proof.label.split(',')[0] ?? proof.label).join(', ') };
}
