import type { ActivityEntry, ActivityGroup } from '../../../ipc/activity-schemas';
import type { IconName } from '../../ui/icons';
import type { Sign } from '../../ui/status';

export const groupSigns: Record<ActivityGroup, { icon: IconName; word: string }> = {
  certificate: { icon: 'certificate', word: 'Certificates' },
  authority: { icon: 'seal', word: 'Authorities' },
  trust: { icon: 'shield', word: 'Trust' },
  key: { icon: 'key', word: 'Keys and passphrases' },
  export: { icon: 'export', word: 'Exports and backups' },
  deploy: { icon: 'folder', word: 'Deployments' },
  revoke: { icon: 'cross', word: 'Revocation' },
  watch: { icon: 'search', word: 'Watched and reminders' },
  proxy: { icon: 'proxy', word: 'HTTPS proxy' },
  settings: { icon: 'sliders', word: 'Settings' },
  other: { icon: 'dots', word: 'Other' },
};

export const actorWords: Record<ActivityEntry['who'], string> = {
  window: 'in the window',
  'command-line': 'on the command line',
  automatic: 'by itself',
  unknown: 'not known',
};

export const markSigns: Record<NonNullable<ActivityEntry['mark']>, Sign> = {
  failed: { tone: 'bad', icon: 'cross', word: 'failed' },
  attention: { tone: 'warn', icon: 'warning', word: 'look at it' },
};
