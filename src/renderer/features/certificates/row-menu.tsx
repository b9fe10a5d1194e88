import { Menu } from '@mantine/core';
import type { Certificate } from '../../../ipc/schemas';
import { useClient } from '../../state/client-context';
import { failureOf } from '../../state/failure';
import { colonHex } from '../../text/hex';
import { namesInBrief } from '../../text/names';
import { useCopy } from '../../ui/copy';
import { Icon } from '../../ui/icons';
import { useToasts } from '../../ui/toasts';

/** What a right click on a row (or the menu key) offers; every item also stands in the detail. */
export function RowMenu({ certificate, onDelete }: { certificate: Certificate; onDelete: () => void }) {
  const { api } = useClient();
  const { fail } = useToasts();
  const copy = useCopy();
  const { first } = namesInBrief(certificate.names);
  return (
    <Menu.Dropdown>
      <Menu.Item leftSection={<Icon name="copy" size={16} />} onClick={() => copy(first, 'name')}>
        Copy name
      </Menu.Item>
      <Menu.Item
        leftSection={<Icon name="copy" size={16} />}
        onClick={() => copy(colonHex(certificate.fingerprint), 'fingerprint')}
      >
        Copy fingerprint
      </Menu.Item>
      <Menu.Item
        leftSection={<Icon name="folder" size={16} />}
        onClick={() =>
          void api.certificates.openFolder({ id: certificate.id }).catch((thrown) => fail(failureOf(thrown)))
        }
      >
        Open folder
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item leftSection={<Icon name="bin" size={16} />} onClick={onDelete}>
        Delete
      </Menu.Item>
    </Menu.Dropdown>
  );
}
