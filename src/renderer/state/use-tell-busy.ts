import { useEffect } from 'react';

/**
 * Tells the dialog around a form that something runs, so that it cannot be closed meanwhile. A form that makes room for what it
 * made is gone before it could say that it is done, so its going says it too.
 */
export function useTellBusy(busy: boolean, onBusy: (busy: boolean) => void): void {
  useEffect(() => {
    onBusy(busy);
    return () => onBusy(false);
  }, [busy, onBusy]);
}
