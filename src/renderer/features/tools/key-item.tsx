import type { ViewItem } from '../../../ipc/view-schemas';
import { colonHex } from '../../text/hex';
import { Fact, FactList } from '../../ui/certificate-fact';
import { CopyValue } from '../../ui/copy';
import { itemWords } from './item-words';

interface KeyItemProps {
  item: Extract<ViewItem, { kind: 'private-key' | 'public-key' }>;
  items: readonly ViewItem[];
}

/** A key, told by its public half; the private half never comes to the window. */
export function KeyItem({ item, items }: KeyItemProps) {
  const secret = item.kind === 'private-key';
  const owner = secret && item.belongsTo !== undefined ? items[item.belongsTo] : undefined;
  const hasCertificates = items.some((other) => other.kind === 'certificate');
  return (
    <FactList>
      <Fact term="Key">{item.keyType || 'cannot be seen while it is locked'}</Fact>
      {secret ? <Fact term="Form">{item.form}</Fact> : null}
      {secret ? (
        <Fact term="Belongs to">
          {owner
            ? `${itemWords(owner).title}, certificate ${certificateNumber(items, owner)} in this file`
            : item.spkiFingerprint === ''
              ? 'cannot be told while it is locked'
              : hasCertificates
                ? 'no certificate in this file'
                : 'there is no certificate in this file'}
        </Fact>
      ) : null}
      {item.spkiFingerprint ? (
        <Fact term="Public key, SHA-256">
          <CopyValue text={colonHex(item.spkiFingerprint)} what="SHA-256 of the public key" />
        </Fact>
      ) : null}
      {secret ? <Fact term="Private half">not shown: it never leaves the file</Fact> : null}
    </FactList>
  );
}

const certificateNumber = (items: readonly ViewItem[], owner: ViewItem): number =>
  items.filter((item) => item.kind === 'certificate').indexOf(owner as Extract<ViewItem, { kind: 'certificate' }>) + 1;
