import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Hex } from '../digest';
import type { Elevate } from '../system/elevate';
import { type AnchorFile, anchorFiles, bundleHolds, listedIn } from './anchor-files';
import { tellingLine, toPem } from './pem-blocks';
import { shellQuote } from './shell-quote';
import { findLayout, missingToolHint, type SystemLayout } from './system-families';
import { failureOf, occupiedBy } from './system-outcomes';
import { installScript, removeScript, toolSeconds } from './system-scripts';
import type {
  RootCertificate,
  StoreAction,
  StoreChange,
  StoreEntry,
  StoreOutcome,
  StoreStatus,
  TrustStore,
} from './trust-store';

export interface LinuxSystemOptions {
  elevate: Elevate;
  /** "/", or a prepared folder in its place. */
  rootFolder: string;
  /** Seconds that the system's tool gets; 60 unless told. */
  toolSeconds?: number;
}

const label = 'System store';

/** The system store of this Linux, as it is really laid out; when no known layout is there, a store that says so. */
export async function linuxSystemStore(options: LinuxSystemOptions): Promise<TrustStore> {
  const layout = await findLayout(options.rootFolder);
  if (layout !== undefined) return new LinuxSystemStore(layout, options);
  return withoutTool(options.rootFolder, await missingToolHint(options.rootFolder));
}

function withoutTool(rootFolder: string, hint: string): TrustStore {
  const message = 'This system has no tool for adding a root to its own store.';
  const outcome: StoreOutcome = { outcome: 'tool-missing', message, hint };
  return {
    id: 'system',
    kind: 'system',
    label,
    location: join(rootFolder, 'etc/ssl/certs'),
    privileged: true,
    status: async () => ({ state: 'tool-missing', message, hint }),
    change: () => ({ description: `Nothing can be changed yet. ${hint}`, commands: [] }),
    install: async () => outcome,
    remove: async () => outcome,
  };
}

interface Found {
  /** Files that hold this certificate and nothing else. */
  own: string[];
  /** Files that hold it among others; deleting them would take the others too. */
  shared: string[];
  listed: boolean;
}

class LinuxSystemStore implements TrustStore {
  readonly id = 'system';
  readonly kind = 'system';
  readonly label = label;
  readonly privileged = true;
  readonly location: string;

  constructor(
    private readonly layout: SystemLayout,
    private readonly options: LinuxSystemOptions,
  ) {
    this.location = layout.anchors;
  }

  get rights() {
    const { layout, options } = this;
    return {
      elevate: options.elevate,
      with: (elevate: Elevate) => new LinuxSystemStore(layout, { ...options, elevate }),
    };
  }

  async status(root: RootCertificate): Promise<StoreStatus> {
    const { own, shared, listed } = await this.look(root);
    if (listed) return { state: 'trusted' };
    if (own.length + shared.length === 0) return { state: 'absent' };
    return {
      state: 'present',
      message: `The certificate lies in ${this.layout.anchors}, but the system's list ${this.layout.bundle} does not have it.`,
      hint: `Install it again to rebuild the list, or type: sudo ${this.command(this.layout.addArgs)}`,
    };
  }

  /** What lies in the folder of added roots; trusted where the system's list has it too. */
  async entries(): Promise<StoreEntry[]> {
    const { anchors, bundle } = this.layout;
    const [files, listed] = await Promise.all([anchorFiles(anchors), listedIn(bundle)]);
    return files.flatMap(({ ders }) => ders.map((der) => ({ der, trusted: listed.has(sha256Hex(der)) })));
  }

  change(root: RootCertificate, action: StoreAction): StoreChange {
    const file = shellQuote(this.target(root));
    if (action === 'install') {
      return {
        description: `Adds one file to ${this.layout.anchors} and rebuilds the system's list. Asks for administrator rights once.`,
        commands: [
          `sudo install -m 644 ${shellQuote(root.pemPath)} ${file}`,
          `sudo ${this.command(this.layout.addArgs)}`,
        ],
      };
    }
    return {
      description: `Deletes this root's file from ${this.layout.anchors} and rebuilds the system's list. Asks for administrator rights once.`,
      commands: [`sudo rm -f ${file}`, `sudo ${this.command(this.layout.removeArgs)}`],
    };
  }

  async removal(root: RootCertificate): Promise<StoreChange> {
    const { own } = await this.look(root);
    const { description, commands } = this.change(root, 'remove');
    const [, rebuild = ''] = commands;
    return own.length === 0
      ? { description, commands }
      : { description, commands: [`sudo rm -f ${own.map(shellQuote).join(' ')}`, rebuild] };
  }

  async install(root: RootCertificate): Promise<StoreOutcome> {
    const before = await this.look(root);
    const holding = [...before.own, ...before.shared];
    // Debian's tool passes over files with another suffix.
    const present = holding.find((path) => path.endsWith(this.layout.suffix));
    if (before.listed && holding.length > 0) {
      return { outcome: 'already', message: 'The system store trusts this root already.' };
    }
    const target = present ?? this.target(root);
    if (present === undefined && (await this.occupied(target)))
      return occupiedBy(target, this.change(root, 'install').commands);
    const { bundle, toolPath, addArgs, removeArgs } = this.layout;
    const args = [String(this.seconds), bundle, tellingLine(root.der), toolPath, addArgs[0] ?? '', removeArgs[0] ?? ''];
    const answer = await this.options.elevate({
      script: installScript,
      args: [...args, target, present === undefined ? 'write' : 'keep'],
      input: toPem(root.der),
      timeoutMs: this.stepMs,
    });
    const undone = present === undefined ? 'Our file was taken out again.' : 'The file that was there already stays.';
    const failure = failureOf(answer, {
      ...this.step(root, 'install'),
      target,
      unlisted: `${bundle} does not have the root. ${undone}`,
      aftermath: undone,
    });
    if (failure !== undefined) return failure;
    const after = await this.status(root);
    if (after.state === 'trusted') {
      return {
        outcome: 'done',
        message: `Added ${target} and rebuilt the system's list; reading it back shows the root.`,
      };
    }
    return { outcome: 'failed', message: after.message ?? 'The root is not in the system store after the change.' };
  }

  async remove(root: RootCertificate): Promise<StoreOutcome> {
    const { own, shared, listed } = await this.look(root);
    if (!listed && own.length + shared.length === 0) {
      return { outcome: 'already', message: 'The system store does not have this root.' };
    }
    if (shared.length > 0) {
      return {
        outcome: 'failed',
        message: `${shared.join(', ')} holds this root together with other certificates, so it was left alone. Nothing was changed.`,
        hint: `Take this root out of the file by hand, then type: sudo ${this.command(this.layout.removeArgs)}`,
      };
    }
    const { bundle, toolPath, removeArgs, hooks } = this.layout;
    const args = [String(this.seconds), bundle, tellingLine(root.der), toolPath, removeArgs[0] ?? ''];
    const answer = await this.options.elevate({
      script: removeScript,
      args: [...args, hooks?.folder ?? '', hooks?.links ?? '', ...own],
      timeoutMs: this.stepMs,
    });
    const failure = failureOf(answer, {
      ...this.step(root, 'remove'),
      target: own.join(', '),
      unlisted: `${bundle} still has the root.`,
      aftermath: 'The file of the root is deleted, but the list may still have it.',
    });
    if (failure !== undefined) return failure;
    const after = await this.look(root);
    if (!after.listed && after.own.length === 0) {
      const what = own.length === 0 ? '' : `Deleted ${own.join(', ')} and r`;
      return {
        outcome: 'done',
        message: `${what === '' ? 'R' : what}ebuilt the system's list; reading it back shows that the root is gone.`,
      };
    }
    return { outcome: 'failed', message: `The root is still in ${after.listed ? bundle : after.own.join(', ')}.` };
  }

  private step(root: RootCertificate, action: StoreAction) {
    const args = action === 'install' ? this.layout.addArgs : this.layout.removeArgs;
    return {
      command: this.command(args),
      commands: this.change(root, action).commands,
      folder: this.layout.anchors,
      seconds: this.seconds,
    };
  }

  private get seconds(): number {
    return this.options.toolSeconds ?? toolSeconds;
  }

  /** The tool may run twice (the change, and taking it back), each with 5 s until it is killed; 20 s for the rest. */
  private get stepMs(): number {
    return 2 * (this.seconds + 5) * 1000 + 20_000;
  }

  /** The name carries the fingerprint, so two roots of one name do not meet. */
  private target(root: RootCertificate): string {
    return join(this.layout.anchors, `sealwax-${root.fingerprint256.slice(0, 16)}${this.layout.suffix}`);
  }

  private command(args: readonly string[]): string {
    return [this.layout.tool, ...args].join(' ');
  }

  private async look(root: RootCertificate): Promise<Found> {
    const [files, listed] = await Promise.all([
      anchorFiles(this.layout.anchors),
      bundleHolds(this.layout.bundle, root.fingerprint256),
    ]);
    const holding = files.filter((file) => file.fingerprints.includes(root.fingerprint256));
    const alone = (file: AnchorFile) => file.fingerprints.every((one) => one === root.fingerprint256);
    const paths = (some: AnchorFile[]) => some.map((file) => file.path);
    return { own: paths(holding.filter(alone)), shared: paths(holding.filter((file) => !alone(file))), listed };
  }

  private async occupied(target: string): Promise<boolean> {
    return access(target).then(
      () => true,
      () => false,
    );
  }
}
