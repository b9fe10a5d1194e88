import type { Certificate, CertificateStatus, Outcome, Proof, Store } from '../../ipc/schemas';
import type { IconName } from './icons';
import type { Tone } from './tag';

export interface Sign {
  tone: Tone;
  icon: IconName;
  word: string;
}

export const certificateSigns: Record<CertificateStatus, Sign> = {
  healthy: { tone: 'ok', icon: 'tick', word: 'healthy' },
  expiring: { tone: 'warn', icon: 'clock', word: 'expiring' },
  expired: { tone: 'bad', icon: 'cross', word: 'expired' },
  'not-yet-valid': { tone: 'idle', icon: 'clock', word: 'not yet valid' },
  broken: { tone: 'bad', icon: 'warning', word: 'broken' },
  revoked: { tone: 'bad', icon: 'revoke', word: 'revoked' },
};

const replacedSign: Sign = { tone: 'idle', icon: 'renew', word: 'replaced' };

/** The sign of a certificate: one that was renewed says so, whatever its dates are, unless a file of it is wrong. */
export const certificateSign = ({ status, replacedBy }: Pick<Certificate, 'status' | 'replacedBy'>): Sign =>
  replacedBy === undefined || status === 'broken' ? certificateSigns[status] : replacedSign;
/** The sign of any status: one that this window has no sign for is shown by its own word. */
export const signOf = (status: string): Sign =>
  (certificateSigns as Partial<Record<string, Sign>>)[status] ?? {
    tone: 'idle',
    icon: 'dash',
    word: status.replaceAll('-', ' '),
  };

export const storeSigns: Record<Store['state'], Sign> = {
  trusted: { tone: 'ok', icon: 'tick', word: 'trusted' },
  present: { tone: 'warn', icon: 'warning', word: 'installed, not trusted' },
  absent: { tone: 'idle', icon: 'dash', word: 'not installed' },
  'tool-missing': { tone: 'warn', icon: 'warning', word: 'tool missing' },
  locked: { tone: 'warn', icon: 'lock', word: 'locked' },
  unknown: { tone: 'warn', icon: 'warning', word: 'cannot tell' },
};

export const outcomeSigns: Record<Outcome['outcome'], Sign> = {
  done: { tone: 'ok', icon: 'tick', word: 'done' },
  already: { tone: 'ok', icon: 'tick', word: 'nothing to do' },
  failed: { tone: 'bad', icon: 'cross', word: 'failed' },
  'tool-missing': { tone: 'warn', icon: 'warning', word: 'tool missing' },
  'not-allowed': { tone: 'bad', icon: 'lock', word: 'not allowed' },
  cancelled: { tone: 'idle', icon: 'dash', word: 'cancelled' },
  locked: { tone: 'warn', icon: 'lock', word: 'locked' },
  'timed-out': { tone: 'bad', icon: 'clock', word: 'timed out' },
};

export const proofSigns: Record<Proof['result'], Sign> = {
  passed: { tone: 'ok', icon: 'tick', word: 'passed' },
  failed: { tone: 'bad', icon: 'cross', word: 'failed' },
  'not-run': { tone: 'idle', icon: 'dash', word: 'not run' },
};
