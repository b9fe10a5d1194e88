import { realpath } from 'node:fs/promises';
import type { HostsAction, HostsName, HostsPlan, HostsState } from '../../ipc/hosts-schemas';
import { sha256Hex } from '../digest';
import { AppError } from '../errors';
import type { Journal } from '../journal';
import { readBounded } from './bounded-file';
import type { Elevate, Elevated } from './elevate';
import { hostsAddresses, hostsName } from './hosts-names';
import { hostsCodes, hostsScript } from './hosts-script';
import { type HostsLine, type HostsText, hostsLines, readHosts, writeHosts } from './hosts-text';
import type { FolderLock } from './lock';

export interface HostsFileOptions {
  /** e.g. "/etc/hosts". */
  path: string;
  elevate: Elevate;
  journal: Pick<Journal, 'note'>;
  lock: FolderLock;
}

export interface HostsChange {
  action: HostsAction;
  names: readonly string[];
  /** Where the names shall lead: 127.0.0.1 and ::1 unless told. Only for `add`. */
  addresses?: readonly string[] | undefined;
  /** Also addresses that are not this machine. */
  anyAddress?: boolean | undefined;
}

/** Block lists run to some megabytes (bytes). */
const sizeLimit = 32 * 1024 * 1024;
/** Copying and renaming one file (milliseconds). */
const scriptMs = 20_000;

interface Reading {
  /** Where links lead to: that file is replaced, never a link. */
  path: string;
  fingerprint: string;
  hosts: HostsText;
}

interface Prepared {
  plan: HostsPlan;
  /** The whole file afterwards. */
  text: string;
  path: string;
  /** In normal form, each once. */
  names: string[];
}

/**
 * The names that Sealwax wrote into the system's hosts file, in a part of its own. The rest of the file is never touched: when the
 * last name is removed, it is byte for byte as it was. Writing takes administrator rights, and happens only by `apply`.
 */
export class HostsFile {
  constructor(private readonly options: HostsFileOptions) {}

  /** Throws `file-unreadable`, `file-too-large`. */
  async list(): Promise<HostsState> {
    const { hosts } = await this.read();
    const names = [...new Set(hosts.ours.map(({ name }) => name))];
    return {
      path: this.options.path,
      names: names.map(
        (name): HostsName => ({
          name,
          addresses: hosts.ours.filter((line) => line.name === name).map(({ address }) => address),
        }),
      ),
    };
  }

  /**
   * What a change would write, and nothing is written. Throws `invalid-name`, `invalid-input` (an address), `already-exists` (the
   * name stands there with another address), `file-unreadable`, `file-too-large`.
   */
  async plan(change: HostsChange): Promise<HostsPlan> {
    return (await this.prepare(change)).plan;
  }

  /**
   * Does what `plan` said for the same change; `fingerprint` is the plan's. Throws what `plan` throws, `busy` when the file was
   * changed meanwhile, `cancelled`, `not-allowed` and `timed-out` of the administrator's question, and `read-only`.
   */
  async apply(change: HostsChange, fingerprint: string): Promise<HostsPlan> {
    const { plan, text, path, names } = await this.prepare(change);
    if (plan.fingerprint !== fingerprint) throw changedMeanwhile(path);
    if (plan.lines.length === 0) return plan;
    // Bytes that are no UTF-8 would be changed on the way as a text.
    const input = Buffer.from(text, 'latin1');
    const { elevate, lock, journal } = this.options;
    // No lock while a person reads a question: the script itself refuses a file that is another by then.
    refuse(await elevate({ script: hostsScript, args: [path, fingerprint], input, timeoutMs: scriptMs }), plan);
    if ((await this.read()).fingerprint !== sha256Hex(input)) throw changedMeanwhile(path);
    const changed = names.filter((name) => !plan.already.includes(name));
    const [first = path] = changed;
    await lock.hold(() =>
      change.action === 'add'
        ? journal.note('hosts.added', first, { names: changed, file: path })
        : journal.note('hosts.removed', first, { names: changed, file: path }),
    );
    return plan;
  }

  private async prepare(change: HostsChange): Promise<Prepared> {
    const names = [...new Set(change.names.map((name) => hostsName(name)))];
    const addresses = hostsAddresses(change.addresses, change.anyAddress === true);
    const { path, fingerprint, hosts } = await this.read();
    const { action } = change;
    const plan = { action, path: this.options.path, fingerprint };
    if (action === 'remove') {
      const gone = hosts.ours.filter(({ name }) => names.includes(name));
      const kept = hosts.ours.filter(({ name }) => !names.includes(name));
      const already = names.filter((name) => !gone.some((line) => line.name === name));
      return { plan: { ...plan, lines: hostsLines(gone), already }, text: writeHosts(hosts, kept), path, names };
    }
    const added = names.flatMap((name) => missing(name, addresses, hosts, this.options.path));
    const already = names.filter((name) => !added.some((line) => line.name === name));
    return {
      plan: { ...plan, lines: hostsLines(added), already },
      text: writeHosts(hosts, [...hosts.ours, ...added]),
      path,
      names,
    };
  }

  private async read(): Promise<Reading> {
    const path = await realpath(this.options.path).catch(() => this.options.path);
    const bytes = await readBounded(path, sizeLimit, path).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'not-found') return undefined;
      throw error;
    });
    const text = bytes?.toString('latin1') ?? '';
    const fingerprint = bytes === undefined ? 'absent' : sha256Hex(bytes);
    if (text.includes('\0')) {
      throw new AppError('file-unreadable', `${path} is not plain text.`, {
        hint: 'Save it as plain text (UTF-8) in an editor, then try again.',
      });
    }
    const hosts = readHosts(text);
    if (!('damagedAt' in hosts)) return { path, fingerprint, hosts };
    throw new AppError('file-unreadable', `Somebody changed Sealwax’s part of ${path}: line ${hosts.damagedAt}.`, {
      hint: 'Between the lines “# Sealwax begin” and “# Sealwax end” there may be an address and one name a line. Move anything else out of it in an editor.',
    });
  }
}

/** The lines that a name still needs. What others wrote counts, and is never contradicted. */
function missing(name: string, addresses: readonly string[], hosts: HostsText, path: string): HostsLine[] {
  const foreign = hosts.foreign.filter((line) => line.names.includes(name));
  const other = foreign.find(({ address }) => !addresses.includes(address));
  if (other !== undefined) {
    throw new AppError(
      'already-exists',
      `${name} stands in line ${other.line} of ${path} already, with the address ${other.address}.`,
      {
        hint: 'Take that line out in an editor, or choose another name.',
        field: name,
      },
    );
  }
  const ours = hosts.ours.filter((line) => line.name === name);
  const elsewhere = ours.find(({ address }) => !addresses.includes(address));
  if (elsewhere !== undefined) {
    throw new AppError('already-exists', `${name} leads to ${elsewhere.address} by a line of Sealwax’s in ${path}.`, {
      hint: `Remove it first: sealwax hosts remove ${name}`,
      field: name,
    });
  }
  // One line of somebody else's is enough to reach this machine.
  if (foreign.length > 0) return [];
  return addresses
    .filter((address) => !ours.some((line) => line.address === address))
    .map((address) => ({ address, name }));
}

const changedMeanwhile = (path: string) =>
  new AppError('busy', `${path} was changed by another program meanwhile. Nothing was written.`, {
    hint: 'Look at the lines again, and repeat it.',
  });

function refuse(answer: Elevated, { action, path, lines }: HostsPlan): void {
  const hint = `Type “sudo -v” in a terminal first and use “sealwax hosts ${action}” there, or ${
    action === 'add' ? `add to ${path}` : `take out of ${path}`
  } by hand: ${lines.map((line) => line.replace(/\s+/, ' ')).join('; ')}`;
  switch (answer.kind) {
    case 'ran':
      if (answer.result.code === 0) return;
      if (answer.result.code === hostsCodes.changed) throw changedMeanwhile(path);
      if (answer.result.timedOut) throw new AppError('timed-out', `Writing ${path} did not end in time.`, { hint });
      throw new AppError('read-only', `${path} could not be written${lastLine(answer.result.stderr)}.`, {
        hint: 'Make the file system writable, then try again.',
      });
    case 'cancelled':
      throw new AppError('cancelled', answer.message, { hint });
    case 'timed-out':
      throw new AppError('timed-out', answer.message, { hint });
    default:
      throw new AppError('not-allowed', answer.message, { hint });
  }
}

function lastLine(text: string): string {
  const line = text.trim().split('\n').pop() ?? '';
  return line === '' ? '' : ` (${line})`;
}
