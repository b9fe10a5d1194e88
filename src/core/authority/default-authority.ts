import type { InspectedAuthority } from './inspect';

/**
 * The authority that signs when none is named: the chosen one, damaged or not, since another must not sign in its place without
 * a word; else the oldest that can sign. One that stands for mkcert signs any name, so it comes after the others.
 */
export function defaultAmong(
  all: readonly InspectedAuthority[],
  chosen: string | undefined,
): InspectedAuthority | undefined {
  const named = all.find(({ summary }) => summary.id === chosen);
  if (named !== undefined) return named;
  const sorted = byAge(all);
  return (
    sorted.find(({ canSign, record }) => canSign && record?.caroot === undefined) ??
    sorted.find(({ canSign }) => canSign) ??
    sorted[0]
  );
}

/** From the oldest to the newest; of those that came together (from a backup), roots before intermediates. */
export function byAge(all: readonly InspectedAuthority[]): InspectedAuthority[] {
  return [...all].sort((one, other) => orderOf(one).localeCompare(orderOf(other)));
}

const orderOf = ({ record, summary }: InspectedAuthority) =>
  `${record?.createdAt ?? summary.notBefore} ${summary.kind === 'root' ? 0 : 1}`;
