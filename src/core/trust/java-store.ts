import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import type { Elevate } from '../system/elevate';
import { isPresent } from '../system/present';
import type { Run, RunResult } from '../system/run';
import { isProgram } from '../system/which';
import { shellQuote } from './shell-quote';
import type { RootCertificate, StoreAction, StoreChange, StoreOutcome, StoreStatus, TrustStore } from './trust-store';

/** The password of every JDK's own list of roots (docs.oracle.com, keytool, "The cacerts Certificates File"): it hides nothing. */
const password = 'changeit';

/** keytool starts a Java machine; a cold one on a busy laptop takes seconds (milliseconds). */
const timeoutMs = 30_000;

/** Where the list lies below JAVA_HOME: since Java 9, and before it. */
const cacertsPlaces = [join('lib', 'security', 'cacerts'), join('jre', 'lib', 'security', 'cacerts')];

export interface JavaStoreOptions {
  run: Run;
  elevate: Elevate;
  env: NodeJS.ProcessEnv;
}

/** The store of the JDK at JAVA_HOME; undefined when the variable is not set, or nothing like a JDK is there. */
export async function javaStore(options: JavaStoreOptions): Promise<TrustStore | undefined> {
  const home = options.env.JAVA_HOME ?? '';
  if (home === '') return undefined;
  for (const place of cacertsPlaces) {
    const cacerts = join(home, place);
    if (await isPresent(cacerts)) return new JavaStore(join(home, 'bin', 'keytool'), cacerts, options);
  }
  return undefined;
}

class JavaStore implements TrustStore {
  readonly kind = 'java';
  readonly label = 'Java';
  readonly privileged = false;
  readonly id: string;

  constructor(
    private readonly keytool: string,
    readonly location: string,
    private readonly options: JavaStoreOptions,
  ) {
    this.id = `java:${location}`;
  }

  async status(root: RootCertificate): Promise<StoreStatus> {
    if (!(await isProgram(this.keytool))) return this.missing();
    const aliases = await this.aliases(root);
    if (aliases !== undefined) return { state: aliases.length > 0 ? 'trusted' : 'absent' };
    return {
      state: 'unknown',
      message: `keytool could not read ${this.location}.`,
      hint: `Type: ${shellQuote(this.keytool)} -list -keystore ${shellQuote(this.location)}`,
    };
  }

  change(root: RootCertificate, action: StoreAction): StoreChange {
    const args = action === 'install' ? this.importArgs(root) : this.deleteArgs(aliasOf(root));
    return {
      description:
        action === 'install'
          ? `Adds one entry to ${this.location}.`
          : `Takes this root's entry out of ${this.location}.`,
      commands: [[this.keytool, ...args].map(shellQuote).join(' ')],
    };
  }

  async install(root: RootCertificate): Promise<StoreOutcome> {
    const before = await this.status(root);
    if (before.state === 'trusted') return { outcome: 'already', message: 'Java trusts this root already.' };
    if (before.state === 'tool-missing') return { outcome: 'tool-missing', ...this.missing() };
    const result = await this.keytoolAsNeeded(this.importArgs(root));
    const after = await this.status(root);
    if (after.state === 'trusted') return { outcome: 'done', message: 'Java trusts the root now.' };
    return this.failed('import the root', result, this.change(root, 'install').commands);
  }

  async remove(root: RootCertificate): Promise<StoreOutcome> {
    if (!(await isProgram(this.keytool))) return { outcome: 'tool-missing', ...this.missing() };
    const aliases = (await this.aliases(root)) ?? [];
    if (aliases.length === 0) return { outcome: 'already', message: 'The root is not in Java’s list.' };
    let last: RunResult | undefined;
    for (const alias of aliases) last = await this.keytoolAsNeeded(this.deleteArgs(alias));
    if ((await this.aliases(root))?.length === 0) return { outcome: 'done', message: 'Java no longer has the root.' };
    return this.failed('take the root out', last, this.change(root, 'remove').commands);
  }

  private importArgs(root: RootCertificate): string[] {
    return ['-importcert', '-noprompt', ...this.storeArgs(), '-file', root.pemPath, '-alias', aliasOf(root)];
  }

  private deleteArgs(alias: string): string[] {
    return ['-delete', ...this.storeArgs(), '-alias', alias];
  }

  private storeArgs(): string[] {
    return ['-keystore', this.location, '-storepass', password];
  }

  /** The names of every entry that is exactly this certificate, whoever added it; undefined when the list cannot be read. */
  private async aliases(root: RootCertificate): Promise<string[] | undefined> {
    const { code, stdout } = await this.options.run(this.keytool, ['-list', '-rfc', ...this.storeArgs()], {
      timeoutMs,
      env: { ...this.options.env, LC_ALL: 'C' },
    });
    if (code !== 0) return undefined;
    const entries = stdout.split(/^Alias name: /m).slice(1);
    return entries.flatMap((entry) => {
      const alias = entry.slice(0, entry.indexOf('\n')).trim();
      const pem = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/.exec(entry)?.[0];
      return pem !== undefined && fingerprintOf(pem) === root.fingerprint256 ? [alias] : [];
    });
  }

  /** As the user first; a JDK of the system's belongs to root, and is then changed with administrator rights. */
  private async keytoolAsNeeded(args: readonly string[]): Promise<RunResult | undefined> {
    const result = await this.options.run(this.keytool, args, { timeoutMs, env: this.options.env });
    if (result.code === 0) return result;
    const answer = await this.options.elevate({ script: 'exec "$@"', args: [this.keytool, ...args], timeoutMs });
    return answer.kind === 'ran' ? answer.result : result;
  }

  private missing() {
    return {
      state: 'tool-missing' as const,
      message: `There is no keytool at ${this.keytool}.`,
      hint: 'Point JAVA_HOME at a JDK that has bin/keytool.',
    };
  }

  private failed(step: string, result: RunResult | undefined, commands: string[]): StoreOutcome {
    const said = `${result?.stdout ?? ''}\n${result?.stderr ?? ''}`.trim().split('\n').pop() ?? '';
    return {
      outcome: 'failed',
      message: `keytool could not ${step}${said === '' ? '' : ` (${said})`}.`,
      hint: 'Type the command in a terminal, with sudo when the JDK belongs to the system.',
      commands,
    };
  }
}

/** Aliases of keytool's are kept in small letters. */
const aliasOf = (root: RootCertificate): string => `sealwax-${root.fingerprint256.slice(0, 16)}`;

function fingerprintOf(pem: string): string | undefined {
  try {
    return new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase();
  } catch {
    return undefined;
  }
}
