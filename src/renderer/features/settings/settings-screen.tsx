import { Button, NumberInput, SegmentedControl } from '@mantine/core';
import { type ReactNode, useEffect, useId, useState } from 'react';
import type { Settings } from '../../../ipc/settings-schemas';
import { useClient } from '../../state/client-context';
import { useNavigation } from '../../state/navigation';
import { useAction } from '../../state/use-action';
import { useQuery } from '../../state/use-query';
import layout from '../../ui/layout.module.css';
import { Loading } from '../../ui/loading';
import { FailureNote } from '../../ui/notes';
import { Page } from '../../ui/page';
import { useToasts } from '../../ui/toasts';
import { ValidityField, validDays } from '../../ui/validity-field';
import { About } from './about';
import { BackgroundLife } from './background';
import { CommandLine } from './command-line';
import { Compat } from './compat';
import { Reminders } from './reminders';
import { RenewalSettings } from './renewal-settings';
import styles from './settings.module.css';

const refreshOn = ['settings.changed'] as const;

export function SettingsScreen() {
  const { api } = useClient();
  const settings = useQuery(() => api.settings.get(), 'settings', refreshOn);
  return (
    <Page title="Settings">
      {settings.failure ? <FailureNote failure={settings.failure} onRetry={settings.reload} /> : null}
      {settings.data === undefined && !settings.failure ? <Loading label="Reading the settings" /> : null}
      {settings.data ? <Form settings={settings.data} reload={settings.reload} /> : null}
      {settings.data ? <RenewalSettings settings={settings.data} reload={settings.reload} /> : null}
      <Reminders />
      <BackgroundLife />
      <ToAuthorities />
      <CommandLine />
      <Compat />
      <About />
    </Page>
  );
}

/** Keys, limits and backups belong to an authority, so their settings stand there. */
function ToAuthorities() {
  const { go } = useNavigation();
  return (
    <section className={`${layout.card} ${styles.link}`} aria-labelledby="to-authorities">
      <div>
        <h2 id="to-authorities">Keys, limits and backups</h2>
        <p className={layout.mute}>They belong to each authority: its passphrase, what it may sign for, its backup.</p>
      </div>
      <Button onClick={() => go('authorities')}>Go to Authorities</Button>
    </section>
  );
}

function Form({ settings, reload }: { settings: Settings; reload: () => void }) {
  const { api } = useClient();
  const { say } = useToasts();
  const id = useId();
  const save = useAction(async (change: Partial<Settings>) => {
    await api.settings.set(change);
    say('Saved.');
    reload();
  });
  return (
    <div className={`${layout.card} ${styles.groups}`}>
      {save.failure ? <FailureNote failure={save.failure} /> : null}
      <Group label="Appearance" id={id}>
        <SegmentedControl
          aria-labelledby={id}
          value={settings.theme}
          data={[
            { value: 'system', label: 'As the system' },
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' },
          ]}
          onChange={(value) => void save.run({ theme: value as Settings['theme'] })}
        />
      </Group>
      <UnlockMinutes minutes={settings.unlockMinutes} onChange={(unlockMinutes) => void save.run({ unlockMinutes })} />
      <DefaultValidity days={settings.validityDays} onChange={(validityDays) => void save.run({ validityDays })} />
    </div>
  );
}

function Group({ label, id, children }: { label: string; id: string; children: ReactNode }) {
  return (
    <div className={layout.stack}>
      <strong id={id}>{label}</strong>
      <div>{children}</div>
    </div>
  );
}

function UnlockMinutes({ minutes, onChange }: { minutes: number; onChange: (minutes: number) => void }) {
  const [shown, setShown] = useState<number | string>(minutes);
  useEffect(() => setShown(minutes), [minutes]);
  return (
    <NumberInput
      label="Keep the root key open for"
      description="Minutes after a use, 0 to 15. With 0 the key is locked after each certificate."
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      maw={340}
      classNames={{ wrapper: styles.number ?? '' }}
      min={0}
      max={15}
      clampBehavior="strict"
      allowDecimal={false}
      value={shown}
      suffix=" min"
      onChange={setShown}
      onBlur={() => {
        if (typeof shown !== 'number') setShown(minutes);
        else if (shown !== minutes) onChange(shown);
      }}
    />
  );
}

function DefaultValidity({ days, onChange }: { days: number; onChange: (days: number) => void }) {
  const [shown, setShown] = useState(days);
  return (
    <ValidityField
      label="New certificates are valid for"
      days={shown}
      onChange={(next) => {
        setShown(next);
        if (validDays(next) && next !== days) onChange(next);
      }}
    />
  );
}
