import { useEffect, useEffectEvent } from 'react';
import type { EventData } from '../../ipc/contract';
import { useClient } from '../state/client-context';
import { useNavigation } from '../state/navigation';
import { useOpenedFile } from '../state/opened-file';
import { useSaveCalendar } from '../state/use-save-calendar';

/** Does what a menu of the main process asks for. */
export function useMenuCommands() {
  const { api, on } = useClient();
  const { go, open } = useNavigation();
  const { chooseFile, paste } = useOpenedFile();
  const saveCalendar = useSaveCalendar();
  const onCommand = useEffectEvent((command: EventData<'command'>) => {
    switch (command) {
      case 'new-certificate':
      case 'new-request':
      case 'palette':
        return open(command);
      case 'overview':
      case 'certificates':
      case 'watched':
      case 'trust':
      case 'authorities':
      case 'inspect':
      case 'tools':
      case 'proxy':
      case 'activity':
      case 'settings':
        return go(command);
      case 'batch':
        return go('tools', { kind: 'tool', tool: 'batch' });
      case 'open-file':
        go('tools', { kind: 'tool', tool: 'look' });
        return void chooseFile();
      case 'paste':
        go('tools', { kind: 'tool', tool: 'look' });
        return void paste();
      case 'find':
        return go('certificates', { kind: 'find' });
      case 'check-trust':
        return go('trust', { kind: 'check' });
      case 'lock':
        return void api.key.lock();
      case 'save-calendar':
        return void saveCalendar.run();
    }
  });
  useEffect(() => on('command', (command) => onCommand(command)), [on]);
}
