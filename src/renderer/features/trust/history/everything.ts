import type { RemovedEverything } from '../../../../ipc/trust-schemas';

/** What the scan afterwards proves, in words. Stores that could not be read are never counted as empty. */
export function proofOf({ outcomes, left, unread, scanned }: RemovedEverything): {
  tone: 'ok' | 'warn' | 'bad';
  title: string;
  text: string;
} {
  const cancelled = outcomes.filter(({ outcome }) => outcome === 'cancelled').length;
  if (left.length > 0) {
    return {
      tone: cancelled === left.length ? 'warn' : 'bad',
      title: left.length === 1 ? 'One root is still there' : `${left.length} roots are still there`,
      text:
        cancelled > 0
          ? 'You cancelled the question for administrator rights. Press Remove everything again, or have the commands below run.'
          : 'A scan of every store found these afterwards. Remove them with the commands below.',
    };
  }
  if (unread.length > 0) {
    return {
      tone: 'warn',
      title: 'The scan found nothing left where it could look',
      text: `${unread.length === 1 ? 'One store' : `${unread.length} stores`} could not be read, so nothing is proven there.`,
    };
  }
  return {
    tone: 'ok',
    title: 'Nothing is left',
    text: `A scan of ${scanned === undefined ? 'every store' : scanned === 1 ? 'the one store' : `all ${scanned} stores`} found nothing left of Sealwax.`,
  };
}
