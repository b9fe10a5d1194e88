import { ActionIcon, TextInput } from '@mantine/core';
import type { ProxyProblem } from '../../../../ipc/proxy-schemas';
import { Icon } from '../../../ui/icons';
import { type NameDraft, problemAt } from './draft';
import styles from './form.module.css';
import { RoutesFields, said } from './routes-fields';

interface NameFieldsProps {
  index: number;
  value: NameDraft;
  problems: readonly ProxyProblem[];
  onChange: (value: NameDraft) => void;
  /** Absent for the first, whose name stands in the form itself. */
  onLeaveOut?: () => void;
}

/** One of the names on the port, with its paths. */
export function NameFields({ index, value, problems, onChange, onLeaveOut }: NameFieldsProps) {
  const called = value.name.trim() === '' ? `name ${index + 1}` : value.name.trim();
  const problem = problemAt(problems, `names.${index}.name`);
  return (
    <div className={styles.name}>
      {onLeaveOut === undefined ? null : (
        <div className={styles.another}>
          <TextInput
            label={`Name ${index + 1}`}
            placeholder="api.test"
            value={value.name}
            maxLength={300}
            spellCheck={false}
            autoComplete="off"
            error={problem && said(problem)}
            onChange={(event) => onChange({ ...value, name: event.currentTarget.value })}
          />
          <ActionIcon aria-label={`Leave out ${called}`} onClick={onLeaveOut}>
            <Icon name="cross" size={14} />
          </ActionIcon>
        </div>
      )}
      <RoutesFields
        index={index}
        of={called}
        routes={value.routes}
        problems={problems}
        onChange={(routes) => onChange({ ...value, routes })}
      />
    </div>
  );
}
