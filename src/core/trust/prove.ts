import { randomBytes } from 'node:crypto';
import type { Proof, ProveReport } from '../../ipc/schemas';
import type { Run } from '../system/run';
import { type ProbeCertificate, startProbeServer } from './probe-server';
import { clientsOf, type ProofClient, type ProofTarget } from './prove-clients';
import type { TrustStore } from './trust-store';

/** Called as each client begins (without a proof) and ends (with one). */
export type ProofProgress = (client: { id: string; label: string }, proof: Proof | undefined) => void;

export interface ProofRequest {
  /** The stores that are expected to trust the root. */
  stores: readonly TrustStore[];
  /** Issues a fresh certificate for "localhost". */
  issueProbe: () => Promise<ProbeCertificate>;
  now: () => Date;
  progress?: ProofProgress;
}

export interface ProveOptions extends ProofRequest {
  run: Run;
  /** The person's own environment: a variable that points a client elsewhere does so in their terminal too. */
  env: NodeJS.ProcessEnv;
}

async function proof(
  client: ProofClient,
  target: ProofTarget,
  now: () => Date,
  progress: ProofProgress,
): Promise<Proof> {
  progress(client, undefined);
  const started = now().getTime();
  const answer = await client.open(target);
  const done: Proof = { id: client.id, label: client.label, ...answer, durationMs: now().getTime() - started };
  progress(client, done);
  return done;
}

/**
 * Proves trust the way people meet it: the machine's own clients open a page of a throw-away server. The verdict is theirs;
 * the TLS library of this process judges nothing. Throws what `issueProbe` throws, and when no port can be had.
 */
export async function proveTrust(options: ProveOptions): Promise<ProveReport> {
  const { run, env, stores, issueProbe, now, progress = () => undefined } = options;
  const token = randomBytes(16).toString('hex');
  const server = await startProbeServer(await issueProbe(), token);
  try {
    const target = { run, env, port: server.port, token };
    const proofs = await Promise.all(clientsOf(stores).map((client) => proof(client, target, now, progress)));
    const failures = proofs.filter(({ result }) => result === 'failed').length;
    const passes = proofs.filter(({ result }) => result === 'passed').length;
    return {
      passed: passes > 0 && failures === 0,
      at: now().toISOString(),
      address: `https://localhost:${server.port}`,
      proofs,
    };
  } finally {
    await server.close();
  }
}
