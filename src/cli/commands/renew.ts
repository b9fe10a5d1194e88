import type { ErrorCode } from '../../core/errors';
import type { RenewManyControl } from '../../core/lifecycle/renewal-run';
import type { BatchProgress } from '../../ipc/issue-schemas';
import type { NotRenewed, RenewalReport, RenewalWish } from '../../ipc/renewal-schemas';
import type { Certificate } from '../../ipc/schemas';
import { type Parsed, UsageError } from '../command-line';
import type { CommandContext } from '../context';
import { exitCodeOf, exitCodes } from '../exit-codes';
import { findCertificate } from '../find';
import { renewalWishes } from '../specs/words';
import { columns, day, facts, minute, nameText } from '../text';

const usageHint = 'See “sealwax renew --help”.';

/** `sealwax renew ID|NAME…`, `sealwax renew --due` and `sealwax renew --auto WISH ID|NAME…` */
export async function renew(context: CommandContext, parsed: Parsed): Promise<number> {
  const due = parsed.has('due');
  const typed = parsed.positionals;
  if (due && typed.length > 0) throw new UsageError('--due renews all that are due; it takes no names.', usageHint);
  if (!due && typed.length === 0) throw new UsageError('Say which certificates to renew, or --due.', usageHint);
  if (parsed.has('dry-run') && !due) throw new UsageError('--dry-run goes with --due.', usageHint);
  const wish = parsed.value('auto');
  if (wish !== undefined) return setWish(context, wish, typed, due);
  if (due) return parsed.has('dry-run') ? showDue(context) : renewDue(context, parsed);
  const services = await context.services();
  const olds: Certificate[] = [];
  for (const word of typed) olds.push(await findCertificate(services, word));
  const [old, second] = olds;
  if (old !== undefined && second === undefined) return renewOne(context, parsed, old);
  const { renewal } = services.lifecycle;
  const report = await watched(context, parsed, (control) =>
    renewal.renewMany(
      olds.map(({ id }) => id),
      control,
    ),
  );
  return tell(context, report);
}

async function renewOne(context: CommandContext, parsed: Parsed, old: Certificate): Promise<number> {
  const { renewal } = (await context.services()).lifecycle;
  const certificate = await renewal.renewOne(old.id, { sameKey: keyWish(parsed) });
  context.result({ certificate, replaces: old.id }, () => [
    `Issued ${certificate.names.map(nameText).join(', ')} anew, valid until ${minute(certificate.notAfter)}.`,
    ...facts([
      ['id', certificate.id],
      ['certificate', certificate.files.certificate],
      ['key', certificate.files.key],
    ]),
  ]);
  context.note(`The old one stays until it expires: ${old.id}`);
  return exitCodes.ok;
}

async function renewDue(context: CommandContext, parsed: Parsed): Promise<number> {
  const { renewal } = (await context.services()).lifecycle;
  const report = await watched(context, parsed, (control) => renewal.renewDue(control));
  return tell(context, report);
}

/** Ctrl-C lets the group that is being written be finished, and then ends; a second one ends at once. */
async function watched(
  context: CommandContext,
  parsed: Parsed,
  work: (control: RenewManyControl) => Promise<RenewalReport>,
): Promise<RenewalReport> {
  const controller = new AbortController();
  const interrupt = () => controller.abort();
  process.once('SIGINT', interrupt);
  try {
    return await work({
      sameKey: keyWish(parsed),
      signal: controller.signal,
      progress: ({ done, failed, total }: BatchProgress) => {
        if (context.io.statusLine && !context.quiet) context.io.err(`\r\u001b[K${done + failed} of ${total}`);
      },
    });
  } finally {
    process.off('SIGINT', interrupt);
    if (context.io.statusLine && !context.quiet) context.io.err('\r\u001b[K');
  }
}

/** A cron job writes a letter for each line: with --quiet there are lines only for what failed. */
function tell(context: CommandContext, report: RenewalReport): number {
  const { results, renewed, failed, cancelled } = report;
  context.result(report, () =>
    context.quiet
      ? []
      : results.flatMap(({ id, certificate }) =>
          certificate === undefined ? [] : [`${id} → ${certificate.id}, until ${day(certificate.notAfter)}`],
        ),
  );
  for (const { id, problem, warning } of results) {
    if (problem !== undefined) {
      context.warn(`not renewed: ${id}: ${problem.message}${problem.hint === undefined ? '' : ` ${problem.hint}`}`);
    }
    if (warning !== undefined) context.warn(`warning: ${id} is renewed, but: ${warning}`);
  }
  context.note(results.length === 0 ? 'Nothing is due.' : `${renewed} renewed, ${failed} not, of ${results.length}.`);
  if (failed === 0) return exitCodes.ok;
  if (cancelled) return exitCodes.interrupted;
  if (renewed > 0) return exitCodes.partly;
  const codes = results.map(({ problem }) => exitCodeOf((problem?.code ?? 'internal') as ErrorCode));
  return codes.every((code) => code === exitCodes.personNeeded) ? exitCodes.personNeeded : exitCodes.failed;
}

const reasons: Record<NotRenewed, string> = {
  replaced: 'renewed already',
  revoked: 'revoked',
  broken: 'a file of it is wrong',
  'no-authority': 'its authority is not here',
  'key-elsewhere': 'its key is with somebody else',
  'turned-off': 'turned off for it',
  'long-expired': 'expired long ago',
};

async function showDue(context: CommandContext): Promise<number> {
  const standings = await (await context.services()).lifecycle.renewal.standings('command');
  const due = standings.filter(({ standing }) => standing.kind === 'due');
  const not = standings.filter(({ standing }) => standing.kind === 'never' && standing.why !== 'replaced');
  const value = standings.map(({ certificate: { id, commonName, notAfter }, standing }) => ({
    ...{ id, name: commonName, notAfter, standing: standing.kind },
    ...(standing.kind === 'due' ? { since: new Date(standing.since).toISOString() } : {}),
    ...(standing.kind === 'later' ? { from: new Date(standing.from).toISOString() } : {}),
    ...(standing.kind === 'never' ? { why: standing.why } : {}),
  }));
  context.result({ certificates: value }, () =>
    columns([
      ...due.map(({ certificate }) => ['due', certificate.id, `until ${day(certificate.notAfter)}`]),
      ...not.map(({ certificate, standing }) => [
        'not',
        certificate.id,
        standing.kind === 'never' ? reasons[standing.why] : '',
      ]),
    ]),
  );
  if (due.length === 0) context.note('Nothing is due.');
  return exitCodes.ok;
}

async function setWish(context: CommandContext, typedWish: string, typed: string[], due: boolean): Promise<number> {
  const wish: RenewalWish | undefined = renewalWishes.find((each) => each === typedWish);
  if (wish === undefined) throw new UsageError(`--auto takes ${renewalWishes.join(', ')}, not “${typedWish}”.`);
  if (due) throw new UsageError('--auto and --due cannot both be given.', usageHint);
  const services = await context.services();
  const ids: string[] = [];
  for (const word of typed) ids.push((await findCertificate(services, word)).id);
  for (const id of ids) await services.lifecycle.renewal.setWish(id, wish);
  const words = { on: 'is renewed by itself', off: 'is not renewed by itself', default: 'goes by the settings' }[wish];
  context.result({ auto: wish, certificates: ids }, () => ids.map((id) => `${id} ${words}.`));
  return exitCodes.ok;
}

/** Undefined where the person left it open: the key then stays only where its files are written side by side. */
function keyWish(parsed: Parsed): boolean | undefined {
  if (parsed.has('same-key') && parsed.has('new-key'))
    throw new UsageError('--same-key and --new-key cannot both be given.');
  return parsed.has('same-key') ? true : parsed.has('new-key') ? false : undefined;
}
