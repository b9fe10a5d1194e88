import type { ForeignRoot } from '../../../../ipc/trust-schemas';
import { formatDay } from '../../../text/dates';
import { sentenceList } from '../../../text/names';
import type { Sign } from '../../../ui/status';

export type FoundFilter = 'all' | 'attention' | 'others' | 'ours';

export const filters: readonly { value: FoundFilter; label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'attention', label: 'Need attention' },
  { value: 'others', label: 'Of others' },
  { value: 'ours', label: 'Yours' },
];

export const isOurs = ({ authorityId }: ForeignRoot): boolean => authorityId !== undefined;

/** A filter and typed words; the words are looked for in the name, the maker, the stores and the fingerprint. */
export function fits(root: ForeignRoot, filter: FoundFilter, text: string): boolean {
  if (filter === 'attention' && root.severity === 'info') return false;
  if (filter === 'others' && isOurs(root)) return false;
  if (filter === 'ours' && !isOurs(root)) return false;
  const hay = [root.name, root.subject, root.toolLabel, root.fingerprint256, ...root.stores.map(({ label }) => label)];
  const wanted = text.trim().toLowerCase();
  return (
    wanted === '' ||
    hay.join('\n').toLowerCase().includes(wanted.replaceAll(':', '')) ||
    hay.join('\n').toLowerCase().includes(wanted)
  );
}

export const severitySigns: Record<ForeignRoot['severity'], Sign> = {
  danger: { tone: 'bad', icon: 'warning', word: 'danger' },
  warning: { tone: 'warn', icon: 'warning', word: 'attention' },
  info: { tone: 'idle', icon: 'seal', word: 'known' },
};

/** Key files that a program without a passphrase can read. */
export const openKeys = (root: ForeignRoot) => root.keys.filter(({ encrypted }) => !encrypted);

export interface Review {
  title: string;
  text: string;
  count: number;
  danger: boolean;
}

/** "2 other local authorities need attention: mkcert and Caddy", or undefined when there is nothing to review. */
export function reviewWords(roots: readonly ForeignRoot[]): Review | undefined {
  const others = roots.filter((root) => !isOurs(root) && root.severity !== 'info');
  if (others.length === 0) return undefined;
  const danger = others.some(({ severity }) => severity === 'danger');
  const short = others.map((root) => {
    const why = root.orphan
      ? 'left over'
      : root.severity === 'danger'
        ? 'key readable on disk'
        : root.expired
          ? 'expired'
          : 'unknown';
    return `${root.tool === 'unknown' ? 'an unknown one' : root.toolLabel} (${why})`;
  });
  return {
    title: `${others.length} other ${others.length === 1 ? 'authority needs' : 'authorities need'} a look`,
    text: `${sentenceList([...new Set(short)])}.`,
    count: others.length,
    danger,
  };
}

/** "until 3 Dec 2036", "expired on 3 Dec 2025". */
export const endWords = (root: ForeignRoot): string =>
  root.expired ? `expired on ${formatDay(root.notAfter)}` : `until ${formatDay(root.notAfter)}`;
