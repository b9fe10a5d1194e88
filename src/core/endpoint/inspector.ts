import type {
  ClientVerdict,
  InspectProgress,
  InspectReport,
  InspectTarget,
  TargetCheck,
} from '../../ipc/inspect-schemas';
import type { Authorities } from '../authority/authorities';
import type { Certificates } from '../authority/certificates';
import { AppError } from '../errors';
import type { CertificateView } from '../pki/certificate-view';
import { encodePem } from '../pki/pem';
import type { RevocationStore } from '../revocation/revocation-store';
import type { Run } from '../system/run';
import { steadyMs } from '../system/steady';
import type { TrustStore } from '../trust/trust-store';
import { askClients } from './clients/ask-clients';
import { readKnownHere } from './known-here';
import { inspectedReport, refusedReport, troubledReport } from './report';
import { lookFirst, survey } from './survey/survey';
import { parseTarget, type TypedTarget } from './target';
import { type ConnectLimits, usualLimits } from './wire/connection';
import type { Probing } from './wire/probe';
import { Trouble } from './wire/trouble';

export interface InspectorOptions {
  authorities: Authorities;
  certificates: Certificates;
  revocations: Pick<RevocationStore, 'lookup'>;
  /** Of the trust slice, for the profile of Firefox. */
  stores: () => Promise<TrustStore[]>;
  run: Run;
  env: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
  now: () => Date;
  random: (bytes: number) => Buffer;
}

export interface InspectRequest extends TypedTarget {
  runId: string;
  /** Ask this machine's clients too; true unless told. */
  clients?: boolean | undefined;
  browsers?: boolean | undefined;
  limits?: ConnectLimits | undefined;
}

/** Questions to a slow server end after this long (milliseconds); what is under way comes to its own end. */
const surveyMs = 60_000;
const runsKept = 10;

/** Looks at servers: handshakes are all that is sent. */
export class Inspector {
  private readonly running = new Map<string, AbortController>();
  private readonly chains = new Map<string, { title: string; pem: string }>();

  constructor(private readonly options: InspectorOptions) {}

  /** Reads a target as typed; nothing is connected to. */
  checkTarget(typed: TypedTarget): TargetCheck {
    try {
      return { ok: true, target: parseTarget(typed) };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const { message, hint } = error;
      return { ok: false, problem: { message, ...(hint === undefined ? {} : { hint }) } };
    }
  }

  /**
   * Inspects a server; one that cannot be reached is a report too. Throws `invalid-input` (field `target` or `serverName`), `busy`
   * for a run that is under way already, and `cancelled`.
   */
  async inspect(request: InspectRequest, told: (progress: InspectProgress) => void): Promise<InspectReport> {
    const { runId } = request;
    const target = parseTarget(request);
    if (this.running.has(runId)) {
      throw new AppError('busy', 'This inspection is under way already.', { hint: 'Wait for it, or cancel it.' });
    }
    const controller = new AbortController();
    this.running.set(runId, controller);
    try {
      const report = await this.work(request, target, controller.signal, told);
      if (controller.signal.aborted) throw cancelled();
      return report;
    } catch (error) {
      throw error instanceof Trouble || controller.signal.aborted ? cancelled() : error;
    } finally {
      this.running.delete(runId);
    }
  }

  /** Ends a run; one that is over already is no error. */
  cancel(runId: string): void {
    this.running.get(runId)?.abort();
  }

  /** The chain of one of the last ten runs, as PEM. Throws `not-found`. */
  chainOf(runId: string): { title: string; pem: string } {
    const chain = this.chains.get(runId);
    if (chain !== undefined) return chain;
    throw new AppError('not-found', 'The certificates of this inspection are no longer kept.', {
      hint: 'Inspect the server again.',
    });
  }

  private async work(
    request: InspectRequest,
    target: InspectTarget,
    signal: AbortSignal,
    told: (progress: InspectProgress) => void,
  ): Promise<InspectReport> {
    const { now, random } = this.options;
    const started = steadyMs();
    const begin = { runId: request.runId, target, at: now().toISOString() };
    const probing: Probing = { target, signal, random, limits: request.limits ?? usualLimits };
    const tell = (step: string, label: string) => {
      told({ runId: request.runId, step, label, state: 'running' });
      return (state: InspectProgress['state'], message?: string) =>
        told({ runId: request.runId, step, label, state, ...(message === undefined ? {} : { message }) });
    };
    const timed = (report: InspectReport) => ({ ...report, durationMs: Math.round(steadyMs() - started) });
    try {
      const look = await lookFirst(probing, tell);
      const until = () => steadyMs() - started > surveyMs;
      const found = await survey(probing, look, { tell, until });
      if (look.heard.chain === undefined) return timed(refusedReport(begin, look, found));
      const { authorities, certificates, revocations, platform } = this.options;
      const here = await readKnownHere(authorities, certificates, revocations, platform);
      const { report, root, views } = await inspectedReport(begin, found, here, now());
      this.keep(request.runId, target.text, views);
      if (request.clients === false || views.length === 0) return timed(report);
      const asked = await this.clients(request, probing, root, told);
      return timed({ ...report, verdicts: [...asked, ...report.verdicts] });
    } catch (error) {
      if (error instanceof Trouble && error.code !== 'cancelled') return timed(troubledReport(begin, error));
      throw error;
    }
  }

  private clients(
    { runId, browsers }: InspectRequest,
    probing: Probing,
    root: CertificateView | undefined,
    told: (progress: InspectProgress) => void,
  ): Promise<ClientVerdict[]> {
    const { run, env } = this.options;
    return askClients({
      ...{ target: probing.target as InspectTarget, probing, run, env, signal: probing.signal },
      rootPem: root === undefined ? undefined : encodePem(root.der, 'CERTIFICATE'),
      browsers: browsers === true,
      // Not simply the first in PATH: that of macOS asks for Java to be installed, in a window.
      javaProgram: async () => (await this.options.stores()).find(({ kind }) => kind === 'java')?.program,
      firefoxProfile: async () =>
        (await this.options.stores()).find(({ label }) => label.startsWith('Firefox, profile '))?.location,
      progress: ({ id, label }, verdict) =>
        told({
          ...{ runId, step: `client:${id}`, label },
          state: verdict === undefined ? 'running' : states[verdict.result],
          ...(verdict === undefined ? {} : { message: verdict.message }),
        }),
    });
  }

  private keep(runId: string, title: string, views: readonly CertificateView[]): void {
    this.chains.delete(runId);
    this.chains.set(runId, { title, pem: views.map(({ pem }) => pem).join('') });
    for (const oldest of [...this.chains.keys()].slice(0, -runsKept)) this.chains.delete(oldest);
  }
}

const states = { accepted: 'done', refused: 'failed', 'not-here': 'skipped' } as const;

const cancelled = () => new AppError('cancelled', 'The inspection was cancelled.');
