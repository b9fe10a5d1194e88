import { type Facts, labelled } from '../../src/core/activity/facts';
import { matcher } from '../../src/core/activity/filter';
import { wordsOf } from '../../src/core/activity/words';
import { AppError } from '../../src/core/errors';
import type { ActivityEntry, Chain } from '../../src/ipc/activity-schemas';
import { authority, hex, inDays, rootName } from './data';
import { type Answers, savedAs, type World } from './world';

interface Noted {
  days: number;
  who: ActivityEntry['who'];
  what: string;
  subject: string;
  facts?: Facts;
}

const root = authority.fingerprint;
const trust = (label: string, outcome: string): Facts => ({ name: rootName, store: label, label, outcome });

/** What a busy fortnight leaves, the newest first. */
const noted: readonly Noted[] = [
  { days: -0.004, who: 'window', what: 'key.unlocked', subject: 'root', facts: { name: rootName, keep: 'keychain' } },
  {
    days: -0.01,
    who: 'automatic',
    what: 'deployment.conflict',
    subject: 'shop.test-91aa02c47f10',
    facts: { names: ['shop.test'], folder: '/srv/nginx/tls' },
  },
  {
    days: -0.02,
    who: 'automatic',
    what: 'certificate.renewed',
    subject: 'app.test-5b1f0c22d9e8',
    facts: {
      names: ['app.test', '*.app.test', 'localhost'],
      fingerprint: hex('renewed', 64),
      serial: hex('renewed serial', 32),
      authority: 'root',
      notAfter: inDays(397),
      renews: 'app.test-0a9c11b2e3f4',
    },
  },
  {
    days: -1.1,
    who: 'command-line',
    what: 'certificate.exported',
    subject: 'api.internal-77ab31c09d52',
    facts: { formats: ['certificate', 'key'], folder: '/home/ada/work/api/certs' },
  },
  {
    days: -1.2,
    who: 'automatic',
    what: 'renewal.failed',
    subject: 'legacy.shop.test-1c',
    facts: { reason: 'The key is locked.' },
  },
  { days: -1.3, who: 'window', what: 'trust.installed', subject: root, facts: trust('System store', 'done') },
  {
    days: -1.3,
    who: 'window',
    what: 'trust.installed',
    subject: root,
    facts: trust('Firefox (default-release)', 'locked'),
  },
  {
    days: -2.2,
    who: 'window',
    what: 'settings.changed',
    subject: 'settings',
    facts: { unlockMinutes: { from: 5, to: 10 } },
  },
  {
    days: -2.4,
    who: 'window',
    what: 'certificate.deleted',
    subject: 'old.test-aa01',
    facts: { fingerprint: hex('old', 64) },
  },
  {
    days: -3.3,
    who: 'command-line',
    what: 'authority.adopted',
    subject: 'mkcert',
    facts: { name: '<b>mkcert</b> ada@workbench', origin: 'mkcert' },
  },
  { days: -4.1, who: 'window', what: 'authority.backed-up', subject: 'root', facts: { name: rootName } },
];

/** So many more, so that the history has a second page. */
const older = 400;

/** The history as it lies in the file, the newest first. */
function historyOf(): ActivityEntry[] {
  const issued = Array.from(
    { length: older },
    (_, index): Noted => ({
      days: -5 - index / 6,
      who: index % 3 === 0 ? 'command-line' : 'window',
      what: 'certificate.issued',
      subject: `host-${index}.test-${hex(`${index}`, 12)}`,
      facts: { names: [`host-${index}.test`, 'localhost'], notAfter: inDays(392) },
    }),
  );
  const made: Noted = {
    days: -90,
    who: 'window',
    what: 'authority.created',
    subject: 'root',
    facts: { name: rootName },
  };
  const all = [...noted, ...issued, made];
  return all.map((each, index) => entryOf(each, (all.length - 1 - index) * 400));
}

const entryOf = ({ days, who, what, subject, facts = {} }: Noted, id: number): ActivityEntry => ({
  id,
  at: inDays(days),
  who,
  what,
  ...wordsOf(what, subject, facts),
  subject,
  facts: labelled(facts),
  previous: hex(`previous ${id}`, 64),
});

/** As src/core/activity/entry.ts shows a line that a crash left. */
const unreadable = (id: number): ActivityEntry => ({
  id,
  at: '',
  who: 'unknown',
  what: 'unreadable',
  group: 'other',
  sentence: 'A line that cannot be read',
  mark: 'attention',
  subject: '',
  facts: [{ label: 'As it stands in the file', value: '{"at":"2026-11-2' }],
  previous: '',
});

/** The history of the machine. */
export class ActivityDouble {
  private history: ActivityEntry[];

  constructor(private readonly world: World) {
    this.history = world.state === 'empty' ? [] : historyOf();
    if (world.state === 'damaged') this.history[3] = unreadable(this.history[3]?.id ?? 0);
  }

  /** Something was done; called by tests. */
  note(what: string, subject: string, facts: Facts): void {
    const id = (this.history[0]?.id ?? 0) + 400;
    this.history = [entryOf({ days: 0, who: 'command-line', what, subject, facts }, id), ...this.history];
    this.world.emit('activity.changed', undefined);
  }

  answers(): Answers<'activity'> {
    return {
      'activity.page': ({ before, limit, ...filter }) => {
        if (this.world.state === 'failing') {
          throw new AppError(
            'file-unreadable',
            'The history /home/ada/.local/share/sealwax/journal.jsonl could not be read.',
            {
              hint: 'Look at its permissions, or put it back from a backup; what was issued is not touched by this.',
            },
          );
        }
        const fits = this.history.filter(({ id }) => before === undefined || id < before).filter(matcher(filter));
        const entries = fits.slice(0, limit);
        return { entries, next: fits.length > limit ? (entries.at(-1)?.id ?? null) : null };
      },
      'activity.verify': () => this.chain(),
      'activity.export': ({ format }) => savedAs(this.world, [`sealwax-history.${format}`], 'Documents'),
    };
  }

  private chain(): Chain {
    const [lines, at] = [this.history.length, inDays(0)];
    if (this.world.state !== 'damaged') return { state: 'intact', lines, problems: [], problemCount: 0, at };
    const line = lines - 3;
    return {
      state: 'broken',
      lines,
      brokenAt: line,
      problems: [
        {
          kind: 'unreadable',
          line,
          message: `Line ${line} cannot be read: it was damaged or changed after it was written.`,
        },
      ],
      problemCount: 1,
      at,
    };
  }
}
