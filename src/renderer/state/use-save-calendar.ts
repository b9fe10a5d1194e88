import { useToasts } from '../ui/toasts';
import { useClient } from './client-context';
import { failureOf } from './failure';
import { useAction } from './use-action';

/** Saves what expires as a calendar, at a place that the system's dialog asks for; a failure is shown wherever the person is. */
export function useSaveCalendar() {
  const { api } = useClient();
  const { show, fail } = useToasts();
  return useAction(async () => {
    try {
      const saved = await api.reminders.saveCalendar();
      if (saved.outcome === 'saved') show(`Saved ${saved.files.join(', ')} in the folder ${saved.folderName}.`);
    } catch (thrown) {
      fail(failureOf(thrown));
    }
  });
}
