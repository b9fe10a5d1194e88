import { type Reload, reloadSignals } from '../../core/deployments/deployment-record';
import { defaultTimeoutSeconds, reloadText } from '../../core/deployments/reload';
import { AppError } from '../../core/errors';
import type { Deployment } from '../../ipc/deployment-schemas';
import { type Parsed, UsageError } from '../command-line';
import { type CommandContext, pathOf } from '../context';
import { exitCodes } from '../exit-codes';
import { findCertificate, findDeployment } from '../find';
import { formatsOf, oneOf, wholeNumber } from '../inputs';
import { linesOf } from './deploy';
import { prepareExport } from './export';

const methods = ['POST', 'GET'] as const;
const ways = ['run', 'pid-file', 'url', 'no-reload'] as const;

/** The reload that the options and the words after `--` say; undefined for none, null for --no-reload. Throws `UsageError`. */
function reloadOf({ io }: CommandContext, parsed: Parsed): Reload | null | undefined {
  const given = ways.filter((way) => parsed.has(way));
  const words = parsed.positionals.slice(1);
  if (given.length > 1) {
    throw new UsageError(`--${given[0]} and --${given[1]} cannot both be given.`, 'A deployment has one reload.');
  }
  if (words.length > 0 && !parsed.has('run')) {
    throw new UsageError(`“${words[0]}” is one argument too many.`, 'A program to run comes after --run and “--”.');
  }
  const typed = parsed.value('timeout');
  const timeoutSeconds = typed === undefined ? defaultTimeoutSeconds : wholeNumber('--timeout', typed, 1, 600);
  const [way] = given;
  switch (way) {
    case undefined:
      return undefined;
    case 'no-reload':
      return null;
    case 'run': {
      const [program, ...args] = words;
      if (program === undefined) {
        throw new UsageError('--run needs a program.', 'Write it after “--”, e.g. --run -- nginx -s reload.');
      }
      return { kind: 'command', program: /[/\\]/.test(program) ? pathOf(io, program) : program, args, timeoutSeconds };
    }
    case 'pid-file': {
      const signal = oneOf('--signal', parsed.value('signal') ?? 'SIGHUP', reloadSignals);
      return { kind: 'signal', pidFile: pathOf(io, parsed.value('pid-file') ?? ''), signal };
    }
    case 'url': {
      const method = oneOf('--method', parsed.value('method') ?? 'POST', methods);
      return { kind: 'http', url: parsed.value('url') ?? '', method, timeoutSeconds };
    }
  }
}

/** `sealwax deploy add ID|NAME` */
export async function add(context: CommandContext, parsed: Parsed): Promise<number> {
  const wanted = reloadOf(context, parsed);
  const services = await context.services();
  const { deployments } = services.lifecycle;
  // Before anything is written: a program that is not there is a mistake of typing.
  const reload = wanted === undefined || wanted === null ? undefined : await deployments.checkReload(wanted);
  const { id } = await findCertificate(services, parsed.positionals[0] as string);
  const target = await prepareExport(context, parsed, formatsOf(parsed));
  try {
    const before = new Set((await deployments.list(id)).deployments.map((each) => each.id));
    await target.write([id]);
    const added: Deployment[] = [];
    for (const each of (await deployments.list(id)).deployments) {
      if (before.has(each.id)) continue;
      added.push(reload === undefined ? each : await deployments.setReload(each.id, reload));
    }
    context.result({ deployments: added }, () => added.flatMap(linesOf));
    if (reload !== undefined) context.note(`Runs after each renewal: ${reloadText(reload)}`);
    return exitCodes.ok;
  } finally {
    target.wipe();
  }
}

/** `sealwax deploy update ID` */
export async function update(context: CommandContext, parsed: Parsed): Promise<number> {
  const reload = reloadOf(context, parsed);
  if (reload === undefined) {
    throw new UsageError('Nothing to change.', 'Give --run -- PROGRAM, --pid-file, --url or --no-reload.');
  }
  const services = await context.services();
  const { id } = await findDeployment(services, parsed.positionals[0] as string);
  const deployment = await services.lifecycle.deployments.setReload(id, reload);
  context.result({ deployment }, () => linesOf(deployment));
  return exitCodes.ok;
}

/** `sealwax deploy reload ID` */
export async function reload(context: CommandContext, parsed: Parsed): Promise<number> {
  const services = await context.services();
  const found = await findDeployment(services, parsed.positionals[0] as string);
  if (found.reload !== undefined) context.note(`Running: ${found.reload.text}`);
  const deployment = await services.lifecycle.deployments.reload(found.id);
  const { lastReload } = deployment;
  if (lastReload === undefined) throw new AppError('not-found', `${found.id} was forgotten meanwhile.`);
  context.result({ deployment }, () => [lastReload.message, ...(lastReload.output === '' ? [] : [lastReload.output])]);
  if (lastReload.hint !== undefined) context.note(`hint: ${lastReload.hint}`);
  return lastReload.ok ? exitCodes.ok : exitCodes.failed;
}
