import { notify } from '../notifications';
import { saveFile } from '../save-file';
import type { Group, HandlerContext } from './context';

export function reminderHandlers({
  services,
  dialogs,
  places,
  background,
  destinations,
}: HandlerContext): Group<'reminders'> {
  return {
    'reminders.state': () => background.state(),
    'reminders.setStartAtLogin': ({ on }) => background.setStartAtLogin(on),
    'reminders.showTest': async () => ({
      shown: await notify({
        title: 'Reminders work',
        body: 'This is how Sealwax tells what expires. Click it to come back here.',
        clicked: () => void destinations.go({ kind: 'overview' }),
      }),
    }),
    'reminders.saveCalendar': () =>
      saveFile(
        { dialogs, places, services },
        {
          title: 'Save what expires as a calendar',
          defaultPath: 'sealwax-expiries.ics',
          filters: [{ name: 'Calendar', extensions: ['ics'] }],
        },
        // Public facts only, and other programs of this person read it.
        async (save) => save((await services.lifecycle.reminders.calendar()).text, 0o644),
      ),
    'reminders.takeDestination': async () => destinations.take(),
  };
}
