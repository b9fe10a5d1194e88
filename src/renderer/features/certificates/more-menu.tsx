import { Button, Menu } from '@mantine/core';
import { useNavigation } from '../../state/navigation';
import { useOpenedFile } from '../../state/opened-file';
import { Icon } from '../../ui/icons';

/** The other ways to a certificate. */
export function MoreMenu() {
  const { go, open } = useNavigation();
  const { chooseFile } = useOpenedFile();
  return (
    <Menu width={250} position="bottom-end" withinPortal={false} withInitialFocusPlaceholder={false} returnFocus>
      <Menu.Target>
        <Button rightSection={<Icon name="down" size={14} />}>More</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<Icon name="list" size={16} />}
          onClick={() => go('tools', { kind: 'tool', tool: 'batch' })}
        >
          Many at once…
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="key" size={16} />} onClick={() => open('new-request')}>
          New signing request…
        </Menu.Item>
        <Menu.Item
          leftSection={<Icon name="certificate" size={16} />}
          onClick={() => go('tools', { kind: 'tool', tool: 'requests' })}
        >
          Sign a request…
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<Icon name="search" size={16} />}
          onClick={() => {
            go('tools', { kind: 'tool', tool: 'look' });
            void chooseFile();
          }}
        >
          Look inside a file…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
