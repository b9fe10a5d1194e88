import type { ViewItem } from '../../../ipc/view-schemas';
import { sentenceList } from '../../text/names';
import type { IconName } from '../../ui/icons';

const kindNames: Record<ViewItem['kind'], [one: string, many: string]> = {
  certificate: ['certificate', 'certificates'],
  request: ['signing request', 'signing requests'],
  'private-key': ['private key', 'private keys'],
  'public-key': ['public key', 'public keys'],
  other: ['other thing', 'other things'],
};

export const itemIcons: Record<ViewItem['kind'], IconName> = {
  certificate: 'certificate',
  request: 'list',
  'private-key': 'key',
  'public-key': 'key',
  other: 'file',
};

/** "2 certificates and 1 private key"; "nothing that can be shown yet" while it is locked. */
export function countWords(items: readonly ViewItem[]): string {
  const kinds = Object.entries(kindNames) as [ViewItem['kind'], [string, string]][];
  const words = kinds.flatMap(([kind, [one, many]]) => {
    const count = items.filter((item) => item.kind === kind).length;
    return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
  });
  return words.length > 0 ? sentenceList(words) : 'nothing that can be shown yet';
}

/** The heading of one thing and the line below it. */
export function itemWords(item: ViewItem): { title: string; line: string } {
  switch (item.kind) {
    case 'certificate': {
      const { facts } = item;
      const kind = facts.isAuthority
        ? facts.selfSigned
          ? 'root certificate'
          : 'intermediate certificate'
        : 'certificate';
      return {
        title: facts.names[0]?.display || facts.commonName || facts.subject || 'No name',
        line: `${kind}, ${facts.keyType}`,
      };
    }
    case 'request':
      return { title: item.names[0]?.display || item.subject || 'No name', line: `signing request, ${item.keyType}` };
    case 'private-key':
      return { title: item.keyType || 'Locked key', line: `private key, ${item.form}` };
    case 'public-key':
      return { title: item.keyType, line: 'public key' };
    case 'other':
      return { title: item.label, line: 'not a certificate, request or key' };
  }
}

/** True when the items hold an authority's certificate together with its key. */
export function holdsAuthority(items: readonly ViewItem[]): boolean {
  return items.some(
    (item) => item.kind === 'private-key' && item.belongsTo !== undefined && isAuthority(items[item.belongsTo]),
  );
}

const isAuthority = (item: ViewItem | undefined): boolean =>
  item?.kind === 'certificate' && item.facts.isAuthority && item.authorityId === undefined;
