import type { ReactNode } from 'react';
import { useClient } from '../state/client-context';
import layout from './layout.module.css';

/**
 * The buttons of a dialog in the platform's order: Windows puts the affirmative one first, GNOME and macOS put it last.
 * The order is the document's, so the keyboard meets them as the eye does.
 */
export function ButtonsInOrder({ affirmative, others }: { affirmative: ReactNode; others?: ReactNode }) {
  const { platform } = useClient();
  return (
    <div className={`${layout.row} ${layout.buttons}`}>
      {platform === 'win32' ? (
        <>
          {affirmative}
          {others}
        </>
      ) : (
        <>
          {others}
          {affirmative}
        </>
      )}
    </div>
  );
}
