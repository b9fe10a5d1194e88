import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { sha256Hex } from '../digest';
import { type CertificateView, viewCertificate } from '../pki/certificate-view';
import type { Run, RunResult } from '../system/run';
import { pemBlocks } from './pem-blocks';
import { shellQuote } from './shell-quote';
import type {
  RootCertificate,
  StoreAction,
  StoreChange,
  StoreEntry,
  StoreOutcome,
  StoreStatus,
  TrustStore,
} from './trust-store';

/** Apple's own tool, by its path: a desktop's PATH may lead elsewhere. */
const security = '/usr/bin/security';

/** `security` may stall; reading takes some 50 ms (milliseconds). */
const lookMs = 15_000;
/** macOS asks the person in a dialog of its own meanwhile (milliseconds). */
const changeMs = 120_000;

/** Names a certificate to `security delete-certificate`; here it only picks one out, it protects nothing. */
const sha1 = (der: Uint8Array) => createHash('sha1').update(der).digest('hex').toUpperCase();

export interface MacStoreOptions {
  run: Run;
  home: string;
  env: NodeJS.ProcessEnv;
}

interface Domain {
  id: string;
  label: string;
  keychain: string;
  /** The flag of the administrator's domain (security(1), add-trusted-cert). */
  flags: string[];
  optional: boolean;
}

/** The person's keychain, which needs no administrator, and the system's, on request. */
export function macStores(options: MacStoreOptions): TrustStore[] {
  const domains: Domain[] = [
    {
      id: 'keychain:login',
      label: 'Login keychain',
      keychain: join(options.home, 'Library', 'Keychains', 'login.keychain-db'),
      flags: [],
      optional: false,
    },
    {
      id: 'keychain:system',
      label: 'System keychain',
      keychain: '/Library/Keychains/System.keychain',
      flags: ['-d'],
      optional: true,
    },
  ];
  return domains.map((domain) => new MacStore(domain, options));
}

class MacStore implements TrustStore {
  readonly kind = 'keychain';
  readonly id: string;
  readonly label: string;
  readonly location: string;
  readonly privileged: boolean;
  readonly optional: boolean;

  constructor(
    private readonly domain: Domain,
    private readonly options: MacStoreOptions,
  ) {
    this.id = domain.id;
    this.label = domain.label;
    this.location = domain.keychain;
    this.privileged = domain.flags.length > 0;
    this.optional = domain.optional;
  }

  async status(root: RootCertificate): Promise<StoreStatus> {
    const held = await this.held();
    if (held.kind === 'problem') return held.status;
    if (!held.entries.some((der) => sha256Hex(der) === root.fingerprint256)) return { state: 'absent' };
    // Present is not trusted: an update of macOS has been seen to drop the trust and keep the certificate. -L asks no network.
    const verdict = await this.security(['verify-cert', '-c', root.pemPath, '-L', '-p', 'ssl'], lookMs);
    if (verdict.code === 0) return { state: 'trusted' };
    return {
      state: 'present',
      message: `The certificate is in the ${this.label.toLowerCase()}, but macOS does not trust it for servers (${lastLine(verdict)}).`,
      hint: 'Install it again to set the trust.',
    };
  }

  async entries(): Promise<StoreEntry[]> {
    const held = await this.held();
    if (held.kind === 'problem') throw new Error(held.status.message);
    const settings = await this.security(['dump-trust-settings', ...this.domain.flags], lookMs);
    // "Cert 0: NAME", a line each.
    const trusted = new Set([...settings.stdout.matchAll(/^Cert \d+: (.*)$/gm)].map(([, name = '']) => name.trim()));
    return held.entries.flatMap((der) => {
      const view = readable(der);
      if (view === undefined) return [];
      const entry = { der, trusted: trusted.has(view.commonName) };
      return view.isAuthority || entry.trusted ? [entry] : [];
    });
  }

  change(root: RootCertificate, action: StoreAction): StoreChange {
    const who = this.privileged ? 'macOS asks for an administrator.' : 'macOS asks for your password or Touch ID.';
    const commands = this.steps(root, action).map((args) => ['security', ...args].map(shellQuote).join(' '));
    return action === 'install'
      ? { description: `Adds this root to the ${this.label.toLowerCase()}, trusted for servers. ${who}`, commands }
      : { description: `Takes the trust and the certificate out of the ${this.label.toLowerCase()}. ${who}`, commands };
  }

  async install(root: RootCertificate): Promise<StoreOutcome> {
    const before = await this.status(root);
    if (before.state === 'trusted') return { outcome: 'already', message: `${this.label} trusts this root already.` };
    if (before.state === 'tool-missing' || before.state === 'unknown') return this.unreadable(before);
    // `add-trusted-cert` leaves the trust alone when the certificate is there already, so it is taken out first.
    if (before.state === 'present') await this.security(this.deletion(root), changeMs);
    const result = await this.runSteps(root, 'install');
    const after = await this.status(root);
    if (after.state === 'trusted') {
      return { outcome: 'done', message: `Added to the ${this.label.toLowerCase()}; macOS trusts it for servers.` };
    }
    return this.failed(root, 'install', result, after.message);
  }

  async remove(root: RootCertificate): Promise<StoreOutcome> {
    const before = await this.status(root);
    if (before.state === 'absent') return { outcome: 'already', message: `${this.label} does not have this root.` };
    if (before.state === 'tool-missing' || before.state === 'unknown') return this.unreadable(before);
    const result = await this.runSteps(root, 'remove');
    if ((await this.status(root)).state === 'absent') {
      return { outcome: 'done', message: `Deleted from the ${this.label.toLowerCase()}; reading it back shows that.` };
    }
    return this.failed(root, 'remove', result, undefined);
  }

  private steps(root: RootCertificate, action: StoreAction): string[][] {
    const { flags, keychain } = this.domain;
    if (action === 'install') {
      const policies = ['-p', 'ssl', '-p', 'basic'];
      return [['add-trusted-cert', ...flags, '-r', 'trustRoot', ...policies, '-k', keychain, root.pemPath]];
    }
    return [['remove-trusted-cert', ...flags, root.pemPath], this.deletion(root)];
  }

  /** By its SHA-1: by name another root of the same name could be meant. */
  private deletion(root: RootCertificate): string[] {
    return ['delete-certificate', '-Z', sha1(root.der), this.domain.keychain];
  }

  /** Every step; the answer is that of the first that failed, for taking trust away fails when there is none. */
  private async runSteps(root: RootCertificate, action: StoreAction): Promise<RunResult | undefined> {
    let failed: RunResult | undefined;
    for (const args of this.steps(root, action)) {
      const result = await this.security(args, changeMs);
      if (result.code !== 0) failed ??= result;
    }
    return failed;
  }

  private async held(): Promise<
    { kind: 'entries'; entries: Uint8Array[] } | { kind: 'problem'; status: StoreStatus & { message: string } }
  > {
    const result = await this.security(['find-certificate', '-a', '-p', this.domain.keychain], lookMs);
    if (result.code === 0) return { kind: 'entries', entries: pemBlocks(result.stdout).map(({ der }) => der) };
    // errSecItemNotFound: the keychain has no certificate at all.
    if (/SecKeychainSearchCopyNext|could not be found in the keychain/.test(result.stderr)) {
      return { kind: 'entries', entries: [] };
    }
    const message = result.missing
      ? `${security} is not there.`
      : `The ${this.label.toLowerCase()} could not be read (${lastLine(result)}).`;
    const state = result.missing ? 'tool-missing' : 'unknown';
    return {
      kind: 'problem',
      status: { state, message, hint: `Type: security find-certificate -a -Z ${shellQuote(this.location)}` },
    };
  }

  private unreadable({ state, message = '', hint }: StoreStatus): StoreOutcome {
    const outcome = state === 'tool-missing' ? 'tool-missing' : 'failed';
    return { outcome, message: `${message} Nothing was changed.`, ...(hint === undefined ? {} : { hint }) };
  }

  private failed(
    root: RootCertificate,
    action: StoreAction,
    result: RunResult | undefined,
    found: string | undefined,
  ): StoreOutcome {
    const { commands } = this.change(root, action);
    const said = result === undefined ? '' : lastLine(result);
    if (result?.timedOut === true) {
      return { outcome: 'timed-out', message: 'The question of macOS was not answered in time.', commands };
    }
    // errAuthorizationCanceled (-60006) and userCanceledErr (-128), in words or numbers.
    if (/cancell?ed|-60006|-128\b/i.test(said)) {
      return { outcome: 'cancelled', message: 'The question of macOS was closed. Nothing was changed.' };
    }
    if (/no user interaction was possible|not permitted|-60007|-60005/i.test(said)) {
      return {
        outcome: 'not-allowed',
        message: `macOS could not ask for permission (${said}).`,
        hint: 'Type the command in a terminal of the desktop session.',
        commands,
      };
    }
    return {
      outcome: 'failed',
      message: found ?? `security could not ${action} the root (${said === '' ? 'it said nothing' : said}).`,
      hint: 'Type the command in a terminal and read what it says.',
      commands,
    };
  }

  private security(args: readonly string[], timeoutMs: number): Promise<RunResult> {
    return this.options.run(security, args, { timeoutMs, env: { ...this.options.env, LC_ALL: 'C' } });
  }
}

const lastLine = ({ stdout, stderr }: RunResult) => `${stdout}\n${stderr}`.trim().split('\n').pop()?.trim() ?? '';

/** Other certificates in a keychain may be of any kind. */
function readable(der: Uint8Array): CertificateView | undefined {
  try {
    return viewCertificate(der);
  } catch {
    return undefined;
  }
}
