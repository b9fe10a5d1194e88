import type { Parsed } from '../command-line';
import type { CommandContext } from '../context';
import { exitCodes } from '../exit-codes';
import { columns, day, facts } from '../text';

/** `sealwax status`: as the Overview of the window says it; exit 0 when this machine is ready. */
export async function status(context: CommandContext, _parsed: Parsed): Promise<number> {
  const services = await context.services();
  const { keychain, dir, notices } = services;
  const [{ overview, authority, stores }, report] = await Promise.all([
    services.lifecycle.readOverview(),
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
      [
        'certificates',
        `${counts.healthy} healthy, ${counts.expiring} expiring, ${counts.expired} expired, ${counts.broken} broken`,
      ],
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
