import { Button, Menu } from '@mantine/core';
import { Icon } from '../../ui/icons';

interface AddMenuProps {
  onHost: () => void;
  onFiles: () => void;
  onFolder: () => void;
  onFind: () => void;
}

/** The ways to watch something. */
export function AddMenu({ onHost, onFiles, onFolder, onFind }: AddMenuProps) {
  return (
    <Menu width={260} position="bottom-end" withinPortal={false} withInitialFocusPlaceholder={false} returnFocus>
      <Menu.Target>
        <Button variant="filled" rightSection={<Icon name="down" size={14} />}>
          Add
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Icon name="pulse" size={16} />} onClick={onHost}>
          Server…
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="file" size={16} />} onClick={onFiles}>
          Certificate files…
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="folder" size={16} />} onClick={onFolder}>
          Folder…
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="search" size={16} />} onClick={onFind}>
          Found on this machine…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
