import type { Renewal } from '../lifecycle/renewal';
import type { Reissue } from './rollovers';

/** Issues anew as renewing does, keys and deployments included, but under the authority that is named. */
export const reissueBy =
  (renewal: () => Pick<Renewal, 'renewMany'>): Reissue =>
  async (ids, authorityId, progress) => {
    const { results } = await renewal().renewMany(ids, {
      authorityId,
      progress: ({ done, failed, total }) => progress(done + failed, total),
    });
    return results.map(({ id, problem }) => ({
      id,
      ...(problem === undefined
        ? {}
        : { problem: { reason: problem.message, ...(problem.hint === undefined ? {} : { hint: problem.hint }) } }),
    }));
  };
