import { AppError } from '../../core/errors';
import type { Proxies } from '../../core/proxy/proxies';
import type { ProxyView, ProxyWish } from '../../ipc/proxy-schemas';
import type { Parsed } from '../command-line';
import type { CommandContext } from '../context';
import { exitCodes } from '../exit-codes';
import { formOf } from '../proxy-form';
import { columns } from '../text';
import { authorityOf } from './authorities';

const service = async (context: CommandContext): Promise<Proxies> => (await context.services()).lifecycle.proxies;

/** `sealwax proxy list`. */
export async function list(context: CommandContext): Promise<number> {
  const proxies = await (await service(context)).list();
  context.result(proxies.map(kept), () =>
    columns(proxies.map((each) => [each.wish, each.urls.join(' '), leadsTo(each), each.id])),
  );
  if (proxies.length === 0) context.note('No proxy is kept. Begin with: sealwax proxy add --to 5000 --domain app.test');
  return exitCodes.ok;
}

/** `sealwax proxy add`: kept, and left to the app or to “proxy run” to serve. */
export async function add(context: CommandContext, parsed: Parsed): Promise<number> {
  const ca = parsed.value('ca');
  const form = formOf(parsed, ca === undefined ? undefined : (await authorityOf(context, ca)).id);
  const proxies = await service(context);
  const made = await proxies.keep(form, parsed.has('stopped') ? 'stopped' : 'running');
  context.result(kept(made), () => [`Kept ${made.urls.join(' ')}, which leads to ${leadsTo(made)} (${made.id}).`]);
  if (made.open) context.note('Others than this machine can reach it.');
  if (made.wish === 'running') context.note(servedBy);
  return exitCodes.ok;
}

const servedBy = 'The app serves it while it is open; without the app: sealwax proxy run';

export const start = wishing('running', 'Started');
export const pause = wishing('paused', 'Paused');
export const stop = wishing('stopped', 'Stopped');

function wishing(wish: ProxyWish, done: string) {
  return async (context: CommandContext, parsed: Parsed): Promise<number> => {
    const proxies = await service(context);
    const changed: ProxyView[] = [];
    for (const each of meant(await proxies.list(), parsed.positionals))
      changed.push(await proxies.setWish(each.id, wish));
    context.result(changed.map(kept), () => changed.map((each) => `${done}: ${each.urls.join(' ')}`));
    if (wish === 'running') context.note(servedBy);
    return exitCodes.ok;
  };
}

/** `sealwax proxy remove`. */
export async function remove(context: CommandContext, parsed: Parsed): Promise<number> {
  const proxies = await service(context);
  const gone = meant(await proxies.list(), parsed.positionals);
  for (const { id } of gone) await proxies.remove(id);
  context.result(gone.map(kept), () => gone.map((each) => `Removed: ${each.urls.join(' ')}`));
  return exitCodes.ok;
}

/** Those that are meant by an id or a name. Throws `not-found`. */
export function meant(all: readonly ProxyView[], typed: readonly string[]): ProxyView[] {
  const found = typed.map((word) => {
    const one = all.find(({ id, names }) => id === word || names.some(({ name }) => name === word.toLowerCase()));
    if (one !== undefined) return one;
    throw new AppError('not-found', `No proxy is called ${word}.`, { hint: 'See them all: sealwax proxy list.' });
  });
  return [...new Set(found)];
}

/** What is kept; how it stands is for the process to say that runs it. */
const kept = ({ id, address, port, names, options, authorityId, createdAt, wish, urls, open }: ProxyView) => ({
  ...{ id, wish, urls, address, port, open, names, options, createdAt },
  ...(authorityId === undefined ? {} : { authorityId }),
});

export const leadsTo = ({ names }: Pick<ProxyView, 'names'>): string =>
  (names[0]?.routes ?? [])
    .map(
      ({ path, host, port }) => `${path === '/' ? '' : `${path}=`}${host.includes(':') ? `[${host}]` : host}:${port}`,
    )
    .join(' ');
