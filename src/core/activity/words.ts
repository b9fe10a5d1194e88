import type { ActivityGroup } from '../../ipc/activity-schemas';
import { entryFor, type Facts, listOf, textOf } from './facts';

interface Words {
  group: ActivityGroup;
  /** What happened, as a sentence without its full stop. `facts` may lack anything. */
  say: (subject: string, facts: Facts) => string;
  /** When it is not simply done. */
  mark?: (facts: Facts) => 'failed' | 'attention' | undefined;
}

/** "app.test", "app.test and 2 more names"; the subject where no names were noted. */
function names(subject: string, facts: Facts): string {
  const [first, ...more] = listOf(facts, 'names');
  if (first === undefined) return subject;
  return more.length === 0 ? first : `${first} and ${more.length} more name${more.length === 1 ? '' : 's'}`;
}

const called = (subject: string, facts: Facts): string => textOf(facts, 'name') ?? subject;
/** The first digits of a fingerprint; anything else as it is. */
const short = (subject: string): string => (/^[0-9a-f]{64}$/.test(subject) ? `${subject.slice(0, 12)}…` : subject);
const root = (subject: string, facts: Facts): string => textOf(facts, 'name') ?? `the root ${short(subject)}`;
const place = (facts: Facts): string => textOf(facts, 'label') ?? textOf(facts, 'store') ?? 'a trust store';
const because = (facts: Facts): string => {
  const reason = textOf(facts, 'message') ?? textOf(facts, 'reason');
  return reason === undefined ? '' : `: ${reason.replace(/\.$/, '')}`;
};
const where = (facts: Facts): string => {
  const found = textOf(facts, 'folder') ?? textOf(facts, 'file') ?? listOf(facts, 'files')[0];
  return found === undefined ? '' : ` in ${found}`;
};
const always = (mark: 'failed' | 'attention') => () => mark;
const simple = (group: ActivityGroup, text: (it: string, facts: Facts) => string, it = called): Words => ({
  group,
  say: (subject, facts) => text(it(subject, facts), facts),
});
const marked = (words: Words, mark: 'failed' | 'attention'): Words => ({ ...words, mark: always(mark) });

const outcomes: Readonly<Record<string, string>> = {
  cancelled: 'cancelled',
  failed: 'failed',
  locked: 'the store is locked',
  'not-allowed': 'not allowed',
  'timed-out': 'timed out',
  'tool-missing': 'a tool is missing',
};

function trustWords(done: string, wanted: string, preposition: string): Words {
  return {
    group: 'trust',
    say: (subject, facts) => {
      const outcome = textOf(facts, 'outcome') ?? 'done';
      const target = `${root(subject, facts)} ${preposition} ${place(facts)}`;
      if (outcome === 'done') return `${done} ${target}`;
      if (outcome === 'already') return `${done} ${target}: nothing to do`;
      return `${wanted} ${target}: ${entryFor(outcomes, outcome) ?? outcome}`;
    },
    mark: (facts) => {
      const outcome = textOf(facts, 'outcome') ?? 'done';
      if (outcome === 'done' || outcome === 'already') return undefined;
      return outcome === 'cancelled' || outcome === 'locked' ? 'attention' : 'failed';
    },
  };
}

/**
 * A sentence for everything that is noted. What has none here is told by `wordsOf` in plain terms, so a new note needs no line
 * at once; but people understand one better.
 */
const table: Readonly<Record<string, Words>> = {
  'certificate.issued': {
    group: 'certificate',
    say: (subject, facts) =>
      `${facts.request === true ? 'Signed a request' : 'Issued a certificate'} for ${names(subject, facts)}`,
  },
  'certificate.renewed': simple('certificate', (it) => `Renewed the certificate for ${it}`, names),
  'certificate.adopted': simple('certificate', (it) => `Took in the certificate for ${it}`, names),
  'certificate.deleted': simple('certificate', (it) => `Deleted the certificate ${it}`, names),
  'certificate.retired': simple(
    'certificate',
    (it) => `Moved the replaced certificate ${it} into the bin: it has expired`,
    names,
  ),
  'certificate.restored': simple('certificate', (it) => `Brought back the certificate ${it}`, names),
  'certificate.exported': simple('export', (it, facts) => `Exported ${it}${where(facts)}`, names),
  'certificate.revoked': simple('revoke', (it, facts) => `Revoked the certificate for ${it}${because(facts)}`, names),
  'certificate.unrevoked': simple('revoke', (it) => `Took back the revocation of ${it}`, names),
  'certificate.settings-changed': simple('certificate', (it) => `Changed how ${it} is renewed`, names),
  'renewal.failed': marked(
    simple('certificate', (it, f) => `Could not renew ${it}${because(f)}`, names),
    'failed',
  ),
  'renewal.postponed': marked(
    simple('certificate', (it, facts) => `Put off renewing ${it}${because(facts)}`, names),
    'attention',
  ),
  'request.created': simple('certificate', (it) => `Made a signing request for ${it}`, names),
  'request.deleted': simple('certificate', (it) => `Deleted the signing request ${it}`, names),
  'request.completed': simple('certificate', (it) => `Completed the signing request ${it}`, names),
  'request.exported': simple('export', (it) => `Saved the signing request ${it}`, names),
  'export.cleared-up': marked(
    simple('export', (it) => `Finished or took back an export into ${it} that was broken off`),
    'attention',
  ),
  'authority.created': {
    group: 'authority',
    say: (subject, facts) =>
      `Made ${facts.kind === 'intermediate' ? 'the intermediate' : 'the authority'} ${called(subject, facts)}`,
  },
  'authority.adopted': simple('authority', (it) => `Adopted the authority ${it}`),
  'authority.restored': simple('authority', (it) => `Restored the authority ${it} from a backup`),
  'authority.backed-up': simple('export', (it) => `Wrote a backup of the authority ${it}`),
  'authority.exported': simple('export', (it, facts) => `Exported the certificate of ${it}${where(facts)}`),
  'authority.recovery-kit-shown': simple('export', (it) => `Showed the recovery kit of ${it}`),
  'authority.made-default': simple('authority', (it) => `Made ${it} the default authority`),
  'authority.made-private': simple('authority', (it) => `Made the files of ${it} private`),
  'authority.set-aside': simple('authority', (it) => `Set the authority ${it} aside`),
  'authority.renamed': {
    group: 'authority',
    say: (subject, facts) =>
      `Renamed the authority ${textOf(facts, 'from') ?? subject} to ${textOf(facts, 'to') ?? 'another name'}`,
  },
  'authority.plain-key-deleted': simple('key', (it) => `Deleted the unencrypted copy of the key of ${it}`),
  'authority.passphrase-changed': simple('key', (it) => `Changed the passphrase of ${it}`),
  'authority.keep-changed': simple('key', (it) => `Changed how the passphrase of ${it} is kept`),
  'key.unlocked': simple('key', (it) => `Unlocked the key of ${it}`),
  'key.locked': simple('key', (it) => `Locked the key of ${it}`),
  'compat.enabled': simple('authority', () => 'Turned on the authority that stands in for mkcert’s'),
  'compat.disabled': simple('authority', () => 'Turned off the authority that stands in for mkcert’s'),
  'trust.installed': trustWords('Installed', 'Tried to install', 'in'),
  'trust.removed': trustWords('Removed', 'Tried to remove', 'from'),
  'trust.phone-page-started': simple('trust', (it) => `Started the page for phones with ${it}`, root),
  'rollover.started': simple('authority', (it) => `Began to replace the root ${it}`),
  'rollover.ticked': simple('authority', (it) => `Ticked what was done by hand to replace the root ${it}`),
  'rollover.finished': simple('authority', (it) => `Replaced the root ${it}`),
  'deployment.added': simple('deploy', (it, facts) => `Remembered where ${it} is deployed${where(facts)}`, names),
  'deployment.changed': simple('deploy', (it) => `Changed a deployment of ${it}`, names),
  'deployment.forgotten': simple('deploy', (it, facts) => `Forgot a deployment of ${it}${where(facts)}`, names),
  'deployment.written': simple('deploy', (it, facts) => `Wrote the files of ${it}${where(facts)}`, names),
  'deployment.conflict': marked(
    simple('deploy', (it, facts) => `Left the files of ${it} as they are, somebody changed them${where(facts)}`, names),
    'attention',
  ),
  'deployment.failed': marked(
    simple('deploy', (it, facts) => `Could not write the files of ${it}${because(facts)}`, names),
    'failed',
  ),
  'deployment.reloaded': simple('deploy', (it) => `Reloaded the program that serves ${it}`, names),
  'deployment.reload-failed': marked(
    simple('deploy', (it, facts) => `Could not reload the program that serves ${it}${because(facts)}`, names),
    'failed',
  ),
  'crl.made': simple('revoke', (it, facts) => `Made the revocation list${numbered(facts)} of ${it}`),
  'crl.exported': simple('export', (it, facts) => `Exported the revocation list of ${it}${where(facts)}`),
  'crl.serving-changed': simple('revoke', (it) => `Changed whether the revocation list of ${it} is served`),
  'watch.added': simple('watch', (it) => `Began to watch ${it}`),
  'watch.removed': simple('watch', (it) => `Stopped watching ${it}`),
  'watch.changed': marked(
    simple('watch', (it, facts) => `Saw a change of ${it}${because(facts)}`),
    'attention',
  ),
  'watch.failed': marked(
    simple('watch', (it, facts) => `Could not look at ${it}${because(facts)}`),
    'failed',
  ),
  'watch.expiring': marked(
    simple('watch', (it, facts) => `Saw the end of ${it}${because(facts)}`),
    'attention',
  ),
  'watch.renewed': simple('watch', (it) => `Renewed ${it} in place`),
  'watch.put-back': simple('watch', (it) => `Put back what ${it} was before it was renewed in place`),
  'proxy.added': simple('proxy', (it) => `Put HTTPS in front of ${it}`, names),
  'proxy.changed': simple('proxy', (it) => `Changed the proxy of ${it}`, names),
  'proxy.removed': simple('proxy', (it) => `Removed the proxy of ${it}`, names),
  'proxy.running': simple('proxy', (it) => `Started the proxy of ${it}`, names),
  'proxy.paused': simple('proxy', (it) => `Paused the proxy of ${it}`, names),
  'proxy.stopped': simple('proxy', (it) => `Stopped the proxy of ${it}`, names),
  'proxy.key-log-on': marked(
    simple('proxy', (it) => `Turned on the key log of ${it}, which lets its reader read all that goes through`, names),
    'attention',
  ),
  'proxy.key-log-off': simple('proxy', (it) => `Turned off the key log of ${it}`, names),
  'hosts.added': simple('proxy', (it) => `Wrote ${it} into the hosts file`, names),
  'hosts.removed': simple('proxy', (it) => `Took ${it} out of the hosts file`, names),
  'settings.changed': {
    group: 'settings',
    say: (_, facts) => {
      const changed = Object.keys(facts);
      return changed.length === 0 ? 'Changed a setting' : `Changed ${changed.map(settingName).join(', ')}`;
    },
  },
  'acme.started': simple('certificate', (it, facts) => `Started the ACME server of ${it}${openTo(facts)}`),
  'acme.stopped': simple('certificate', (it) => `Stopped the ACME server of ${it}`),
  'acme.account-created': simple('certificate', (it) => `Gave an ACME account to ${it}`),
  'acme.account-deactivated': simple('certificate', (it) => `The ACME account of ${it} was given up by its client`),
  'acme.account-key-changed': simple('certificate', (it) => `The ACME account of ${it} changed its key`),
  'acme.account-blocked': simple('certificate', (it) => `Shut the ACME account ${it} out`),
  'acme.account-let-in': simple('certificate', (it) => `Let the ACME account ${it} in again`),
  'acme.policy-changed': simple('certificate', (it) => `Changed what the ACME account ${it} may have`),
  'acme.answered': simple(
    'certificate',
    (it, facts) => `Said “${textOf(facts, 'answer') ?? 'once'}” to certificates for ${it}`,
    names,
  ),
  'acme.key-made': simple('key', (it) => `Made a key that binds ACME accounts for ${it}`),
  'acme.key-removed': simple('key', (it) => `Took back the key that binds the ACME accounts of ${it}`),
  'reminder.shown': simple('watch', (it) => `Reminded of ${it}`),
  'history.tail-changed': marked(
    simple('other', () => 'Found the end of this history cut off or changed'),
    'failed',
  ),
  'history.exported': simple('export', () => 'Exported this history'),
};

/** What a server lets in beyond proven names on the loopback. */
function openTo(facts: Facts): string {
  const lan = listOf(facts, 'lan').length > 0 ? ' for the network' : '';
  return facts.trustThisMachine === true ? `${lan}, without challenges for programs on this machine` : lan;
}

function numbered(facts: Facts): string {
  const number = textOf(facts, 'number');
  return number === undefined ? '' : ` ${number}`;
}

const settings: Readonly<Record<string, string>> = {
  theme: 'the theme',
  unlockMinutes: 'how long a key stays open',
  validityDays: 'how long new certificates are valid',
};

function settingName(name: string): string {
  return entryFor(settings, name) ?? `the setting “${name}”`;
}

const groupsByFirstWord: Readonly<Record<string, ActivityGroup>> = {
  acme: 'certificate',
  authority: 'authority',
  certificate: 'certificate',
  compat: 'authority',
  crl: 'revoke',
  deployment: 'deploy',
  hosts: 'proxy',
  key: 'key',
  proxy: 'proxy',
  reminder: 'watch',
  renewal: 'certificate',
  request: 'certificate',
  rollover: 'authority',
  settings: 'settings',
  trust: 'trust',
  watch: 'watch',
};

/** The group and the sentence of a note, whatever it is called: one of a newer Sealwax is told by its own words. */
export function wordsOf(what: string, subject: string, facts: Facts) {
  const words = entryFor(table, what);
  if (words !== undefined) {
    const mark = words.mark?.(facts);
    return { group: words.group, sentence: words.say(subject, facts), ...(mark === undefined ? {} : { mark }) };
  }
  const [first = '', ...rest] = what.split('.');
  const verb = rest.join(' ').replaceAll('-', ' ');
  const thing = first.charAt(0).toUpperCase() + first.slice(1);
  const group = entryFor(groupsByFirstWord, first) ?? ('other' as const);
  return { group, sentence: `${thing} ${verb}: ${short(subject)}`.replace(' :', ':') };
}

/** What the table has a sentence for. */
export const knownNotes: readonly string[] = Object.keys(table);
