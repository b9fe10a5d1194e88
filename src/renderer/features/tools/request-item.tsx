import { Button } from '@mantine/core';
import type { ViewItem } from '../../../ipc/view-schemas';
import { useNavigation } from '../../state/navigation';
import { sentenceList } from '../../text/names';
import { Fact, FactList, NameList } from '../../ui/certificate-fact';
import { PemFold } from '../../ui/certificate-pem';
import { Note } from '../../ui/notes';
import { Extensions } from './extensions';

interface RequestItemProps {
  item: Extract<ViewItem, { kind: 'request' }>;
  token: string;
}

/** What somebody asks to have signed. */
export function RequestItem({ item, token }: RequestItemProps) {
  const { go } = useNavigation();
  const usages = [...item.keyUsages, ...item.extendedKeyUsages];
  return (
    <>
      {item.signatureOk ? null : (
        <Note
          tone="bad"
          message="Its signature does not fit: the request was changed after it was made, or cut off."
          hint="Ask for it again."
        />
      )}
      {item.wantsAuthority ? (
        <Note
          tone="warn"
          message="It asks for the powers of an authority, which would let its key sign any certificate."
        />
      ) : null}
      <FactList>
        <Fact term="Names">
          {item.names.length > 0 ? <NameList names={item.names} label="Names asked for" /> : 'none'}
        </Fact>
        <Fact term="Subject">{item.subject || 'empty'}</Fact>
        <Fact term="Key">{item.keyType}</Fact>
        <Fact term="Signature">{item.signatureAlgorithm}</Fact>
        <Fact term="Usages asked for">{usages.length > 0 ? sentenceList(usages) : 'none named'}</Fact>
      </FactList>
      <Extensions extensions={item.extensions} />
      <PemFold pem={item.pem} what="request as PEM" />
      <div>
        <Button variant="filled" onClick={() => go('tools', { kind: 'sign', token })}>
          Sign this request…
        </Button>
      </div>
    </>
  );
}
