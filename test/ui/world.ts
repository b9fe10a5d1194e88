import { AppError } from '../../src/core/errors';
import type { CallInput, CallName, CallOutput, EventData, EventName } from '../../src/ipc/contract';
import type { InspectTarget } from '../../src/ipc/inspect-schemas';
import type { BatchRow, SigningRequest } from '../../src/ipc/issue-schemas';
import type { Authority, Certificate, NameCheck, Purpose } from '../../src/ipc/schemas';
import type { State } from './states';

/** One answer of the main process. */
export type Handler<N extends CallName> = (input: CallInput<N>) => CallOutput<N> | Promise<CallOutput<N>>;
/** The answers of whole groups of calls, e.g. all that begin with "files.". */
export type Answers<G extends string> = { [N in Extract<CallName, `${G}.${string}`>]: Handler<N> };

/** What a dialog of the main process gives the next time one is opened; `null` is Cancel. */
export interface NextDialog {
  /** A name from files.ts. */
  file: string | null;
  save: boolean;
  /** The question for administrator rights is answered; false is Cancel. */
  allow: boolean;
}

/** What the machine holds, shared by the answers of the double. */
export interface World {
  readonly state: State;
  authorities: Authority[];
  listed: Certificate[];
  requests: SigningRequest[];
  readonly bin: Certificate[];
  next: NextDialog;
  emit<N extends EventName>(name: N, data: EventData<N>): void;
  check(names: readonly string[], authorityId?: string, purpose?: Purpose): Promise<NameCheck[]>;
  /** The host and port as they are watched; throws what is wrong with them. */
  hostOf(typed: string): Promise<string>;
  /** A server to be inspected; throws what is wrong with it. */
  targetOf(typed: CallInput<'inspect.checkTarget'>): Promise<InspectTarget>;
  readList(text: string, authorityId?: string, purpose?: Purpose): Promise<BatchRow[]>;
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export function findById<T extends { id: string }>(all: readonly T[], id: string, what: string): T {
  const known = all.find((each) => each.id === id);
  if (!known) throw new AppError('not-found', `There is no ${what} ${id}.`, { hint: 'Close it and look again.' });
  return known;
}

/** What a save dialog of the main process leads to. */
export function savedAs(world: World, files: string[], folderName = 'certs') {
  return world.next.save
    ? { outcome: 'saved' as const, files, folderName, token: 'saved-1' }
    : { outcome: 'cancelled' as const, files: [], folderName: '', token: '' };
}
