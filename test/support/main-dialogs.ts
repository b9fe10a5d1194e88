import type { ElectronApplication } from '@playwright/test';

/** What the stubbed dialogs of the main process answer; each list is used up from its beginning. */
export interface DialogAnswers {
  /** Paths of the open dialog, whether it asks for files or for a folder; null: cancelled. */
  open?: (string[] | null)[];
  /** The path of the save dialog; null: cancelled. */
  save?: (string | null)[];
  /** The pressed button of a message box, by its label. */
  box?: string[];
}

export interface AskedDialog {
  kind: 'open' | 'save' | 'box';
  title: string;
  message: string;
  detail: string;
  defaultPath: string;
}

/**
 * Answers the system's own dialogs, which no test driver can press: Electron hands them to GTK. Answers are added to those that
 * wait; a dialog without one is cancelled, and what was asked is kept for `askedDialogs`.
 */
export async function answerDialogs(app: ElectronApplication, answers: DialogAnswers): Promise<void> {
  await app.evaluate(({ dialog }, next) => {
    interface Options {
      title?: string;
      message?: string;
      detail?: string;
      defaultPath?: string;
      buttons?: string[];
    }
    const state = globalThis as unknown as { dialogAnswers?: Required<DialogAnswers>; dialogsAsked?: AskedDialog[] };
    const first = state.dialogAnswers === undefined;
    state.dialogAnswers ??= { open: [], save: [], box: [] };
    state.dialogsAsked ??= [];
    state.dialogAnswers.open.push(...(next.open ?? []));
    state.dialogAnswers.save.push(...(next.save ?? []));
    state.dialogAnswers.box.push(...(next.box ?? []));
    if (!first) return;
    const { dialogAnswers, dialogsAsked } = state;
    const note = (kind: AskedDialog['kind'], args: unknown[]): Options => {
      const options = args.at(-1) as Options;
      const { title = '', message = '', detail = '', defaultPath = '' } = options;
      dialogsAsked.push({ kind, title, message, detail, defaultPath });
      return options;
    };
    const stub = dialog as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
    stub.showOpenDialog = async (...args) => {
      note('open', args);
      const filePaths = dialogAnswers.open.shift() ?? null;
      return { canceled: filePaths === null, filePaths: filePaths ?? [] };
    };
    stub.showSaveDialog = async (...args) => {
      note('save', args);
      const filePath = dialogAnswers.save.shift() ?? null;
      return { canceled: filePath === null, filePath: filePath ?? '' };
    };
    stub.showMessageBox = async (...args) => {
      const { buttons = [] } = note('box', args);
      const pressed = dialogAnswers.box.shift();
      return { response: pressed === undefined ? 0 : buttons.indexOf(pressed), checkboxChecked: false };
    };
  }, answers);
}

/** The dialogs that came since the last call of this. */
export const askedDialogs = (app: ElectronApplication): Promise<AskedDialog[]> =>
  app.evaluate(() => {
    const state = globalThis as unknown as { dialogsAsked?: AskedDialog[] };
    return state.dialogsAsked?.splice(0) ?? [];
  });
