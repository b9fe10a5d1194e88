import { AppError } from '../../core/errors';
import { readBounded } from '../../core/system/bounded-file';
import type { Group, HandlerContext } from './context';

/** The list of a batch: 10,000 rows of usual names have about 400 KB (bytes). */
const maxBytes = 4_000_000;

/** The window is told of progress this often at the most (milliseconds): every row would keep both sides busy with telling. */
const tellEveryMs = 100;

export function batchHandlers({ services, send, dialogs }: HandlerContext): Group<'batch'> {
  const { batch } = services;
  return {
    'batch.read': ({ text, authorityId, purpose }) => batch.read(text, authorityId, purpose),
    'batch.openFile': async () => {
      const paths = await dialogs.openFiles({
        title: 'Open a list of certificates',
        filters: [
          { name: 'Lists', extensions: ['csv', 'txt', 'tsv'] },
          { name: 'All files', extensions: ['*'] },
        ],
      });
      const path = paths?.[0];
      return path === undefined ? null : { text: await readList(path) };
    },
    'batch.issue': async ({ rows, ...options }) => {
      let told = 0;
      try {
        return await batch.issue(rows, options, (progress) => {
          const now = performance.now();
          if (progress.done < progress.total && now - told < tellEveryMs) return;
          told = now;
          send('batch.progress', progress);
        });
      } finally {
        send('certificates.changed', undefined);
      }
    },
    'batch.cancel': async () => {
      batch.cancel();
    },
  };
}

async function readList(path: string): Promise<string> {
  const text = (await readBounded(path, maxBytes)).toString('utf8');
  if (text.includes('\0')) {
    throw new AppError('file-unreadable', 'The file is not a text.', { hint: 'Choose a list or a CSV file.' });
  }
  return text;
}
