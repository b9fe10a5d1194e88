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

/**
 * One name: a press edits it, the cross takes it out. Both are reached with the arrow keys, not with Tab. A fixed one can
 * be reached as well, so that it is read out, but says that it cannot be edited.
 */
export function ChipItem({ chip, index, wrong, onEdit, onRemove, onMove }: ChipItemProps) {
  return (
    <span className={`${styles.chip} ${wrong ? styles.wrong : ''} ${chip.fixed ? styles.fixed : ''}`}>
      <button
        type="button"
        tabIndex={-1}
        data-chip={index}
        className={styles.text}
        aria-label={wrong ? `${chip.text}, not accepted, edit` : `${chip.text}, edit`}
        aria-disabled={chip.fixed}
        title={chip.fixed ? `${chip.text} is always included` : chip.text}
        onClick={chip.fixed ? undefined : onEdit}
        onKeyDown={(event) => {
          if (event.key === 'ArrowLeft') onMove(-1);
          else if (event.key === 'ArrowRight') onMove(1);
          else if (!chip.fixed && (event.key === 'Delete' || event.key === 'Backspace')) {
            event.preventDefault();
            onRemove();
          }
        }}
      >
        {wrong ? <Icon name="warning" size={14} /> : null}
        {chip.fixed ? <Icon name="lock" size={13} /> : null}
        <span>{chip.text}</span>
      </button>
      {chip.fixed ? null : (
        <button
          type="button"
          tabIndex={-1}
          className={styles.remove}
          aria-label={`Remove ${chip.text}`}
          onClick={onRemove}
        >
          <Icon name="cross" size={12} />
        </button>
      )}
    </span>
  );
}
