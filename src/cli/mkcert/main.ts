import { hostname, userInfo } from 'node:os';
import { AppError } from '../../core/errors';
import { type OpenedCaroot, openCaroot } from '../../core/mkcert/authority';
import { carootFolder } from '../../core/mkcert/caroot';
import { type FlagKinds, parseGoFlags } from '../../core/mkcert/go-flags';
import { enabledStores } from '../../core/mkcert/install';
import { mkcertLimits } from '../../core/mkcert/mkcert-limits';
import type { Services } from '../../core/services';
import { askPassphrase } from '../ask';
import type { CliIo } from '../io';
import { openServices } from '../open-services';
import { issueNames, issueRequestFile } from './issue';
import { createdAuthority } from './messages';
import { install, noteMissing, type TrustWork, uninstall } from './trust';
import { advancedUsage, moreOptions, shortUsage, version } from './usage';

const flagKinds = {
  install: 'boolean',
  uninstall: 'boolean',
  pkcs12: 'boolean',
  ecdsa: 'boolean',
  client: 'boolean',
  help: 'boolean',
  version: 'boolean',
  CAROOT: 'boolean',
  csr: 'text',
  'cert-file': 'text',
  'key-file': 'text',
  'p12-file': 'text',
} as const satisfies FlagKinds;

export type MkcertFlags = {
  -readonly [K in keyof typeof flagKinds]?: (typeof flagKinds)[K] extends 'boolean' ? boolean : string;
};

/**
 * `mkcert …`: mkcert 1.4.4's command line over this machine's encrypted authorities (docs/adr/0011-mkcert.md). Results go to
 * standard output, everything said to standard error; the exit codes are mkcert's: 0, 1 for a failure, 2 for a wrong flag.
 */
export async function runMkcert(argv: readonly string[], io: CliIo): Promise<number> {
  const parsed = parseGoFlags(argv, flagKinds);
  if (!parsed.ok) {
    if (!parsed.help) io.err(`${parsed.message}\n`);
    io.err(shortUsage + moreOptions);
    return parsed.help ? 0 : 2;
  }
  try {
    await act(parsed.flags as MkcertFlags, parsed.rest, argv.length === 0, io);
    return 0;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    io.err(`ERROR: ${error.message}\n`);
    if (error.hint !== undefined) io.err(`${error.hint}\n`);
    return 1;
  }
}

async function act(flags: MkcertFlags, names: string[], bare: boolean, io: CliIo): Promise<void> {
  if (bare) return void io.out(shortUsage);
  if (flags.help) return void io.out(shortUsage + advancedUsage);
  if (flags.version) return void io.out(`${version}\n`);
  // mkcert looks at HOME alone: without it there is no place, whatever the list of users says.
  const folder = carootFolder({ ...io, home: io.env.HOME ?? '' });
  if (flags.CAROOT) {
    if (flags.install || flags.uninstall) throw wrong("you can't set -[un]install and -CAROOT at the same time");
    return void io.out(`${folder}\n`);
  }
  checkTogether(flags, names);
  if (folder === '') throw wrong('failed to find the default CA location, set one as the CAROOT env var');
  await work(flags, names, folder, io);
}

function checkTogether(flags: MkcertFlags, names: readonly string[]): void {
  if (flags.install && flags.uninstall) throw wrong("you can't set -install and -uninstall at the same time");
  if (flags.csr === undefined || flags.csr === '') return;
  if (flags.pkcs12 || flags.ecdsa || flags.client) throw wrong('can only combine -csr with -install and -cert-file');
  if (names.length > 0) throw wrong("can't specify extra arguments when using -csr");
}

async function work(flags: MkcertFlags, names: string[], folder: string, io: CliIo): Promise<void> {
  const services = await openServices(io, askPassphrase(io));
  const owner = ownerName();
  const caroot = await openCaroot(folder, flags.ecdsa ? 'ecdsa-p256' : 'rsa-3072', {
    authorities: services.authorities,
    keys: services.keys,
    owner,
    keep: async () => ((io.env.SEALWAX_PASSPHRASE_FILE ?? '') === '' ? 'keychain' : 'session'),
    limits: mkcertLimits(io.env),
  });
  if (caroot.created) io.err(createdAuthority);
  const trustWork = trustOf(services, caroot, io);
  if (flags.install) await install(trustWork);
  else if (flags.uninstall) return uninstall(trustWork);
  else await noteMissing(trustWork);
  const options = { caroot, certificates: services.certificates, owner, now: io.now(), random: io.random };
  if (flags.csr !== undefined && flags.csr !== '') return issueRequestFile(flags, options, io);
  if (names.length > 0) return issueNames(flags, names, options, io);
  if (!flags.install) io.err(shortUsage + moreOptions);
}

function trustOf(services: Services, caroot: OpenedCaroot, io: CliIo): TrustWork {
  return {
    trust: services.mkcertTrust,
    root: caroot.root,
    enabled: enabledStores(io.env),
    platform: io.platform,
    say: (text) => io.err(text),
  };
}

/** "me@laptop (My Name)", as mkcert names its owner. */
function ownerName(): string {
  try {
    const { username } = userInfo();
    return `${username}@${hostname()}`;
  } catch {
    return `user@${hostname()}`;
  }
}

const wrong = (message: string) => new AppError('invalid-input', message);
