import type { Finding, Watched, WatchedKind, WatchedState } from '../../../ipc/watched-schemas';
import type { IconName } from '../../ui/icons';
import type { Sign } from '../../ui/status';

const signs: Record<WatchedState, Sign> = {
  healthy: { tone: 'ok', icon: 'tick', word: 'healthy' },
  expiring: { tone: 'warn', icon: 'clock', word: 'expiring' },
  expired: { tone: 'bad', icon: 'cross', word: 'expired' },
  'not-yet-valid': { tone: 'idle', icon: 'clock', word: 'not yet valid' },
  attention: { tone: 'warn', icon: 'warning', word: 'needs attention' },
  unreachable: { tone: 'bad', icon: 'question', word: 'not reached' },
  unchecked: { tone: 'idle', icon: 'dash', word: 'not checked yet' },
};

/** The sign of a state; a file that cannot be reached is one that cannot be read. */
export function signOf(state: WatchedState, kind: WatchedKind = 'host'): Sign {
  return state === 'unreachable' && kind !== 'host' ? { ...signs[state], word: 'cannot be read' } : signs[state];
}

export const kindIcons: Record<WatchedKind, IconName> = { file: 'file', folder: 'folder', host: 'pulse' };

/** What stands below the name of a thing: its kind, whose it is, and how much is in it. */
export function kindWords({ kind, tool, seen }: Pick<Watched, 'kind' | 'tool' | 'seen'>): string {
  const count = seen.length === 1 ? '1 certificate' : `${seen.length} certificates`;
  const what = { file: 'File', folder: `Folder, ${count}`, host: 'Server' }[kind];
  return tool === undefined ? what : `${what} of ${tool}`;
}

/** The issuers of what was seen, in brief. */
export function issuersOf({ seen }: Pick<Watched, 'seen'>): string {
  const issuers = [...new Set(seen.map(({ issuer }) => issuer))];
  const [first = ''] = issuers;
  return issuers.length > 1 ? `${first} and ${issuers.length - 1} more` : first;
}

/** The worst first, then the soonest end. */
const order: readonly WatchedState[] = [
  'unreachable',
  'expired',
  'not-yet-valid',
  'attention',
  'expiring',
  'unchecked',
  'healthy',
];
const byNeed = (one: WatchedState, other: WatchedState) => order.indexOf(one) - order.indexOf(other);

/** In the order in which a person should see them. */
export function inOrder<T extends { state: WatchedState; notAfter?: string | undefined }>(all: readonly T[]): T[] {
  return [...all].sort(
    (one, other) => byNeed(one.state, other.state) || (one.notAfter ?? '').localeCompare(other.notAfter ?? ''),
  );
}

/** Those that need somebody before those that only tell. */
export function findingsInOrder(findings: readonly Finding[]): Finding[] {
  const weight = { bad: 0, warn: 1, info: 2 };
  return [...findings].sort((one, other) => weight[one.severity] - weight[other.severity]);
}
