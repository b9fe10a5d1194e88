import { revocationReasons } from '../../core/revocation/revocation-record';
import type { CommandSpec } from '../command-line';
import { yesOption } from './words';

const many = Number.POSITIVE_INFINITY;

export const revocationSpecs = {
  revoke: {
    path: ['revoke'],
    args: 'ID|NAME…',
    count: [0, many],
    summary: 'take certificates back, for good, and put them on the list of their authority',
    details: [
      'It cannot be undone: issue a new certificate instead. Clients refuse a revoked one only where they look at the list (“sealwax ca crl”).',
      `REASON is one of ${revocationReasons.join(', ')}.`,
    ],
    options: [
      {
        name: 'reason',
        value: 'REASON',
        help: 'why, in the words of RFC 5280; unspecified unless told',
        complete: { words: revocationReasons },
      },
      { name: 'serial', value: 'HEX', many: true, help: 'by serial number, for one that is no longer in the list' },
      {
        name: 'ca',
        value: 'ID|NAME',
        help: 'with --serial: the authority that signed it; the default one unless told',
        complete: 'authority',
      },
      yesOption,
    ],
    complete: ['certificate'],
    examples: [
      ['sealwax revoke app.test --reason keyCompromise', 'its key may be known to others'],
      ['sealwax revoke --serial 3f2a91c0 --reason superseded --yes', 'one that was deleted'],
    ],
  },
  revoked: {
    path: ['ca', 'revoked'],
    args: '[ID|NAME]',
    count: [0, 1],
    summary: 'what an authority has revoked, and how its list stands',
    options: [],
    complete: ['authority'],
    examples: [['sealwax ca revoked --json', 'with the number of the list and its next update']],
  },
  crl: {
    path: ['ca', 'crl'],
    args: '[ID|NAME]',
    count: [0, 1],
    summary: 'the signed revocation list (CRL) of an authority; made anew when it is due',
    options: [
      { name: 'out', value: 'FILE', help: 'the file; PEM goes to standard output without it', complete: 'file' },
      { name: 'der', help: 'DER instead of PEM, as web servers hand it out' },
      { name: 'new', help: 'make a new one now' },
      { name: 'force', help: 'replace the file if it is there' },
    ],
    complete: ['authority'],
    examples: [
      ['sealwax ca crl | openssl crl -noout -text', 'to another tool'],
      ['sealwax ca crl --der --out public/team.crl --force', 'for a web server, e.g. from cron'],
    ],
  },
  serve: {
    path: ['ca', 'crl-serve'],
    args: 'on|off [ID|NAME]',
    count: [1, 2],
    summary: 'let new certificates name an address of this machine where the window serves the list',
    details: [
      'For clients that refuse a certificate without one (Windows Schannel). The list is served on 127.0.0.1 while the window of Sealwax runs; certificates that were issued before stay as they are.',
    ],
    options: [{ name: 'port', value: 'N', help: 'the port, 1024 to 65535; 15280 unless told' }],
    complete: [{ words: ['on', 'off'] }, 'authority'],
    examples: [['sealwax ca crl-serve on', 'for the default authority']],
  },
} as const satisfies Record<string, CommandSpec>;
