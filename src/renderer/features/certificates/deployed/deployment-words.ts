import type { Deployment } from '../../../../ipc/deployment-schemas';
import type { Sign } from '../../../ui/status';

type State = Deployment['state'];

export const deploymentSigns: Record<State, Sign> = {
  current: { tone: 'ok', icon: 'tick', word: 'up to date' },
  pending: { tone: 'warn', icon: 'clock', word: 'not written yet' },
  waiting: { tone: 'warn', icon: 'lock', word: 'waits for the passphrase' },
  conflict: { tone: 'bad', icon: 'warning', word: 'changed by others' },
  kept: { tone: 'idle', icon: 'dash', word: 'kept as it is' },
  failed: { tone: 'bad', icon: 'cross', word: 'not written' },
};

/** How loudly the message of a state is said; null where the sign says all. */
export const noteTones: Record<State, 'bad' | 'warn' | 'info' | null> = {
  current: null,
  pending: 'warn',
  waiting: 'warn',
  conflict: 'bad',
  kept: 'info',
  failed: 'bad',
};

export const fileWords: Record<Exclude<Deployment['files'][number]['state'], 'ours'>, string> = {
  changed: 'changed',
  gone: 'gone',
  link: 'a symbolic link now',
  'not-a-file': 'not a file any more',
  unreadable: 'cannot be read',
};
