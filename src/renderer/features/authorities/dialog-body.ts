import { type Action, useAction } from '../../state/use-action';

/** What every form inside the one dialog of this screen is given. */
export interface DialogBody {
  /** While something runs the dialog cannot be closed. */
  onBusy: (busy: boolean) => void;
  onClose: () => void;
}

/** An action that holds the dialog open while it runs. */
export function useDialogAction<A extends unknown[], T>(
  onBusy: (busy: boolean) => void,
  work: (...args: A) => Promise<T>,
): Action<A, T> {
  return useAction(async (...args: A) => {
    onBusy(true);
    try {
      return await work(...args);
    } finally {
      onBusy(false);
    }
  });
}
