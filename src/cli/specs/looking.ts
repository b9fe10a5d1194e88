import type { CommandSpec } from '../command-line';
import { passphraseFileOption } from './words';

const startWords = ['tls', 'smtp', 'imap', 'pop3', 'ldap', 'ftp', 'xmpp', 'postgres', 'mysql'] as const;

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
    args: 'FILE|SERVER|-',
    count: [0, 1],
    summary: 'look inside a file, or at a server: chain, protocols, what is wrong and what cures it',
    details: [
      'A server is HOST, HOST:PORT, :PORT or an address: https://, smtp://, imap://, pop3://, ldap://, ftp://, xmpp://, postgres://, mysql:// (these begin in the clear, and are known by their usual ports too). Nothing is sent to it but handshakes. A file that is there comes first.',
      'Exit codes of a server, by the worst kind of finding: 0 nothing, 10 no connection, 11 no TLS, 12 dates, 13 name, 14 chain, 15 trust, 16 weak key or signature, 17 usage or limits, 18 protocol, 19 an old one is served.',
    ],
    options: [
      passphraseFileOption,
      { name: 'listening', help: 'list the servers that listen on this machine, and what they serve' },
      {
        name: 'starttls',
        value: 'PROTOCOL',
        help: `how TLS begins: ${startWords.join(', ')}`,
        complete: { words: startWords },
      },
      {
        name: 'name',
        value: 'NAME',
        help: 'ask for this name instead of the host, and hold the certificate against it',
      },
      { name: 'no-clients', help: 'do not ask the clients of this machine (OpenSSL, Python, Java)' },
      { name: 'browsers', help: 'ask Chromium and Firefox themselves too; some seconds each' },
      { name: 'strict', help: 'warnings count for the exit code too' },
      { name: 'timeout', value: 'SECONDS', help: 'for each connection; 5 unless told' },
    ],
    complete: ['file'],
    examples: [
      ['sealwax inspect app.test:8443', 'a server'],
      ['sealwax inspect --listening', 'which servers run here'],
      ['sealwax inspect smtp://mail.test --json', 'for a script'],
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
