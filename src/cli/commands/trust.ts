import type { Services } from '../../core/services';
import type { Authority, Outcome, Store } from '../../ipc/schemas';
import type { Matrix } from '../../ipc/trust-schemas';
import { type Parsed, UsageError } from '../command-line';
import type { CommandContext } from '../context';
import { exitCodes } from '../exit-codes';
import { suggest } from '../suggest';
import { columns } from '../text';
import { authorityOf } from './authorities';

type Task = 'install' | 'remove';

/** `sealwax trust status`: exit 0 when every store that can hold the root, of the authority named or the default one, does. */
export async function status(context: CommandContext, parsed: Parsed): Promise<number> {
  const asked = parsed.value('ca');
  const { authority, stores } = await storesOf(context, parsed);
  const { matrix } = await context.services();
  const seen = await matrix.read(asked === undefined ? undefined : authority.id);
  // One that another store fills, or that is changed only by name, is not missed.
  const expected = stores.filter(({ follows, optional }) => follows === undefined && optional !== true);
  const trusted = expected.length > 0 && expected.every(({ state }) => state === 'trusted');
  context.result({ authority: brief(authority), trusted, stores, matrix: seen }, () => matrixLines(seen));
  for (const { hint } of expected) if (hint !== undefined) context.note(`hint: ${hint}`);
  if (stores.length === 0) context.note('No trust store was found on this machine.');
  return trusted ? exitCodes.ok : exitCodes.failed;
}

/** A table of places for each root. */
function matrixLines({ roots, rows }: Matrix): string[] {
  return roots.flatMap(({ name, fingerprint256 }, index) => [
    ...(roots.length > 1 ? [`${name} (${fingerprint256.slice(0, 16)})`] : []),
    ...columns(
      rows.flatMap(({ id, label, location, note, cells }) => {
        const cell = cells[index];
        if (cell === undefined) return [];
        const verified = cell.verified === null ? undefined : `${cell.verified.by.join(', ')}, ${cell.verified.at}`;
        const words = [cell.message ?? verified ?? location, note].filter((part) => part !== undefined);
        return [[cell.verdict, id, label, words.join(' ')]];
      }),
    ),
  ]);
}

export const install = (context: CommandContext, parsed: Parsed): Promise<number> => change(context, parsed, 'install');

export async function remove(context: CommandContext, parsed: Parsed): Promise<number> {
  if (parsed.has('everything')) return (await import('./trust-census')).removeEverything(context);
  return change(context, parsed, 'remove');
}

/** `sealwax trust install|remove`: exit 0 when all stores did it, 4 when some did, 1 when none did. */
async function change(context: CommandContext, parsed: Parsed, task: Task): Promise<number> {
  const { services, authority, stores } = await storesOf(context, parsed);
  const wanted = chosen(parsed.values('store'), stores);
  if (parsed.has('dry-run')) return showPlan(context, wanted, task);
  const { storeProgress } = await import('../../core/progress');
  const say = storeProgress(task, ({ label, state }) => {
    if (state === 'running') context.note(`${label} …`);
  });
  const ids = wanted.map(({ id }) => id);
  // An empty list would mean all of them to core.
  const outcomes = ids.length === 0 ? [] : await services.trust[task](ids, say, authority.id);
  context.result({ authority: brief(authority), outcomes }, () =>
    columns(outcomes.map(({ outcome, label, message }) => [outcome, label, message])),
  );
  for (const outcome of outcomes) tellHint(context, outcome);
  if (outcomes.length === 0) context.note('No trust store was found on this machine.');
  const good = outcomes.filter(isGood).length;
  if (good === outcomes.length) return exitCodes.ok;
  return good === 0 ? exitCodes.failed : exitCodes.partly;
}

const isGood = ({ outcome }: Outcome) => outcome === 'done' || outcome === 'already';

function tellHint(context: CommandContext, outcome: Outcome): void {
  const { label, hint, commands = [] } = outcome;
  // What failed must not be overlooked; the rest is good to know.
  const say = isGood(outcome) ? context.note : context.warn;
  if (hint !== undefined) say(`hint: ${label}: ${hint}`);
  for (const command of commands) say(`  ${command}`);
}

function showPlan(context: CommandContext, stores: readonly Store[], task: Task): number {
  const plan = stores.map((store) => ({ id: store.id, label: store.label, state: store.state, ...store[task] }));
  context.result({ plan }, () =>
    plan.flatMap(({ id, label, description, commands }) => [
      `${label} (${id})`,
      `  ${description}`,
      ...commands.map((command) => `  $ ${command}`),
    ]),
  );
  context.note('Nothing was changed.');
  return exitCodes.ok;
}

/** `sealwax trust prove`: exit 0 when at least one client ran and none failed. */
export async function prove(context: CommandContext, parsed: Parsed): Promise<number> {
  const authority = await authorityOf(context, parsed.value('ca'));
  const { trust } = await context.services();
  const { proofProgress } = await import('../../core/progress');
  const say = proofProgress('prove', ({ label, state }) => {
    if (state === 'running') context.note(`${label} …`);
  });
  const report = await trust.prove(say, authority.id);
  context.result({ authority: brief(authority), ...report }, () =>
    columns(report.proofs.map(({ result, label, message }) => [result, label, message])),
  );
  return report.passed ? exitCodes.ok : exitCodes.failed;
}

async function storesOf(
  context: CommandContext,
  parsed: Parsed,
): Promise<{ services: Services; authority: Authority; stores: Store[] }> {
  const authority = await authorityOf(context, parsed.value('ca'));
  const services = await context.services();
  const stores = await services.trust.list(await services.authorities.rootCertificate(authority.id));
  return { services, authority, stores };
}

function chosen(ids: readonly string[], stores: readonly Store[]): readonly Store[] {
  if (ids.length === 0) return stores;
  return ids.map((id) => {
    const store = stores.find((each) => each.id === id);
    if (store !== undefined) return store;
    const known = stores.map((each) => each.id);
    const near = suggest(id, known);
    throw new UsageError(
      `There is no trust store “${id}” here.`,
      near === undefined ? `One of: ${known.join(', ')}.` : `Did you mean ${near}?`,
    );
  });
}

const brief = ({ id, name, fingerprint }: Authority) => ({ id, name, fingerprint });
