import { useEffect, useEffectEvent } from 'react';
import type { Destination } from '../../ipc/reminders-schemas';
import { useClient } from '../state/client-context';
import { useNavigation } from '../state/navigation';

/** Goes where a notification or the tray sends the window. */
export function useDestinations() {
  const { api, on } = useClient();
  const { go, open } = useNavigation();
  const arrive = useEffectEvent((destination: Destination) => {
    // A dialog of before would stand in front of it.
    open(null);
    switch (destination.kind) {
      case 'overview':
        return go('overview');
      case 'proxy':
        return go('proxy');
      case 'new-certificate':
        return open('new-certificate');
      case 'certificate':
        return go('certificates', { kind: 'certificate', id: destination.id });
      case 'authority':
        return go('authorities', { kind: 'authority', id: destination.id });
    }
  });
  useEffect(() => {
    const end = on('destination', (destination) => arrive(destination));
    api.reminders.takeDestination().then(
      (waiting) => {
        if (waiting !== null) arrive(waiting);
      },
      // The window is open; where to go can be found in it.
      () => undefined,
    );
    return end;
  }, [api, on]);
}
