import { dirname, join } from 'node:path';
import type { Elevate } from '../system/elevate';
import type { Surroundings } from '../system/paths';
import { isPresent } from '../system/present';
import type { Run, RunResult } from '../system/run';
import { isProgram } from '../system/which';
import { javaLists } from './java-homes';
import { addedEntries, keytoolEnv, password, readJavaList, keytoolMs as timeoutMs } from './java-listing';
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

/** Where the list lies below JAVA_HOME: since Java 9, and before it. */
const cacertsPlaces = [join('lib', 'security', 'cacerts'), join('jre', 'lib', 'security', 'cacerts')];

export interface JavaStoreOptions {
  run: Run;
  elevate: Elevate;
  env: NodeJS.ProcessEnv;
}

/** The store of the JDK at JAVA_HOME, for the mkcert mode; undefined when the variable is not set, or nothing like a JDK is there. */
export async function javaStore(options: JavaStoreOptions): Promise<TrustStore | undefined> {
  const home = options.env.JAVA_HOME ?? '';
  if (home === '') return undefined;
  for (const place of cacertsPlaces) {
    const cacerts = join(home, place);
    if (await isPresent(cacerts)) {
      const keytool = join(home, 'bin', 'keytool');
      return new JavaStore({ keytool, cacerts, label: 'Java', follows: undefined, privileged: false }, options);
    }
  }
  return undefined;
}

/** A store for every list of roots that a Java installation of this machine reads. */
export async function javaStores(options: JavaStoreOptions & Surroundings, rootFolder = '/'): Promise<TrustStore[]> {
  const lists = await javaLists(options, rootFolder);
  return Promise.all(
    lists.map(async ({ cacerts, homes, ofSystem, readOnly }) => {
      const tools = homes.map(({ folder }) => join(folder, 'bin', 'keytool'));
      const usable = await Promise.all(tools.map(isProgram));
      const keytool = tools[Math.max(usable.indexOf(true), 0)] ?? 'keytool';
      const label = [...new Set(homes.map((home) => home.label))].join(', ');
      const follows = ofSystem ? 'system' : undefined;
      return new JavaStore({ keytool, cacerts, label, follows, privileged: readOnly && !ofSystem }, options);
    }),
  );
}

interface JavaPlace {
  keytool: string;
  cacerts: string;
  label: string;
  follows: string | undefined;
  privileged: boolean;
}

class JavaStore implements TrustStore {
  readonly kind = 'java';
  readonly label: string;
  readonly privileged: boolean;
  readonly id: string;
  readonly location: string;
  /** The installation whose machine proves it. */
  readonly program: string;
  private readonly keytool: string;
  private readonly follows: string | undefined;

  constructor(
    private readonly place: JavaPlace,
    private readonly options: JavaStoreOptions,
  ) {
    const { keytool, cacerts, label, follows, privileged } = place;
    this.keytool = keytool;
    this.location = cacerts;
    this.label = label;
    this.follows = follows;
    this.privileged = privileged;
    this.id = `java:${cacerts}`;
    this.program = join(dirname(keytool), 'java');
  }

  get rights() {
    const { place, options } = this;
    return { elevate: options.elevate, with: (elevate: Elevate) => new JavaStore(place, { ...options, elevate }) };
  }

  async status(root: RootCertificate): Promise<StoreStatus> {
    if (!(await isProgram(this.keytool))) return this.missing();
    const aliases = await this.aliases(root);
    const follows = this.follows === undefined ? {} : { follows: this.follows };
    if (aliases !== undefined && aliases.length > 0) return { state: 'trusted', ...follows };
    if (aliases !== undefined) {
      return this.follows === undefined ? { state: 'absent' } : { state: 'absent', ...follows, ...systemFills };
    }
    return {
      ...follows,
      state: 'unknown',
      message: `keytool could not read ${this.location}.`,
      hint: `Type: ${shellQuote(this.keytool)} -list -keystore ${shellQuote(this.location)}`,
    };
  }

  async entries(): Promise<StoreEntry[]> {
    // What the system put there is listed with the system.
    if (this.follows !== undefined) return [];
    const { run, env } = this.options;
    if (!(await isProgram(this.keytool))) throw new Error(this.missing().message);
    const entries = await readJavaList(run, this.keytool, this.location, env);
    if (entries === undefined) throw new Error(`keytool could not read ${this.location}.`);
    return addedEntries(entries).map(({ der }) => ({ der, trusted: true }));
  }

  change(root: RootCertificate, action: StoreAction): StoreChange {
    if (this.follows !== undefined) return { description: systemFills.message, commands: [] };
    const sudo = this.privileged ? 'sudo ' : '';
    const args = action === 'install' ? this.importArgs(root) : this.deleteArgs(aliasOf(root));
    return {
      description:
        action === 'install'
          ? `Adds one entry to ${this.location}.`
          : `Takes this root's entry out of ${this.location}.`,
      commands: [sudo + [this.keytool, ...args].map(shellQuote).join(' ')],
    };
  }

  async removal(root: RootCertificate): Promise<StoreChange> {
    const change = this.change(root, 'remove');
    if (this.follows !== undefined) return change;
    const aliases = (await this.aliases(root)) ?? [];
    const sudo = this.privileged ? 'sudo ' : '';
    const commands = aliases.map((alias) => sudo + [this.keytool, ...this.deleteArgs(alias)].map(shellQuote).join(' '));
    return commands.length === 0 ? change : { ...change, commands };
  }

  async install(root: RootCertificate): Promise<StoreOutcome> {
    if (this.follows !== undefined) return { outcome: 'already', message: systemFills.message };
    const before = await this.status(root);
    if (before.state === 'trusted') return { outcome: 'already', message: 'Java trusts this root already.' };
    if (before.state === 'tool-missing') return { outcome: 'tool-missing', ...this.missing() };
    const result = await this.keytoolAsNeeded(this.importArgs(root));
    const after = await this.status(root);
    if (after.state === 'trusted') return { outcome: 'done', message: 'Java trusts the root now.' };
    return this.failed('import the root', result, this.change(root, 'install').commands);
  }

  async remove(root: RootCertificate): Promise<StoreOutcome> {
    if (this.follows !== undefined) return { outcome: 'already', message: systemFills.message };
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
    const { run, env } = this.options;
    const entries = await readJavaList(run, this.keytool, this.location, env);
    return entries?.filter(({ fingerprint256 }) => fingerprint256 === root.fingerprint256).map(({ alias }) => alias);
  }

  /** As the user first; a JDK of the system's belongs to root, and is then changed with administrator rights. */
  private async keytoolAsNeeded(args: readonly string[]): Promise<RunResult | undefined> {
    const result = await this.options.run(this.keytool, args, { timeoutMs, env: keytoolEnv(this.options.env) });
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

/** Of a list that the system's own tool writes. */
const systemFills = {
  message: 'This Java reads the list that the system store fills, so it is changed there.',
  hint: 'Install the root in the system store. If it is there already, rebuild the list: sudo update-ca-certificates --fresh',
};
