import { useEffect, useState } from 'react';
import type { ProxyView } from '../../../ipc/proxy-schemas';
import { useClient } from '../../state/client-context';
import { type Query, useQuery } from '../../state/use-query';

/** The proxies as they stand: asked for once, and told by each change after that. */
export function useProxies(): Query<readonly ProxyView[]> {
  const { api, on } = useClient();
  const first = useQuery(() => api.proxy.list(), 'proxies');
  const [told, setTold] = useState<readonly ProxyView[]>();
  useEffect(() => on('proxy.changed', setTold), [on]);
  return told === undefined ? first : { ...first, data: told, failure: undefined };
}
