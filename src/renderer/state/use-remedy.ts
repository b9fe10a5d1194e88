import type { Problem } from '../../ipc/schemas';
import { useToasts } from '../ui/toasts';
import { useClient } from './client-context';
import { useNavigation } from './navigation';
import { useAction } from './use-action';

type Remedy = NonNullable<Problem['remedy']>;

/** What the button beside a problem does. `authorityId` is the authority that the problems are about. */
export function useRemedy(authorityId: string | undefined, reload: () => void) {
  const { api } = useClient();
  const { go } = useNavigation();
  const { show } = useToasts();
  return useAction(async (remedy: Remedy) => {
    switch (remedy) {
      case 'make-private':
        if (authorityId === undefined) return;
        await api.authorities.makePrivate({ id: authorityId });
        show('The files are private again.');
        reload();
        return;
      case 'set-aside':
        go('trust', { kind: 'set-aside' });
        return;
      case 'install-trust':
        go('trust', { kind: 'install' });
        return;
      case 'open-trust':
        go('trust');
    }
  });
}
