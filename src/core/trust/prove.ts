import { randomBytes } from 'node:crypto';
import type { Proof, ProveReport } from '../../ipc/schemas';
import { mapBounded } from '../system/bounded';
import type { Run } from '../system/run';
import { untrustedProbe } from './probe-certificate';
import { type ProbeCertificate, startProbeServer } from './probe-server';
import { type Answer, notRun, type ProofClient } from './proof-client';
import { clientsOf } from './prove-clients';
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

/** Browsers and Java machines among them: more at once make each other slow, and a slow one is taken for a silent one. */
const atOnce = 4;

/**
 * Proves trust the way people meet it: the machine's own clients open a page of a throw-away server, each of its own. The verdict
 * is theirs; the TLS library of this process judges nothing. A client that opens the page is then shown a certificate that nobody
 * trusts: one that opens that as well accepts anything, and its answer counts for nothing. Passed when at least one client that
 * reads a store passed, and none of those failed; clients with lists of their own are listed and do not count. Throws what
 * `issueProbe` throws, and when no port can be had.
 */
export async function proveTrust(options: ProveOptions): Promise<ProveReport> {
  const { env, stores, issueProbe, now, progress = () => undefined } = options;
  const [probe, clients] = await Promise.all([issueProbe(), clientsOf(stores, env)]);
  let untrusted: Promise<ProbeCertificate> | undefined;
  const control = () => {
    untrusted ??= untrustedProbe(now());
    return untrusted;
  };
  let port = 0;
  const proofs = await mapBounded(clients, atOnce, async (client): Promise<Proof & { counts: boolean }> => {
    progress(client, undefined);
    const started = now().getTime();
    const opened = await openOnce(client, probe, options);
    port = opened.port;
    const answer = await controlled(client, opened.answer, control, options);
    const { id, label, about, counts } = client;
    const done: Proof = { id, label, about, ...answer, durationMs: now().getTime() - started };
    progress(client, done);
    return { ...done, counts };
  });
  const counting = proofs.filter(({ counts }) => counts);
  const failures = counting.filter(({ result }) => result === 'failed').length;
  const passes = counting.filter(({ result }) => result === 'passed').length;
  return {
    passed: passes > 0 && failures === 0,
    at: now().toISOString(),
    address: `https://localhost:${port}`,
    proofs: proofs.map(({ counts: _counts, ...proof }) => proof),
  };
}

/** Lets one client open a page with this certificate, on a server of its own, so that what the server sees is this client's. */
async function openOnce(
  client: ProofClient,
  certificate: ProbeCertificate,
  { run, env }: ProveOptions,
): Promise<{ answer: Answer; port: number }> {
  const token = randomBytes(16).toString('hex');
  const server = await startProbeServer(certificate, token);
  try {
    const { port, seen, settled } = server;
    return { answer: await client.open({ run, env, port, token, seen, settled }), port };
  } finally {
    await server.close();
  }
}

async function controlled(
  client: ProofClient,
  answer: Answer,
  control: () => Promise<ProbeCertificate>,
  options: ProveOptions,
): Promise<Answer> {
  if (answer.result !== 'passed') return answer;
  const again = await openOnce(client, await control(), options);
  if (again.answer.result !== 'passed') return answer;
  return notRun(
    'It accepts any certificate: it opened a page with one that nobody trusts as well. Its checks are switched off by a setting or a variable, so its answer says nothing.',
  );
}
