import { saveFile } from '../save-file';
import type { Group, HandlerContext } from './context';

const formats = {
  jsonl: { name: 'JSON lines', extensions: ['jsonl'] },
  csv: { name: 'CSV', extensions: ['csv'] },
} as const;

export function activityHandlers(context: HandlerContext): Group<'activity'> {
  const { activity } = context.services.lifecycle;
  return {
    'activity.page': (request) => activity.page(request),
    'activity.verify': ({ whole }) => activity.verify(whole),
    'activity.export': ({ filter, format }) => {
      const { name, extensions } = formats[format];
      const options = {
        title: 'Export the history',
        defaultPath: `sealwax-history-${context.services.now().toISOString().slice(0, 10)}.${format}`,
        filters: [{ name, extensions: [...extensions] }],
      };
      return saveFile(context, options, async (save) => {
        const pieces: Buffer[] = [];
        for await (const piece of activity.export(format, filter)) pieces.push(Buffer.from(piece, 'utf8'));
        await save(Buffer.concat(pieces), 0o600);
        await activity.note('history.exported', 'history', { format });
      });
    },
  };
}
