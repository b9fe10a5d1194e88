import { basename } from 'node:path';
import { BrowserWindow, dialog, type Session } from 'electron';
import { AppError } from '../core/errors';
import type { AskPassphrase } from '../core/keychain/root-keys';
import { explainFsError } from '../core/system/fs-error';
import type { PromptRequest, SaveAnswer } from '../ipc/prompt-contract';
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
  /** Writes a private file whole, where the person said. */
  writeFile: (path: string, text: string) => Promise<void>;
}

/** Text that holds a passphrase, for a person to read or to save. */
export interface SecretText {
  title: string;
  /** What it is and how to keep it, in one or two sentences. */
  message: string;
  text: string;
  /** The name that the save dialog begins with, e.g. "sealwax-recovery-kit.txt". */
  fileName: string;
}

export interface PassphrasePrompt {
  ask: AskPassphrase;
  /** Shows the text until the person closes it, and saves it where they say (mode 0600). Throws `busy`. */
  show: (secret: SecretText) => Promise<void>;
}

const saveAnswer: SaveAnswer = 'save';

/** Content sizes in pixels: each page fits its window without a scroll bar (test/ui/prompt.spec.ts looks). */
const sizes: Record<PromptRequest['mode'], { width: number; height: number }> = {
  enter: { width: 440, height: 320 },
  create: { width: 440, height: 440 },
  show: { width: 720, height: 600 },
};

/**
 * Asks for a passphrase in a small window with a process of its own, so that it never enters the main window's memory. The
 * window is destroyed, and its process with it, as soon as it is answered.
 */
export function createPassphrasePrompt(options: PassphrasePromptOptions): PassphrasePrompt {
  let open: OpenPrompt | undefined;
  bindPrompt(
    () => open?.window.webContents,
    () => open?.request ?? null,
    (value) => open?.answered(value),
  );

  /**
   * Opens the window with a request. `react` says what an answer leads to: a further request, or undefined at the end.
   * Gives back false when the person cancelled or closed it.
   */
  async function talk(
    first: PromptRequest,
    react: (answer: string, window: BrowserWindow) => Promise<PromptRequest | undefined>,
  ): Promise<boolean> {
    if (open !== undefined) {
      open.window.focus();
      throw new AppError('busy', 'A passphrase window is open already.', { hint: 'Answer it or close it first.' });
    }
    const current: OpenPrompt = { window: makeWindow(first, options), request: first, answered: () => undefined };
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
        if (typed === null) return false;
        const next = await react(typed, current.window);
        if (next === undefined) return true;
        answer = nextAnswer(current);
        current.request = next;
        if (current.window.isDestroyed()) return false;
        current.window.webContents.send('prompt.request', next);
      }
    } finally {
      open = undefined;
      if (!current.window.isDestroyed()) current.window.destroy();
    }
  }

  return {
    ask: async (request, check) => {
      const answered = await talk({ ...request }, async (typed) => {
        const error = await tried(typed, check);
        return error === undefined ? undefined : { ...request, error };
      });
      return answered ? 'answered' : 'cancelled';
    },
    show: async ({ title, message, text, fileName }) => {
      const shown: PromptRequest = { mode: 'show', title, message, text };
      await talk(shown, async (answer, window) =>
        answer === saveAnswer ? { ...shown, ...(await saved(text, fileName, window, options.writeFile)) } : shown,
      );
    },
  };
}

const nextAnswer = (current: OpenPrompt) =>
  new Promise<string | null>((resolve) => {
    current.answered = resolve;
  });

/** The message for a person when the passphrase does not do, or undefined when it did. Other errors end the asking. */
async function tried(typed: string, check: (passphrase: Buffer) => Promise<void>): Promise<string | undefined> {
  const passphrase = Buffer.from(typed, 'utf8');
  try {
    await check(passphrase);
    return undefined;
  } catch (error) {
    if (error instanceof AppError && (error.code === 'passphrase-wrong' || error.code === 'passphrase-weak')) {
      return inWords(error);
    }
    throw error;
  } finally {
    passphrase.fill(0);
  }
}

/** Asks where, and writes a private file. A failure is shown in the window: the text is still there to be saved elsewhere. */
async function saved(
  text: string,
  fileName: string,
  window: BrowserWindow,
  writeFile: PassphrasePromptOptions['writeFile'],
): Promise<Pick<PromptRequest, 'notice' | 'error'>> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: 'Save the recovery kit',
    defaultPath: fileName,
    filters: [{ name: 'Text', extensions: ['txt'] }],
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  });
  if (canceled || filePath === undefined || filePath === '') return {};
  try {
    await writeFile(filePath, text);
    return { notice: `Saved as ${basename(filePath)}, readable only by you.` };
  } catch (thrown) {
    const error = explainFsError(thrown, `write ${filePath}`);
    if (error instanceof AppError) return { error: inWords(error) };
    throw error;
  }
}

const inWords = ({ message, hint }: AppError): string => (hint === undefined ? message : `${message} ${hint}`);

function makeWindow({ mode, title }: PromptRequest, options: PassphrasePromptOptions): BrowserWindow {
  const parent = options.parent();
  const window = new BrowserWindow({
    ...(parent === undefined ? {} : { parent, modal: true }),
    ...sizes[mode],
    useContentSize: true,
    resizable: false,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    title,
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
