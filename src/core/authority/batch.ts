import type { BatchReport, BatchRow, IssueOptions } from '../../ipc/issue-schemas';
import type { Purpose } from '../../ipc/schemas';
import { AppError } from '../errors';
import type { Certificates } from './certificates';
import type { BatchInput, IssueManyControl } from './issue-many';

/** One batch at a time, with a cancel: what the window's page and Ctrl-C on the command line hold on to. */
export class Batch {
  private running: AbortController | undefined;

  constructor(private readonly certificates: Certificates) {}

  /** Reads and checks a list or a CSV; see `Certificates.checkBatch`. */
  read(text: string, authorityId?: string, purpose?: Purpose): Promise<BatchRow[]> {
    return this.certificates.checkBatch(text, authorityId, purpose);
  }

  /** Issues the rows; see `Certificates.issueMany`. Throws `busy` while another batch runs. */
  async issue(
    rows: readonly BatchInput[],
    options: IssueOptions,
    progress?: IssueManyControl['progress'],
  ): Promise<BatchReport> {
    if (this.running !== undefined) {
      throw new AppError('busy', 'Another batch is being issued.', { hint: 'Wait for it, or cancel it first.' });
    }
    const controller = new AbortController();
    this.running = controller;
    try {
      return await this.certificates.issueMany(rows, options, { progress, signal: controller.signal });
    } finally {
      this.running = undefined;
    }
  }

  /** Stops the batch after the group that is being written. Without one nothing happens. */
  cancel(): void {
    this.running?.abort();
  }
}
