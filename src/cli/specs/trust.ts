import type { CommandSpec, OptionSpec } from '../command-line';
import { yesOption } from './words';

const storeOption: OptionSpec = {
  name: 'store',
  value: 'ID',
  many: true,
  help: 'only this store (ids: sealwax trust status)',
  complete: 'store',
};
const caOfTrust: OptionSpec = {
  name: 'ca',
  value: 'ID|NAME',
  help: 'the authority; the default one unless told',
  complete: 'authority',
};
const dryRun: OptionSpec = { name: 'dry-run', help: 'show the commands and do nothing' };

export const trustSpecs = {
  status: {
    path: ['trust', 'status'],
    args: '',
    count: [0, 0],
    summary: 'which stores of this machine trust the root (exit 0 when all do)',
    options: [caOfTrust],
    examples: [['sealwax trust status --json', 'with the commands that would change it']],
    default: true,
  },
  install: {
    path: ['trust', 'install'],
    args: '',
    count: [0, 0],
    summary: 'install the root in the trust stores of this machine',
    options: [storeOption, caOfTrust, dryRun],
    examples: [
      ['sealwax trust install --dry-run', 'what it would do'],
      ['sealwax trust install --store system', 'the system store only'],
    ],
  },
  remove: {
    path: ['trust', 'remove'],
    args: '',
    count: [0, 0],
    summary: 'remove exactly this root from the trust stores',
    details: [
      '--everything takes out every root that Sealwax ever put into a store, those of authorities that are gone too, and then looks again: exit 0 only when nothing is left. Authorities and certificates stay.',
    ],
    options: [
      storeOption,
      caOfTrust,
      dryRun,
      { name: 'everything', help: 'every root that Sealwax ever installed, then a scan' },
    ],
    examples: [
      ['sealwax trust remove', 'from all of them'],
      ['sealwax trust remove --everything', 'before Sealwax itself is removed'],
    ],
  },
  prove: {
    path: ['trust', 'prove'],
    args: '',
    count: [0, 0],
    summary: 'serve a page and let the clients of this machine open it',
    options: [caOfTrust],
    examples: [['sealwax trust prove', 'real connections, real verdicts']],
  },
  census: {
    path: ['trust', 'census'],
    args: '[FINGERPRINT]',
    count: [0, 1],
    summary: 'the roots of every tool on this machine: who trusts them, and whether their keys lie open',
    details: [
      'Exit 1 when a root needs attention: a key that lies open, a left-over, an expired one, or one of unknown origin. With a fingerprint (or its beginning, 8 digits at least) only that one.',
    ],
    options: [
      { name: 'remove', help: 'take the root with this fingerprint out of the stores that hold it' },
      storeOption,
      yesOption,
    ],
    examples: [
      ['sealwax trust census', 'mkcert, Caddy, devcert, Valet, … and unknown ones'],
      ['sealwax trust census 3f2a91c0 --remove', 'by fingerprint, with the commands shown first'],
    ],
  },
  journal: {
    path: ['trust', 'journal'],
    args: '',
    count: [0, 0],
    summary: 'what was changed in the stores, the newest first',
    options: [],
    examples: [['sealwax trust journal --json', 'with the exact commands']],
  },
  recipes: {
    path: ['trust', 'recipes'],
    args: '[NAME]',
    count: [0, 1],
    summary: 'how programs, images and devices that no store reaches learn to trust the root',
    options: [caOfTrust],
    examples: [
      ['sealwax trust recipes', 'all, with whether they work already'],
      ['sealwax trust recipes docker', 'the steps of one, with the paths of this machine'],
    ],
  },
  env: {
    path: ['trust', 'env'],
    args: '',
    count: [0, 0],
    summary: 'lines for a shell that make Node, Python and others trust the root',
    options: [
      caOfTrust,
      { name: 'write', help: 'write them to a file that a shell can source' },
      { name: 'remove', help: 'delete that file' },
    ],
    examples: [
      ['eval "$(sealwax trust env)"', 'for this shell'],
      ['sealwax trust env --write', 'and says which line to add to your shell’s start-up file'],
    ],
  },
  phone: {
    path: ['trust', 'phone'],
    args: '',
    count: [0, 0],
    summary: 'a page in the local network that hands the public root to a phone, until Ctrl-C',
    options: [caOfTrust],
    examples: [['sealwax trust phone', 'with a QR code in the terminal']],
  },
} as const satisfies Record<string, CommandSpec>;
