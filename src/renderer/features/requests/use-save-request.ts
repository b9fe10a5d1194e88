import { useClient } from '../../state/client-context';
import { useAction } from '../../state/use-action';
import { useToasts } from '../../ui/toasts';

/** Writes a request to a file; the main process asks where. */
export function useSaveRequest(id: string) {
  const { api } = useClient();
  const { show } = useToasts();
  return useAction(async () => {
    const saved = await api.requests.save({ id });
    if (saved.outcome === 'saved') show(`Saved ${saved.files[0] ?? 'the request'} in ${saved.folderName}.`);
  });
}
