import { Button } from '@mantine/core';
import { useClient } from '../../state/client-context';
import { useAction } from '../../state/use-action';
import { useQuery } from '../../state/use-query';
import { useSaveCalendar } from '../../state/use-save-calendar';
import layout from '../../ui/layout.module.css';
import { FailureNote, Note } from '../../ui/notes';
import { useToasts } from '../../ui/toasts';
import { DaysField } from './days-field';
import { SavedCheckbox } from './saved-checkbox';
import styles from './settings.module.css';

const onSettings = ['settings.changed'] as const;

/** When a person is told what expires, and the same as a calendar. */
export function Reminders() {
  const { api } = useClient();
  const { say, show } = useToasts();
  const settings = useQuery(() => api.settings.get(), 'settings', onSettings);
  const state = useQuery(() => api.reminders.state(), 'reminders', onSettings);
  const saveCalendar = useSaveCalendar();
  const save = useAction(async (change: Parameters<typeof api.settings.set>[0]) => {
    await api.settings.set(change);
    say('Saved.');
    settings.reload();
    return true;
  });
  const test = useAction(async () => {
    const { shown } = await api.reminders.showTest();
    show(shown ? 'Your desktop took the notification.' : 'Your desktop did not show the notification.');
  });
  if (settings.data === undefined) return null;
  const { reminders, reminderDays, rootReminderDays } = settings.data;
  return (
    <section className={`${layout.card} ${styles.groups}`} aria-labelledby="reminders">
      <div className={layout.stack}>
        <h2 id="reminders">Reminders</h2>
        <p className={layout.mute}>
          A notification tells what expires soon: one a day at the most, and each time only once. What was replaced by a
          later certificate is left out.
        </p>
        {state.data && !state.data.notifications ? (
          <Note
            tone="warn"
            message="This desktop shows no notifications."
            hint="The overview and the tray tell the same. On Linux, install libnotify and a notification service."
          />
        ) : null}
        {save.failure ? <FailureNote failure={save.failure} /> : null}
        <SavedCheckbox
          label="Remind me by desktop notifications"
          checked={reminders}
          onSave={async (on) => (await save.run({ reminders: on })) === true}
        />
        <DaysField
          label="Days before a certificate ends"
          days={reminderDays}
          disabled={!reminders}
          onChange={(days) => void save.run({ reminderDays: days })}
        />
        <DaysField
          label="Days before an authority ends"
          days={rootReminderDays}
          disabled={!reminders}
          onChange={(days) => void save.run({ rootReminderDays: days })}
        />
        {test.failure ? <FailureNote failure={test.failure} /> : null}
        <div className={layout.row}>
          <Button loading={test.busy} onClick={() => void test.run()}>
            Show a test notification
          </Button>
          <Button loading={saveCalendar.busy} onClick={() => void saveCalendar.run()}>
            Save as calendar…
          </Button>
        </div>
      </div>
    </section>
  );
}
