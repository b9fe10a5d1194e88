import type { CommandSpec, OptionSpec } from '../command-line';
import { yesOption } from './words';

const dryRun: OptionSpec = { name: 'dry-run', help: 'show the lines and write nothing' };

export const hostsSpecs = {
  list: {
    path: ['hosts', 'list'],
    args: '',
    count: [0, 0],
    summary: 'the names that Sealwax wrote into the hosts file, with their addresses',
    options: [],
    examples: [['sealwax hosts list', 'nothing of what others wrote there']],
    default: true,
  },
  add: {
    path: ['hosts', 'add'],
    args: 'NAME…',
    count: [1, 100],
    summary: 'let names lead to this machine, by lines in its hosts file',
    details: [
      'The lines are shown first, and stand in a part of their own: “hosts remove” leaves the rest byte for byte as it was. Writing takes administrator rights. A name that stands there with another address is refused.',
    ],
    options: [
      { name: 'address', value: 'IP', many: true, help: 'where the names lead; 127.0.0.1 and ::1 unless told' },
      { name: 'any-address', help: 'also an address that is not this machine' },
      dryRun,
      yesOption,
    ],
    examples: [
      ['sealwax hosts add app.test api.app.test', 'asks, and shows the four lines'],
      ['sealwax hosts add app.test --dry-run', 'only shows them'],
    ],
  },
  remove: {
    path: ['hosts', 'remove'],
    args: '[NAME…]',
    count: [0, 100],
    summary: 'take names out of the hosts file again; all that Sealwax wrote with --all',
    options: [{ name: 'all', help: 'every name that Sealwax wrote' }, dryRun, yesOption],
    examples: [['sealwax hosts remove app.test', 'only lines that Sealwax wrote']],
  },
} as const satisfies Record<string, CommandSpec>;
