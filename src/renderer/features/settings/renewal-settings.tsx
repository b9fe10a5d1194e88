import { NumberInput, SegmentedControl, Switch } from '@mantine/core';
import { useEffect, useId, useState } from 'react';
import type { Settings } from '../../../ipc/settings-schemas';
import { useClient } from '../../state/client-context';
import { useAction } from '../../state/use-action';
import layout from '../../ui/layout.module.css';
import { FailureNote } from '../../ui/notes';
import { useToasts } from '../../ui/toasts';
import styles from './settings.module.css';

/** What is proposed to whoever chooses days: the length of a month, as Let's Encrypt has recommended it. */
const usualDays = 30;

/** Whether certificates are renewed by themselves, and when. Each certificate may say otherwise. */
export function RenewalSettings({ settings, reload }: { settings: Settings; reload: () => void }) {
  const { api } = useClient();
  const { say } = useToasts();
  const id = useId();
  const save = useAction(async (change: Partial<Settings>) => {
    await api.settings.set(change);
    say('Saved.');
    reload();
  });
  const days = settings.renewDaysBefore;
  return (
    <section className={`${layout.card} ${styles.groups}`} aria-labelledby={id}>
      <div className={layout.stack}>
        <h2 id={id}>Renewal</h2>
        <Switch
          label="Renew certificates automatically"
          description="While Sealwax runs, with no question asked: a key whose passphrase only you know must be unlocked. Each certificate can be switched by itself."
          checked={settings.renewAutomatically}
          onChange={(event) => void save.run({ renewAutomatically: event.currentTarget.checked })}
        />
      </div>
      <fieldset className={layout.fieldset}>
        <legend id={`${id}-when`}>A certificate is due</legend>
        <div className={layout.row}>
          <SegmentedControl
            aria-labelledby={`${id}-when`}
            value={days === null ? 'third' : 'days'}
            data={[
              { value: 'third', label: 'In its last third' },
              { value: 'days', label: 'Days before its end' },
            ]}
            onChange={(value) => void save.run({ renewDaysBefore: value === 'third' ? null : usualDays })}
          />
          {days === null ? null : <Days days={days} onChange={(next) => void save.run({ renewDaysBefore: next })} />}
        </div>
        <small className={layout.mute}>
          {days === null
            ? 'A certificate of 397 days is renewed 132 days before its end, one of 14 days 5 days before.'
            : 'A certificate that lives less than twice as long is due from half of its life.'}
        </small>
      </fieldset>
      {save.failure ? <FailureNote failure={save.failure} /> : null}
    </section>
  );
}

function Days({ days, onChange }: { days: number; onChange: (days: number) => void }) {
  const [shown, setShown] = useState<number | string>(days);
  useEffect(() => setShown(days), [days]);
  return (
    <NumberInput
      aria-label="Days before the end"
      w={120}
      min={1}
      max={825}
      clampBehavior="strict"
      allowDecimal={false}
      suffix=" days"
      value={shown}
      onChange={setShown}
      onBlur={() => {
        if (typeof shown !== 'number') setShown(days);
        else if (shown !== days) onChange(shown);
      }}
    />
  );
}
