import type { CommandSpec, OptionSpec } from '../command-line';
import { passphraseFileOption, writeOptions } from './words';

const many = Number.POSITIVE_INFINITY;

const reloadOptions: readonly OptionSpec[] = [
  { name: 'run', help: 'run PROGRAM with its arguments after each renewal; no shell reads them' },
  {
    name: 'pid-file',
    value: 'FILE',
    help: 'or send a signal to the process whose number is in this file',
    complete: 'file',
  },
  {
    name: 'signal',
    value: 'NAME',
    help: 'SIGHUP (unless told), SIGUSR1, SIGUSR2',
    complete: { words: ['SIGHUP', 'SIGUSR1', 'SIGUSR2'] },
  },
  { name: 'url', value: 'URL', help: 'or call this address' },
  { name: 'method', value: 'METHOD', help: 'POST (unless told), GET', complete: { words: ['POST', 'GET'] } },
  { name: 'timeout', value: 'SECONDS', help: 'time limit of the program or the call; 30 unless told' },
];

export const deploymentSpecs = {
  list: {
    path: ['deploy', 'list'],
    args: '[ID|NAME]',
    count: [0, 1],
    summary: 'where certificates were written to, and whether the files are up to date',
    details: ['With the id or the name of a certificate only those of this one.'],
    options: [],
    complete: ['certificate'],
    examples: [['sealwax deploy list --json', 'for a script that looks after them']],
    default: true,
  },
  add: {
    path: ['deploy', 'add'],
    args: 'ID|NAME [-- PROGRAM ARGUMENT…]',
    count: [1, many],
    summary: 'write a certificate where a server wants it, and again at each renewal',
    details: ['It is “sealwax export” with a reload: what makes the server read its files again.'],
    options: [...writeOptions.filter(({ name }) => !name.endsWith('deploy')), passphraseFileOption, ...reloadOptions],
    complete: ['certificate'],
    examples: [
      [
        'sealwax deploy add app.test --out /etc/nginx/tls --format full-chain,key --run -- nginx -s reload',
        'nginx, by command',
      ],
      [
        'sealwax deploy add app.test --out tls --pid-file /run/haproxy.pid --signal SIGUSR2 --format combined',
        'by signal',
      ],
    ],
  },
  update: {
    path: ['deploy', 'update'],
    args: 'ID [-- PROGRAM ARGUMENT…]',
    count: [1, many],
    summary: 'set what happens after the files were renewed',
    options: [...reloadOptions, { name: 'no-reload', help: 'nothing' }],
    complete: ['deployment'],
    examples: [
      ['sealwax deploy update d-1a2b3c4d --run -- systemctl --user reload caddy', 'a command'],
      ['sealwax deploy update d-1a2b3c4d --url http://localhost:2019/load', 'an HTTP call'],
    ],
  },
  write: {
    path: ['deploy', 'write'],
    args: 'ID…',
    count: [1, many],
    summary: 'bring the files up to date now, or decide what somebody else changed',
    options: [
      { name: 'replace', help: 'write over files that somebody else changed' },
      { name: 'keep-theirs', help: 'leave what is there; the next renewal asks again' },
      passphraseFileOption,
    ],
    complete: ['deployment'],
    examples: [
      ['sealwax deploy write d-1a2b3c4d', 'what waits for a passphrase, or failed'],
      ['sealwax deploy write d-1a2b3c4d --replace', 'ours again'],
    ],
  },
  reload: {
    path: ['deploy', 'reload'],
    args: 'ID',
    count: [1, 1],
    summary: 'run the reload of a deployment now',
    options: [],
    complete: ['deployment'],
    examples: [['sealwax deploy reload d-1a2b3c4d', 'shows what it runs, then what came of it']],
  },
  forget: {
    path: ['deploy', 'forget'],
    args: 'ID',
    count: [1, 1],
    summary: 'leave the files as they are from now on, or take that back',
    options: [{ name: 'restore', help: 'keep them up to date again (by the whole id)' }],
    complete: ['deployment'],
    examples: [['sealwax deploy forget d-1a2b3c4d', 'nothing is deleted']],
  },
} as const satisfies Record<string, CommandSpec>;
