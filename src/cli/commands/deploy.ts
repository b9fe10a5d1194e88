import { AppError } from '../../core/errors';
import type { Services } from '../../core/services';
import type { Deployment } from '../../ipc/deployment-schemas';
import { type Parsed, UsageError } from '../command-line';
import type { CommandContext } from '../context';
import { exitCodes } from '../exit-codes';
import { findCertificate, findDeployment } from '../find';
import { facts, minute } from '../text';

/** `sealwax deploy list` */
export async function list(context: CommandContext, parsed: Parsed): Promise<number> {
  const services = await context.services();
  const [typed] = parsed.positionals;
  const certificate = typed === undefined ? undefined : await findCertificate(services, typed);
  const { deployments, damaged } = await services.lifecycle.deployments.list(certificate?.id);
  context.result({ deployments, damaged }, () =>
    deployments.flatMap((each, index) => [...(index === 0 ? [] : ['']), ...linesOf(each)]),
  );
  for (const path of damaged) context.warn(`warning: ${path} cannot be read; what it stood for is not renewed.`);
  if (deployments.length === 0) context.note('Nothing is deployed. See “sealwax deploy add --help”.');
  return exitCodes.ok;
}

/** A deployment for people. */
export function linesOf({
  id,
  state,
  folder,
  files,
  certificateId,
  message,
  hint,
  deployed,
  reload,
  lastReload,
}: Deployment): string[] {
  return [
    `${id}  ${state}  ${folder}`,
    ...facts([
      ['  certificate', certificateId],
      ['  files', files.map((file) => (file.state === 'ours' ? file.name : `${file.name} (${file.state})`))],
      ['  written', minute(deployed.at)],
      ['  state', state === 'current' ? undefined : message],
      ['  hint', state === 'current' ? undefined : hint],
      ['  reload', reload?.text],
      ['  last reload', lastReload === undefined ? undefined : `${minute(lastReload.at)}: ${lastReload.message}`],
    ]),
  ];
}

const isWell = ({ state, lastReload }: Deployment) =>
  (state === 'current' || state === 'kept') && (state === 'kept' || lastReload?.ok !== false);

/** `sealwax deploy write ID…` */
export async function write(context: CommandContext, parsed: Parsed): Promise<number> {
  if (parsed.has('replace') && parsed.has('keep-theirs')) {
    throw new UsageError('--replace and --keep-theirs cannot both be given.');
  }
  const services = await context.services();
  const wanted: Deployment[] = [];
  for (const typed of parsed.positionals) wanted.push(await findDeployment(services, typed));
  const done: Deployment[] = [];
  for (const { id, reload } of wanted) {
    if (reload !== undefined) context.note(`Reload of ${id}, once its files are new: ${reload.text}`);
    done.push(await writeOne(context, services, id, parsed));
  }
  context.result({ deployments: done }, () => done.flatMap(linesOf));
  for (const { id } of done.filter(({ state }) => state === 'conflict')) {
    context.note(`hint: sealwax deploy write ${id} --replace (or --keep-theirs), or sealwax deploy forget ${id}`);
  }
  const well = done.filter(isWell).length;
  if (well === done.length) return exitCodes.ok;
  return well === 0 ? exitCodes.failed : exitCodes.partly;
}

async function writeOne(context: CommandContext, services: Services, id: string, parsed: Parsed): Promise<Deployment> {
  const { deployments } = services.lifecycle;
  if (parsed.has('keep-theirs')) return deployments.keepTheirs(id);
  const replace = parsed.has('replace');
  if (!(await deployments.needsPassphrase(id))) return deployments.write(id, { replace });
  const { passphraseFor } = await import('../ask');
  const request = {
    mode: 'create' as const,
    title: 'Passphrase for the deployed files',
    message: `Type the passphrase that the program which opens the files of ${id} knows.`,
  };
  const passphrase = await passphraseFor(context.io, request, parsed.value('passphrase-file'));
  try {
    return await deployments.write(id, { replace, passphrase });
  } finally {
    passphrase.fill(0);
  }
}

/** `sealwax deploy forget ID` and `sealwax deploy forget --restore ID` */
export async function forget(context: CommandContext, parsed: Parsed): Promise<number> {
  const services = await context.services();
  const { deployments } = services.lifecycle;
  const typed = parsed.positionals[0] as string;
  if (parsed.has('restore')) {
    if (!/^d-[0-9a-f]{8}$/.test(typed)) {
      throw new AppError('not-found', `“${typed}” is no whole id of a deployment.`, { hint: 'It is like d-1a2b3c4d.' });
    }
    const deployment = await deployments.restore(typed);
    context.result({ deployment }, () => linesOf(deployment));
    return exitCodes.ok;
  }
  const { id, folder } = await findDeployment(services, typed);
  await deployments.forget(id);
  context.result({ forgotten: id }, () => [`Forgotten: ${id}. The files in ${folder} stay as they are.`]);
  context.note(`Take it back with: sealwax deploy forget --restore ${id}`);
  return exitCodes.ok;
}
