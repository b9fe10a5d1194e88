import type { CommandSpec, OptionSpec } from '../command-line';
import { authorityKeyTypes, keeps, passphraseFileOption, rootForms, subjectOption, yesOption } from './words';

const many = Number.POSITIVE_INFINITY;

const keepOption: OptionSpec = {
  name: 'keep',
  value: 'WHERE',
  help: 'keychain, session (typed once while Sealwax runs) or every-use (typed for each signature)',
  complete: { words: keeps },
};

const makeOptions: readonly OptionSpec[] = [
  { name: 'limits', value: 'NAME|CIDR,…', many: true, help: 'sign only below these names and addresses' },
  { name: 'no-limits', help: 'sign any name at all: whoever gets its key can pretend to be any site to you' },
  {
    name: 'key',
    value: 'TYPE',
    help: `${authorityKeyTypes.join(', ')}; ecdsa-p256 unless told`,
    complete: { words: authorityKeyTypes },
  },
  { name: 'years', value: 'N', help: 'valid for so many years, 1 to 30; 10 unless told' },
  subjectOption,
  keepOption,
];

export const authoritySpecs = {
  list: {
    path: ['ca', 'list'],
    args: '',
    count: [0, 0],
    summary: 'list the authorities',
    options: [],
    examples: [['sealwax ca list', 'the default one has a star']],
    default: true,
  },
  show: {
    path: ['ca', 'show'],
    args: '[ID|NAME]',
    count: [0, 1],
    summary: 'show one authority; the default one unless told',
    options: [],
    complete: ['authority'],
    examples: [['sealwax ca show', 'limits, dates, where its key is']],
  },
  create: {
    path: ['ca', 'create'],
    args: '[NAME]',
    count: [0, 1],
    summary: 'make a root certificate of your own',
    details: [
      'Limited by name unless told otherwise: it can sign for development names and private addresses only, so a stolen key cannot pretend to be your bank.',
      'Its passphrase goes into the system keychain. Without one, type it, or name a private file in SEALWAX_PASSPHRASE_FILE.',
    ],
    options: makeOptions,
    examples: [
      ['sealwax ca create', 'with the usual name and limits'],
      ['sealwax ca create "Team CA" --limits test,corp.example,10.0.0.0/8', 'limits of your own'],
      ['SEALWAX_PASSPHRASE_FILE=/run/secrets/ca sealwax ca create CI --keep session', 'in a container'],
    ],
  },
  intermediate: {
    path: ['ca', 'intermediate'],
    args: 'NAME',
    count: [1, 1],
    summary: 'make an authority below a root',
    options: [
      {
        name: 'ca',
        value: 'ID|NAME',
        help: 'the root it stands under; the default one unless told',
        complete: 'authority',
      },
      ...makeOptions,
    ],
    examples: [['sealwax ca intermediate "Web team" --limits web.test', 'narrower than its root']],
  },
  default: {
    path: ['ca', 'default'],
    args: 'ID|NAME',
    count: [1, 1],
    summary: 'sign with this one when none is named',
    options: [],
    complete: ['authority'],
    examples: [['sealwax ca default "Team CA"', '']],
  },
  rename: {
    path: ['ca', 'rename'],
    args: 'ID|NAME NEW-NAME',
    count: [2, 2],
    summary: 'call it something else here; the certificate stays as it is',
    options: [],
    complete: ['authority'],
    examples: [['sealwax ca rename root-0123 "Old laptop"', '']],
  },
  adopt: {
    path: ['ca', 'adopt'],
    args: 'mkcert|FILE…',
    count: [1, many],
    summary: 'take over an authority: mkcert’s, or one from PEM or PKCS#12 files',
    details: [
      'Its key is encrypted in a file of our own; stores that trust it go on trusting it. The old plain key stays where it was until you let it be deleted.',
    ],
    options: [
      { name: 'caroot', value: 'DIR', help: 'mkcert’s folder, where several were found', complete: 'folder' },
      keepOption,
      passphraseFileOption,
      { name: 'delete-plain-key', help: 'delete the unencrypted key file afterwards' },
    ],
    complete: ['file'],
    examples: [
      ['sealwax ca adopt mkcert', 'what mkcert made on this machine'],
      ['sealwax ca adopt ca.pem ca-key.pem', 'a pair of your own'],
    ],
  },
  plainKey: {
    path: ['ca', 'delete-plain-key'],
    args: '[ID|NAME]',
    count: [0, 1],
    summary: 'delete the unencrypted key file that an adopted authority came from',
    options: [yesOption],
    complete: ['authority'],
    examples: [['sealwax ca delete-plain-key mkcert', 'mkcert itself signs nothing afterwards']],
  },
  backup: {
    path: ['ca', 'backup'],
    args: '[ID|NAME…]',
    count: [0, many],
    summary: 'write authorities with their keys into one encrypted file',
    options: [
      { name: 'out', value: 'FILE', help: 'the file, e.g. team.sealwax-backup', complete: 'file' },
      { name: 'force', help: 'replace the file if it is there' },
      passphraseFileOption,
    ],
    complete: ['authority'],
    examples: [['sealwax ca backup --out team.sealwax-backup', 'all of them; asks for a passphrase']],
  },
  restore: {
    path: ['ca', 'restore'],
    args: 'FILE',
    count: [1, 1],
    summary: 'bring authorities back from a backup',
    options: [keepOption, passphraseFileOption],
    complete: ['file'],
    examples: [['sealwax ca restore team.sealwax-backup', 'those that are here already stay as they are']],
  },
  export: {
    path: ['ca', 'export'],
    args: '[ID|NAME]',
    count: [0, 1],
    summary: 'write the public root for a phone, Windows, Java or a colleague',
    options: [
      { name: 'form', value: 'FORM', help: `${rootForms.join(', ')}; pem unless told`, complete: { words: rootForms } },
      { name: 'out', value: 'DIR', help: 'the folder; PEM goes to standard output without it', complete: 'folder' },
      { name: 'force', help: 'replace the file if it is there' },
    ],
    complete: ['authority'],
    examples: [
      ['sealwax ca export > ca.pem', 'PEM on standard output'],
      ['sealwax ca export --form mobileconfig --out .', 'for an iPhone'],
    ],
  },
  passphrase: {
    path: ['ca', 'passphrase'],
    args: '[ID|NAME]',
    count: [0, 1],
    summary: 'change its passphrase',
    options: [
      { name: 'new-passphrase-file', value: 'FILE', help: 'a private file with the new one', complete: 'file' },
    ],
    complete: ['authority'],
    examples: [['sealwax ca passphrase "Team CA"', 'asks for the old and the new one']],
  },
  keep: {
    path: ['ca', 'keep'],
    args: 'ID|NAME WHERE',
    count: [2, 2],
    summary: 'move its passphrase: keychain, session or every-use',
    options: [],
    complete: ['authority', { words: keeps }],
    examples: [['sealwax ca keep "Team CA" session', 'typed once while Sealwax runs']],
  },
  kit: {
    path: ['ca', 'recovery-kit'],
    args: '[ID|NAME]',
    count: [0, 1],
    summary: 'write what it takes to open its key without Sealwax into a private file',
    options: [
      { name: 'out', value: 'FILE', help: 'the file; it holds the passphrase', complete: 'file' },
      { name: 'force', help: 'replace the file if it is there' },
    ],
    complete: ['authority'],
    examples: [['sealwax ca recovery-kit --out kit.txt', 'print it, then delete the file']],
  },
  aside: {
    path: ['ca', 'set-aside'],
    args: 'ID|NAME',
    count: [1, 1],
    summary: 'move an authority that no store trusts out of the way',
    details: ['Its name is asked for, so that nobody does it by accident; --confirm gives it at once.'],
    options: [{ name: 'confirm', value: 'NAME', help: 'its name, typed out' }],
    complete: ['authority'],
    examples: [['sealwax ca set-aside root-0123 --confirm "Old laptop"', '']],
  },
} as const satisfies Record<string, CommandSpec>;

/** For tools that read rootCA-key.pem themselves (docs/adr/0011-mkcert.md). */
export const compatSpecs = {
  status: {
    path: ['compat', 'status'],
    args: '',
    count: [0, 0],
    summary: 'whether there is an authority with an open key, and where',
    options: [],
    examples: [['sealwax compat status', 'with the line that points a tool to it']],
    default: true,
  },
  enable: {
    path: ['compat', 'enable'],
    args: '',
    count: [0, 0],
    summary: 'make an authority whose key is NOT encrypted, for tools that read rootCA-key.pem (ddev)',
    details: [
      'Every program that runs as you can sign with it, so it must be limited by name, and ends after two years. It is apart from every other authority.',
    ],
    options: [
      { name: 'limits', value: 'NAME|CIDR,…', many: true, help: 'sign only below these names and addresses' },
      yesOption,
    ],
    examples: [['sealwax compat enable --limits ddev.site,127.0.0.0/8', 'for ddev']],
  },
  disable: {
    path: ['compat', 'disable'],
    args: '',
    count: [0, 0],
    summary: 'delete it with its key, once no store trusts it',
    options: [],
    examples: [['sealwax compat disable', '']],
  },
} as const satisfies Record<string, CommandSpec>;
