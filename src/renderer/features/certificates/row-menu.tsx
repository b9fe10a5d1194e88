import { Menu } from '@mantine/core';
import type { Certificate } from '../../../ipc/schemas';
import { useClient } from '../../state/client-context';
import { failureOf } from '../../state/failure';
import { useNavigation } from '../../state/navigation';
import { colonHex } from '../../text/hex';
import { namesInBrief } from '../../text/names';
import { useCopy } from '../../ui/copy';
import { Icon } from '../../ui/icons';
import { useToasts } from '../../ui/toasts';

/** What a right click on a row (or the menu key) offers; every item also stands in the detail or above the list. */
export function RowMenu({ certificates, onDelete }: { certificates: readonly Certificate[]; onDelete: () => void }) {
  const { api } = useClient();
  const { open } = useNavigation();
  const { fail } = useToasts();
  const copy = useCopy();
  const [only, second] = certificates;
  const many = second === undefined ? '' : ` ${certificates.length} certificates`;
  return (
    <Menu.Dropdown>
      {only && second === undefined ? (
        <>
          <Menu.Item
            leftSection={<Icon name="copy" size={16} />}
            onClick={() => copy(namesInBrief(only.names).first, 'name')}
          >
            Copy name
          </Menu.Item>
          <Menu.Item
            leftSection={<Icon name="copy" size={16} />}
            onClick={() => copy(colonHex(only.fingerprint), 'fingerprint')}
          >
            Copy fingerprint
          </Menu.Item>
          <Menu.Item
            leftSection={<Icon name="folder" size={16} />}
            onClick={() => void api.certificates.openFolder({ id: only.id }).catch((thrown) => fail(failureOf(thrown)))}
          >
            Open folder
          </Menu.Item>
          <Menu.Divider />
        </>
      ) : null}
      <Menu.Item
        leftSection={<Icon name="export" size={16} />}
        onClick={() => open({ kind: 'export', ids: certificates.map(({ id }) => id) })}
      >
        Export{many}…
      </Menu.Item>
      {only && second === undefined && !only.revoked && only.authorityId !== 'unknown' ? (
        <Menu.Item leftSection={<Icon name="revoke" size={16} />} onClick={() => open({ kind: 'revoke', id: only.id })}>
          Revoke…
        </Menu.Item>
      ) : null}
      <Menu.Item leftSection={<Icon name="bin" size={16} />} onClick={onDelete}>
        Delete{many}
      </Menu.Item>
    </Menu.Dropdown>
  );
}
