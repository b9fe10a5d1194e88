import type { SetupResult } from '../../../ipc/setup-schemas';
import { reportVerdict } from '../../text/report-verdict';

export interface Verdict {
  tone: 'ok' | 'warn';
  title: string;
  text: string;
}

/** The set-up in two sentences: nothing is called done that was not, and a failed store is never hidden. */
export function verdictOf({ authority, outcomes, proof }: SetupResult): Verdict {
  const good = outcomes.filter(({ outcome }) => outcome === 'done' || outcome === 'already').length;
  const missed = outcomes.length - good;
  const stores = (count: number) => `${count} ${count === 1 ? 'store' : 'stores'}`;
  if (outcomes.length === 0) {
    return {
      tone: 'warn',
      title: 'The root is made, and trusted nowhere yet',
      text: `${authority.name} exists. Install it under Trust before you open a page with its certificates.`,
    };
  }
  if (missed > 0) {
    return {
      tone: 'warn',
      title: 'Set up, with something left to do',
      text: `${authority.name} is trusted in ${stores(good)}; ${stores(missed)} could not be changed. What to do stands beside each.`,
    };
  }
  switch (proof ? reportVerdict(proof) : 'unchecked') {
    case 'failed':
      return {
        tone: 'warn',
        title: 'Set up, but the check failed',
        text: `${authority.name} is in ${stores(good)}, but at least one client does not accept it. What it said stands below.`,
      };
    case 'unchecked':
      return {
        tone: 'warn',
        title: 'Set up, but not proven',
        text: `${authority.name} is in ${stores(good)}, but no client has opened a page with it yet. Check it under Trust.`,
      };
    case 'passed':
      return {
        tone: 'ok',
        title: 'This machine is ready',
        text: `${authority.name} is trusted in ${stores(good)}, and real clients have proven it.`,
      };
  }
}
