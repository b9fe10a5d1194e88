import { AppError } from '../../core/errors';
import { storeProgress } from '../../core/progress';
import type { Outcome } from '../../ipc/schemas';
import type { Census, ForeignRoot } from '../../ipc/trust-schemas';
import type { Parsed } from '../command-line';
import { UsageError } from '../command-line';
import { type CommandContext, confirm } from '../context';
import { exitCodes } from '../exit-codes';
import { columns } from '../text';

/** `sealwax trust census [FINGERPRINT]`: exit 0 when no root needs attention; with --remove as `trust remove`. */
export async function census(context: CommandContext, parsed: Parsed): Promise<number> {
  const { census: counted } = await context.services();
  const report = await counted.scan();
  const [fingerprint] = parsed.positionals;
  if (parsed.has('remove')) {
    if (fingerprint === undefined) {
      throw new UsageError('--remove needs the fingerprint of the root.', 'See them with: sealwax trust census.');
    }
    return remove(context, parsed, found(report, fingerprint));
  }
  const roots = fingerprint === undefined ? report.roots : [found(report, fingerprint)];
  const shown: Census = { ...report, roots };
  context.result(shown, () => (fingerprint === undefined ? table(roots) : roots.flatMap(details)));
  for (const { label, message } of report.unread) context.note(`${label}: ${message}`);
  if (roots.length === 0) context.note('No root besides those of the system was found.');
  return roots.some(({ severity }) => severity !== 'info') ? exitCodes.failed : exitCodes.ok;
}

const table = (roots: readonly ForeignRoot[]) =>
  columns(
    roots.map((root) => [
      root.severity,
      root.fingerprint256.slice(0, 16),
      root.toolLabel,
      root.name,
      `${root.stores.length} ${root.stores.length === 1 ? 'store' : 'stores'}`,
      root.advice,
    ]),
  );

function details(root: ForeignRoot): string[] {
  return [
    root.name,
    `  fingerprint  ${root.fingerprint256}`,
    `  subject      ${root.subject}`,
    `  made by      ${root.toolLabel}`,
    `  valid until  ${root.notAfter}`,
    ...root.stores.map(({ label, trusted }) => `  in           ${label}${trusted ? '' : ' (not trusted)'}`),
    ...root.files.map((path) => `  file         ${path}`),
    ...root.keys.map(({ path, mode, message }) => `  key          ${path} (${mode}): ${message}`),
    `  ${root.advice}`,
  ];
}

function found({ roots }: Census, fingerprint: string): ForeignRoot {
  const wanted = fingerprint.toLowerCase().replace(/[^0-9a-f]/g, '');
  if (wanted.length < 8) throw new UsageError('Give at least 8 digits of the fingerprint.');
  const [first, second] = roots.filter(({ fingerprint256 }) => fingerprint256.startsWith(wanted));
  if (first === undefined) {
    throw new AppError('not-found', `No root with the fingerprint ${fingerprint} was found on this machine.`, {
      hint: 'See them with: sealwax trust census.',
    });
  }
  if (second !== undefined) {
    throw new AppError('ambiguous', `Several roots begin with ${fingerprint}.`, { hint: 'Give more digits.' });
  }
  return first;
}

async function remove(context: CommandContext, parsed: Parsed, root: ForeignRoot): Promise<number> {
  const wanted = parsed.values('store');
  const stores = root.stores.filter(({ id }) => wanted.length === 0 || wanted.includes(id));
  for (const { label, remove: change } of stores) {
    context.note(`${label}: ${change.description}`);
    for (const command of change.commands) context.note(`  $ ${command}`);
  }
  await confirm(context, `Take ${root.name} out of ${stores.length} stores?`, parsed.has('yes'));
  const { census: counted } = await context.services();
  const outcomes = await counted.remove(root.fingerprint256, wanted, told(context));
  context.result({ fingerprint256: root.fingerprint256, name: root.name, outcomes }, () => lines(outcomes));
  return exitOf(outcomes);
}

/** `sealwax trust remove --everything`: exit 0 when the scan afterwards found nothing and could read every store. */
export async function removeEverything(context: CommandContext): Promise<number> {
  const { census: counted } = await context.services();
  const report = await counted.removeEverything(told(context));
  context.result(report, () => lines(report.outcomes));
  for (const { store, name } of report.left) context.warn(`left: ${name} is still in ${store}.`);
  for (const { label, message } of report.unread) context.warn(`not read: ${label}: ${message}`);
  if (report.left.length === 0 && report.unread.length === 0) context.note('A scan of every store found nothing left.');
  return report.left.length > 0 ? exitCodes.failed : report.unread.length > 0 ? exitCodes.partly : exitCodes.ok;
}

/** `sealwax trust journal`. */
export async function journal(context: CommandContext): Promise<number> {
  const changes = await (await context.services()).trustChanges.entries();
  context.result(changes, () =>
    columns(changes.map(({ at, action, outcome, label, name, who }) => [at, action, outcome, label, name, who])),
  );
  if (changes.length === 0) context.note('Nothing was changed yet.');
  return exitCodes.ok;
}

const told = (context: CommandContext) =>
  storeProgress('remove', ({ label, state }) => {
    if (state === 'running') context.note(`${label} …`);
  });

const lines = (outcomes: readonly Outcome[]) =>
  columns(outcomes.map(({ outcome, label, message }) => [outcome, label, message]));

function exitOf(outcomes: readonly Outcome[]): number {
  const good = outcomes.filter(({ outcome }) => outcome === 'done' || outcome === 'already').length;
  if (good === outcomes.length) return exitCodes.ok;
  return good === 0 ? exitCodes.failed : exitCodes.partly;
}
