import { acmeClients } from '../../core/acme/snippets';
import type { CommandSpec, OptionSpec } from '../command-line';
import { caOption, yesOption } from './words';

const policyOptions: readonly OptionSpec[] = [
  { name: 'names', value: 'DOMAIN,…', many: true, help: 'only these domains and what is below them' },
  { name: 'addresses', value: 'RANGE,…', many: true, help: 'only these address ranges (CIDR)' },
  { name: 'days', value: 'N', help: 'certificates of N days at the most' },
];

export const acmeSpecs = {
  serve: {
    path: ['acme', 'serve'],
    args: '',
    count: [0, 0],
    summary: 'run the ACME server on this machine until Ctrl-C',
    details: [
      'Any ACME client gets certificates of your authority from https://localhost:8555/acme/directory. “sealwax acme snippet CLIENT” says how.',
      'With --json the first line says where it listens, and each line after it what happened.',
    ],
    options: [
      caOption,
      { name: 'port', value: 'PORT', help: 'the port for clients; 8555 unless told' },
      {
        name: 'lan',
        value: 'ADDRESS',
        many: true,
        help: 'listen on this address too; only bound accounts get in there',
      },
      { name: 'require-binding', help: 'only bound accounts on this machine too (see “acme eab”)' },
      { name: 'ask', help: 'ask at this terminal before each certificate' },
      {
        name: 'trust-this-machine',
        help: 'no challenges for programs on this machine: whatever runs here gets what the authority may sign',
      },
      { name: 'http-port', value: 'PORT', help: 'where http-01 is looked for; 80 unless told' },
      { name: 'tls-port', value: 'PORT', help: 'where tls-alpn-01 is looked for; 443 unless told' },
      { name: 'resolver', value: 'ADDRESS', many: true, help: 'a name server for dns-01, e.g. 127.0.0.1:5353' },
    ],
    examples: [
      ['sealwax acme serve', 'https://localhost:8555/acme/directory'],
      ['sealwax acme serve --ask', 'each certificate wants your yes'],
      ['sealwax acme serve --lan 192.168.1.20', 'also for machines in your network that you gave a key'],
    ],
    default: true,
  },
  accounts: {
    path: ['acme', 'accounts'],
    args: '',
    count: [0, 0],
    summary: 'who has an account at the ACME server',
    options: [],
    examples: [['sealwax acme accounts --json', 'for a script']],
  },
  orders: {
    path: ['acme', 'orders'],
    args: '[ACCOUNT]',
    count: [0, 1],
    summary: 'what was ordered, how far it came, and why it failed',
    options: [{ name: 'limit', value: 'N', help: 'the newest N; 20 unless told' }],
    examples: [['sealwax acme orders', 'the newest twenty']],
  },
  policy: {
    path: ['acme', 'policy'],
    args: 'ACCOUNT',
    count: [1, 1],
    summary: 'say what an account may have',
    options: [
      ...policyOptions,
      { name: 'clear', help: 'as its binding key says, else whatever the authority may sign' },
      { name: 'block', help: 'shut it out' },
      { name: 'unblock', help: 'let it in again' },
    ],
    examples: [
      ['sealwax acme policy 3f2a --names shop.test --days 7', 'an account may be named by the first digits of its id'],
      ['sealwax acme policy 3f2a --block', 'it gets nothing more'],
    ],
  },
  eab: {
    path: ['acme', 'eab'],
    args: 'make NAME | list | remove ID',
    count: [1, 2],
    summary: 'keys that bind accounts: who has one gets in from the network',
    details: ['The secret is printed once, by “make”. Hand it on as you would a password.'],
    options: [...policyOptions, yesOption],
    complete: [{ words: ['make', 'list', 'remove'] }],
    examples: [
      ['sealwax acme eab make "build server" --names build.test', 'prints key identifier and secret'],
      ['sealwax acme eab remove k-3f2a91c07d11', 'accounts bound with it get nothing more'],
    ],
  },
  profiles: {
    path: ['acme', 'profiles'],
    args: '',
    count: [0, 0],
    summary: 'how long certificates can be ordered for',
    options: [],
    examples: [['sealwax acme profiles', 'default, long, shortlived, hour']],
  },
  snippet: {
    path: ['acme', 'snippet'],
    args: 'CLIENT',
    count: [1, 1],
    summary: 'print how a client is pointed at the server',
    options: [
      { name: 'name', value: 'NAME', many: true, help: 'the names of the certificate; app.test unless told' },
      { name: 'directory', value: 'URL', help: 'https://localhost:8555/acme/directory unless told' },
      caOption,
    ],
    complete: [{ words: acmeClients }],
    examples: [['sealwax acme snippet certbot --name shop.test', `one of: ${acmeClients.join(', ')}`]],
  },
} as const satisfies Record<string, CommandSpec>;
