import { Notification } from 'electron';
import type { Notice } from '../core/reminders/words';

export interface ShownNotice extends Notice {
  clicked: () => void;
  /** Buttons, where the desktop and its Electron show them; without them a click is all there is. */
  buttons?: readonly { label: string; pressed: () => void }[];
}

/** A desktop that has not shown it by then has nobody who shows notifications (milliseconds). */
const patienceMs = 5_000;

/** What is shown is held on to: a notification that is collected as garbage hears no click. */
const shown = new Set<Notification>();
const shownMax = 20;

export const canNotify = (): boolean => Notification.isSupported();

/** Shows a notification. False when the system did not take it, which is no error: the window and the tray say the same. */
export function notify({ title, body, clicked, buttons = [] }: ShownNotice): Promise<boolean> {
  if (!canNotify()) return Promise.resolve(false);
  const notification = new Notification({
    title,
    body,
    actions: buttons.map(({ label }) => ({ type: 'button', text: label })),
  });
  notification.on('click', clicked);
  notification.on('action', (_details, index) => buttons[index]?.pressed());
  notification.on('close', () => shown.delete(notification));
  shown.add(notification);
  for (const oldest of [...shown].slice(0, -shownMax)) shown.delete(oldest);
  return new Promise((resolve) => {
    const end = (taken: boolean) => {
      clearTimeout(timer);
      if (!taken) shown.delete(notification);
      resolve(taken);
    };
    const timer = setTimeout(() => end(false), patienceMs);
    notification.once('show', () => end(true));
    notification.once('failed', () => end(false));
    notification.show();
  });
}
