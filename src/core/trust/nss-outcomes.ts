import { AppError } from '../errors';
import { errnoOf, explainFsError } from '../system/fs-error';
import { CertutilError } from './certutil';
import type { OutcomeKind, StoreStatus } from './trust-store';

/** The database and the way to certutil, as messages name them. */
export interface NssPlace {
  label: string;
  folder: string;
  packageHint: string;
}

interface Words {
  message: string;
  hint: string;
}

export function lockedWords({ label }: NssPlace): Words {
  return {
    message: `A primary password protects the certificates of ${label}, so it cannot be changed without it.`,
    hint: label.startsWith('Firefox')
      ? 'Install it in the window of Sealwax, which asks for the password; or in Firefox: Settings, Privacy & Security, Certificates, View Certificates, Authorities, Import.'
      : 'Install it in the window of Sealwax, which asks for the password; or type the command, which asks for it too.',
  };
}

/** An unexpected end of a certutil call or of a file operation, in words for a person. */
export function explainNss(error: unknown, place: NssPlace): Words & { kind: OutcomeKind } {
  const explained = errnoOf(error) === undefined ? error : explainFsError(error, `change ${place.folder}`);
  if (explained instanceof AppError) {
    return { kind: 'failed', message: explained.message, hint: explained.hint ?? 'Try again.' };
  }
  if (!(explained instanceof CertutilError)) {
    const said = explained instanceof Error ? explained.message : String(explained);
    return {
      kind: 'failed',
      message: `Could not work on ${place.folder}: ${said}`,
      hint: 'Look at that folder, then try again.',
    };
  }
  const { problem } = explained;
  switch (problem.kind) {
    case 'missing':
      return {
        kind: 'tool-missing',
        message: `"certutil" of NSS is needed for ${place.label} and is not installed.`,
        hint: place.packageHint,
      };
    case 'timed-out':
      return {
        kind: 'timed-out',
        message: `certutil did not end within 15 s on ${place.folder} and was stopped.`,
        hint: `Close ${place.label.split(',')[0]} and try again.`,
      };
    case 'locked':
      return { kind: 'locked', ...lockedWords(place) };
    case 'busy':
      return {
        kind: 'failed',
        message: `${problem.holder.program} (process ${problem.holder.pid}) keeps the database of ${place.label} to itself.`,
        hint: `Close it, or wait until it is done, then try again. Nothing was changed.`,
      };
    case 'failed':
      return {
        kind: 'failed',
        message: `certutil could not work on ${place.folder} (${problem.said}).`,
        hint: hintFor(problem.said, place),
      };
  }
}

function hintFor(said: string, { folder, label }: NssPlace): string {
  if (said.includes('SEC_ERROR_BAD_DATABASE')) {
    return `The database is damaged. Close ${label.split(',')[0]}, move ${folder}/cert9.db away and start it again; it makes a new one.`;
  }
  if (/READ_ONLY|SEC_ERROR_IO|CKR_/.test(said))
    return `Check that ${folder} and its files belong to you and can be written.`;
  return `Look at the database with: certutil -L -d "sql:${folder}"`;
}

/** The same as a state: only a missing tool and a lock have states of their own. */
export function statusOfProblem(error: unknown, place: NssPlace): StoreStatus {
  const { kind, message, hint } = explainNss(error, place);
  return { state: kind === 'tool-missing' || kind === 'locked' ? kind : 'unknown', message, hint };
}
