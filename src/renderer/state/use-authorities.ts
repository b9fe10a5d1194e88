import type { Authority } from '../../ipc/schemas';
import { useClient } from './client-context';
import { useQuery } from './use-query';

const refreshOn = ['authorities.changed'] as const;
const none: readonly Authority[] = [];

/** The authorities here, the default one first; empty while they are being read. */
export function useAuthorities(): readonly Authority[] {
  const { api } = useClient();
  const list = useQuery(() => api.authorities.list(), 'authorities', refreshOn);
  return list.data ? [...list.data].sort((a, b) => Number(b.isDefault) - Number(a.isDefault)) : none;
}
