import type { ShownReload, TypedReload } from '../../../../ipc/deployment-schemas';

export const kinds = [
  { value: 'command', label: 'Run a program' },
  { value: 'signal', label: 'Send a signal' },
  { value: 'http', label: 'Call an address' },
  { value: 'none', label: 'Nothing' },
] as const;
export const signals = ['SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const;

/** The fields of every kind, so that going to another kind and back loses nothing. */
export interface ReloadDraft {
  kind: (typeof kinds)[number]['value'];
  program: string;
  /** One a line. */
  args: string;
  signal: (typeof signals)[number];
  url: string;
  method: 'GET' | 'POST';
  /** NaN for an empty field. */
  timeoutSeconds: number;
}

const empty: ReloadDraft = {
  kind: 'command',
  program: '',
  args: '',
  signal: 'SIGHUP',
  url: 'http://localhost:',
  method: 'POST',
  timeoutSeconds: 30,
};

export function draftOf(reload: ShownReload | undefined): ReloadDraft {
  if (reload === undefined) return empty;
  if (reload.kind === 'command') {
    const { kind, program, args, timeoutSeconds } = reload;
    return { ...empty, kind, program, args: args.join('\n'), timeoutSeconds };
  }
  if (reload.kind === 'signal') return { ...empty, kind: 'signal', signal: reload.signal };
  const { kind, url, method, timeoutSeconds } = reload;
  return { ...empty, kind, url, method, timeoutSeconds };
}

/** What is asked of the main process; null for nothing to run, undefined while a field is empty or wrong. */
export function reloadOfDraft({ kind, program, args, signal, url, method, timeoutSeconds }: ReloadDraft) {
  const isTime = Number.isInteger(timeoutSeconds) && timeoutSeconds >= 1 && timeoutSeconds <= 600;
  const whole = ((): TypedReload | null | undefined => {
    switch (kind) {
      case 'none':
        return null;
      case 'command': {
        if (program.trim() === '' || !isTime) return undefined;
        // A line break at the end is one of typing, not an empty argument.
        const lines = args.replace(/\n+$/, '');
        return { kind, program: program.trim(), args: lines === '' ? [] : lines.split('\n'), timeoutSeconds };
      }
      case 'signal':
        return { kind, signal };
      case 'http':
        return isTime && /^https?:\/\/./i.test(url.trim())
          ? { kind, url: url.trim(), method, timeoutSeconds }
          : undefined;
    }
  })();
  return whole;
}
