// biome-ignore-all lint/a11y/useFocusableInteractive: the field keeps the focus and names the active option (aria-activedescendant).
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the field's key handler chooses.
// biome-ignore-all lint/a11y/useSemanticElements: a <datalist> or <select> cannot hold shortcuts.
import { Kbd, Modal } from '@mantine/core';
import { type KeyboardEvent, useId, useState } from 'react';
import { type PaletteAction, usePaletteActions } from './actions';
import styles from './palette.module.css';
import { search } from './search';

/** One field that finds and does anything (Ctrl/Cmd+K). */
export function Palette({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal.Root
      opened={opened}
      onClose={onClose}
      size="34rem"
      radius={12}
      yOffset="12vh"
      classNames={{ content: styles.content ?? '' }}
    >
      <Modal.Overlay backgroundOpacity={0.36} />
      <Modal.Content aria-label="Find or do anything">
        <Finder onClose={onClose} />
      </Modal.Content>
    </Modal.Root>
  );
}

function Finder({ onClose }: { onClose: () => void }) {
  const id = useId();
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const found = search(usePaletteActions(), text);
  const choose = (action: PaletteAction | undefined) => {
    if (!action) return;
    onClose();
    action.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && found.length > 0) {
      event.preventDefault();
      const next = (active + step + found.length) % found.length;
      setActive(next);
      document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choose(found[active]);
    }
  };
  return (
    <>
      <input
        className={styles.input}
        role="combobox"
        aria-label="Find or do anything"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={found[active] ? `${id}-${active}` : undefined}
        placeholder="Find or do anything"
        data-autofocus
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div className={styles.list} id={`${id}-list`} role="listbox" aria-label="Actions">
        {found.map((action, index) => (
          <div
            key={action.label}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            className={styles.option}
            onMouseMove={() => setActive(index)}
            onClick={() => choose(action)}
          >
            {action.label}
            {action.shortcut ? <Kbd>{action.shortcut}</Kbd> : null}
          </div>
        ))}
      </div>
      {found.length === 0 ? <p className={styles.nothing}>No action has these words.</p> : null}
    </>
  );
}
