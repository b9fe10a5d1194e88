import type { RefObject } from 'react';
import type { NameChecks } from '../state/use-name-checks';
import { addChips, type Chips, textsOf } from './chips';
import { ChipsField } from './chips-field';
import { Suggestions } from './issue-suggestions';
import layout from './layout.module.css';

interface NamesFieldProps {
  description: string;
  placeholder: string;
  chips: Chips;
  onChange: (chips: Chips) => void;
  checks: NameChecks;
  /** What is wrong with the field as a whole. */
  message?: string | undefined;
  onSubmit?: () => void;
  inputRef?: RefObject<HTMLInputElement | null>;
  authorityId?: string | undefined;
  focusFirst?: boolean;
  suggest?: boolean;
}

/** The names of a certificate to be: chips with their checks, notes on what they mean, and what this machine is called. */
export function NamesField(props: NamesFieldProps) {
  const { chips, onChange, checks, message, authorityId, suggest = true } = props;
  return (
    <div className={layout.stack}>
      <ChipsField
        label="Names"
        description={props.description}
        placeholder={props.placeholder}
        chips={chips}
        onChange={onChange}
        problems={checks.problems}
        message={message ?? checks.failure?.message}
        {...(props.onSubmit ? { onSubmit: props.onSubmit } : {})}
        {...(props.inputRef ? { inputRef: props.inputRef } : {})}
        focusFirst={props.focusFirst ?? false}
      />
      {checks.notes.map((note) => (
        <small key={note}>{note}</small>
      ))}
      {suggest ? (
        <Suggestions
          authorityId={authorityId}
          taken={textsOf(chips)}
          onAdd={(names) => onChange(addChips(chips, names))}
        />
      ) : null}
    </div>
  );
}
