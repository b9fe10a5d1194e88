import { AppError } from '../errors';
import type { AskPassphrase } from '../keychain/root-keys';
import type { Run } from '../system/run';
import { Certutil, type NssEntry } from './certutil';
import { createDatabase, databaseExists } from './nss-creation';
import { deleteExactly, findByFingerprint, trustedEntries } from './nss-entries';
import { explainNss, lockedWords, type NssPlace, statusOfProblem } from './nss-outcomes';
import { toPem } from './pem-blocks';
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

export interface NssStoreOptions extends NssPlace {
  run: Run;
  env: NodeJS.ProcessEnv;
  /** NSS's certutil: a name on PATH, or an absolute path. */
  certutil: string;
  /** Asks for the primary password of the database, in a window of our own; where it is absent, such a database is "locked". */
  ask?: AskPassphrase;
  /** What to say when the browser is running now. */
  running?: () => Promise<string | undefined>;
}

const trusts = (entry: NssEntry) => entry.flags.split(',')[0]?.includes('C') === true;

/** The nickname that a new entry gets. NSS would take a colon for the end of a token's name. */
export function nicknameOf(root: Pick<RootCertificate, 'commonName' | 'fingerprint256'>): string {
  return `${root.commonName.replaceAll(':', ' ')} ${root.fingerprint256.slice(0, 8)}`;
}

/** Trust for servers added to the flags that an entry has; a distrust mark ("p", "P") for servers gives way, the rest stays. */
export function withServerTrust(flags = ',,'): string {
  const [ssl = '', mail = '', objects = ''] = flags.split(',');
  return `C${ssl.includes('T') ? 'T' : ''},${mail},${objects}`;
}

/** How often a primary password may be typed for one change. */
const passwordTries = 3;

class TooManyTries extends Error {}

const restart = 'A browser that is open may need a restart to notice.';

/** The store of one NSS database: Chromium's on Linux, or one Firefox profile. It belongs to the person; no rights are needed. */
export class NssStore implements TrustStore {
  readonly kind = 'nss';
  readonly privileged = false;
  readonly id: string;
  readonly label: string;
  readonly location: string;
  private readonly certutil: Certutil;

  constructor(private readonly options: NssStoreOptions) {
    this.id = `nss:${options.folder}`;
    this.label = options.label;
    this.location = options.folder;
    this.certutil = new Certutil(options.run, options.certutil, options.folder, options.env);
  }

  async status(root: RootCertificate): Promise<StoreStatus> {
    const [status, note] = await Promise.all([this.look(root), this.options.running?.()]);
    return note === undefined ? status : { ...status, note };
  }

  private async look(root: RootCertificate): Promise<StoreStatus> {
    try {
      if (!databaseExists(this.location)) {
        await this.certutil.mustBeThere();
        return { state: 'absent' };
      }
      const found = await findByFingerprint(this.certutil, root);
      if (found !== undefined && trusts(found)) return { state: 'trusted' };
      if (await this.certutil.locked()) return { state: 'locked', ...lockedWords(this.options) };
      if (found === undefined) return { state: 'absent' };
      return {
        state: 'present',
        message: `The certificate is in ${this.location}, but it is not marked as trusted for servers (flags "${found.flags}").`,
        hint: 'Install it again to set the mark.',
      };
    } catch (error) {
      return statusOfProblem(error, this.options);
    }
  }

  async entries(): Promise<StoreEntry[]> {
    if (!databaseExists(this.location)) return [];
    try {
      return await trustedEntries(this.certutil);
    } catch (error) {
      throw new Error(explainNss(error, this.options).message);
    }
  }

  change(root: RootCertificate, action: StoreAction): StoreChange {
    const target = `-d ${shellQuote(`sql:${this.location}`)} -n ${shellQuote(nicknameOf(root))}`;
    if (action === 'remove') {
      return {
        description: `Deletes this root from the certificate database in ${this.location}.`,
        commands: [`certutil -D ${target}`],
      };
    }
    const add = `certutil -A ${target} -t C,, -i ${shellQuote(root.pemPath)}`;
    if (databaseExists(this.location)) {
      return {
        description: `Adds this root to the certificate database in ${this.location}, trusted for servers only.`,
        commands: [add],
      };
    }
    return {
      description: `Makes an empty certificate database in ${this.location} (it stays there) and adds this root, trusted for servers only.`,
      commands: [
        `mkdir -p ${shellQuote(this.location)}`,
        `certutil -N --empty-password -d ${shellQuote(`sql:${this.location}`)}`,
        add,
      ],
    };
  }

  async removal(root: RootCertificate): Promise<StoreChange> {
    const change = this.change(root, 'remove');
    if (!databaseExists(this.location)) return change;
    const found = await findByFingerprint(this.certutil, root).catch(() => undefined);
    if (found === undefined) return change;
    const target = `-d ${shellQuote(`sql:${this.location}`)} -n ${shellQuote(found.nickname)}`;
    return { ...change, commands: [`certutil -D ${target}`] };
  }

  install(root: RootCertificate): Promise<StoreOutcome> {
    return this.unlocking((certutil) => this.installWith(certutil, root));
  }

  remove(root: RootCertificate): Promise<StoreOutcome> {
    return this.unlocking((certutil) => this.removeWith(certutil, root));
  }

  /** Does the work; where a primary password is in the way, asks for it and does it again. */
  private async unlocking(work: (certutil: Certutil) => Promise<StoreOutcome>): Promise<StoreOutcome> {
    const { ask, label } = this.options;
    const first = await work(this.certutil);
    if (first.outcome !== 'locked' || ask === undefined) return first;
    let opened: Certutil | undefined;
    let wrong = 0;
    const request = {
      mode: 'enter' as const,
      title: 'Primary password',
      message: `${label} protects its certificates with a primary password. It is used for this change only, and not kept.`,
    };
    try {
      const answer = await ask(request, async (typed) => {
        const tried = this.certutil.withPassword(Buffer.from(typed));
        if (await tried.opens()) {
          opened = tried;
          return;
        }
        wrong += 1;
        if (wrong >= passwordTries) throw new TooManyTries();
        throw new AppError('passphrase-wrong', `That is not the primary password of ${label}.`);
      });
      if (answer === 'answered' && opened !== undefined) return await work(opened);
      return { outcome: 'cancelled', message: 'The primary password was not given. Nothing was changed.' };
    } catch (error) {
      const { commands } = first;
      if (error instanceof TooManyTries) {
        const message = `The primary password of ${label} was wrong ${passwordTries} times. Nothing was changed.`;
        return { outcome: 'locked', message, hint: 'Look it up, then try again.', ...(commands && { commands }) };
      }
      const { kind, message, hint } = explainNss(error, this.options);
      return { outcome: kind, message, hint, ...(commands && { commands }) };
    } finally {
      opened?.forget();
    }
  }

  private async installWith(certutil: Certutil, root: RootCertificate): Promise<StoreOutcome> {
    const { commands } = this.change(root, 'install');
    let takeBack: () => Promise<void> = async () => {};
    try {
      let before: NssEntry | undefined;
      if (databaseExists(this.location)) {
        before = await findByFingerprint(certutil, root);
        if (before !== undefined && trusts(before)) {
          return { outcome: 'already', message: `${this.label} trusts this root already.` };
        }
        if (before === undefined) takeBack = () => this.takeOut(certutil, root);
      } else {
        takeBack = await createDatabase(certutil, this.location);
      }
      // Asked before anything is added: with a password, the certificate would go in and its trust would not.
      if (await certutil.locked()) {
        await takeBack();
        return { outcome: 'locked', ...lockedWords(this.options), commands };
      }
      await certutil.add(nicknameOf(root), withServerTrust(before?.flags), toPem(root.der));
      const after = await findByFingerprint(certutil, root);
      if (after !== undefined && trusts(after)) {
        return {
          outcome: 'done',
          message: `Added to ${this.location}; reading it back shows the root.`,
          hint: restart,
        };
      }
      await takeBack();
      return {
        outcome: 'failed',
        message: `certutil reported success, but the root is not trusted in ${this.location}. Nothing was changed.`,
        hint: 'Type the command in a terminal and read what it says.',
        commands,
      };
    } catch (error) {
      await takeBack().catch(() => undefined);
      const { kind, message, hint } = explainNss(error, this.options);
      return { outcome: kind, message, hint, commands };
    }
  }

  private async removeWith(certutil: Certutil, root: RootCertificate): Promise<StoreOutcome> {
    const absent: StoreOutcome = { outcome: 'already', message: `${this.label} does not have this root.` };
    try {
      if (!databaseExists(this.location)) return absent;
      const found = await findByFingerprint(certutil, root);
      if (found === undefined) return absent;
      const others = await deleteExactly(certutil, found);
      const stayed =
        others === 0 ? '' : ` ${others === 1 ? 'Another root' : `${others} other roots`} of the same name stayed.`;
      if ((await findByFingerprint(certutil, root)) === undefined) {
        const message = `Deleted from ${this.location}; reading it back shows that the root is gone.${stayed}`;
        return { outcome: 'done', message, hint: restart };
      }
      return {
        outcome: 'failed',
        message: `certutil reported success, but the root is still in ${this.location}.`,
        hint: 'Type the command in a terminal and read what it says.',
        commands: [`certutil -D -d ${shellQuote(`sql:${this.location}`)} -n ${shellQuote(found.nickname)}`],
      };
    } catch (error) {
      const { kind, message, hint } = explainNss(error, this.options);
      return { outcome: kind, message, hint, commands: this.change(root, 'remove').commands };
    }
  }

  private async takeOut(certutil: Certutil, root: RootCertificate): Promise<void> {
    const found = await findByFingerprint(certutil, root);
    if (found !== undefined) await deleteExactly(certutil, found);
  }
}
