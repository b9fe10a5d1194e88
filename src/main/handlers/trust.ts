import { proofProgress, storeProgress } from '../../core/progress';
import type { Progress } from '../../ipc/schemas';
import type { Group, HandlerContext } from './context';

export function trustHandlers({ services, send }: HandlerContext): Group<'trust'> {
  const { trust, authorities } = services;
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
    'trust.lastProof': async ({ authorityId }) =>
      trust.lastProof(
        (await authorities.rootCertificate(authorityId).catch(() => undefined))?.fingerprint256 ?? undefined,
      ),
  };
}
