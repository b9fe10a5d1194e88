import { type KeyboardEvent, type RefObject, useEffect, useId, useRef } from 'react';
import { ChipItem } from './chip-item';
import { type Chips, confirmDraft, editChip, removeChip, typeInto } from './chips';
import styles from './chips-field.module.css';
import { FieldMessage } from './notes';

/** What is wrong with one chip, and what would be right. */
export interface ChipProblem {
  message: string;
  hint?: string | undefined;
}

interface ChipsFieldProps {
  label: string;
  description?: string;
  placeholder: string;
  chips: Chips;
  onChange: (chips: Chips) => void;
  /** By the key of the chip. */
  problems?: ReadonlyMap<number, ChipProblem>;
  /** A message that belongs to the field as a whole. */
  message?: string | undefined;
  /** Enter in an empty field. */
  onSubmit?: () => void;
  inputRef?: RefObject<HTMLInputElement | null>;
  /** Takes the focus when it appears. */
  focusFirst?: boolean;
}

/** More messages than this are counted, not listed: with 500 bad names nobody reads the list. */
const messagesShown = 5;

/**
 * A field for a list of names. One tab stop: from the text, the left arrow walks into the chips, where Enter edits one
 * and Delete removes it.
 */
export function ChipsField(props: ChipsFieldProps) {
  const {
    label,
    description,
    placeholder,
    chips,
    onChange,
    problems = new Map(),
    message,
    onSubmit,
    focusFirst = false,
  } = props;
  const id = useId();
  const own = useRef<HTMLInputElement>(null);
  const input = props.inputRef ?? own;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (focusFirst) input.current?.focus();
  }, [focusFirst, input]);
  const lines = problemLines(chips, problems);
  const shown = lines.slice(0, messagesShown);
  const invalid = lines.length > 0 || message !== undefined;

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const atStart = event.currentTarget.selectionStart === 0 && event.currentTarget.selectionEnd === 0;
    if (event.key === 'Enter') {
      event.preventDefault();
      if (chips.draft.trim() === '') onSubmit?.();
      else onChange(confirmDraft(chips));
    } else if (event.key === 'Backspace' && chips.draft === '') {
      const last = chips.items.at(-1);
      if (!last || last.fixed) return;
      event.preventDefault();
      onChange(editChip(chips, last.key));
    } else if (event.key === 'ArrowLeft' && atStart) {
      focusChip(box.current, chips.items.length - 1);
    }
  };

  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      {description ? (
        <p id={`${id}-description`} className={styles.description}>
          {description}
        </p>
      ) : null}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a wider target for the pointer; the input itself is the control. */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: as above. */}
      <div
        ref={box}
        className={`${styles.box} ${invalid ? styles.invalid : ''}`}
        onClick={(event) => {
          if (event.target === event.currentTarget) input.current?.focus();
        }}
      >
        {chips.items.map((chip, index) => (
          <ChipItem
            key={chip.key}
            chip={chip}
            index={index}
            wrong={problems.has(chip.key)}
            onEdit={() => {
              onChange(editChip(chips, chip.key));
              input.current?.focus();
            }}
            onRemove={() => {
              onChange(removeChip(chips, chip.key));
              input.current?.focus();
            }}
            onMove={(step) => {
              if (index + step >= chips.items.length) input.current?.focus();
              else focusChip(box.current, index + step);
            }}
          />
        ))}
        <input
          ref={input}
          id={id}
          className={styles.input}
          value={chips.draft}
          data-autofocus={focusFirst || undefined}
          placeholder={chips.items.every((chip) => chip.fixed) ? placeholder : ''}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          aria-invalid={invalid}
          aria-describedby={[description ? `${id}-description` : '', invalid ? `${id}-messages` : '']
            .filter(Boolean)
            .join(' ')}
          onChange={(event) => onChange(typeInto(chips, event.currentTarget.value))}
          onPaste={(event) => {
            const text = event.clipboardData.getData('text/plain');
            // An <input> drops line breaks, which would glue pasted names together.
            if (!/[\r\n]/.test(text)) return;
            event.preventDefault();
            onChange(typeInto(chips, chips.draft + text));
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      {/* The region is always there, so that screen readers announce what is put into it. */}
      <div id={`${id}-messages`} className={styles.messages} aria-live="polite">
        {message ? <FieldMessage>{message}</FieldMessage> : null}
        {shown.map((line) => (
          <FieldMessage key={line}>{line}</FieldMessage>
        ))}
        {lines.length > shown.length ? (
          <FieldMessage>{`${lines.length - shown.length} more are wrong; every wrong name is underlined above.`}</FieldMessage>
        ) : null}
      </div>
    </div>
  );
}

/** The words under the field; what is true of many names ("too many") is said once. */
function problemLines(chips: Chips, problems: ReadonlyMap<number, ChipProblem>): string[] {
  const found = chips.items.map((chip) => problems.get(chip.key)).filter((problem) => problem !== undefined);
  return [...new Set(found.map(({ message, hint }) => [message, hint].filter(Boolean).join(' ')))];
}

function focusChip(box: HTMLElement | null, index: number) {
  box?.querySelector<HTMLElement>(`[data-chip="${Math.max(0, index)}"]`)?.focus();
}
