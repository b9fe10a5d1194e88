import type { MkcertAuthority } from '../../../ipc/authority-schemas';
import type { Authority, KeyState } from '../../../ipc/schemas';
import { useClient } from '../../state/client-context';
import type { Failure } from '../../state/failure';
import { useQuery } from '../../state/use-query';

const onAuthorities = ['authorities.changed'] as const;
const onCertificates = ['certificates.changed'] as const;
const onKeys = ['key.changed'] as const;

export interface AuthoritiesData {
  authorities: readonly Authority[] | undefined;
  failure: Failure | undefined;
  reload: () => void;
  /** By authority id; missing until they are known. */
  keys: ReadonlyMap<string, KeyState>;
  counts: ReadonlyMap<string, number> | undefined;
  /** mkcert's authorities that could be adopted. */
  mkcert: readonly MkcertAuthority[];
}

/** The authorities, and what the screen says beside each. What is missing beside one never hides the list. */
export function useAuthorities(): AuthoritiesData {
  const { api } = useClient();
  const list = useQuery(() => api.authorities.list(), 'authorities', onAuthorities);
  const ids = list.data?.map(({ id }) => id) ?? [];
  const keys = useQuery(
    () => Promise.all(ids.map(async (id) => [id, await api.key.state({ authorityId: id })] as const)),
    `keys ${list.data?.map(({ id, keep }) => `${id} ${keep}`).join(' ') ?? ''}`,
    onKeys,
  );
  const certificates = useQuery(() => api.certificates.list(), 'certificates', onCertificates);
  const mkcert = useQuery(() => api.authorities.findMkcert(), 'mkcert', onAuthorities);
  return {
    authorities: list.data,
    failure: list.failure,
    reload: list.reload,
    keys: new Map(keys.data ?? []),
    counts: certificates.data ? countsOf(certificates.data) : undefined,
    mkcert: mkcert.data?.filter(({ hasKey, adoptedAs }) => hasKey && adoptedAs === undefined) ?? [],
  };
}

function countsOf(certificates: readonly { authorityId: string }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { authorityId } of certificates) counts.set(authorityId, (counts.get(authorityId) ?? 0) + 1);
  return counts;
}
