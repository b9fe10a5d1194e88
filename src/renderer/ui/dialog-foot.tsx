import type { ReactNode } from 'react';
import type { Failure } from '../state/failure';
import { ButtonsInOrder } from './buttons-in-order';
import styles from './dialog-foot.module.css';
import { FailureNote } from './notes';

interface DialogFootProps {
  /** What went wrong when the button was pressed: it stands above it, in sight however far the dialog is scrolled. */
  failure?: Failure | undefined;
  affirmative: ReactNode;
  others?: ReactNode;
}

/** The end of a dialog that scrolls: its buttons, and why they did not work. */
export function DialogFoot({ failure, affirmative, others }: DialogFootProps) {
  return (
    <div className={styles.foot}>
      {failure ? <FailureNote failure={failure} /> : null}
      <ButtonsInOrder affirmative={affirmative} others={others} />
    </div>
  );
}
