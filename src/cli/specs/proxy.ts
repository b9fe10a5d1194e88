import type { CommandSpec, OptionSpec } from '../command-line';
import { caOption } from './words';

const formOptions: readonly OptionSpec[] = [
  { name: 'from', value: '[ADDRESS:]PORT', help: 'where to listen; 127.0.0.1:4430 unless told' },
  {
    name: 'to',
    value: '[PATH=][HOST:]PORT',
    many: true,
    help: 'the server behind, e.g. 5000, /api=127.0.0.1:6000 or h2c://127.0.0.1:7000; may be given for several paths',
  },
  { name: 'domain', value: 'NAME', many: true, help: 'the name that it is reached by; localhost unless told' },
  { name: 'redirect-from', value: 'PORT', help: 'send HTTP on this port to HTTPS' },
  { name: 'redirectHTTP', help: 'the same for port 80' },
  { name: 'hsts', value: 'SECONDS', help: 'send Strict-Transport-Security; browsers remember it' },
  { name: 'client-cert', help: 'only for clients with a certificate of an authority here' },
  { name: 'tls13', help: 'TLS 1.3 alone' },
  { name: 'key-log', help: 'write the secrets of connections into a private file, for Wireshark' },
  { name: 'trust-forwarded', help: 'pass on what clients say in X-Forwarded-* and Forwarded' },
  { name: 'backend-host', help: 'tell the server behind its own address as Host, not the name that was asked for' },
  caOption,
];

const several = { args: 'NAME|ID…', count: [1, 100] as [number, number], options: [] };

export const proxySpecs = {
  run: {
    path: ['proxy', 'run'],
    args: '[NAME|ID…]',
    count: [0, 100],
    summary: 'HTTPS in front of a server, until Ctrl-C',
    details: [
      'With --to, a proxy for this run alone: a certificate is issued for its names, or the one from before is used, and renewed while it runs. Without, the kept proxies, all or those named; they are as they were left, paused ones too.',
      'Each request is a line on standard output. Options may have one dash, as those of ssl-proxy.',
    ],
    options: [
      ...formOptions,
      {
        name: 'cert',
        value: 'FILE',
        help: 'a certificate of your own, with its chain, instead of one of ours',
        complete: 'file',
      },
      { name: 'key', value: 'FILE', help: 'its key', complete: 'file' },
      { name: 'no-log', help: 'print no requests' },
    ],
    complete: [],
    examples: [
      ['sealwax proxy --from 0.0.0.0:443 --to 127.0.0.1:5000 --domain app.test', 'for every address of this machine'],
      ['sealwax proxy --from 8443 --to 5173 --to /api=6000 --domain app.test', 'two servers behind one name'],
      ['sealwax proxy run', 'what “sealwax proxy add” kept'],
    ],
    singleDash: true,
    default: true,
  },
  list: {
    path: ['proxy', 'list'],
    args: '',
    count: [0, 0],
    summary: 'the kept proxies',
    options: [],
    examples: [['sealwax proxy list', 'where each listens and leads']],
  },
  add: {
    path: ['proxy', 'add'],
    args: '',
    count: [0, 0],
    summary: 'keep a proxy, which the app runs while it is open',
    details: ['“sealwax proxy run” runs it without the app.'],
    options: [...formOptions, { name: 'stopped', help: 'keep it without starting it' }],
    examples: [['sealwax proxy add --from 8443 --to 5000 --domain app.test', 'as https://app.test:8443/']],
    singleDash: true,
  },
  start: {
    path: ['proxy', 'start'],
    ...several,
    summary: 'have whoever runs it serve it from now on',
    examples: [['sealwax proxy start app.test', 'by its name or id']],
  },
  pause: {
    path: ['proxy', 'pause'],
    ...several,
    summary: 'keep the port, and answer each request with a page that says so',
    examples: [['sealwax proxy pause app.test', 'until “start”']],
  },
  stop: {
    path: ['proxy', 'stop'],
    ...several,
    summary: 'have whoever runs it give the port up',
    examples: [['sealwax proxy stop app.test', 'also after a restart']],
  },
  remove: {
    path: ['proxy', 'remove'],
    ...several,
    summary: 'stop and forget it; its certificate stays',
    examples: [['sealwax proxy remove app.test', 'by its name or id']],
  },
} as const satisfies Record<string, CommandSpec>;
