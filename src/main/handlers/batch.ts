import { AppError } from '../../core/errors';
import { readBounded } from '../../core/system/bounded-file';
import type { Group, HandlerContext } from './context';

/** The list of a batch: 10,000 rows of usual names have about 400 KB (bytes). */
const maxBytes = 4_000_000;

/** The window is told of progress this often at the most (milliseconds): every row would keep both sides busy with telling. */
const tellEveryMs = 100;

export function batchHandlers({ services, send, dialogs }: HandlerContext): Group<'batch'> {
  const { certificates } = services;
  let running: AbortController | undefined;
  return {
    'batch.read': ({ text, authorityId, purpose }) => certificates.checkBatch(text, authorityId, purpose),
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
      if (running !== undefined) {
        throw new AppError('busy', 'A batch is being issued already.', { hint: 'Wait for it, or cancel it.' });
      }
      const controller = new AbortController();
      running = controller;
      let told = 0;
      try {
        return await certificates.issueMany(rows, options, {
          signal: controller.signal,
          progress: (progress) => {
            const now = performance.now();
            if (progress.done < progress.total && now - told < tellEveryMs) return;
            told = now;
            send('batch.progress', progress);
          },
        });
      } finally {
        running = undefined;
        send('certificates.changed', undefined);
      }
    },
    'batch.cancel': async () => {
      running?.abort();
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
