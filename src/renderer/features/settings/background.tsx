import { SegmentedControl } from '@mantine/core';
import type { WatchState } from '../../../ipc/reminders-schemas';
import type { Settings } from '../../../ipc/settings-schemas';
import { useClient } from '../../state/client-context';
import { useAction } from '../../state/use-action';
import { useQuery } from '../../state/use-query';
import layout from '../../ui/layout.module.css';
import { FailureNote, Note } from '../../ui/notes';
import { useToasts } from '../../ui/toasts';
import { SavedCheckbox } from './saved-checkbox';
import styles from './settings.module.css';

const onSettings = ['settings.changed'] as const;

/** Whether the app watches on without its window, and whether it begins at login. */
export function BackgroundLife() {
  const { api } = useClient();
  const { say } = useToasts();
  const settings = useQuery(() => api.settings.get(), 'settings', onSettings);
  const state = useQuery(() => api.reminders.state(), 'background', onSettings);
  const save = useAction(async (background: Settings['background']) => {
    await api.settings.set({ background });
    say('Saved.');
    settings.reload();
    state.reload();
  });
  const atLogin = useAction(async (on: boolean) => {
    const { startAtLogin } = await api.reminders.setStartAtLogin({ on });
    say('Saved.');
    state.reload();
    return (startAtLogin === 'on') === on;
  });
  if (settings.data === undefined) return null;
  return (
    <section className={`${layout.card} ${styles.groups}`} aria-labelledby="background">
      <div className={layout.stack}>
        <h2 id="background">In the background</h2>
        <p className={layout.mute}>
          With its window closed Sealwax can go on watching: it reminds you, and its icon in the tray shows how things
          stand. Quit ends it.
        </p>
        {save.failure ? <FailureNote failure={save.failure} /> : null}
        <div className={layout.stack}>
          <strong id="keep-watching">Keep watching in the background</strong>
          <div>
            <SegmentedControl
              aria-labelledby="keep-watching"
              value={settings.data.background}
              data={[
                { value: 'automatic', label: 'Where there is a tray' },
                { value: 'on', label: 'Always' },
                { value: 'off', label: 'Never' },
              ]}
              onChange={(value) => void save.run(value as Settings['background'])}
            />
          </div>
          {state.data ? <small>{watchWords(state.data)}</small> : null}
        </div>
        {state.failure ? <FailureNote failure={state.failure} onRetry={state.reload} /> : null}
        {atLogin.failure ? <FailureNote failure={atLogin.failure} /> : null}
        {state.data ? (
          <SavedCheckbox
            label="Start at login, without a window"
            checked={state.data.startAtLogin === 'on'}
            onSave={async (on) => (await atLogin.run(on)) === true}
          />
        ) : null}
        {state.data?.startAtLogin === 'off-by-desktop' ? (
          <Note
            tone="info"
            message="The settings of your desktop turned starting at login off."
            hint="Tick it to turn it on again."
          />
        ) : null}
      </div>
    </section>
  );
}

/** What closing the window means on this desktop, as it is now. */
function watchWords({ tray, background }: WatchState): string {
  if (!background) {
    return tray
      ? 'Closing the window ends Sealwax.'
      : 'This desktop shows no tray, so closing the window ends Sealwax.';
  }
  return tray
    ? 'Closing the window leaves Sealwax in the tray.'
    : 'This desktop shows no tray: start Sealwax again to see its window.';
}
