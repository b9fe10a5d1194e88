import type { ActivityActor, ActivityFormat, ActivityGroup } from '../../ipc/activity-schemas';
import type { CommandSpec } from '../command-line';

export const activityGroups = [
  'certificate',
  'authority',
  'trust',
  'key',
  'export',
  'deploy',
  'revoke',
  'watch',
  'proxy',
  'settings',
  'other',
] as const satisfies readonly ActivityGroup[];

export const activityActors = ['window', 'command-line', 'automatic'] as const satisfies readonly ActivityActor[];

export const activityFormats = ['jsonl', 'csv'] as const satisfies readonly ActivityFormat[];

export const activitySpecs = {
  history: {
    path: ['history'],
    args: '',
    count: [0, 0],
    summary: 'what was done, when and by whom, the newest first',
    details: [
      'With --format the lines are exported, the oldest first: jsonl as they stand in the file, csv for a spreadsheet.',
      'With --verify the chain is checked instead: each line names the hash of the one before. Exit 1 when it is broken.',
    ],
    options: [
      { name: 'search', value: 'WORDS', help: 'lines that have all of these words' },
      {
        name: 'what',
        value: 'GROUP',
        help: activityGroups.join(', '),
        complete: { words: activityGroups },
      },
      { name: 'who', value: 'WHO', help: activityActors.join(', '), complete: { words: activityActors } },
      { name: 'since', value: 'TIME', help: 'from this day or instant on (UTC)' },
      { name: 'until', value: 'TIME', help: 'up to this day or instant (UTC)' },
      { name: 'limit', value: 'N', help: 'the newest N of them; 50 unless told, all of them with --format' },
      { name: 'format', value: 'FORMAT', help: activityFormats.join(', '), complete: { words: activityFormats } },
      { name: 'verify', help: 'check that no line was changed, taken out or put in' },
    ],
    examples: [
      ['sealwax history --what trust --since 2026-11-01', 'changes to trust stores of this month'],
      ['sealwax history --format csv > history.csv', 'all of it, for a spreadsheet'],
      ['sealwax history --verify', 'whether it is whole'],
    ],
  },
} as const satisfies Record<string, CommandSpec>;
