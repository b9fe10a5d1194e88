import { Button, Menu } from '@mantine/core';
import type { Deployment } from '../../../../ipc/deployment-schemas';
import { useClient } from '../../../state/client-context';
import { failureOf } from '../../../state/failure';
import { Icon } from '../../../ui/icons';
import { useToasts } from '../../../ui/toasts';

interface CardMenuProps {
  deployment: Deployment;
  busy: boolean;
  onEdit: () => void;
  onReload: () => void;
  onForget: () => void;
}

/** What is seldom wanted of a deployment. */
export function CardMenu({ deployment, busy, onEdit, onReload, onForget }: CardMenuProps) {
  const { api } = useClient();
  const { fail } = useToasts();
  const { id, folderName, reload } = deployment;
  const openFolder = () => api.deployments.openFolder({ id }).catch((thrown: unknown) => fail(failureOf(thrown)));
  return (
    <Menu width={240} position="bottom-start" withInitialFocusPlaceholder={false} returnFocus>
      <Menu.Target>
        <Button
          size="xs"
          disabled={busy}
          rightSection={<Icon name="down" size={14} />}
          aria-label={`More for ${folderName}`}
        >
          More
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Icon name="sliders" size={16} />} onClick={onEdit}>
          {reload ? 'Change the reload…' : 'Set a reload…'}
        </Menu.Item>
        {reload ? (
          <Menu.Item leftSection={<Icon name="renew" size={16} />} onClick={onReload}>
            Reload now
          </Menu.Item>
        ) : null}
        <Menu.Item leftSection={<Icon name="folder" size={16} />} onClick={() => void openFolder()}>
          Open folder
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="dash" size={16} />} onClick={onForget}>
          Forget this deployment
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
