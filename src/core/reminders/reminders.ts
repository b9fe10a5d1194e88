import { join } from 'node:path';
import type { Authority, Certificate } from '../../ipc/schemas';
import type { Authorities } from '../authority/authorities';
import type { Certificates } from '../authority/certificates';
import type { SettingsFile } from '../settings';
import { writeFileAtomic } from '../system/atomic-file';
import { readFile } from '../system/file-calls';
import type { FolderLock } from '../system/lock';
import { expiryCalendar } from './calendar';
import { afterTelling, type Due, dueReminders, type Telling, type Told } from './due';
import { liveCertificates, type Subject, subjectsOf } from './subjects';
import { type TrayView, trayView } from './tray-view';
import { type Notice, noticeOf } from './words';

export interface RemindersOptions {
  dir: string;
  lock: FolderLock;
  settings: SettingsFile;
  certificates: Pick<Certificates, 'list'>;
  authorities: Pick<Authorities, 'list'>;
  now: () => Date;
  /** The ids of those that are renewed automatically, and that works: nothing to be told. */
  lookedAfter?: () => Promise<ReadonlySet<string>>;
  /** Revoked: its end is of no interest. */
  isWithdrawn?: (certificate: Certificate) => boolean;
}

/** A reminder that is to be shown now. */
export interface Reminder {
  notice: Notice;
  /** What it is about, the soonest end first. */
  subjects: Subject[];
  /** Remembers that it was shown. Until then it stays due. Throws `busy`, `disk-full`, `read-only`. */
  shown: () => Promise<void>;
}

/** Tells what expires: by reminders, in the tray, and as a calendar. */
export class Reminders {
  private readonly file: string;

  constructor(private readonly options: RemindersOptions) {
    this.file = join(options.dir, 'reminders.json');
  }

  /** The reminder that is due now, or undefined: nothing is, one was shown less than a day ago, or the person wants none. */
  async due(): Promise<Reminder | undefined> {
    const { reminders, reminderDays, rootReminderDays } = await this.options.settings.read();
    if (!reminders) return undefined;
    const subjects = await this.subjects();
    const now = this.options.now().getTime();
    const thresholds = { certificate: reminderDays, authority: rootReminderDays };
    const [first, ...others] = dueReminders({ subjects, thresholds, told: await this.told(), now });
    if (first === undefined) return undefined;
    const due: [Due, ...Due[]] = [first, ...others];
    return {
      notice: noticeOf(due, now),
      subjects: due.map(({ subject }) => subject),
      shown: () =>
        this.options.lock.hold(async () =>
          writeFileAtomic(this.file, `${JSON.stringify(afterTelling(await this.told(), due, { subjects, now }))}\n`),
        ),
    };
  }

  /** What the tray shows now. */
  async tray(): Promise<TrayView> {
    const { certificates, authorities } = await this.all();
    const { isWithdrawn } = this.options;
    const withdrawn = isWithdrawn === undefined ? {} : { isWithdrawn };
    return trayView({ certificates, authorities, ...withdrawn, now: this.options.now().getTime() });
  }

  /** All that will end as an iCalendar file, with an alarm at each threshold. */
  async calendar(): Promise<{ text: string; events: number }> {
    const { reminderDays, rootReminderDays } = await this.options.settings.read();
    const { certificates, authorities } = await this.all();
    const { isWithdrawn } = this.options;
    const live = liveCertificates({ certificates, ...(isWithdrawn === undefined ? {} : { isWithdrawn }) });
    return expiryCalendar({
      certificates: live,
      authorities,
      thresholds: { certificate: reminderDays, authority: rootReminderDays },
      now: this.options.now().getTime(),
    });
  }

  private async all(): Promise<{ certificates: Certificate[]; authorities: Authority[] }> {
    const [certificates, authorities] = await Promise.all([
      this.options.certificates.list(),
      this.options.authorities.list(),
    ]);
    return { certificates, authorities };
  }

  /** What a person has to look after. */
  private async subjects(): Promise<Subject[]> {
    const { lookedAfter, isWithdrawn } = this.options;
    const { certificates, authorities } = await this.all();
    const all = subjectsOf({ certificates, authorities, ...(isWithdrawn === undefined ? {} : { isWithdrawn }) });
    if (lookedAfter === undefined) return all;
    const without = await lookedAfter();
    return all.filter(({ kind, id }) => kind !== 'certificate' || !without.has(id));
  }

  /** A missing or damaged file means that nothing has been told: rather a reminder twice than none. */
  private async told(): Promise<Told> {
    try {
      return toldOf(JSON.parse(await readFile(this.file, 'utf8')));
    } catch {
      return { subjects: {} };
    }
  }
}

const isTelling = (value: unknown): value is Telling => {
  const { days, at } = (value ?? {}) as Record<string, unknown>;
  return Number.isFinite(days) && Number.isFinite(at);
};

function toldOf({ last, subjects }: Record<string, unknown>): Told {
  const entries = Object.entries((subjects ?? {}) as Record<string, unknown>).map(
    ([fingerprint, tellings]) => [fingerprint, Array.isArray(tellings) ? tellings.filter(isTelling) : []] as const,
  );
  return {
    ...(typeof last === 'number' && Number.isFinite(last) ? { last } : {}),
    subjects: Object.fromEntries(entries),
  };
}
