import { proofProgress, storeProgress } from '../../core/progress';
import type { Progress } from '../../ipc/schemas';
import type { Group, HandlerContext } from './context';

export function trustHandlers({ services, send }: HandlerContext): Group<'trust'> {
  const { trust, matrix, trustChanges, census, recipes, authorities } = services;
  const say = (step: Progress) => send('progress', step);
  const changed = <T>(value: T): T => {
    send('trust.changed', undefined);
    return value;
  };
  return {
    'trust.list': async ({ authorityId }) => trust.list(await authorities.rootCertificate(authorityId)),
    'trust.install': async ({ stores, authorityId }) =>
      changed(await trust.install(stores, storeProgress('install', say), authorityId)),
    'trust.remove': async ({ stores, authorityId }) =>
      changed(await trust.remove(stores, storeProgress('remove', say), authorityId)),
    'trust.prove': async ({ authorityId }) => changed(await trust.prove(proofProgress('prove', say), authorityId)),
    'trust.matrix': () => matrix.read(),
    'trust.journal': () => trustChanges.entries(),
    'trust.removeEverything': async () => changed(await census.removeEverything(storeProgress('remove', say))),
    'trust.recipes': ({ authorityId }) => recipes.read(authorityId),
    'trust.writeShellFile': ({ authorityId }) => recipes.writeShellFile(authorityId),
    'trust.removeShellFile': ({ authorityId }) => recipes.removeShellFile(authorityId),
    'trust.lastProof': async ({ authorityId }) =>
      trust.lastProof(
        (await authorities.rootCertificate(authorityId).catch(() => undefined))?.fingerprint256 ?? undefined,
      ),
  };
}

export function censusHandlers({ services, send }: HandlerContext): Group<'census'> {
  const { census } = services;
  return {
    'census.scan': () => census.scan(),
    'census.remove': async ({ fingerprint256, stores }) => {
      const progress = storeProgress('remove', (step) => send('progress', step));
      const outcomes = await census.remove(fingerprint256, stores, progress);
      send('trust.changed', undefined);
      return outcomes;
    },
  };
}

export function phoneHandlers({ services: { phone } }: HandlerContext): Group<'phone'> {
  return {
    'phone.state': async () => phone.state(),
    'phone.start': ({ authorityId }) => phone.start(authorityId),
    'phone.stop': () => phone.stop(),
  };
}
