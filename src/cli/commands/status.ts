import type { Counts } from '../../ipc/overview-schemas';
import type { Parsed } from '../command-line';
import type { CommandContext } from '../context';
import { exitCodes } from '../exit-codes';
import { columns, day, facts } from '../text';

/** The timeline of the command line is cut into weeks. */
const weeks = 52;

/** `sealwax status`: as the Overview of the window says it; exit 0 when this machine is ready. */
export async function status(context: CommandContext, _parsed: Parsed): Promise<number> {
  const services = await context.services();
  const { keychain, dir, notices } = services;
  const [{ overview, authority, stores }, timeline, report] = await Promise.all([
    services.lifecycle.readOverview(),
    services.lifecycle.readTimeline({ months: 12, slots: weeks }),
    keychain.report(),
  ]);
  const { readiness, counts, problems, next, headline } = overview;
  // No connection is opened here, so what the window says of the last one is left out.
  const value = {
    readiness,
    headline,
    problems,
    counts,
    next,
    timeline,
    authority: authority ?? null,
    keychain: report,
    stores: stores.map(({ id, label, state }) => ({ id, label, state })),
    dataFolder: dir,
    notices: notices(),
  };
  context.result(value, () => [
    `${headline}.`,
    ...problems.map(({ message, hint }) => `  ${message}${hint === undefined ? '' : ` ${hint}`}`),
    '',
    ...facts([
      ['authority', authority === undefined ? 'none' : `${authority.name}, until ${day(authority.notAfter)}`],
      ['certificates', countsInWords(counts)],
      ['keychain', report.message],
      ['data folder', dir],
    ]),
    ...(next.length === 0 ? [] : ['', 'Next to expire:']),
    ...columns(next.map((each) => [`  ${day(each.notAfter)}`, each.status, each.commonName, each.id])),
  ]);
  for (const text of notices()) context.warn(`warning: ${text}`);
  if (readiness === 'not-set-up') context.note('Begin with: sealwax ca create, then sealwax trust install');
  return readiness === 'ready' ? exitCodes.ok : exitCodes.failed;
}

function countsInWords({ healthy, expiring, expired, broken, notYetValid, unmanaged }: Counts): string {
  return [
    `${healthy} healthy, ${expiring} expiring, ${expired} expired, ${broken} broken`,
    ...(notYetValid > 0 ? [`${notYetValid} not yet valid`] : []),
    ...(unmanaged === undefined ? [] : [`${unmanaged.total} unmanaged`]),
  ].join(', ');
}
