import type { ProxyProblem, ProxyState, ProxyView } from '../../ipc/proxy-schemas';
import { hostPart, isOpen } from './form';
import type { ProxyRecord } from './proxy-store';

/** How one definition stands in this process. */
export interface Running {
  state: Exclude<ProxyState, 'stopped'>;
  problem?: ProxyProblem;
  since?: string;
  certificate?: { id: string; notAfter: string };
  keyLogFile?: string;
}

/** A definition with how it stands; one that does not run in this process is as stopped as it looks. */
export function proxyView(record: ProxyRecord, running: Running | undefined): ProxyView {
  const { id, address, port, names, options, authorityId, createdAt, wish } = record;
  const serving = running?.state === 'running' || running?.state === 'paused';
  return {
    ...{ id, address, port, names, options, createdAt, wish },
    ...(authorityId === undefined ? {} : { authorityId }),
    state: running?.state ?? 'stopped',
    ...(running?.problem === undefined ? {} : { problem: running.problem }),
    urls: names.map(({ name }) => urlOf(name.replace(/^\*\./, 'www.'), port)),
    certificates:
      serving && running?.certificate !== undefined
        ? names.map(({ name }) => ({
            name,
            certificateId: running.certificate?.id ?? '',
            notAfter: running.certificate?.notAfter ?? '',
          }))
        : [],
    ...(serving && running?.since !== undefined ? { since: running.since } : {}),
    ...(serving && running?.keyLogFile !== undefined ? { keyLogFile: running.keyLogFile } : {}),
    open: isOpen(address),
  };
}

export const urlOf = (name: string, port: number): string =>
  `https://${hostPart(name)}${port === 443 ? '' : `:${port}`}/`;
