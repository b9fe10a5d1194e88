import type { WatchState } from '../../src/ipc/reminders-schemas';
import type { Settings } from '../../src/ipc/settings-schemas';
import { type Answers, savedAs, type World } from './world';

/** A desktop with a tray and notifications; in the state "unreadable" one with neither. */
export function reminderAnswers(
  world: World,
  settings: { read: () => Settings; change: (change: Partial<Settings>) => Settings },
): Answers<'reminders'> {
  // Asked each time: the world has its state only after its answers were made.
  const able = () => world.state !== 'unreadable';
  const state = (): WatchState => {
    const { background, startAtLogin } = settings.read();
    return {
      notifications: able(),
      tray: able(),
      background: background === 'on' || (background === 'automatic' && able()),
      startAtLogin: startAtLogin ? 'on' : 'off',
    };
  };
  return {
    'reminders.state': state,
    'reminders.setStartAtLogin': ({ on }) => {
      settings.change({ startAtLogin: on });
      return state();
    },
    'reminders.showTest': () => ({ shown: able() }),
    'reminders.saveCalendar': () => savedAs(world, ['sealwax-expiries.ics'], 'Documents'),
    'reminders.takeDestination': () => null,
  };
}
