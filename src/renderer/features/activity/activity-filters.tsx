import { NativeSelect, TextInput } from '@mantine/core';
import type { RefObject } from 'react';
import type { ActivityActor, ActivityGroup } from '../../../ipc/activity-schemas';
import { Icon } from '../../ui/icons';
import styles from './activity.module.css';
import type { FilterDraft } from './filter-draft';
import { groupSigns } from './words';

interface ActivityFiltersProps {
  draft: FilterDraft;
  onChange: (draft: FilterDraft) => void;
  find: RefObject<HTMLInputElement | null>;
}

const groups = Object.entries(groupSigns).map(([value, { word }]) => ({ value, label: word }));
const actors: readonly { value: ActivityActor; label: string }[] = [
  { value: 'window', label: 'The window' },
  { value: 'command-line', label: 'The command line' },
  { value: 'automatic', label: 'Sealwax by itself' },
];

/** Which lines of the history are shown. */
export function ActivityFilters({ draft, onChange, find }: ActivityFiltersProps) {
  const set = (change: Partial<FilterDraft>) => onChange({ ...draft, ...change });
  return (
    <search className={styles.tools} aria-label="Filter the history">
      <TextInput
        ref={find}
        className={styles.find ?? ''}
        label="Search"
        placeholder="Name, place, fingerprint …"
        value={draft.search}
        onChange={(event) => set({ search: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === 'Escape') set({ search: '' });
        }}
        leftSection={<Icon name="search" size={16} />}
      />
      <NativeSelect
        label="What"
        value={draft.group}
        data={[{ value: '', label: 'Everything' }, ...groups]}
        onChange={(event) => set({ group: event.currentTarget.value as ActivityGroup | '' })}
      />
      <NativeSelect
        label="Done by"
        value={draft.who}
        data={[{ value: '', label: 'Anyone' }, ...actors]}
        onChange={(event) => set({ who: event.currentTarget.value as ActivityActor | '' })}
      />
      <TextInput
        label="From"
        type="date"
        max={draft.to === '' ? undefined : draft.to}
        value={draft.from}
        onChange={(event) => set({ from: event.currentTarget.value })}
      />
      <TextInput
        label="To"
        type="date"
        min={draft.from === '' ? undefined : draft.from}
        value={draft.to}
        onChange={(event) => set({ to: event.currentTarget.value })}
      />
    </search>
  );
}
