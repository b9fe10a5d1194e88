import type { SigningAuthority } from '../authority/authorities';
import type { NewCertificate } from '../authority/certificate-store';
import type { Certificates } from '../authority/certificates';
import { type LeafPlan, makeCertificate } from '../authority/issue';
import type { RootKeys } from '../keychain/root-keys';

export interface IssuerOptions {
  /** The one that signs, as it was a moment ago. */
  authority: () => Promise<SigningAuthority>;
  certificates: Certificates;
  keys: RootKeys;
  now: () => Date;
  random: (bytes: number) => Buffer;
}

interface Waiting {
  plan: LeafPlan;
  done: (made: NewCertificate) => void;
  failed: (error: unknown) => void;
}

/** Certificates that are flushed together, as in a batch (authority/issue-many.ts). */
const groupMost = 32;

/**
 * Signs for finalized orders by the way that all certificates go: `makeCertificate`, then `Certificates.keepAll`, which writes them
 * and their lines of the history. What comes while a group is signed and written goes with the next: the root key is opened, and
 * the disk flushed, once for all of it.
 */
export class Issuer {
  private waiting: Waiting[] = [];
  private working = false;

  constructor(private readonly options: IssuerOptions) {}

  /** The certificate, durable. Throws what `Certificates.issue` throws. */
  issue(plan: LeafPlan): Promise<NewCertificate> {
    return new Promise((done, failed) => {
      this.waiting.push({ plan, done, failed });
      if (!this.working) void this.work();
    });
  }

  private async work(): Promise<void> {
    this.working = true;
    try {
      while (this.waiting.length > 0) {
        const group = this.waiting.splice(0, groupMost);
        await this.issueGroup(group).catch((error: unknown) => {
          for (const each of group) each.failed(error);
        });
      }
    } finally {
      this.working = false;
    }
  }

  private async issueGroup(group: readonly Waiting[]): Promise<void> {
    const { certificates, keys } = this.options;
    const authority = await this.options.authority();
    const crlUrl = await certificates.crlUrlOf(authority);
    const made = await keys.use(authority.record, (key) =>
      Promise.all(group.map((each) => this.make(each, authority, key, crlUrl))),
    );
    const whole = made.flatMap((each) => each ?? []);
    if (whole.length === 0) return;
    const failures = await certificates.keepAll(whole.map(({ certificate }) => certificate));
    for (const [index, { waiting, certificate }] of whole.entries()) {
      const failure = failures[index];
      if (failure === undefined) waiting.done(certificate);
      else waiting.failed(failure);
    }
  }

  /** One that cannot be made fails by itself. */
  private async make(
    waiting: Waiting,
    authority: SigningAuthority,
    key: Parameters<Parameters<RootKeys['use']>[1]>[0],
    crlUrl: string | undefined,
  ) {
    const { now, random } = this.options;
    try {
      return {
        waiting,
        certificate: await makeCertificate(waiting.plan, { authority, key, now: now(), random, crlUrl }),
      };
    } catch (error) {
      waiting.failed(error);
      return undefined;
    }
  }
}
