import { BrowserWindow, type Session } from 'electron';
import { AppError } from '../core/errors';
import type { AskPassphrase, PassphraseRequest } from '../core/keychain/root-keys';
import type { PromptRequest } from '../ipc/prompt-contract';
import { bindPrompt } from './ipc';
import { promptPage } from './origin';
import { pagePreferences } from './security';

interface OpenPrompt {
  window: BrowserWindow;
  request: PromptRequest;
  answered: (passphrase: string | null) => void;
}

export interface PassphrasePromptOptions {
  parent: () => BrowserWindow | undefined;
  /** A session of its own: nothing is shared with the main window, not even a cache. */
  session: () => Session;
  preload: string;
}

/**
 * Asks for a passphrase in a small window with a process of its own, so that it never enters the main window's memory. The
 * window is destroyed, and its process with it, as soon as it is answered.
 */
export function createPassphrasePrompt(options: PassphrasePromptOptions): AskPassphrase {
  let open: OpenPrompt | undefined;
  bindPrompt(
    () => open?.window.webContents,
    () => open?.request ?? null,
    (value) => open?.answered(value),
  );

  const nextAnswer = (current: OpenPrompt) =>
    new Promise<string | null>((resolve) => {
      current.answered = resolve;
    });

  return async (request, check) => {
    if (open !== undefined) {
      open.window.focus();
      throw new AppError('busy', 'A passphrase is being asked for already.', { hint: 'Answer the open window first.' });
    }
    const current: OpenPrompt = {
      window: makeWindow(request, options),
      request: { ...request },
      answered: () => undefined,
    };
    open = current;
    let answer = nextAnswer(current);
    current.window.once('closed', () => current.answered(null));
    try {
      await current.window.loadURL(promptPage).catch((error: unknown) => {
        // Closed while it was loading: that is a no.
        if (!current.window.isDestroyed()) throw error;
      });
      for (;;) {
        const typed = await answer;
        if (typed === null) return 'cancelled';
        const error = await tried(typed, check);
        if (error === undefined) return 'answered';
        answer = nextAnswer(current);
        current.request = { ...request, error };
        if (current.window.isDestroyed()) return 'cancelled';
        current.window.webContents.send('prompt.request', current.request);
      }
    } finally {
      open = undefined;
      if (!current.window.isDestroyed()) current.window.destroy();
    }
  };
}

/** The message for a person when the passphrase does not do, or undefined when it did. Other errors end the asking. */
async function tried(typed: string, check: (passphrase: Buffer) => Promise<void>): Promise<string | undefined> {
  const passphrase = Buffer.from(typed, 'utf8');
  try {
    await check(passphrase);
    return undefined;
  } catch (error) {
    if (error instanceof AppError && (error.code === 'passphrase-wrong' || error.code === 'passphrase-weak')) {
      return error.hint === undefined ? error.message : `${error.message} ${error.hint}`;
    }
    throw error;
  } finally {
    passphrase.fill(0);
  }
}

function makeWindow(request: PassphraseRequest, options: PassphrasePromptOptions): BrowserWindow {
  const parent = options.parent();
  const window = new BrowserWindow({
    ...(parent === undefined ? {} : { parent, modal: true }),
    width: 440,
    height: request.mode === 'create' ? 420 : 320,
    useContentSize: true,
    resizable: false,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    title: request.title,
    show: false,
    autoHideMenuBar: true,
    webPreferences: { ...pagePreferences, preload: options.preload, session: options.session() },
  });
  window.setMenu(null);
  // Keeps the typed text off screenshots and screen sharing where the platform can (macOS, Windows).
  window.setContentProtection(true);
  window.once('ready-to-show', () => window.show());
  return window;
}
