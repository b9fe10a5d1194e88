import { Button } from '@mantine/core';
import type { IssuedComparison } from '../../../ipc/inspect-schemas';
import { useNavigation } from '../../state/navigation';
import layout from '../../ui/layout.module.css';
import { Tag } from '../../ui/tag';
import { Part } from './part';
import { issuedSigns } from './words';

/** What is served, held against what was issued here. */
export function IssuedPart({ issued }: { issued: IssuedComparison }) {
  const { go } = useNavigation();
  const { state, message, certificateId, currentId, authorityId } = issued;
  const sign = issuedSigns[state];
  const show = (id: string) => () => go('certificates', { kind: 'certificate', id });
  const other = currentId !== undefined && currentId !== certificateId;
  return (
    <Part
      title="Compared with what you issued"
      text={message}
      sign={
        <Tag tone={sign.tone} icon={sign.icon}>
          {sign.word}
        </Tag>
      }
    >
      {certificateId === undefined && !other && authorityId === undefined ? null : (
        <div className={layout.row}>
          {other ? (
            <Button size="xs" onClick={show(currentId)}>
              Show the new one
            </Button>
          ) : null}
          {certificateId === undefined ? null : (
            <Button size="xs" onClick={show(certificateId)}>
              Show the one that is served
            </Button>
          )}
          {certificateId === undefined && authorityId !== undefined ? (
            <Button size="xs" onClick={() => go('authorities', { kind: 'authority', id: authorityId })}>
              Show the authority
            </Button>
          ) : null}
        </div>
      )}
    </Part>
  );
}
