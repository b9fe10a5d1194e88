import { Button, Menu } from '@mantine/core';
import type { ActivityFilter, ActivityFormat } from '../../../ipc/activity-schemas';
import { useClient } from '../../state/client-context';
import { failureOf } from '../../state/failure';
import { useAction } from '../../state/use-action';
import { Icon } from '../../ui/icons';
import { useToasts } from '../../ui/toasts';

/** Writes what the filter shows, or all of it, to a file; the main process asks where. */
export function ExportMenu({ filter, filtered }: { filter: ActivityFilter; filtered: boolean }) {
  const { api } = useClient();
  const { show, fail } = useToasts();
  const save = useAction(async (format: ActivityFormat) => {
    try {
      const saved = await api.activity.export({ filter, format });
      if (saved.outcome === 'saved') show(`Saved ${saved.files[0] ?? 'the history'} in ${saved.folderName}.`);
    } catch (thrown) {
      fail(failureOf(thrown));
    }
  });
  return (
    <Menu width={270} position="bottom-end" withinPortal={false} withInitialFocusPlaceholder={false} returnFocus>
      <Menu.Target>
        <Button
          loading={save.busy}
          leftSection={<Icon name="export" size={16} />}
          rightSection={<Icon name="down" size={14} />}
        >
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{filtered ? 'The lines that fit the filter' : 'All lines'}</Menu.Label>
        <Menu.Item leftSection={<Icon name="list" size={16} />} onClick={() => void save.run('csv')}>
          CSV for a spreadsheet…
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="file" size={16} />} onClick={() => void save.run('jsonl')}>
          JSON lines, as they stand…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
