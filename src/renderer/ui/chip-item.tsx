import type { Chip } from './chips';
import styles from './chips-field.module.css';
import { Icon } from './icons';

interface ChipItemProps {
  chip: Chip;
  index: number;
  wrong: boolean;
  onEdit: () => void;
  onRemove: () => void;
  onMove: (step: -1 | 1) => void;
}

/** One name: a press edits it, the cross takes it out. Both are reached with the arrow keys, not with Tab. */
export function ChipItem({ chip, index, wrong, onEdit, onRemove, onMove }: ChipItemProps) {
  return (
    <span className={`${styles.chip} ${wrong ? styles.wrong : ''}`}>
      <button
        type="button"
        tabIndex={-1}
        data-chip={index}
        className={styles.text}
        aria-label={wrong ? `${chip.text}, not accepted, edit` : `${chip.text}, edit`}
        title={chip.text}
        onClick={onEdit}
        onKeyDown={(event) => {
          if (event.key === 'ArrowLeft') onMove(-1);
          else if (event.key === 'ArrowRight') onMove(1);
          else if (event.key === 'Delete' || event.key === 'Backspace') {
            event.preventDefault();
            onRemove();
          }
        }}
      >
        {wrong ? <Icon name="warning" size={14} /> : null}
        <span>{chip.text}</span>
      </button>
      <button
        type="button"
        tabIndex={-1}
        className={styles.remove}
        aria-label={`Remove ${chip.text}`}
        onClick={onRemove}
      >
        <Icon name="cross" size={12} />
      </button>
    </span>
  );
}
