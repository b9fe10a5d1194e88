import type { CommandSpec, OptionSpec } from '../command-line';
import { yesOption } from './words';

const daysOption: OptionSpec = {
  name: 'days',
  value: 'N',
  help: 'what ends within N days needs attention; the last third of a life, at most 30 days, unless told',
};

export const watchedSpecs = {
  list: {
    path: ['watch', 'list'],
    args: '',
    count: [0, 0],
    summary: 'what is watched, as it was seen last',
    options: [daysOption],
    examples: [['sealwax watch list', 'without looking anew']],
    default: true,
  },
  add: {
    path: ['watch', 'add'],
    args: 'FILE|FOLDER|HOST[:PORT]…',
    count: [1, 100],
    summary: 'watch certificate files, folders and servers, whoever made the certificates',
    details: [
      'What is there as a path is a file or a folder; anything else is a server, port 443 unless told. A folder is watched with all below it, but for node_modules and .git.',
    ],
    options: [],
    complete: ['file'],
    examples: [
      ['sealwax watch add app.test:8443', 'the certificate that a server serves'],
      ['sealwax watch add ./certificates', 'every certificate in a folder'],
    ],
  },
  remove: {
    path: ['watch', 'remove'],
    args: 'ID|TARGET',
    count: [1, 1],
    summary: 'stop watching; nothing is deleted',
    options: [],
    complete: ['file'],
    examples: [['sealwax watch remove app.test:8443', 'by what it is, or by its id']],
  },
  check: {
    path: ['watch', 'check'],
    args: '[ID|FILE|FOLDER|HOST[:PORT]…]',
    count: [0, 100],
    summary: 'look now: exit 0 when all is well, 1 when something needs attention',
    details: [
      'Without arguments everything that is watched. A file, folder or server that is not watched is looked at all the same, and not kept: fit for cron and CI.',
    ],
    options: [
      daysOption,
      { name: 'timeout', value: 'SECONDS', help: 'how long a server is waited for, 1 to 60; 5 unless told' },
    ],
    complete: ['file'],
    examples: [
      ['sealwax watch check --quiet', 'in cron: silent on standard error, speaks by its exit code'],
      ['sealwax watch check app.test:443 --days 14', 'one server, two weeks ahead'],
    ],
  },
  find: {
    path: ['watch', 'find'],
    args: '[FOLDER]',
    count: [0, 1],
    summary: 'find certificates that other tools made and never renew',
    details: [
      'Looks where devcert, vite-plugin-mkcert, Laravel Valet and Herd keep theirs, and in FOLDER for those of Next.js, the Shopify CLI and mkcert.',
    ],
    options: [{ name: 'add', help: 'watch all that was found' }],
    complete: ['folder'],
    examples: [['sealwax watch find ~/projects --add', 'find them and watch them']],
  },
  renew: {
    path: ['watch', 'renew'],
    args: 'FILE',
    count: [1, 1],
    summary: 'renew a watched certificate file and its key in place, signed by an authority of yours',
    details: [
      'A new certificate for the same names and a new key are written over the two files, with their modes; the old ones are kept for 30 days.',
    ],
    options: [{ name: 'dry-run', help: 'say what would be written and do nothing' }, yesOption],
    complete: ['file'],
    examples: [['sealwax watch renew certificates/localhost.pem', 'asks first, and names both files']],
  },
  restore: {
    path: ['watch', 'restore'],
    args: 'BACKUP',
    count: [1, 1],
    summary: 'put the files back that “watch renew” replaced',
    options: [],
    examples: [['sealwax watch restore watched-3f2a91c07d11-mh8x2k1a', 'the name that it printed']],
  },
} as const satisfies Record<string, CommandSpec>;
