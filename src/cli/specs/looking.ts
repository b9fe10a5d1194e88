import type { CommandSpec } from '../command-line';
import { passphraseFileOption } from './words';

export const lookingSpecs = {
  status: {
    path: ['status'],
    args: '',
    count: [0, 0],
    summary: 'is this machine ready, and what expires next? (exit 0 when it is)',
    options: [],
    examples: [['sealwax status --json', 'for a script']],
  },
  verify: {
    path: ['verify'],
    args: 'CERT',
    count: [1, 1],
    summary: 'would a client accept this certificate? Path validation with the reasons (exit 0 or 1)',
    details: [
      'Other certificates in the same file serve as the chain. Without --root the authorities here are the roots.',
    ],
    options: [
      { name: 'chain', value: 'FILE', many: true, help: 'intermediates', complete: 'file' },
      { name: 'root', value: 'FILE', many: true, help: 'roots to trust, and no others', complete: 'file' },
      { name: 'name', value: 'NAME', help: 'the host, address or e-mail address that it must be for' },
      {
        name: 'purpose',
        value: 'PURPOSE',
        help: 'server, client, server-client, email',
        complete: { words: ['server', 'client', 'server-client', 'email'] },
      },
      { name: 'at', value: 'TIME', help: 'at this day or instant (UTC) instead of now' },
    ],
    complete: ['file'],
    examples: [
      ['sealwax verify site.pem --name app.test', 'against the authorities here'],
      ['sealwax verify leaf.pem --chain sub.pem --root ca.pem --at 2027-01-31', 'against another root, later'],
    ],
  },
  inspect: {
    path: ['inspect'],
    args: 'FILE|-',
    count: [1, 1],
    summary: 'show all that is in a file: certificates, requests, keys, PKCS#12',
    options: [passphraseFileOption],
    complete: ['file'],
    examples: [
      ['sealwax inspect site.p12 --passphrase-file pass.txt', 'what is inside'],
      ['curl -s https://example/ca.pem | sealwax inspect -', 'from standard input'],
    ],
  },
  completion: {
    path: ['completion'],
    args: 'bash|zsh|fish',
    count: [1, 1],
    summary: 'print a completion script for your shell',
    options: [],
    complete: [{ words: ['bash', 'zsh', 'fish'] }],
    examples: [
      ['source <(sealwax completion bash)', 'in ~/.bashrc'],
      ['sealwax completion zsh > ~/.zfunc/_sealwax', 'once, into a folder of fpath'],
      ['sealwax completion fish > ~/.config/fish/completions/sealwax.fish', 'once'],
    ],
  },
  help: {
    path: ['help'],
    args: '[COMMAND…]',
    count: [0, 2],
    summary: 'show help',
    options: [],
    examples: [['sealwax help issue', 'one command']],
  },
} as const satisfies Record<string, CommandSpec>;
