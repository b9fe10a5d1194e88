import { type BrowserWindow, ipcMain, type WebContents, type WebFrameMain } from 'electron';
import { AppError } from '../core/errors';
import {
  type CallInput,
  type CallName,
  type CallOutput,
  calls,
  type EventData,
  type EventName,
  events,
} from '../ipc/contract';
import { type Crossing, pack } from '../ipc/packed';
import type { ErrorData, Result } from '../ipc/result';
import { isPage, promptPage, windowPage } from './origin';

export type Handlers = { [N in CallName]: (input: CallInput<N>) => Promise<CallOutput<N>> };

interface Sender {
  senderFrame: WebFrameMain | null;
  sender: WebContents;
}

/** Only the main frame of our own page may speak: no iframe, no other window, no page that navigated away (checklist, item 17). */
function isTrusted(event: Sender, page: string, owner: WebContents | undefined): boolean {
  const frame = event.senderFrame;
  if (frame === null || owner === undefined || event.sender !== owner) return false;
  return frame.parent === null && isPage(frame.url, page);
}

const isCallName = (name: unknown): name is CallName => typeof name === 'string' && Object.hasOwn(calls, name);

/** What may be said of an error outside. Unknown errors keep their text to themselves: it may name anything. */
export function errorData(error: unknown): ErrorData {
  if (error instanceof AppError) {
    return {
      code: error.code,
      message: error.message,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      ...(error.field === undefined ? {} : { field: error.field }),
    };
  }
  return {
    code: 'internal',
    message: 'Something went wrong inside Sealwax; nothing was lost.',
    hint: 'Try again. If it happens again, please report it with what you did before.',
  };
}

/** Calls that change stores of the system, one entry after the other. */
const workOnStores: ReadonlySet<string> = new Set([
  'setup.run',
  'trust.install',
  'trust.remove',
  'trust.removeEverything',
  'census.remove',
  'rollover.advance',
  'rollover.finish',
  'hosts.apply',
] satisfies CallName[]);
const running = new Set<Promise<unknown>>();

/** Resolves when no such work is running any more; undefined when none is. */
export function whenIdle(): Promise<void> | undefined {
  return running.size === 0 ? undefined : Promise.allSettled(running).then(() => undefined);
}

async function answer(handlers: Handlers, name: unknown, input: unknown): Promise<Result<unknown>> {
  if (!isCallName(name)) return { ok: false, error: { code: 'forbidden', message: 'There is no such call.' } };
  const { input: inputSchema, output: outputSchema } = calls[name];
  const parsed = inputSchema.safeParse(input);
  if (!parsed.success) {
    return {
      ok: false,
      error: { code: 'invalid-input', message: `The call ${name} was given something it does not take.` },
    };
  }
  try {
    const handler = handlers[name] as (value: unknown) => Promise<unknown>;
    // Parsed on the way out too: a field that the contract does not name never leaves the main process.
    return { ok: true, value: outputSchema.parse(await handler(parsed.data)) };
  } catch (error) {
    if (!(error instanceof AppError))
      process.stderr.write(`sealwax: ${name} failed: ${error instanceof Error ? error.stack : 'unknown'}\n`);
    return { ok: false, error: errorData(error) };
  }
}

/** Binds every call of the contract, with the sender and both shapes checked in this one place. */
export function bindCalls(handlers: Handlers, owner: () => BrowserWindow | undefined): void {
  ipcMain.handle('call', async (event, name: unknown, input: unknown): Promise<Crossing<unknown>> => {
    if (!isTrusted(event, windowPage, owner()?.webContents)) {
      return { ok: false, error: { code: 'forbidden', message: 'This page may not call Sealwax.' } };
    }
    const answering = answer(handlers, name, input);
    if (typeof name === 'string' && workOnStores.has(name)) {
      running.add(answering);
      void answering.finally(() => running.delete(answering));
    }
    return pack(await answering);
  });
}

/** What one drop may hold; more is a mistake of the hand. */
const maxDropped = 50;

/** Binds the channel on which the preload script, and never the page, tells the paths of dropped files. */
export function bindDrop(owner: () => BrowserWindow | undefined, dropped: (paths: string[]) => void): void {
  ipcMain.handle('files.dropped', (event, paths: unknown) => {
    if (!isTrusted(event, windowPage, owner()?.webContents) || !Array.isArray(paths)) return;
    const texts = paths.filter((path): path is string => typeof path === 'string' && path.length < 4096);
    dropped(texts.slice(0, maxDropped));
  });
}

/** Sends one event to the window, if it is open. */
export function sendEvent<N extends EventName>(window: BrowserWindow | undefined, name: N, data: EventData<N>): void {
  if (window === undefined || window.isDestroyed()) return;
  window.webContents.send('event', name, events[name].parse(data));
}

/** Binds the two calls of the passphrase window; each is answered for the window that is open now, and for no other page. */
export function bindPrompt(
  owner: () => WebContents | undefined,
  request: () => unknown,
  answered: (value: string | null) => void,
): void {
  const forPrompt = (event: Sender) => isTrusted(event, promptPage, owner());
  ipcMain.handle('prompt.request', (event) => (forPrompt(event) ? request() : null));
  ipcMain.handle('prompt.answer', (event, value: unknown) => {
    if (!forPrompt(event)) return;
    answered(typeof value === 'string' ? value.slice(0, 1024) : null);
  });
}
