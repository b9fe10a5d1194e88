import { type BrowserWindow, dialog, type OpenDialogOptions, type SaveDialogOptions } from 'electron';
import { AppError } from '../core/errors';

/** The system's own dialogs: paths that a person chooses are known to the main process alone. */
export interface Dialogs {
  /** The chosen files; undefined when none was. */
  openFiles(options: Pick<OpenDialogOptions, 'title' | 'filters' | 'buttonLabel'>): Promise<string[] | undefined>;
  /** The chosen folder, which may be made in the dialog. */
  chooseFolder(title: string): Promise<string | undefined>;
  /** The chosen folder, which is there already and is only read. */
  openFolder(title: string, buttonLabel: string): Promise<string | undefined>;
  /** The chosen path; the system has asked already when there is such a file. */
  saveFile(options: Pick<SaveDialogOptions, 'title' | 'defaultPath' | 'filters'>): Promise<string | undefined>;
  /** Whether these files may be replaced. */
  mayReplace(folder: string, names: readonly string[]): Promise<boolean>;
  /** Whether a person agrees to what is said; `detail` may have several lines. */
  agrees(question: Question): Promise<boolean>;
  /**
   * Asks in words of the main process, for what the page must not do alone even if somebody else's code ran in it. Throws
   * `cancelled` unless the person presses `button`.
   */
  confirm(question: Question): Promise<void>;
}

export interface Question {
  message: string;
  /** What will be done, and on what. */
  detail: string;
  /** Of the button that does it. */
  button: string;
}

/** How many names a question shows; the rest is a number. */
const shownNames = 10;

export function createDialogs(parent: () => BrowserWindow | undefined): Dialogs {
  const of = <T>(withParent: (window: BrowserWindow) => T, alone: () => T): T => {
    const window = parent();
    return window === undefined ? alone() : withParent(window);
  };
  const yes = async ({ message, detail, button }: Question): Promise<boolean> => {
    const asked = {
      type: 'warning' as const,
      message,
      detail,
      buttons: ['Cancel', button],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    };
    const { response } = await of(
      (window) => dialog.showMessageBox(window, asked),
      () => dialog.showMessageBox(asked),
    );
    return response === 1;
  };
  return {
    openFiles: async (options) => {
      const asked: OpenDialogOptions = { ...options, properties: ['openFile', 'multiSelections', 'showHiddenFiles'] };
      const { canceled, filePaths } = await of(
        (window) => dialog.showOpenDialog(window, asked),
        () => dialog.showOpenDialog(asked),
      );
      return canceled || filePaths.length === 0 ? undefined : filePaths;
    },
    chooseFolder: async (title) => {
      const asked: OpenDialogOptions = {
        title,
        buttonLabel: 'Save here',
        properties: ['openDirectory', 'createDirectory'],
      };
      const { canceled, filePaths } = await of(
        (window) => dialog.showOpenDialog(window, asked),
        () => dialog.showOpenDialog(asked),
      );
      return canceled ? undefined : filePaths[0];
    },
    openFolder: async (title, buttonLabel) => {
      const asked: OpenDialogOptions = { title, buttonLabel, properties: ['openDirectory', 'showHiddenFiles'] };
      const { canceled, filePaths } = await of(
        (window) => dialog.showOpenDialog(window, asked),
        () => dialog.showOpenDialog(asked),
      );
      return canceled ? undefined : filePaths[0];
    },
    saveFile: async (options) => {
      const asked: SaveDialogOptions = { ...options, properties: ['createDirectory', 'showOverwriteConfirmation'] };
      const { canceled, filePath } = await of(
        (window) => dialog.showSaveDialog(window, asked),
        () => dialog.showSaveDialog(asked),
      );
      return canceled || filePath === undefined || filePath === '' ? undefined : filePath;
    },
    mayReplace: async (folder, names) => {
      const more = names.length - shownNames;
      const list = [...names.slice(0, shownNames), ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
      return yes({
        message: names.length === 1 ? 'Replace the file?' : `Replace ${names.length} files?`,
        detail: `In ${folder}:\n${list}`,
        button: 'Replace',
      });
    },
    confirm: async (question) => {
      if (await yes(question)) return;
      throw new AppError('cancelled', 'Nothing was changed.', { hint: 'Press the button again if you meant it.' });
    },
    agrees: yes,
  };
}
