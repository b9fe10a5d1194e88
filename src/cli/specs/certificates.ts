import { snippetIds, snippetKinds } from '../../core/recipes/snippet-ids';
import type { CommandSpec } from '../command-line';
import {
  caOption,
  keyTypes,
  passphraseFileOption,
  purposeOption,
  renewalWishes,
  subjectOption,
  validityOptions,
  writeOptions,
  yesOption,
} from './words';

const many = Number.POSITIVE_INFINITY;

const keyOption = {
  name: 'key',
  value: 'TYPE',
  help: `${keyTypes.join(', ')}; ecdsa-p256 unless told`,
  complete: { words: keyTypes },
} as const;

export const certificateSpecs = {
  issue: {
    path: ['issue'],
    args: 'NAME…',
    count: [0, many],
    summary: 'issue a certificate, or many',
    details: [
      'A name is a host (also with a wildcard, or in another script), an IP address, an e-mail address or a URI. The certificate and its key are kept in the data folder; --out writes copies where a server wants them.',
      'A batch is a list (one certificate a line, its names separated by spaces) or a CSV (name, more names, purpose). Ctrl-C stops it between two certificates; what was issued stays.',
    ],
    options: [
      purposeOption,
      keyOption,
      ...validityOptions,
      caOption,
      subjectOption,
      ...writeOptions,
      passphraseFileOption,
      { name: 'batch', value: 'FILE|-', help: 'issue one certificate for each line', complete: 'file' },
    ],
    examples: [
      ['sealwax issue localhost 127.0.0.1 ::1', 'the trio for a development server'],
      ['sealwax issue app.test "*.app.test" --out certs', 'and write certificate and key into certs/'],
      ['sealwax issue node1.test --purpose server-client --format combined --out .', 'mutual TLS, one PEM file'],
      ['sealwax issue --batch names.csv --json', 'one JSON object a line'],
    ],
  },
  list: {
    path: ['list'],
    args: '',
    count: [0, 0],
    summary: 'list the certificates',
    options: [
      { name: 'expiring', help: 'only those that expire soon, or have expired' },
      { ...caOption, help: 'only those of this authority' },
    ],
    examples: [
      ['sealwax list', 'all of them'],
      ['sealwax list --expiring --json', 'for a script that renews'],
    ],
  },
  show: {
    path: ['show'],
    args: 'ID|NAME',
    count: [1, 1],
    summary: 'show one certificate: what it says, its chain, its files',
    details: ['The beginning of an id is enough when only one has it.'],
    options: [
      { name: 'pem', help: 'print the certificate itself, PEM' },
      {
        name: 'snippet',
        value: 'PROGRAM',
        help: `print what to put into ${snippetIds.join(', ')}; “list” names those that suit the certificate`,
        complete: { words: [...snippetIds, 'list'] },
      },
      {
        name: 'kind',
        value: 'KIND',
        help: 'with --snippet: server, client (it reaches the server), or mutual (both sides show a certificate); the first that there is unless told',
        complete: { words: snippetKinds },
      },
    ],
    complete: ['certificate'],
    examples: [
      ['sealwax show app.test', 'by name'],
      ['sealwax show app.test --snippet nginx', 'a server block with its paths'],
      ['sealwax show app.test --snippet postgresql --kind mutual', 'a server that asks each client for a certificate'],
      ['sealwax show app.test --pem | openssl x509 -text', 'to another tool'],
    ],
  },
  renew: {
    path: ['renew'],
    args: 'ID|NAME…',
    count: [0, many],
    summary: 'issue anew what is named, or all that is due: same names, purpose, subject and authority',
    details: [
      'The old certificate stays until it expires; then it moves into the bin for 30 days.',
      'With --due, whatever is in the last third of its life is renewed, or within the days that your settings say. Where nobody is there (cron, CI), SEALWAX_PASSPHRASE_FILE names a private file with the passphrase of the authority. With --quiet nothing is printed unless something fails. Exit 4 when some could not be renewed.',
    ],
    options: [
      { name: 'same-key', help: 'keep the key' },
      {
        name: 'new-key',
        help: 'make a new key, also where certificate and key are kept up to date in two files: there it stays unless told',
      },
      { name: 'due', help: 'all that are due, but for those with --auto off' },
      { name: 'dry-run', help: 'with --due: show what is due and do nothing' },
      {
        name: 'auto',
        value: 'WISH',
        help: 'do not renew now; say whether Sealwax may by itself: on, off, default (as the settings say)',
        complete: { words: renewalWishes },
      },
    ],
    complete: ['certificate'],
    examples: [
      ['sealwax renew app.test', 'a new certificate with a new key'],
      ['sealwax renew --due --quiet', 'once a day from cron'],
      ['sealwax renew --due --dry-run', 'what is due, and what is not and why'],
      ['sealwax renew app.test --auto off', 'never without you'],
    ],
  },
  export: {
    path: ['export'],
    args: 'ID|NAME…',
    count: [1, many],
    summary: 'write certificates and keys as files, in the form a server wants',
    details: [
      'Files that are there are never replaced without --force. Of several certificates each gets a folder of its own.',
      'PKCS#12 files and encrypted keys need a passphrase: it is asked for, or read from --passphrase-file. A Java trust store has Java’s usual password, changeit.',
    ],
    options: [...writeOptions, passphraseFileOption],
    complete: ['certificate'],
    examples: [
      ['sealwax export app.test --out /etc/nginx/tls --format full-chain,key', 'for nginx'],
      ['sealwax export app.test --format pkcs12 --passphrase-file pass.txt --out .', 'for Windows or Java'],
      ['sealwax export app.test --format kubernetes-secret --out .', 'for kubectl apply -f'],
    ],
  },
  delete: {
    path: ['delete'],
    args: 'ID|NAME',
    count: [1, 1],
    summary: 'move a certificate and its key into the bin, or bring it back',
    options: [yesOption, { name: 'restore', help: 'bring it back out of the bin (by its id)' }],
    complete: ['certificate'],
    examples: [
      ['sealwax delete app.test --yes', 'without a question'],
      ['sealwax delete --restore app.test-0123abcd', 'back from the bin'],
    ],
  },
} as const satisfies Record<string, CommandSpec>;

export const requestSpecs = {
  new: {
    path: ['csr', 'new'],
    args: 'NAME…',
    count: [1, many],
    summary: 'make a key and a signing request for somebody else to sign',
    options: [
      purposeOption,
      keyOption,
      subjectOption,
      { name: 'out', value: 'FILE', help: 'write the request into this file too', complete: 'file' },
      { name: 'force', help: 'replace the file if it is there' },
    ],
    examples: [
      ['sealwax csr new app.example.com --subject "C=DE,O=Example" > app.csr', 'the request on standard output'],
    ],
  },
  list: {
    path: ['csr', 'list'],
    args: '',
    count: [0, 0],
    summary: 'list the requests that wait for their certificate',
    options: [],
    examples: [['sealwax csr list', 'all of them']],
    default: true,
  },
  show: {
    path: ['csr', 'show'],
    args: 'ID|NAME',
    count: [1, 1],
    summary: 'show a request made here',
    options: [{ name: 'pem', help: 'print the request itself, PEM' }],
    complete: ['request'],
    examples: [['sealwax csr show app.example.com --pem', 'the request again']],
  },
  complete: {
    path: ['csr', 'complete'],
    args: 'FILE|-',
    count: [1, 1],
    summary: 'take the signed certificate and put it with its key into the list',
    options: [],
    complete: ['file'],
    examples: [['sealwax csr complete signed.pem', 'with its chain, if the file has it']],
  },
  delete: {
    path: ['csr', 'delete'],
    args: 'ID|NAME',
    count: [1, 1],
    summary: 'delete a request and its key',
    options: [yesOption],
    complete: ['request'],
    examples: [['sealwax csr delete app.example.com', 'asks first']],
  },
  sign: {
    path: ['sign'],
    args: 'FILE|-',
    count: [1, 1],
    summary: 'sign somebody’s request (PEM or DER), after showing what it asks for',
    details: [
      'Names outside the limits of the authority must be dropped first; their owner may ask you to add others.',
    ],
    options: [
      { name: 'name', value: 'NAME', many: true, help: 'add a name' },
      { name: 'drop-name', value: 'NAME', many: true, help: 'strike a name out' },
      { name: 'only-name', value: 'NAME', many: true, help: 'exactly these names, whatever it asks for' },
      purposeOption,
      ...validityOptions,
      subjectOption,
      caOption,
      { name: 'out', value: 'FILE', help: 'write the certificate with its chain into this file', complete: 'file' },
      { name: 'force', help: 'replace the file if it is there' },
      yesOption,
    ],
    complete: ['file'],
    examples: [
      ['sealwax sign phone.csr --out phone.pem', 'asks before it signs'],
      ['sealwax sign phone.csr --drop-name phone.example.com --yes', 'without that name'],
    ],
  },
} as const satisfies Record<string, CommandSpec>;
