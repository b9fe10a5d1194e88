import { createHash } from 'node:crypto';
import { sha256Hex } from '../digest';
import type { Run, RunResult } from '../system/run';
import type {
  RootCertificate,
  StoreAction,
  StoreChange,
  StoreEntry,
  StoreOutcome,
  StoreStatus,
  TrustStore,
} from './trust-store';

/** PowerShell takes half a second to start on an idle machine (milliseconds). */
const lookMs = 30_000;
/** Windows asks the person in a dialog of its own meanwhile (milliseconds). */
const changeMs = 120_000;

/**
 * ERROR_CANCELLED, the person said no (Microsoft, System Error Codes): as it is, as an HRESULT with and without a sign, and what is
 * left of it in the eight bits of an exit code in WSL.
 */
const cancelledCodes = new Set([1223, 0x800704c7, 0x800704c7 - 2 ** 32, 1223 & 0xff]);

/** Windows names certificates by SHA-1 here; it only picks one out, it protects nothing. */
const sha1 = (der: Uint8Array) => createHash('sha1').update(der).digest('hex').toUpperCase();

export interface WindowsStoreOptions {
  run: Run;
  env: NodeJS.ProcessEnv;
  /** The programs; those of Windows itself unless told. */
  powershell?: string;
  certutil?: string;
  /** A path as Windows names it; its own unless told (WSL). */
  toWindowsPath?: (path: string) => Promise<string>;
}

interface Place {
  id: string;
  label: string;
  /** Cert:\ drive of PowerShell. */
  location: 'Cert:\\CurrentUser\\Root' | 'Cert:\\LocalMachine\\Root';
  privileged: boolean;
  optional: boolean;
}

const user: Place = {
  id: 'windows:user',
  label: 'Windows, your account',
  location: 'Cert:\\CurrentUser\\Root',
  privileged: false,
  optional: false,
};
const machine: Place = {
  id: 'windows:machine',
  label: 'Windows, all accounts',
  location: 'Cert:\\LocalMachine\\Root',
  privileged: true,
  optional: true,
};

/** The account's own store, and the machine's on request: services read that one. */
export const windowsStores = (options: WindowsStoreOptions): TrustStore[] =>
  [user, machine].map((place) => new WindowsStore(place, options));

/** Windows' store of this account as WSL reaches it. */
export const windowsFromWsl = (options: WindowsStoreOptions): TrustStore =>
  new WindowsStore({ ...user, id: 'wsl:windows-user', label: 'Windows, your account (from WSL)' }, options);

class WindowsStore implements TrustStore {
  readonly kind = 'windows';
  readonly id: string;
  readonly label: string;
  readonly location: string;
  readonly privileged: boolean;
  readonly optional: boolean;

  constructor(
    place: Place,
    private readonly options: WindowsStoreOptions,
  ) {
    this.id = place.id;
    this.label = place.label;
    this.location = place.location;
    this.privileged = place.privileged;
    this.optional = place.optional;
  }

  async status(root: RootCertificate): Promise<StoreStatus> {
    const held = await this.held();
    if ('status' in held) return held.status;
    return { state: held.some((der) => sha256Hex(der) === root.fingerprint256) ? 'trusted' : 'absent' };
  }

  async entries(): Promise<StoreEntry[]> {
    const held = await this.held();
    if ('status' in held) throw new Error(held.status.message);
    return held.map((der) => ({ der, trusted: true }));
  }

  change(root: RootCertificate, action: StoreAction): StoreChange {
    const command = ['certutil', ...this.args(root.pemPath, root, action)].map(quoted).join(' ');
    const asks = this.privileged ? 'Windows asks for an administrator.' : 'Windows asks yes or no.';
    return {
      description:
        action === 'install'
          ? `Adds this root to ${this.location}. ${asks}`
          : `Deletes this root from ${this.location}. ${asks}`,
      commands: [command],
    };
  }

  async install(root: RootCertificate): Promise<StoreOutcome> {
    const before = await this.status(root);
    if (before.state === 'trusted') return { outcome: 'already', message: `${this.label}: trusts this root already.` };
    if (before.state !== 'absent') return unreadable(before);
    const result = await this.alter(root, 'install');
    if ((await this.status(root)).state === 'trusted') {
      return { outcome: 'done', message: `Added to ${this.location}; reading it back shows the root.` };
    }
    return this.failed(root, 'install', result);
  }

  async remove(root: RootCertificate): Promise<StoreOutcome> {
    const before = await this.status(root);
    if (before.state === 'absent') return { outcome: 'already', message: `${this.label}: does not have this root.` };
    if (before.state !== 'trusted') return unreadable(before);
    const result = await this.alter(root, 'remove');
    if ((await this.status(root)).state === 'absent') {
      return { outcome: 'done', message: `Deleted from ${this.location}; reading it back shows that.` };
    }
    return this.failed(root, 'remove', result);
  }

  /** certutil(.exe) of Windows: `-user` is the account's store. Removal goes by the SHA-1, never by name. */
  private args(path: string, root: RootCertificate, action: StoreAction): string[] {
    const whose = this.privileged ? [] : ['-user'];
    return action === 'install'
      ? [...whose, '-addstore', 'Root', path]
      : [...whose, '-delstore', 'Root', sha1(root.der)];
  }

  private async alter(root: RootCertificate, action: StoreAction): Promise<RunResult> {
    const { run, env, toWindowsPath = async (path) => path } = this.options;
    const args = this.args(await toWindowsPath(root.pemPath), root, action);
    const certutil = this.options.certutil ?? systemProgram(env, 'certutil.exe');
    if (!this.privileged) return run(certutil, args, { timeoutMs: changeMs, env });
    // The arguments reach the script as values and are quoted there by PowerShell itself; none is part of its text.
    return this.powershell(elevated, { certutil: 'certutil.exe', arguments: args.map(quoted).join(' ') }, changeMs);
  }

  private async held(): Promise<Uint8Array[] | { status: StoreStatus & { message: string } }> {
    const result = await this.powershell(listing, { location: this.location }, lookMs);
    if (result.code === 0) {
      const lines = result.stdout.split(/\r?\n/).filter((line) => line !== '');
      return lines.map((line) => Buffer.from(line, 'base64'));
    }
    const said = lastLine(result);
    return {
      status: {
        state: result.missing ? 'tool-missing' : 'unknown',
        message: result.missing
          ? 'PowerShell is not there, so the store cannot be read.'
          : `${this.location} could not be read (${result.timedOut ? 'PowerShell did not answer' : said}).`,
        hint: 'Type: certutil -user -store Root',
      },
    };
  }

  private powershell(script: string, values: Record<string, string>, timeoutMs: number): Promise<RunResult> {
    const { run, env, powershell = systemProgram(env, 'WindowsPowerShell\\v1.0\\powershell.exe') } = this.options;
    const assigned = Object.entries(values).map(([name, value]) => `$${name} = ${literal(value)}`);
    const text = [...assigned, script].join('\n');
    // In UTF-16 and base64, as -EncodedCommand takes it: no other quoting comes between.
    const encoded = Buffer.from(text, 'utf16le').toString('base64');
    return run(powershell, ['-NoProfile', '-NonInteractive', '-EncodedCommand', encoded], { timeoutMs, env });
  }

  private failed(root: RootCertificate, action: StoreAction, result: RunResult): StoreOutcome {
    const { commands } = this.change(root, action);
    if (result.timedOut) {
      return { outcome: 'timed-out', message: 'The question of Windows was not answered in time.', commands };
    }
    if (result.code !== null && cancelledCodes.has(result.code)) {
      return { outcome: 'cancelled', message: 'The question of Windows was answered with no. Nothing was changed.' };
    }
    const said = lastLine(result);
    return {
      outcome: result.missing ? 'tool-missing' : 'failed',
      message: result.missing
        ? 'certutil of Windows is not there.'
        : `certutil could not ${action} the root (${said === '' ? `exit ${result.code}` : said}).`,
      hint: 'Type the command in a terminal and read what it says.',
      commands,
    };
  }
}

const listing = `$ErrorActionPreference = 'Stop'
Get-ChildItem -LiteralPath $location | ForEach-Object { [Convert]::ToBase64String($_.RawData) }`;

/** Start-Process -Verb RunAs shows the question of Windows; a no is an exception of the Win32 error 1223. */
const elevated = `$ErrorActionPreference = 'Stop'
try {
  $process = Start-Process -FilePath $certutil -ArgumentList $arguments -Verb RunAs -WindowStyle Hidden -Wait -PassThru
  exit $process.ExitCode
} catch [System.ComponentModel.Win32Exception] { exit $_.Exception.NativeErrorCode }
catch { if ($_.Exception.InnerException.NativeErrorCode) { exit $_.Exception.InnerException.NativeErrorCode }; throw }`;

const systemProgram = (env: NodeJS.ProcessEnv, name: string) => `${env.SystemRoot ?? 'C:\\Windows'}\\System32\\${name}`;

/** A PowerShell literal: nothing in single quotes is read (about_Quoting_Rules). */
const literal = (text: string) => `'${text.replace(/['\u2018\u2019\u201a\u201b]/g, '$&$&')}'`;

/** A path has no quotes on Windows. */
const quoted = (word: string) => (/[\s&()]/.test(word) ? `"${word}"` : word);

const lastLine = ({ stdout, stderr }: RunResult) => `${stdout}\n${stderr}`.trim().split(/\r?\n/).pop()?.trim() ?? '';

function unreadable({ state, message = '', hint }: StoreStatus): StoreOutcome {
  const outcome = state === 'tool-missing' ? 'tool-missing' : 'failed';
  return { outcome, message: `${message} Nothing was changed.`, ...(hint === undefined ? {} : { hint }) };
}
